const LONGEST = 80;

/**
 * Shows a value in an error message: short and on one line, strings in quotes.
 *
 * @param value Anything; never something secret.
 */
export function show(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number" || value === undefined) return String(value);
  if (value instanceof Date && Number.isNaN(value.getTime())) return "an invalid Date";
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // A cycle, or a bigint inside.
  }
  text ??= String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/**
 * Makes the error for a value of the wrong type or notation.
 *
 * @param argument The argument's name, e.g. `memLimit` or `devices[0]`.
 * @param value What was given.
 * @param accepted The accepted forms, as the end of "expected ...".
 */
export function wrongShape(argument: string, value: unknown, accepted: string): TypeError {
  return new TypeError(`Cannot use ${argument} ${show(value)}: expected ${accepted}`);
}

/**
 * Makes the error for a value that is well formed but not allowed.
 *
 * @param argument The argument's name.
 * @param value What was given.
 * @param accepted The accepted values, as the end of "expected ...".
 */
export function wrongValue(argument: string, value: unknown, accepted: string): RangeError {
  return new RangeError(`Cannot use ${argument} ${show(value)}: expected ${accepted}`);
}
