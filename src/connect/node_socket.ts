import type { Socket } from "node:net";
import { Inbox } from "./inbox.ts";
import { closedError, lostError, systemError } from "./problems.ts";
import type { Duplex } from "./types.ts";

/** A socket of `node:net` or `node:tls` as a {@linkcode Duplex}. */
export class SocketDuplex implements Duplex {
  readonly #socket: Socket;
  readonly #address: string;
  readonly #inbox: Inbox;
  #failure: Error | null = null;
  #rejectWrite: ((reason: unknown) => void) | null = null;

  /**
   * Wraps an open socket. What arrives has to be passed to {@linkcode SocketDuplex.receive}.
   *
   * @param socket The socket, made with `allowHalfOpen`.
   * @param address The address as errors show it.
   */
  constructor(socket: Socket, address: string) {
    this.#socket = socket;
    this.#address = address;
    this.#inbox = new Inbox(() => socket.resume());
    socket.on("end", () => this.#inbox.end());
    socket.on("error", (error) => {
      this.#inbox.end(lostError(address, "reading", error));
      this.#fail(lostError(address, "writing", error));
    });
    socket.on("close", () => {
      const error = systemError("ECONNRESET", "connection reset by peer");
      this.#inbox.end(lostError(address, "reading", error));
      this.#fail(lostError(address, "writing", error));
    });
  }

  /** Takes bytes that arrived; answers `false` when the socket has to pause. */
  receive(bytes: Uint8Array): boolean {
    return this.#inbox.push(bytes);
  }

  /** Receives what the socket's `data` events bring. */
  listen(): this {
    this.#socket.on("data", (bytes: Uint8Array) => {
      if (!this.receive(bytes)) this.#socket.pause();
    });
    return this;
  }

  /** Resolves with the next bytes, with `null` at the end of the input; rejects when cut. */
  read(): Promise<Uint8Array | null> {
    return this.#inbox.read();
  }

  /** Resolves once every byte has been handed to the system. */
  write(bytes: Uint8Array): Promise<void> {
    const failure = this.#failure;
    if (failure !== null) return Promise.reject(failure);
    const socket = this.#socket;
    // As a rule the system takes the bytes at once: then there is no callback to wait for.
    let done: (error?: Error | null) => void = ignore;
    socket.write(bytes, (error) => done(error));
    if (socket.writableLength === 0 && socket.errored === null) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#rejectWrite = reject;
      done = (error) => {
        this.#rejectWrite = null;
        if (error) reject(this.#failure ?? lostError(this.#address, "writing", error));
        else resolve();
      };
    });
  }

  /** Ends the output and keeps reading. */
  closeWrite(): Promise<void> {
    const failure = this.#failure;
    if (failure !== null) return Promise.reject(failure);
    this.#socket.end();
    return Promise.resolve();
  }

  /** Closes both ways at once; a pending `read` or `write` rejects. */
  close(): void {
    const error = closedError(this.#address);
    this.#inbox.discard(error);
    this.#fail(error);
    this.#socket.destroy();
  }

  /** Lets the connection keep the process alive. */
  ref(): void {
    this.#socket.ref();
  }

  /** Lets the process end while the connection is open. */
  unref(): void {
    this.#socket.unref();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#rejectWrite?.(this.#failure);
    this.#rejectWrite = null;
  }
}

function ignore(): void {}
