import { integerFrom, isInteger } from "./checks.ts";
import { wrongShape } from "./refuse.ts";

const LARGEST = 65535;

/** Checks a height or width of a terminal, in characters. */
export const toTerminalSize: (value: unknown, argument: string) => number = integerFrom(0, LARGEST);

/**
 * Reads the first size of a terminal.
 *
 * @param value `[height, width]`, in characters.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When it has another shape.
 */
export function toConsoleSize(value: unknown, argument: string): number[] {
  const isSize = (size: unknown): boolean => isInteger(size) && size >= 0 && size <= LARGEST;
  if (!Array.isArray(value) || value.length !== 2 || ![...value].every(isSize)) {
    throw wrongShape(argument, value, "[height, width] in characters");
  }
  return [...value];
}
