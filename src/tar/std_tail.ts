import { concat } from "../bytes/concat.ts";
import type { ByteSource } from "./byte_source.ts";
import { BLOCK_SIZE } from "./layout.ts";

/** Two blocks of zeros end an archive. */
const TAIL = 2 * BLOCK_SIZE;
const NOTHING = new Uint8Array(0);

/**
 * Passes an archive's bytes on but for the last two blocks, and ends only where these are zeros, as
 * `@std/tar` reads one: it looks two blocks ahead of each entry.
 */
export class StdTail implements ByteSource {
  readonly #source: ByteSource;
  readonly #isInBody: () => boolean;
  #held: Uint8Array = NOTHING;
  #next: Uint8Array | null = null;
  #received = 0;
  #ended = false;

  /**
   * @param source The archive.
   * @param isInBody Tells, when more bytes are asked for, whether they are for an entry's body.
   */
  constructor(source: ByteSource, isInBody: () => boolean) {
    this.#source = source;
    this.#isInBody = isInBody;
  }

  /**
   * Resolves with the next bytes.
   *
   * @throws {RangeError} When the archive has less than two blocks, or its last one is cut.
   * @throws {SyntaxError} When it ends within a body.
   * @throws {TypeError} When it ends without two blocks of zeros.
   */
  async read(): Promise<Uint8Array | null> {
    for (;;) {
      if (this.#ended) return null;
      const next = this.#next;
      if (next !== null) {
        this.#next = null;
        return next;
      }
      // Where an entry could begin, zeros are the end, whatever follows.
      if (this.#held.length >= TAIL && !this.#isInBody() && isZero(this.#held.subarray(0, TAIL))) {
        this.#ended = true;
        return this.#held.subarray(0, TAIL);
      }
      const chunk = await this.#source.read();
      if (chunk === null) this.#refuseEnd();
      this.#received += chunk.length;
      const passed = this.#divide(chunk);
      if (passed !== null) return passed;
    }
  }

  /** Holds the last two blocks back, and what there is of a third; gives what came before. */
  #divide(chunk: Uint8Array): Uint8Array | null {
    const held = this.#held;
    const length = held.length + chunk.length;
    const end = length - TAIL - length % BLOCK_SIZE;
    if (end <= held.length) {
      this.#held = concat([held.subarray(Math.max(0, end)), chunk]);
      return end > 0 ? held.subarray(0, end) : null;
    }
    // Two pieces are cheaper than one that is put together.
    const rest = chunk.subarray(0, end - held.length);
    this.#held = chunk.subarray(end - held.length);
    if (held.length === 0) return rest;
    this.#next = rest;
    return held;
  }

  /** Says that no more bytes are wanted. */
  cancel(reason?: unknown): Promise<void> {
    return this.#source.cancel(reason);
  }

  #refuseEnd(): never {
    const refusal = "Cannot read tar archive";
    if (this.#received < TAIL) {
      throw new RangeError(`${refusal}: it has ${this.#received} bytes, and the least is ${TAIL}`);
    }
    const over = this.#received % BLOCK_SIZE;
    if (over > 0) {
      throw new RangeError(`${refusal}: its last block has ${over} bytes, not ${BLOCK_SIZE}`);
    }
    if (this.#isInBody()) {
      throw new SyntaxError(`${refusal}: it was cut inside the body of an entry`);
    }
    throw new TypeError(`${refusal}: it was cut, without two blocks of zeros at its end`);
  }
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
