import { isInteger } from "./checks.ts";
import { wrongShape, wrongValue } from "./refuse.ts";

/**
 * Reads how many lines of a log are shown.
 *
 * @param value A number of lines, or `all`.
 * @param argument The argument's name, for errors.
 */
export function toTail(value: unknown, argument: string): string | number {
  if (value === "all") return value;
  if (isInteger(value) && value >= 0) return value;
  const refuse = typeof value === "number" ? wrongValue : wrongShape;
  throw refuse(argument, value, 'a number of lines or "all"');
}
