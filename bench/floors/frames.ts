/** The floor of multiplexed output: a rolling offset and a view a frame, nothing checked. */
export class FrameWalker {
  readonly #use: (isError: boolean, data: Uint8Array) => void;
  #left = 0;
  #type = 0;
  #header = new Uint8Array(0);

  /** @param use Takes each frame, or a piece of it. */
  constructor(use: (isError: boolean, data: Uint8Array) => void) {
    this.#use = use;
  }

  /** Takes what arrived. */
  push(bytes: Uint8Array): void {
    let chunk = bytes;
    if (this.#header.length > 0) {
      const joined = new Uint8Array(this.#header.length + chunk.length);
      joined.set(this.#header);
      joined.set(chunk, this.#header.length);
      chunk = joined;
      this.#header = new Uint8Array(0);
    }
    let at = 0;
    while (at < chunk.length) {
      if (this.#left === 0) {
        if (at + 8 > chunk.length) {
          this.#header = chunk.slice(at);
          return;
        }
        this.#type = chunk[at]!;
        this.#left = ((chunk[at + 4]! << 24) | (chunk[at + 5]! << 16) | (chunk[at + 6]! << 8) |
          chunk[at + 7]!) >>> 0;
        at += 8;
        continue;
      }
      const data = chunk.subarray(at, Math.min(at + this.#left, chunk.length));
      this.#use(this.#type === 2, data);
      this.#left -= data.length;
      at += data.length;
    }
  }
}
