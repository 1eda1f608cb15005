import { ProtocolError } from "../errors.ts";

/** What a field of a message holds: a number (varint or fixed width), or bytes. */
export type ProtobufValue = number | Uint8Array;

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
/** A varint has 7 bits a byte, and numbers have 64 at most. */
const LONGEST_VARINT = 10;

/**
 * Reads the fields of a message in the Protocol Buffers' wire format, in order.
 *
 * @param message The message's bytes.
 * @param onField Called with each field's number and value; bytes are views. Whole numbers beyond 2^53 lose precision.
 * @throws {ProtocolError} When the message is cut or malformed.
 */
export function readProtobuf(
  message: Uint8Array,
  onField: (field: number, value: ProtobufValue) => void,
): void {
  const reader = new Reader(message);
  while (!reader.done) {
    const key = reader.varint();
    const field = Math.floor(key / 8);
    if (field === 0) throw reader.refused("a field has the number 0");
    switch (key % 8) {
      case VARINT:
        onField(field, reader.varint());
        break;
      case FIXED64:
        onField(field, reader.fixed64());
        break;
      case BYTES:
        onField(field, reader.bytes(reader.varint()));
        break;
      case FIXED32:
        onField(field, reader.fixed32());
        break;
      default:
        throw reader.refused(`field ${field} has the unknown type ${key % 8}`);
    }
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  varint(): number {
    let low = 0;
    let high = 0;
    for (let count = 0; count < LONGEST_VARINT; count++) {
      if (this.done) throw this.refused("it ends within a number");
      const byte = this.#bytes[this.#offset++]!;
      // Seven bytes fit exactly into a double; a negative number has its sign in the last ones.
      if (count < 4) low += (byte & 0x7f) * 2 ** (7 * count);
      else high += (byte & 0x7f) * 2 ** (7 * (count - 4));
      if (byte < 0x80) return signed(high, low);
    }
    throw this.refused(`a number has more than ${LONGEST_VARINT} bytes`);
  }

  fixed32(): number {
    const start = this.#advance(4);
    return this.#view.getUint32(start, true);
  }

  fixed64(): number {
    const start = this.#advance(8);
    return Number(this.#view.getBigInt64(start, true));
  }

  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  refused(problem: string): ProtocolError {
    return new ProtocolError(
      `Cannot read a message of ${this.#bytes.length} bytes: ${problem} at byte ${this.#offset}`,
    );
  }

  #advance(length: number): number {
    const start = this.#offset;
    const left = this.#bytes.length - start;
    if (length < 0 || length > left) {
      throw this.refused(`it announces ${length} bytes, and ${left} are left`);
    }
    this.#offset += length;
    return start;
  }
}

/** Joins the lower 28 bits and those above them of a number of 64 bits in two's complement. */
function signed(high: number, low: number): number {
  const limit = 2 ** 36;
  const top = high % limit;
  return top >= limit / 2 ? (top - limit) * 2 ** 28 + low : top * 2 ** 28 + low;
}
