import type { Field } from "./layout.ts";

/**
 * Reads a number: octal digits with spaces or zero bytes around them, or GNU's binary form that
 * the first bit tells. An empty field is 0.
 *
 * @returns The number, or `null` when the field holds something else or what no double can say.
 */
export function readNumber(block: Uint8Array, field: Field): number | null {
  // Not taken apart as a list: that is slow where the list is iterated for it.
  const start = field[0];
  const end = start + field[1];
  if (block[start]! & 0x80) return readBinary(block, start, end);
  let index = start;
  while (index < end && isBlank(block[index]!)) index++;
  let value = 0;
  for (; index < end; index++) {
    const digit = block[index]! - 48;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  for (; index < end; index++) {
    if (!isBlank(block[index]!)) return null;
  }
  return value;
}

/** Writes octal digits and a zero byte into a field; the caller knows that they fit. */
export function writeOctal(block: Uint8Array, field: Field, value: number): void {
  const start = field[0];
  let rest = value;
  for (let index = start + field[1] - 2; index >= start; index--) {
    block[index] = 48 + rest % 8;
    rest = Math.floor(rest / 8);
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0;
}

function readBinary(block: Uint8Array, start: number, end: number): number | null {
  // Two's complement, the top bit aside: it marks the form. Bit 0x40 is the sign's.
  const negative = (block[start]! & 0x40) !== 0;
  const flip = negative ? 0xff : 0;
  let value = (block[start]! ^ flip) & 0x7f;
  for (let index = start + 1; index < end; index++) {
    value = value * 256 + (block[index]! ^ flip);
    if (value > Number.MAX_SAFE_INTEGER) return null;
  }
  return negative ? -value - 1 : value;
}
