/** What a connection begins with: most are idle, or have short answers; each of many holds it. */
const FIRST_SIZE = 4 * 1024;
/** Larger reads are rare: the system keeps about as much for a socket. */
const LAST_SIZE = 256 * 1024;
/** How much larger the next size is. */
const STEP = 4;

/**
 * Room for reads whose bytes are handed out as views and never touched again. It grows with what the
 * reads bring, and shrinks again with them.
 */
export class ReadBuffer {
  #room: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #size = FIRST_SIZE;

  /** Returns what the next read may fill. */
  room(): Uint8Array<ArrayBuffer> {
    // With less room than this it is left behind: small reads share one, large ones get much.
    if (this.#room.length < this.#size / STEP) this.#room = new Uint8Array(this.#size);
    return this.#room;
  }

  /** Returns the bytes that a read has put at the beginning of the room, and gives them away. */
  take(count: number): Uint8Array<ArrayBuffer> {
    const room = this.#room;
    const size = this.#size;
    if (count >= size / 2) this.#size = Math.min(size * STEP, LAST_SIZE);
    else if (count < size / STEP / STEP) this.#size = Math.max(size / STEP, FIRST_SIZE);
    this.#room = room.subarray(count);
    return room.subarray(0, count);
  }
}
