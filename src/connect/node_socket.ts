import type { Socket } from "node:net";
import { Inbox } from "./inbox.ts";
import { madeOnce } from "./made_once.ts";
import { type LostErrors, systemError } from "./problems.ts";
import type { Duplex } from "./types.ts";
import type { Wire } from "./wire.ts";
import { WriteQueue } from "./write_queue.ts";

/** What arrives in pieces up to this many bytes is copied. */
const COPIED = 2048;
const NONE: readonly Uint8Array[] = [];

type WriteCallback = (error?: Error | null) => void;

/** A socket of `node:net` or `node:tls` as a {@linkcode Duplex}. */
export class SocketDuplex implements Duplex {
  readonly #socket: Socket;
  readonly #wire: Wire | null;
  readonly #errors: LostErrors;
  readonly #inbox: Inbox;
  readonly #output: WriteQueue;
  #rejectWrite: ((reason: unknown) => void) | null = null;
  #closed = false;

  /**
   * Wraps an open socket. What arrives has to be passed to {@linkcode SocketDuplex.receive}.
   *
   * @param socket The socket, made with `allowHalfOpen`.
   * @param errors Makes the errors of the connection.
   * @param wire What the socket is laid over, if it does not see to that itself.
   */
  constructor(socket: Socket, errors: LostErrors, wire: Wire | null = null) {
    this.#socket = socket;
    this.#errors = errors;
    this.#wire = wire;
    this.#inbox = new Inbox(() => {
      wire?.letGo();
      socket.resume();
    });
    this.#output = new WriteQueue(errors.ended);
    this.#keepWriteFailures();
    socket.on("end", () => this.#inbox.end());
    socket.on("error", (error) => {
      this.#inbox.end(() => errors.lost("reading", error));
      this.#fail(() => errors.lost("writing", error));
    });
    socket.on("close", () => {
      if (this.#closed) return;
      const error = madeOnce(() => systemError("ECONNRESET", "connection reset by peer"));
      this.#inbox.end(() => errors.lost("reading", error()));
      this.#fail(() => errors.lost("writing", error()));
    });
  }

  /** Takes bytes that arrived; answers `false` when the socket has to pause. */
  receive(bytes: Uint8Array): boolean {
    return this.#inbox.push(bytes);
  }

  /** Receives what the socket's `data` events bring. */
  listen(): this {
    this.#socket.on("data", (bytes: Uint8Array<ArrayBuffer>) => {
      if (this.receive(plainBytes(bytes))) return;
      this.#wire?.hold();
      this.#socket.pause();
    });
    return this;
  }

  /** Resolves with the next bytes, with `null` at the end of the input; rejects when cut. */
  read(): Promise<Uint8Array | null> {
    return this.#inbox.read();
  }

  /** Resolves once every byte has been handed to the system. */
  write(bytes: Uint8Array): Promise<void> {
    const output = this.#output;
    return output.free ? this.#send(bytes) : output.wait(() => this.#send(bytes));
  }

  /** Node encodes text on its way into the system: no bytes are made of it before. */
  writeText(text: string): Promise<void> | null {
    const output = this.#output;
    return output.free ? this.#begin(text) : output.wait(() => this.#send(text));
  }

  /** Sends parts in one call of the system. */
  writeParts(parts: readonly Uint8Array[]): Promise<void> {
    const output = this.#output;
    return output.free ? this.#sendParts(parts) : output.wait(() => this.#sendParts(parts));
  }

  #sendParts(parts: readonly Uint8Array[]): Promise<void> {
    const filled = parts.filter((part) => part.length > 0);
    const last = filled.pop();
    return last === undefined ? Promise.resolve() : this.#send(last, filled);
  }

  #send(data: Uint8Array | string, before: readonly Uint8Array[] = NONE): Promise<void> {
    return this.#begin(data, before) ?? Promise.resolve();
  }

  /** Starts a write; returns `null` when the system has taken all of it. */
  #begin(
    data: Uint8Array | string,
    before: readonly Uint8Array[] = NONE,
  ): Promise<void> | null {
    // Deno's TLS fails to write nothing.
    if (data.length === 0) return null;
    const socket = this.#socket;
    // As a rule the system takes the bytes at once: then there is no callback to wait for.
    let done: (error?: Error | null) => void = ignore;
    if (before.length > 0) socket.cork();
    for (const part of before) socket.write(part);
    socket.write(data, (error) => done(error));
    if (before.length > 0) socket.uncork();
    if (socket.writableLength === 0 && socket.errored === null) return null;
    if (this.#output.failure !== null) return Promise.reject(this.#output.failure);
    this.#output.hold();
    return new Promise((resolve, reject) => {
      this.#rejectWrite = reject;
      done = (failure) => {
        const error = failure ?? this.#wire?.failure;
        if (error) return this.#fail(() => this.#errors.lost("writing", error));
        this.#rejectWrite = null;
        resolve();
        this.#output.release();
      };
    });
  }

  /** Ends the output and keeps reading. */
  closeWrite(): Promise<void> {
    return this.#output.end(() => {
      this.#socket.end();
      return Promise.resolve();
    });
  }

  /** Closes both ways at once; a pending `read` or `write` rejects. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const error = madeOnce(this.#errors.closed);
    this.#inbox.discard(error);
    this.#fail(error);
    this.#socket.destroy();
    this.#wire?.destroy();
  }

  /** Lets the connection keep the process alive. */
  ref(): void {
    if (this.#wire !== null) this.#wire.ref();
    else this.#socket.ref();
  }

  /** Lets the process end while the connection is open. */
  unref(): void {
    if (this.#wire !== null) this.#wire.unref();
    else this.#socket.unref();
  }

  /**
   * Keeps failures of writes from the socket: it would end itself, and drop what has arrived and was
   * not read yet, such as the reason for which the peer closed early.
   */
  #keepWriteFailures(): void {
    const socket = this.#socket;
    const { _write, _writev } = socket;
    const kept = (callback: WriteCallback): WriteCallback => (error) => {
      if (error) this.#fail(() => this.#errors.lost("writing", error));
      else callback();
    };
    socket._write = (chunk, encoding, callback) =>
      _write.call(socket, chunk, encoding, kept(callback));
    if (_writev) {
      socket._writev = (chunks, callback) => _writev.call(socket, chunks, kept(callback));
    }
  }

  #fail(makeError: () => Error): void {
    this.#output.fail(makeError);
    const rejectWrite = this.#rejectWrite;
    this.#rejectWrite = null;
    if (rejectWrite !== null) rejectWrite(this.#output.failure);
  }
}

/** Node's own class of bytes has methods that mean something else. */
function plainBytes(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  // Bun makes the buffer of a chunk when it is first asked for, which costs more than few bytes.
  if (bytes.length <= COPIED) return new Uint8Array(bytes);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

function ignore(): void {}
