import { concat } from "../bytes/concat.ts";
import { type HeaderField, STATIC_TABLE } from "./static_table.ts";

const ENCODER = new TextEncoder();
const NUMBERS: Map<string, number> = new Map();
for (const [index, [name, value]] of STATIC_TABLE.entries()) {
  if (!NUMBERS.has(name)) NUMBERS.set(name, index + 1);
  if (value !== "") NUMBERS.set(`${name} ${value}`, index + 1);
}

/**
 * Encodes a header block. It uses the fields that have numbers and no table beside them: what is
 * sent is short, and the peer's table may have any size.
 *
 * @param fields The fields in order; names are in lower case.
 */
export function encodeHeaders(fields: readonly HeaderField[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [name, value] of fields) {
    const whole = NUMBERS.get(`${name} ${value}`);
    if (whole !== undefined) {
      parts.push(integer(0x80, 7, whole));
      continue;
    }
    const number = NUMBERS.get(name) ?? 0;
    parts.push(integer(0, 4, number));
    if (number === 0) addText(parts, name);
    addText(parts, value);
  }
  return concat(parts);
}

function addText(parts: Uint8Array[], text: string): void {
  const bytes = ENCODER.encode(text);
  parts.push(integer(0, 7, bytes.length), bytes);
}

function integer(mark: number, bits: number, value: number): Uint8Array {
  const most = (1 << bits) - 1;
  if (value < most) return new Uint8Array([mark | value]);
  const bytes = [mark | most];
  let rest = value - most;
  while (rest >= 0x80) {
    bytes.push(rest % 0x80 + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return new Uint8Array(bytes);
}
