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
  batches(options: IterationOptions = {}): AsyncIterableIterator<T[], undefined> {
    return new BatchesIterator(this.getReader(), this.#buffer, options);
  }

  /**
   * Iterates over the items; the same as `for await` over the stream itself.
   *
   * @param options What iterating accepts.
   */
  override values(options: IterationOptions = {}): StreamIterator<T> {
    const iterator = new ItemIterator(this.getReader(), this.#buffer, options);
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

/** What both iterators do: the reader only keeps the stream locked while the buffer is read. */
abstract class BufferIterator<T, R> implements AsyncIterableIterator<R, undefined> {
  protected readonly buffer: BatchBuffer<T>;
  readonly #reader: ReadableStreamDefaultReader<T>;
  readonly #preventCancel: boolean;
  #done = false;

  constructor(
    reader: ReadableStreamDefaultReader<T>,
    buffer: BatchBuffer<T>,
    options: IterationOptions,
  ) {
    this.#reader = reader;
    this.buffer = buffer;
    this.#preventCancel = options.preventCancel === true;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  abstract next(): Promise<IteratorResult<R, undefined>>;

  /** Takes what the result is made of from a buffer that has items. */
  protected abstract take(): R;

  async return(): Promise<IteratorResult<R, undefined>> {
    if (!this.#done) {
      this.#done = true;
      try {
        if (!this.#preventCancel) await this.buffer.cancel(undefined);
      } finally {
        this.#reader.releaseLock();
      }
    }
    return { done: true, value: undefined };
  }

  protected async refilled(): Promise<IteratorResult<R, undefined>> {
    if (this.#done) return { done: true, value: undefined };
    try {
      if (await this.buffer.refill()) return { done: false, value: this.take() };
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

class ItemIterator<T> extends BufferIterator<T, T> {
  next(): Promise<IteratorResult<T, undefined>> {
    const { buffer } = this;
    if (buffer.index < buffer.batch.length) {
      return Promise.resolve({ done: false, value: buffer.batch[buffer.index++]! });
    }
    return this.refilled();
  }

  protected take(): T {
    return this.buffer.batch[this.buffer.index++]!;
  }
}

class BatchesIterator<T> extends BufferIterator<T, T[]> {
  next(): Promise<IteratorResult<T[], undefined>> {
    const { buffer } = this;
    if (buffer.index < buffer.batch.length) {
      return Promise.resolve({ done: false, value: this.take() });
    }
    return this.refilled();
  }

  protected take(): T[] {
    const { batch, index } = this.buffer;
    this.buffer.index = batch.length;
    return index === 0 ? batch : batch.slice(index);
  }
}
