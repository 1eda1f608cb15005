const BUFFER_SIZE = 64 * 1024;
/** A buffer with less room than this is left behind: small reads share one, large ones get much. */
const LEAST_ROOM = 8 * 1024;

/** Room for reads whose bytes are handed out as views and never touched again. */
export class ReadBuffer {
  #room = new Uint8Array(0);

  /** Returns what the next read may fill. */
  room(): Uint8Array<ArrayBuffer> {
    if (this.#room.length < LEAST_ROOM) this.#room = new Uint8Array(BUFFER_SIZE);
    return this.#room;
  }

  /** Returns the bytes that a read has put at the beginning of the room, and gives them away. */
  take(count: number): Uint8Array<ArrayBuffer> {
    const room = this.#room;
    this.#room = room.subarray(count);
    return room.subarray(0, count);
  }
}
