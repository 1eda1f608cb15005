/**
 * Tells whether a value is an object with fields, plain or of a class. Whatever the language or the
 * runtime makes is none, for what it holds are no fields: a list, a `Map`, a `Date`, bytes, a
 * `Promise`, `Headers`, `URLSearchParams`, `new String("")`.
 *
 * @param value Anything.
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null &&
    Object.prototype.toString.call(value) === "[object Object]";
}
