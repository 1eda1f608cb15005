import { isInteger } from "./checks.ts";
import { wrongShape, wrongValue } from "./refuse.ts";

const ACCEPTED = 'a name such as "SIGTERM" or "term", or a number such as 15';
const NUMBER_REGEXP = /^-?\d+$/;
const NAME_REGEXP = /^[a-z][a-z0-9]*(?:[+-]\d{1,2})?$/i;

/**
 * Reads a POSIX signal; whether the name exists is for the Engine's platform to say.
 *
 * @param value The signal's name, with or without `SIG`, or its number.
 * @param argument The argument's name, for errors.
 * @returns The signal for the query.
 * @throws {TypeError} When the value cannot be a signal.
 * @throws {RangeError} When the number is not from 1 to 64.
 */
export function toPosixSignal(value: unknown, argument: string): string {
  const text = isInteger(value) ? String(value) : value;
  if (typeof text !== "string") throw wrongShape(argument, value, ACCEPTED);
  if (NUMBER_REGEXP.test(text)) {
    const number = Number(text);
    if (number < 1 || number > 64) throw wrongValue(argument, value, "a signal from 1 to 64");
  } else if (!NAME_REGEXP.test(text)) {
    throw wrongShape(argument, value, ACCEPTED);
  }
  return text;
}
