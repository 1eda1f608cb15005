import { wrongShape, wrongValue } from "./refuse.ts";

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
};
const SIZE_REGEXP = /^(-?\d+(?:\.\d+)?)\s*(?:([bkmgt])|([kmgt])i?b)?$/i;
const ACCEPTED = 'a number of bytes, or a string such as "100000b", "1000k", "128m" or "1.5g"';

/**
 * Reads a size: a number of bytes, or a string with a unit of 1024s (`b`, `k`, `m`, `g`, `t`, in either case).
 *
 * @param value The size; a string without a unit is in bytes, a fraction of a byte beside whole ones is dropped.
 * @param argument The argument's name, for errors.
 * @returns The size in bytes.
 * @throws {TypeError} When the value is no size.
 * @throws {RangeError} When the size is negative or has more than 63 bits.
 */
export function toBytes(value: unknown, argument: string): number {
  const bytes = readSize(value, argument, ACCEPTED);
  if (bytes < 0) throw wrongValue(argument, value, "a size of at least 0 bytes");
  return bytes;
}

/**
 * Reads a size as {@linkcode toBytes} does, or -1 for "unlimited".
 *
 * @param value The size.
 * @param argument The argument's name, for errors.
 * @returns The size in bytes.
 */
export function toBytesOrUnlimited(value: unknown, argument: string): number {
  const bytes = readSize(value, argument, `${ACCEPTED}, or -1 for unlimited`);
  if (bytes < -1) {
    throw wrongValue(argument, value, "a size of at least 0 bytes, or -1 for unlimited");
  }
  return bytes;
}

function readSize(value: unknown, argument: string, accepted: string): number {
  const bytes = typeof value === "string" ? parseSize(value) : value;
  if (typeof bytes !== "number" || Number.isNaN(bytes)) throw wrongShape(argument, value, accepted);
  if (Math.abs(bytes) >= 2 ** 63) throw wrongValue(argument, value, "less than 2^63 bytes");
  // Of nothing, the Engine would make no limit at all.
  if (bytes !== 0 && Math.abs(bytes) < 1) throw wrongValue(argument, value, "at least one byte");
  return Math.trunc(bytes);
}

function parseSize(text: string): number {
  const match = SIZE_REGEXP.exec(text.trim());
  if (match === null) return NaN;
  const unit = (match[2] ?? match[3] ?? "b").toLowerCase();
  return Number(match[1]) * UNITS[unit]!;
}
