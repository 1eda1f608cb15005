/** The bytes of a line that the Engine logs at once: a longer line it logs in parts of this size. */
const PART_SIZE = 16 * 1024;
/**
 * How many bytes longer a part may come back: each byte of a character that was cut, at most three at
 * either end, is told as U+FFFD, which has three.
 */
const REPLACED = 12;
/** The most bytes of a time in front of a part, with its space. */
const TIME_SIZE = 36;
const PART_TIME_REGEXP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(?:Z|[+-]\d\d:\d\d) /;
const LF = 10;
const SPACE = 32;
const NOTHING = new Uint8Array(0);

/**
 * Takes out the times that the Engine writes into the midst of long lines: asked for timestamps, it
 * writes one in front of each part, the first of which is the line's own.
 */
export class PartTimes {
  /** The bytes of the line behind its last time; null before the end of the first one. */
  #length: number | null = null;
  /** What may be the beginning of a time. */
  #held = NOTHING;

  /**
   * Returns what remains of the bytes, in pieces.
   *
   * @param bytes What was received.
   */
  push(bytes: Uint8Array): Uint8Array[] {
    const out: Uint8Array[] = [];
    let rest = bytes;
    if (this.#held.length > 0) {
      rest = new Uint8Array(this.#held.length + bytes.length);
      rest.set(this.#held);
      rest.set(bytes, this.#held.length);
      this.#held = NOTHING;
    }
    while (rest.length > 0) {
      const length = this.#length;
      if (length !== null && length === nextDecision(length - 1)) {
        const time = timeAtStart(rest);
        if (time === undefined) {
          this.#held = rest.slice();
          return out;
        }
        if (time > 0) {
          this.#length = 0;
          rest = rest.subarray(time);
          continue;
        }
      }
      const size = this.#untilDecision(rest);
      out.push(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
    return out;
  }

  /** Returns what was held back; the stream has ended. */
  end(): Uint8Array {
    const held = this.#held;
    this.#held = NOTHING;
    return held;
  }

  /** Counts on to where a line ends, its time does, or a part may; returns how far that is. */
  #untilDecision(bytes: Uint8Array): number {
    const length = this.#length;
    if (length === null) {
      const size = bytes.findIndex((byte) => byte === SPACE || byte === LF) + 1;
      if (size === 0) return bytes.length;
      if (bytes[size - 1] === SPACE) this.#length = 0;
      return size;
    }
    const part = bytes.subarray(0, nextDecision(length) - length);
    const size = part.indexOf(LF) + 1;
    if (size > 0) {
      this.#length = null;
      return size;
    }
    this.#length = length + part.length;
    return part.length;
  }
}

/** The next length behind one at which a part may end. */
function nextDecision(length: number): number {
  if (length < PART_SIZE) return PART_SIZE;
  return length < PART_SIZE + REPLACED ? length + 2 - length % 2 : Infinity;
}

/** The size of a time that bytes begin with, 0 for none; undefined when more bytes must tell. */
function timeAtStart(bytes: Uint8Array): number | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, TIME_SIZE));
  const match = PART_TIME_REGEXP.exec(text);
  if (match !== null) return match[0].length;
  const isBeginning = text.length < TIME_SIZE && /^[\d:.TZ+-]*$/.test(text);
  return isBeginning ? undefined : 0;
}
