import { BatchBuffer, type BatchSource } from "./batch_buffer.ts";

/** What iterating over a stream accepts. */
export interface IterationOptions {
  /** Whether leaving the loop early leaves the stream open. */
  preventCancel?: boolean;
}

/**
 * Iterates over the items of a stream; fits the `ReadableStream` of every runtime's types, some of
 * which ask for the disposal.
 */
export interface StreamIterator<T> extends AsyncIterableIterator<T> {
  /** Returns the iterator itself. */
  [Symbol.asyncIterator](): StreamIterator<T>;
  /** Leaves the loop, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A `ReadableStream` whose items arrive in batches: all that one read from the engine brought.
 *
 * It is pulled only when it is read. `for await` over it, or over
 * {@linkcode BatchStream.batches}, costs less than over other streams. Breaking out of the loop,
 * cancelling and `await using` free the connection at once.
 */
export interface BatchStream<T> extends ReadableStream<T>, AsyncDisposable {
  /**
   * Iterates over arrays of the items that arrived together: the cheapest way to read.
   *
   * @param options What iterating accepts.
   */
  batches(options?: IterationOptions): AsyncIterableIterator<T[], undefined>;
  /**
   * Iterates over the items; the same as `for await` over the stream itself.
   *
   * @param options What iterating accepts.
   */
  values(options?: IterationOptions): StreamIterator<T>;
  /**
   * Iterates over the items.
   *
   * @param options What iterating accepts.
   */
  [Symbol.asyncIterator](options?: IterationOptions): StreamIterator<T>;
  /** Gives the rest of the stream up and frees its connection. */
  [Symbol.asyncDispose](): Promise<void>;
}

interface IterableStream<T> extends ReadableStream<T> {
  values(options?: IterationOptions): StreamIterator<T>;
  [Symbol.asyncIterator](options?: IterationOptions): StreamIterator<T>;
}

/** Makes a stream. */
type BatchStreamClass = new <T>(source: BatchSource<T>) => BatchStream<T>;

let streamClass: BatchStreamClass | undefined;

/**
 * Makes a stream.
 *
 * @param source Where the items come from.
 */
export function batchStream<T>(source: BatchSource<T>): BatchStream<T> {
  // The runtime loads its streams when they are first named: a client that reads none goes without.
  streamClass ??= defineStream();
  return new streamClass(source);
}

function defineStream(): BatchStreamClass {
  // The types of the runtimes differ in what a stream can be made of, and in whether it can be iterated.
  const Stream = ReadableStream as unknown as new <T>(
    source: PulledQueue<T>,
    strategy: QueuingStrategy<T>,
  ) => IterableStream<T>;
  return class BatchStream<T> extends Stream<T> {
    readonly #buffer: BatchBuffer<T>;
    readonly #queue: PulledQueue<T>;

    constructor(source: BatchSource<T>) {
      const buffer = new BatchBuffer(source);
      const queue = new PulledQueue(buffer);
      super(queue, { highWaterMark: 0 });
      this.#buffer = buffer;
      this.#queue = queue;
    }

    batches(options: IterationOptions = {}): AsyncIterableIterator<T[], undefined> {
      if (this.#queue.holdsItems) return onePerBatch(super.values(options));
      return new BatchesIterator(this.getReader(), this.#buffer, options);
    }

    override values(options: IterationOptions = {}): StreamIterator<T> {
      // What a reader asked for and did not wait for comes first: the stream itself has it.
      if (this.#queue.holdsItems) return disposable(super.values(options));
      return new ItemIterator(this.getReader(), this.#buffer, options);
    }

    override [Symbol.asyncIterator](options: IterationOptions = {}): StreamIterator<T> {
      return this.values(options);
    }

    async [Symbol.asyncDispose](): Promise<void> {
      await this.#buffer.cancel(undefined);
      // Only its reader can cancel a stream; and one that has failed says so to its reader, not here.
      await this.cancel().catch(() => {});
    }
  };
}

async function* onePerBatch<T>(items: AsyncIterable<T>): AsyncGenerator<T[], undefined> {
  for await (const item of items) yield [item];
}

/** Adds the disposal that the iterators of older runtimes lack. */
function disposable<T>(iterator: AsyncIterableIterator<T>): StreamIterator<T> {
  return Object.assign(iterator as StreamIterator<T>, {
    async [Symbol.asyncDispose](): Promise<void> {
      await iterator.return?.();
    },
  });
}

/** Moves items into the stream's own queue, one each time that its reader asks. */
class PulledQueue<T> {
  readonly #buffer: BatchBuffer<T>;
  #controller: ReadableStreamDefaultController<T> | null = null;
  #pulling = false;

  constructor(buffer: BatchBuffer<T>) {
    this.#buffer = buffer;
  }

  /** Whether items are in the stream's queue, or on their way into it. */
  get holdsItems(): boolean {
    return this.#pulling || this.#controller!.desiredSize! < 0;
  }

  start(controller: ReadableStreamDefaultController<T>): void {
    this.#controller = controller;
  }

  pull(controller: ReadableStreamDefaultController<T>): void | Promise<void> {
    const buffer = this.#buffer;
    if (buffer.ready) controller.enqueue(buffer.batch[buffer.index++]!);
    else return this.#pullLater(controller);
  }

  cancel(reason: unknown): Promise<void> {
    return this.#buffer.cancel(reason);
  }

  async #pullLater(controller: ReadableStreamDefaultController<T>): Promise<void> {
    const buffer = this.#buffer;
    this.#pulling = true;
    buffer.waiting++;
    try {
      const more = await buffer.refill();
      // Whoever cancels meanwhile takes the items away.
      if (more && buffer.index < buffer.batch.length) {
        controller.enqueue(buffer.batch[buffer.index++]!);
      } else controller.close();
    } finally {
      buffer.waiting--;
      this.#pulling = false;
    }
  }
}

/** A reader that is there to be released. */
interface Lock {
  releaseLock(): void;
}

/** What both iterators do: the reader only keeps the stream locked while the buffer is read. */
abstract class BufferIterator<T, R> implements AsyncIterableIterator<R, undefined> {
  protected readonly buffer: BatchBuffer<T>;
  readonly #reader: Lock;
  readonly #preventCancel: boolean;
  #done = false;

  constructor(
    reader: Lock,
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

  next(): Promise<IteratorResult<R, undefined>> {
    if (this.buffer.ready && !this.#done) {
      return Promise.resolve({ done: false, value: this.take() });
    }
    return this.#nextLater();
  }

  async return(value?: undefined): Promise<IteratorResult<R, undefined>> {
    this.#done = true;
    try {
      if (!this.#preventCancel) await this.buffer.cancel(undefined);
    } finally {
      this.#reader.releaseLock();
    }
    return { done: true, value };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** Takes what the result is made of from a buffer that has items. */
  protected abstract take(): R;

  async #nextLater(): Promise<IteratorResult<R, undefined>> {
    if (this.#done) return { done: true, value: undefined };
    const { buffer } = this;
    buffer.waiting++;
    try {
      const more = await buffer.refill();
      if (this.#done) return { done: true, value: undefined };
      if (more && buffer.index < buffer.batch.length) return { done: false, value: this.take() };
    } catch (error) {
      if (this.#done) return { done: true, value: undefined };
      this.#end();
      throw error;
    } finally {
      buffer.waiting--;
    }
    this.#end();
    return { done: true, value: undefined };
  }

  #end(): void {
    this.#done = true;
    this.#reader.releaseLock();
  }
}

class ItemIterator<T> extends BufferIterator<T, T> {
  protected take(): T {
    return this.buffer.batch[this.buffer.index++]!;
  }
}

class BatchesIterator<T> extends BufferIterator<T, T[]> {
  protected take(): T[] {
    const { buffer } = this;
    const { batch, index } = buffer;
    // The caller may change its array.
    buffer.batch = [];
    return index === 0 ? batch : batch.slice(index);
  }
}
