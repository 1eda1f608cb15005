import { stripEnd } from "../bytes/strip_end.ts";
import { concat } from "../bytes/concat.ts";
import { encodeText } from "./text.ts";

/** Writes the body of a PAX header, record by record. */
export class PaxWriter {
  readonly #records: Uint8Array[] = [];

  /** Tells whether nothing was added. */
  get isEmpty(): boolean {
    return this.#records.length === 0;
  }

  /** Adds a record. */
  add(key: string, value: string | Uint8Array): void {
    const start = encodeText(` ${key}=`);
    const bytes = typeof value === "string" ? encodeText(value) : value;
    const length = withOwnDigits(start.length + bytes.length + 1);
    this.#records.push(encodeText(String(length)), start, bytes, NEWLINE);
  }

  /** Returns the whole body. */
  finish(): Uint8Array {
    return concat(this.#records);
  }
}

const NEWLINE = new Uint8Array([0x0a]);

/** Adds to a length the digits it is written with. */
function withOwnDigits(length: number): number {
  const guess = length + String(length).length;
  return length + String(guess).length;
}

/** Writes a time as decimal digits, without an exponent. */
export function formatTime(seconds: number): string {
  const text = String(seconds);
  return text.includes("e") ? stripEnd(stripEnd(seconds.toFixed(9), "0"), ".") : text;
}
