import type { CoreStream } from "./core_stream.ts";
import { ErrorCode, StreamReset } from "./errors.ts";
import type { HeaderField } from "./header_fields.ts";

/** What a stream asks of its connection. */
export interface StreamOwner {
  /** Sends headers or trailers. */
  sendHeaders(stream: CoreStream, fields: readonly HeaderField[], end: boolean): void;
  /** Sends some of the bytes, and returns how many. */
  sendData(stream: CoreStream, bytes: Uint8Array, end: boolean): number;
  /** Tells that bytes were taken. */
  consume(stream: CoreStream, size: number): void;
  /** Gives a stream up. */
  reset(stream: CoreStream, code: number): void;
  /** Remembers a stream that has more to send than it may now. */
  block(stream: Http2Stream): void;
}

interface Outgoing {
  bytes: Uint8Array;
  readonly trailers: readonly HeaderField[] | null;
  readonly end: boolean;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** One stream of an HTTP/2 connection: headers and bytes both ways. */
export class Http2Stream {
  /** What the core knows of it. */
  readonly core: CoreStream;
  /** The peer's trailers, once its end was read. */
  trailers: readonly HeaderField[] = [];
  /** Told once when the stream is over before its time. */
  onFailure: ((reason: unknown) => void) | null = null;
  readonly #owner: StreamOwner;
  readonly #incoming: Uint8Array[] = [];
  readonly #outgoing: Outgoing[] = [];
  #headers: readonly HeaderField[] | null = null;
  #headersWaiting: Waiting<readonly HeaderField[]> | null = null;
  #reader: Waiting<Uint8Array | null> | null = null;
  #hasEnded = false;
  #failure: { readonly reason: unknown } | null = null;

  /** Makes the stream of a connection. */
  constructor(core: CoreStream, owner: StreamOwner) {
    this.core = core;
    this.#owner = owner;
  }

  /** Resolves with the peer's headers. */
  headers(): Promise<readonly HeaderField[]> {
    if (this.#headers !== null) return Promise.resolve(this.#headers);
    if (this.#failure !== null) return Promise.reject(this.#failure.reason);
    return new Promise((resolve, reject) => this.#headersWaiting = { resolve, reject });
  }

  /** Resolves with the next bytes, a view, or with `null` at the end; one read at a time. */
  read(): Promise<Uint8Array | null> {
    const bytes = this.#incoming.shift();
    if (bytes !== undefined) {
      this.#owner.consume(this.core, bytes.length);
      return Promise.resolve(bytes);
    }
    if (this.#hasEnded) return Promise.resolve(null);
    if (this.#failure !== null) return Promise.reject(this.#failure.reason);
    return new Promise((resolve, reject) => this.#reader = { resolve, reject });
  }

  /** Sends headers. */
  sendHeaders(fields: readonly HeaderField[], end = false): void {
    if (this.#failure === null) this.#owner.sendHeaders(this.core, fields, end);
  }

  /** Sends bytes, whole and in order; resolves once they are on their way: a slow peer slows the caller. */
  write(bytes: Uint8Array): Promise<void> {
    return this.#send(bytes, null, false);
  }

  /** Ends this side's output, behind all that was written. */
  end(trailers: readonly HeaderField[] | null = null): Promise<void> {
    return this.#send(new Uint8Array(0), trailers, true);
  }

  /** Gives the stream up, with a reason for what is pending here. */
  reset(code: number = ErrorCode.cancel, reason?: unknown): void {
    this.#owner.reset(this.core, code);
    this.fail(reason ?? new StreamReset(code, "this side"));
  }

  /** Takes the peer's headers in. */
  takeHeaders(fields: readonly HeaderField[]): void {
    if (this.#headers !== null) {
      this.trailers = fields;
      return;
    }
    this.#headers = fields;
    this.#headersWaiting?.resolve(fields);
    this.#headersWaiting = null;
  }

  /** Takes bytes in. */
  takeData(bytes: Uint8Array): void {
    if (this.#failure !== null) return;
    if (this.#reader === null) {
      this.#incoming.push(bytes);
      return;
    }
    const { resolve } = this.#reader;
    this.#reader = null;
    this.#owner.consume(this.core, bytes.length);
    resolve(bytes);
  }

  /** Takes note that the peer has sent all. */
  takeEnd(): void {
    this.#hasEnded = true;
    this.#reader?.resolve(null);
    this.#reader = null;
  }

  /** Ends what is pending, and all that follows, with a reason. */
  fail(reason: unknown): void {
    if (this.#failure !== null) return;
    this.#failure = { reason };
    if (!this.#hasEnded) this.#incoming.length = 0;
    this.#headersWaiting?.reject(reason);
    this.#reader?.reject(reason);
    this.#headersWaiting = this.#reader = null;
    for (const { reject } of this.#outgoing.splice(0)) reject(reason);
    this.onFailure?.(reason);
  }

  /** Sends on what waits to be sent, as far as that is possible now. */
  flush(): void {
    for (let next = this.#outgoing[0]; next !== undefined; next = this.#outgoing[0]) {
      if (next.trailers !== null) {
        this.#owner.sendHeaders(this.core, next.trailers, true);
      } else {
        const sent = this.#owner.sendData(this.core, next.bytes, next.end);
        if (sent < next.bytes.length) {
          next.bytes = next.bytes.subarray(sent);
          return this.#owner.block(this);
        }
      }
      this.#outgoing.shift();
      next.resolve();
    }
  }

  #send(
    bytes: Uint8Array,
    trailers: readonly HeaderField[] | null,
    end: boolean,
  ): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure.reason);
    return new Promise((resolve, reject) => {
      this.#outgoing.push({ bytes, trailers, end, resolve, reject });
      // Those before it wait to be sent, and bring it along.
      if (this.#outgoing.length === 1) this.flush();
    });
  }
}
