import { concat } from "../../bytes/concat.ts";

/** Reads the numbers and strings that SSH's messages are made of. */
export class SshReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Reads a number of 32 bits. */
  uint32(): number {
    const view = this.take(4);
    return new DataView(view.buffer, view.byteOffset).getUint32(0);
  }

  /** Reads bytes behind their length. */
  string(): Uint8Array {
    return this.take(this.uint32());
  }

  /** Reads text behind its length. */
  text(): string {
    return new TextDecoder().decode(this.string());
  }

  /**
   * Reads so many bytes.
   *
   * @throws {RangeError} When there are fewer.
   */
  take(size: number): Uint8Array {
    const end = this.#offset + size;
    if (end > this.#bytes.length) throw new RangeError("it is cut");
    const bytes = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return bytes;
  }
}

/** Writes a number of 32 bits. */
export function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** Writes bytes or text behind their length. */
export function sshString(value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return concat([uint32(bytes.length), bytes]);
}

/** Writes a whole number from its bytes, which are never taken as negative. */
export function sshNumber(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? bytes.subarray(0, 0) : bytes.subarray(start);
  return sshString(digits[0]! >= 0x80 ? concat([new Uint8Array(1), digits]) : digits);
}
