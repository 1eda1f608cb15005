import { BatchBuffer, type BatchSource } from "./batch_buffer.ts";

/** What iterating over a stream accepts. */
export interface IterationOptions {
  /** Whether leaving the loop early leaves the stream open. */
  preventCancel?: boolean;
}

/** The iterator that the runtime's `ReadableStream` gives. */
export type StreamIterator<T> = ReturnType<ReadableStream<T>["values"]>;

/**
 * A `ReadableStream` whose items arrive in batches: all that one read from the engine brought.
 *
 * It is pulled only when it is read. `for await` over it, or over
 * {@linkcode BatchStream.batches}, costs less than over other streams. Breaking out of the loop,
 * cancelling and `await using` free the connection at once.
 */
export class BatchStream<T> extends ReadableStream<T> implements AsyncDisposable {
  readonly #buffer: BatchBuffer<T>;

  /**
   * Makes a stream.
   *
   * @param source Where the items come from.
   */
  constructor(source: BatchSource<T>) {
    const buffer = new BatchBuffer(source);
    super({
      pull(controller): void | Promise<void> {
        if (buffer.index < buffer.batch.length) {
          controller.enqueue(buffer.batch[buffer.index++]!);
          return;
        }
        return buffer.refill().then((more) => {
          if (more) controller.enqueue(buffer.batch[buffer.index++]!);
          else controller.close();
        });
      },
      cancel(reason): Promise<void> {
        return buffer.cancel(reason);
      },
    }, { highWaterMark: 0 });
    this.#buffer = buffer;
  }

  /**
   * Iterates over arrays of the items that arrived together: the cheapest way to read.
   *
   * @param options What iterating accepts.
   */
  async *batches(options: IterationOptions = {}): AsyncGenerator<T[], undefined> {
    const reader = this.getReader();
    const buffer = this.#buffer;
    let ended = false;
    try {
      while (buffer.index < buffer.batch.length || await buffer.refill()) {
        const rest = buffer.index === 0 ? buffer.batch : buffer.batch.slice(buffer.index);
        buffer.index = buffer.batch.length;
        yield rest;
      }
      ended = true;
    } catch (error) {
      ended = true;
      throw error;
    } finally {
      if (!ended && !options.preventCancel) await buffer.cancel(undefined);
      reader.releaseLock();
    }
  }

  /**
   * Iterates over the items; the same as `for await` over the stream itself.
   *
   * @param options What iterating accepts.
   */
  override values(options: IterationOptions = {}): StreamIterator<T> {
    const iterator = new BatchIterator(this.getReader(), this.#buffer, options);
    return iterator as unknown as StreamIterator<T>;
  }

  /**
   * Iterates over the items.
   *
   * @param options What iterating accepts.
   */
  override [Symbol.asyncIterator](options: IterationOptions = {}): StreamIterator<T> {
    return this.values(options);
  }

  /** Gives the rest of the stream up and frees its connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#buffer.cancel(undefined);
    if (!this.locked) await this.cancel();
  }
}

/** Takes items straight from the buffer; the reader only keeps the stream locked meanwhile. */
class BatchIterator<T> implements AsyncIterableIterator<T, undefined> {
  readonly #reader: ReadableStreamDefaultReader<T>;
  readonly #buffer: BatchBuffer<T>;
  readonly #preventCancel: boolean;
  #done = false;

  constructor(
    reader: ReadableStreamDefaultReader<T>,
    buffer: BatchBuffer<T>,
    options: IterationOptions,
  ) {
    this.#reader = reader;
    this.#buffer = buffer;
    this.#preventCancel = options.preventCancel === true;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const buffer = this.#buffer;
    if (buffer.index < buffer.batch.length) {
      return Promise.resolve({ done: false, value: buffer.batch[buffer.index++]! });
    }
    return this.#refilled();
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    if (!this.#done) {
      this.#done = true;
      try {
        if (!this.#preventCancel) await this.#buffer.cancel(undefined);
      } finally {
        this.#reader.releaseLock();
      }
    }
    return { done: true, value: undefined };
  }

  async #refilled(): Promise<IteratorResult<T, undefined>> {
    if (this.#done) return { done: true, value: undefined };
    try {
      if (await this.#buffer.refill()) {
        return { done: false, value: this.#buffer.batch[this.#buffer.index++]! };
      }
    } catch (error) {
      this.#end();
      throw error;
    }
    this.#end();
    return { done: true, value: undefined };
  }

  #end(): void {
    if (this.#done) return;
    this.#done = true;
    this.#reader.releaseLock();
  }
}
