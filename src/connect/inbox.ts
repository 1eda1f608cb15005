import { madeOnce } from "./made_once.ts";

/** Bytes held for a reader at which the socket is told to stop reading. */
export const INBOX_LIMIT: number = 256 * 1024;

/**
 * What arrived on a socket that calls back, until it is read.
 *
 * Bytes that came before the end or a failure are handed out first.
 */
export class Inbox {
  readonly #resume: () => void;
  #chunks: Uint8Array[] = [];
  #next = 0;
  #size = 0;
  #full = false;
  #end: (() => unknown) | null = null;
  #reader: Reader | null = null;

  /**
   * Makes an empty inbox.
   *
   * @param resume Called when the socket may go on after `push` answered `false`.
   */
  constructor(resume: () => void) {
    this.#resume = resume;
  }

  /** Takes bytes from the socket; answers `false` when the socket should stop reading. */
  push(bytes: Uint8Array): boolean {
    // Nobody reads on behind the end.
    if (this.#end !== null) return true;
    const reader = this.#reader;
    if (reader !== null) {
      this.#reader = null;
      reader.resolve(bytes);
      return true;
    }
    this.#chunks.push(bytes);
    this.#size += bytes.length;
    if (this.#size < INBOX_LIMIT) return true;
    this.#full = true;
    return false;
  }

  /**
   * Ends the input: with an error it rejects what is read after the bytes that are held.
   *
   * @param makeError Makes the error, once the first asks for it.
   */
  end(makeError: () => unknown = endOfInput): void {
    if (this.#end !== null) return;
    this.#end = madeOnce(makeError);
    const reader = this.#reader;
    if (reader === null) return;
    this.#reader = null;
    const error = this.#end();
    if (error === undefined) reader.resolve(null);
    else reader.reject(error);
  }

  /**
   * Ends the input and drops what is held.
   *
   * @param makeError Makes the error, once the first asks for it.
   */
  discard(makeError: () => unknown): void {
    this.#chunks = [];
    this.#next = 0;
    this.#size = 0;
    this.#full = false;
    const error = madeOnce(makeError);
    this.end(error);
    this.#end = error;
  }

  /** Resolves with the next bytes, with `null` at the end. */
  read(): Promise<Uint8Array | null> {
    const chunk = this.#chunks[this.#next];
    if (chunk !== undefined) return Promise.resolve(this.#take(chunk));
    if (this.#end !== null) {
      const error = this.#end();
      return error === undefined ? Promise.resolve(null) : Promise.reject(error);
    }
    return new Promise((resolve, reject) => this.#reader = { resolve, reject });
  }

  #take(chunk: Uint8Array): Uint8Array {
    this.#size -= chunk.length;
    if (++this.#next === this.#chunks.length) {
      this.#chunks = [];
      this.#next = 0;
    }
    if (this.#full && this.#size <= INBOX_LIMIT / 2) {
      this.#full = false;
      this.#resume();
    }
    return chunk;
  }
}

/** No error: the peer has said all. */
function endOfInput(): undefined {}

interface Reader {
  resolve(bytes: Uint8Array | null): void;
  reject(reason: unknown): void;
}
