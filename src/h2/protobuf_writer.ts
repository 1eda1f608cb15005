import { concat } from "../bytes/concat.ts";

const ENCODER = new TextEncoder();
const LIMIT = 2 ** 53;

/**
 * Writes a message in the Protocol Buffers' wire format, field by field. Values that are the
 * fields' defaults (0, false, empty) are left out, as version 3 of the format does.
 */
export class ProtobufWriter {
  readonly #parts: Uint8Array[] = [];

  /** Writes text. */
  text(field: number, value: string): this {
    return value === "" ? this : this.#add(field, ENCODER.encode(value));
  }

  /** Writes each of several texts, empty ones too. */
  texts(field: number, values: Iterable<string>): this {
    for (const value of values) this.#add(field, ENCODER.encode(value));
    return this;
  }

  /** Writes bytes; the writer keeps a view of them. */
  bytes(field: number, value: Uint8Array): this {
    return value.length === 0 ? this : this.#add(field, value);
  }

  /** Writes a whole number; a negative one as 64 bits in two's complement. */
  number(field: number, value: number | bigint): this {
    if (value === 0 || value === 0n) return this;
    this.#parts.push(varint(field * 8), varint(value));
    return this;
  }

  /** Writes whether something holds. */
  flag(field: number, value: boolean): this {
    return this.number(field, value ? 1 : 0);
  }

  /** Writes a message within, an empty one too. */
  message(field: number, value: ProtobufWriter | Uint8Array): this {
    return this.#add(field, value instanceof ProtobufWriter ? value.finish() : value);
  }

  /** Writes a map of texts. */
  map(field: number, entries: Readonly<Record<string, string>>): this {
    for (const [key, value] of Object.entries(entries)) {
      this.message(field, new ProtobufWriter().text(1, key).text(2, value));
    }
    return this;
  }

  /**
   * Returns the message's bytes.
   *
   * @param reserved How many bytes are left free before them, for what the caller puts there.
   */
  finish(reserved = 0): Uint8Array {
    return concat(reserved === 0 ? this.#parts : [new Uint8Array(reserved), ...this.#parts]);
  }

  #add(field: number, value: Uint8Array): this {
    this.#parts.push(varint(field * 8 + 2), varint(value.length), value);
    return this;
  }
}

/** The numbers that take one byte, as they are written: most lengths and all fields are among them. */
const ONE_BYTE: readonly Uint8Array[] = Array.from(
  { length: 0x80 },
  (_, value) => new Uint8Array([value]),
);

function varint(value: number | bigint): Uint8Array {
  if (typeof value === "number" && value >= 0 && value < 0x80) return ONE_BYTE[value]!;
  if (typeof value === "bigint" || value < 0 || value >= LIMIT) return varint64(BigInt(value));
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push(rest % 0x80 + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return new Uint8Array(bytes);
}

function varint64(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) + 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return new Uint8Array(bytes);
}
