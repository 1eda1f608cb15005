import type { BatchStream } from "../../streams/batch_stream.ts";

/** The connection that a {@linkcode ContainerSocket} is made of. */
export interface SocketConnection {
  /** Sends bytes; resolves once the system has taken them. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends this side's output; the peer's keeps coming. */
  closeWrite(): Promise<void>;
  /** Closes the connection both ways. */
  cancel(reason?: unknown): void;
}

const ENCODER = new TextEncoder();

/**
 * A connection to the streams of a container's or exec's process, open both ways until it is closed: one
 * that is dropped stays open, for its process may live by it.
 */
export class ContainerSocket<T> implements AsyncDisposable {
  /** What the process writes: the wire's bytes, frame headers included, or frames with `demux`. */
  readonly readable: BatchStream<T>;
  /** What the process reads; closing it is {@linkcode ContainerSocket.closeWrite}. */
  readonly writable: WritableStream<Uint8Array | string>;
  readonly #connection: SocketConnection;
  /** Writes that the writable has taken on and that are not done. */
  #pending = 0;
  #onIdle: (() => void) | null = null;
  #failed = false;
  #ended: Promise<void> | null = null;

  /**
   * Makes a socket.
   *
   * @param connection The connection.
   * @param readable What it receives.
   */
  constructor(connection: SocketConnection, readable: BatchStream<T>) {
    this.readable = readable;
    this.#connection = connection;
    this.writable = new WritableStream({
      write: (chunk) => this.#write(chunk),
      close: () => this.#end(),
      abort: (reason) => connection.cancel(reason),
    }, {
      highWaterMark: 1,
      // Called for each chunk as it is queued, even by a stream that then refuses it.
      size: () => {
        if (!this.#failed && this.#ended === null) this.#pending++;
        return 1;
      },
    });
  }

  /**
   * Ends the process's standard input, behind all that was written; its output keeps coming.
   *
   * @throws {TypeError} When the connection is a websocket, which has no half-close.
   */
  async closeWrite(): Promise<void> {
    if (this.#pending > 0 && this.#ended === null) {
      await new Promise<void>((resolve) => this.#onIdle = resolve);
    }
    await this.#end();
  }

  /** Closes the connection both ways; the process goes on. */
  close(): void {
    // A loop over what is received ends, instead of failing with the connection.
    this.readable[Symbol.asyncDispose]().catch(() => {});
    this.#connection.cancel();
    this.#idle();
  }

  /** Closes the connection both ways, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  async #write(chunk: Uint8Array | string): Promise<void> {
    try {
      if (this.#ended !== null) {
        throw new TypeError("Cannot write to the process: its input was ended by closeWrite()");
      }
      const bytes = typeof chunk === "string" ? ENCODER.encode(chunk) : chunk;
      if (!(bytes instanceof Uint8Array)) {
        throw new TypeError("Cannot write to the process: expected a Uint8Array or a string");
      }
      if (bytes.length > 0) await this.#connection.write(bytes);
    } catch (error) {
      // What is queued behind a failed write is dropped by the stream.
      this.#failed = true;
      this.#pending = 1;
      throw error;
    } finally {
      if (--this.#pending <= 0) this.#idle();
    }
  }

  #end(): Promise<void> {
    if (this.#ended === null) {
      this.#ended = this.#connection.closeWrite();
      // A connection without half-close refuses, and goes on.
      this.#ended.catch(() => this.#ended = null);
      this.#idle();
    }
    return this.#ended;
  }

  #idle(): void {
    this.#pending = 0;
    this.#onIdle?.();
    this.#onIdle = null;
  }
}
