const LF = 10;
const CR = 13;

/** Reads over the body of a request, and does no more with it. */
export class BodySkipper {
  readonly #chunked: boolean;
  #left: number;
  #size = 0;
  #inSize = true;
  #last = false;

  /** @param head The request's head. */
  constructor(head: string) {
    this.#chunked = /\r\ntransfer-encoding: chunked/i.test(head);
    this.#left = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  }

  /** Takes bytes; tells whether they end the body. */
  push(bytes: Uint8Array): boolean {
    if (!this.#chunked) {
      this.#left -= bytes.length;
      return this.#left <= 0;
    }
    let at = 0;
    while (at < bytes.length) {
      if (!this.#inSize) {
        // The line end behind a chunk is skipped with it.
        const skipped = Math.min(this.#left, bytes.length - at);
        this.#left -= skipped;
        at += skipped;
        if (this.#left > 0) return false;
        if (this.#last) return true;
        this.#inSize = true;
        this.#size = 0;
        continue;
      }
      const byte = bytes[at++]!;
      if (byte === LF) {
        this.#last = this.#size === 0;
        this.#left = this.#size + 2;
        this.#inSize = false;
      } else if (byte !== CR) {
        this.#size = this.#size * 16 + (byte <= 57 ? byte - 48 : (byte | 32) - 87);
      }
    }
    return false;
  }
}
