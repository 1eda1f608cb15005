/**
 * A queue of byte chunks that parsers read from: views in, views out. A copy is made only when a
 * caller asks for bytes that span two chunks.
 */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  #first = 0;
  #offset = 0;
  #length = 0;

  /** How many bytes are queued. */
  get length(): number {
    return this.#length;
  }

  /** Adds a chunk at the end; the queue keeps a view of it. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /**
   * Takes exactly `size` bytes, or returns `null` and takes nothing when fewer are queued.
   *
   * @param size How many bytes to take.
   */
  take(size: number): Uint8Array | null {
    const bytes = this.peek(size);
    if (bytes !== null) this.discard(size);
    return bytes;
  }

  /**
   * Returns the next `size` bytes and leaves them queued, or `null` when fewer are queued.
   *
   * @param size How many bytes to look at.
   */
  peek(size: number): Uint8Array | null {
    if (size > this.#length) return null;
    if (size === 0) return new Uint8Array(0);
    const head = this.#chunks[this.#first]!;
    if (head.length - this.#offset >= size) {
      return head.subarray(this.#offset, this.#offset + size);
    }
    const whole = new Uint8Array(size);
    let filled = 0;
    let offset = this.#offset;
    for (let index = this.#first; filled < size; index++) {
      const chunk = this.#chunks[index]!;
      const part = chunk.subarray(offset, offset + size - filled);
      whole.set(part, filled);
      filled += part.length;
      offset = 0;
    }
    return whole;
  }

  /**
   * Takes what the first chunk holds, at most `limit` bytes, as a view; `null` when empty.
   *
   * @param limit The most bytes to take.
   */
  takeSome(limit: number): Uint8Array | null {
    if (this.#length === 0 || limit <= 0) return null;
    const head = this.#chunks[this.#first]!;
    const size = Math.min(limit, head.length - this.#offset);
    const view = head.subarray(this.#offset, this.#offset + size);
    this.discard(size);
    return view;
  }

  /**
   * Drops up to `size` bytes and returns how many were dropped.
   *
   * @param size How many bytes to drop.
   */
  discard(size: number): number {
    let left = Math.min(size, this.#length);
    const dropped = left;
    this.#length -= left;
    while (left > 0) {
      const rest = this.#chunks[this.#first]!.length - this.#offset;
      if (left < rest) {
        this.#offset += left;
        break;
      }
      left -= rest;
      this.#offset = 0;
      this.#first++;
    }
    if (this.#first === this.#chunks.length) {
      this.#chunks.length = 0;
      this.#first = 0;
    } else if (this.#first > 64 && this.#first * 2 > this.#chunks.length) {
      this.#chunks.splice(0, this.#first);
      this.#first = 0;
    }
    return dropped;
  }
}
