const LF = 10;
const CR = 13;

/**
 * The floor of bodies in chunks: passes on views of the payload and knows nothing of extensions,
 * trailers or wrong input.
 */
export class ChunkWalker {
  readonly #use: (bytes: Uint8Array) => void;
  #head = true;
  #ends = 0;
  #inSize = true;
  #size = 0;
  #left = 0;
  #lineEnd = 0;

  /** @param use Takes each piece of the payload. */
  constructor(use: (bytes: Uint8Array) => void) {
    this.#use = use;
  }

  /** Takes what arrived; tells whether it ends the answer. */
  push(bytes: Uint8Array): boolean {
    let at = 0;
    if (this.#head) {
      at = this.#skipHead(bytes);
      if (this.#head) return false;
    }
    while (at < bytes.length) {
      if (this.#left > 0) {
        const end = Math.min(at + this.#left, bytes.length);
        this.#use(bytes.subarray(at, end));
        this.#left -= end - at;
        at = end;
        if (this.#left === 0) this.#lineEnd = 2;
      } else if (this.#lineEnd > 0) {
        this.#lineEnd--;
        at++;
        if (this.#size === 0 && this.#lineEnd === 0) return true;
        if (this.#lineEnd === 0) {
          this.#inSize = true;
          this.#size = 0;
        }
      } else if (this.#inSize) {
        const byte = bytes[at++]!;
        if (byte === LF) {
          this.#inSize = false;
          this.#left = this.#size;
          if (this.#size === 0) this.#lineEnd = 2;
        } else if (byte !== CR) {
          this.#size = this.#size * 16 + (byte <= 57 ? byte - 48 : (byte | 32) - 87);
        }
      }
    }
    return false;
  }

  #skipHead(bytes: Uint8Array): number {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === LF) this.#ends++;
      else if (byte !== CR) this.#ends = 0;
      if (this.#ends < 2) continue;
      this.#head = false;
      return at + 1;
    }
    return 0;
  }
}
