import { wrongShape, wrongValue } from "./refuse.ts";

/** A span of time: nanoseconds, or a string such as `"1m30s"` or `"500ms"`. */
export type Duration = number | string;

const ACCEPTED = 'a whole number of nanoseconds or a string such as "1m30s" or "500ms"';
const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  "µs": 1e3,
  "μs": 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
const PART_REGEXP = /(\d+(?:\.\d+)?)(ns|us|µs|μs|ms|s|m|h)/gy;

/**
 * Reads a span of time.
 *
 * @param value The span.
 * @param argument The argument's name, for errors.
 * @returns The span in nanoseconds.
 * @throws {TypeError} When the value is no span of time.
 * @throws {RangeError} When it is negative or has more than 63 bits.
 */
export function toNanoseconds(value: unknown, argument: string): number {
  const span = typeof value === "string" ? parseDuration(value) : value;
  if (span === 0 && typeof value === "string" && /[1-9]/.test(value)) {
    throw wrongValue(argument, value, "at least one nanosecond");
  }
  if (typeof span !== "number" || !Number.isInteger(span)) {
    throw wrongShape(argument, value, ACCEPTED);
  }
  if (span < 0 || span >= 2 ** 63) {
    throw wrongValue(argument, value, "at least 0 and less than 2^63 nanoseconds");
  }
  return span;
}

/**
 * Parses a span of time such as `1h30m`, `2.5s` or `0`.
 *
 * @param text The span.
 * @returns The span in nanoseconds; `undefined` when the text is none.
 */
export function parseDuration(text: string): number | undefined {
  if (text === "0") return 0;
  let total = 0;
  let end = 0;
  for (const [part, number, unit] of text.matchAll(PART_REGEXP)) {
    total += Math.round(Number(number) * NANOSECONDS[unit!]!);
    end += part.length;
  }
  return end > 0 && end === text.length ? total : undefined;
}
