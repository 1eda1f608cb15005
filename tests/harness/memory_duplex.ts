import type { Duplex } from "../../src/connect/types.ts";
import { PeerConnection, type Wire } from "./peer_connection.ts";

/** The client's end of a connection in memory. */
export class MemoryDuplex implements Duplex {
  /** The other end. */
  readonly peer: PeerConnection;
  /** Whether the client lets it keep the process alive. */
  referenced = true;
  /** How often the client has called `close`. */
  closes = 0;
  /** The bytes sent by the peer that the client has not read. */
  unread = 0;
  #pieces: { bytes: Uint8Array; taken: () => void }[] = [];
  #inputEnded = false;
  #outputEnded = false;
  #failure: Error | undefined;
  #reader:
    | { resolve: (bytes: Uint8Array | null) => void; reject: (error: Error) => void }
    | undefined;
  #held = false;
  #released: (() => void)[] = [];
  #peerReads = true;

  constructor() {
    const wire: Wire = {
      write: (bytes) => this.#deliver(bytes),
      end: () => this.#endInput(),
      close: () => {
        this.#peerReads = false;
        this.#release();
        this.#endInput();
      },
      reset: () => {
        this.#peerReads = false;
        this.#failure = systemError("read ECONNRESET", "ECONNRESET");
        for (const piece of this.#pieces.splice(0)) piece.taken();
        this.#release();
        this.#reader?.reject(this.#failure);
        this.#reader = undefined;
      },
      hold: (held) => {
        this.#held = held;
        if (!held) this.#release();
      },
    };
    this.peer = new PeerConnection(wire);
  }

  read(): Promise<Uint8Array | null> {
    if (this.#reader !== undefined) throw new Error("Cannot read: another read is in flight");
    const piece = this.#pieces.shift();
    if (piece !== undefined) {
      this.unread -= piece.bytes.length;
      piece.taken();
      return Promise.resolve(piece.bytes);
    }
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#inputEnded) return Promise.resolve(null);
    return new Promise((resolve, reject) => this.#reader = { resolve, reject });
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#held) await new Promise<void>((resolve) => this.#released.push(resolve));
    if (this.#outputEnded || !this.#peerReads) throw systemError("write EPIPE", "EPIPE");
    this.peer.feed(bytes);
  }

  closeWrite(): Promise<void> {
    this.#outputEnded = true;
    this.peer.feedEnd();
    return Promise.resolve();
  }

  close(): void {
    this.closes++;
    if (this.closes > 1) return;
    this.#outputEnded = true;
    this.#endInput();
    for (const piece of this.#pieces.splice(0)) piece.taken();
    this.#release();
    this.peer.feedClosed();
  }

  ref(): void {
    this.referenced = true;
  }

  unref(): void {
    this.referenced = false;
  }

  #deliver(bytes: Uint8Array): Promise<void> {
    if (this.#inputEnded || this.#failure !== undefined) return Promise.resolve();
    if (this.#reader !== undefined) {
      this.#reader.resolve(bytes);
      this.#reader = undefined;
      return Promise.resolve();
    }
    this.unread += bytes.length;
    return new Promise((taken) => this.#pieces.push({ bytes, taken }));
  }

  #endInput(): void {
    this.#inputEnded = true;
    this.#reader?.resolve(null);
    this.#reader = undefined;
  }

  #release(): void {
    for (const released of this.#released.splice(0)) released();
  }
}

/** An error as the runtimes' sockets throw it. */
export function systemError(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}
