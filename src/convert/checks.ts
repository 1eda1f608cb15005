import { isRecord } from "../text/is_record.ts";
import { setOwn } from "./own.ts";
import { wrongShape, wrongValue } from "./refuse.ts";

export { isRecord } from "../text/is_record.ts";

/**
 * Turns a value into what the Engine takes, or throws an error that shows it.
 *
 * @param value What the caller gave.
 * @param argument The argument's name, for errors.
 */
export type Convert = (value: unknown, argument: string) => unknown;

/** Passes an object with fields. */
export function toRecord(value: unknown, argument: string): Record<string, unknown> {
  if (!isRecord(value)) throw wrongShape(argument, value, "an object");
  return value;
}

/** Passes an object without fields: that it is there says all. */
export function toEmpty(value: unknown, argument: string): Record<string, never> {
  if (isRecord(value) && Object.keys(value).length === 0) return value as Record<string, never>;
  throw wrongShape(argument, value, "{}");
}

/**
 * Returns the names of an object whose values are empty objects, as the Engine's Go code has sets.
 *
 * @param value The object; a name that is `undefined` is not there.
 * @param argument The argument's name, for errors.
 * @param help Where what such a value would say belongs, as the end of "expected {}; ...".
 */
export function toNames(
  value: Readonly<Record<string, unknown>>,
  argument: string,
  help: string,
): string[] {
  const names: string[] = [];
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    if (item !== null && !(isRecord(item) && Object.keys(item).length === 0)) {
      throw wrongShape(`${argument}[${JSON.stringify(name)}]`, item, `{}; ${help}`);
    }
    names.push(name);
  }
  return names;
}

/** Passes a string. */
export function toText(value: unknown, argument: string): string {
  if (typeof value !== "string") throw wrongShape(argument, value, "a string");
  return value;
}

/** Passes a string that is not empty. */
export function toFilledText(value: unknown, argument: string): string {
  if (typeof value !== "string" || value === "") {
    throw wrongShape(argument, value, "a string that is not empty");
  }
  return value;
}

/** Passes a string that errors must not show. */
export function toSecretText(value: unknown, argument: string): string {
  if (typeof value !== "string") throw new TypeError(`Cannot use ${argument}: expected a string`);
  return value;
}

/** Passes a string and writes a whole number in digits. */
export function toTextOrNumber(value: unknown, argument: string): string {
  if (typeof value === "string") return value;
  if (Number.isSafeInteger(value)) return String(value);
  throw wrongShape(argument, value, "a string or a whole number");
}

/** Passes a function. */
export function toFunction(value: unknown, argument: string): unknown {
  if (typeof value !== "function") throw wrongShape(argument, value, "a function");
  return value;
}

/** Passes `true` and `false`. */
export function toBoolean(value: unknown, argument: string): boolean {
  if (typeof value !== "boolean") throw wrongShape(argument, value, "true or false");
  return value;
}

/** Passes `true`; `false`, which the Engine does anyway, is left out. */
export function toFlag(value: unknown, argument: string): true | undefined {
  return toBoolean(value, argument) || undefined;
}

/** Tells whether a value is a whole number that is exact. */
export function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Passes a whole number. */
export function toInteger(value: unknown, argument: string): number {
  if (isInteger(value)) return value;
  throw wrongShape(argument, value, "a whole number");
}

/**
 * Makes a check for whole numbers within limits.
 *
 * @param min The least number.
 * @param max The greatest number, without limit if left out.
 */
export function integerFrom(
  min: number,
  max: number = Infinity,
): (value: unknown, argument: string) => number {
  return function toIntegerWithin(value: unknown, argument: string): number {
    const number = toInteger(value, argument);
    if (number < min || number > max) {
      const accepted = max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`;
      throw wrongValue(argument, value, `a whole number ${accepted}`);
    }
    return number;
  };
}

/** Passes a number of seconds that limits a call. */
export function toLimit(value: unknown, argument: string): number {
  const accepted = "a number of seconds above 0";
  if (typeof value !== "number") throw wrongShape(argument, value, accepted);
  if (!(value > 0)) throw wrongValue(argument, value, accepted);
  return value;
}

/** Passes a number of seconds, fractions too. */
export function toSeconds(value: unknown, argument: string): number {
  if (typeof value !== "number") throw wrongShape(argument, value, "a number of seconds");
  if (!(value >= 0)) throw wrongValue(argument, value, "a number of seconds from 0");
  return value;
}

/** Passes a number from 0 to 1. */
export function toShare(value: unknown, argument: string): number {
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw wrongShape(argument, value, "a number from 0 to 1");
  }
  if (value < 0 || value > 1) throw wrongValue(argument, value, "a number from 0 to 1");
  return value;
}

/**
 * Makes a check for one of a few words.
 *
 * @param words The words.
 */
export function oneOf<const Word extends string>(
  ...words: Word[]
): (value: unknown, argument: string) => Word {
  return function toWord(value: unknown, argument: string): Word {
    for (const word of words) if (word === value) return word;
    const accepted = `one of ${words.map((word) => JSON.stringify(word)).join(", ")}`;
    throw typeof value === "string"
      ? wrongValue(argument, value, accepted)
      : wrongShape(argument, value, accepted);
  };
}

/** Passes a list of strings. */
export function toTexts(value: unknown, argument: string): string[] {
  if (!Array.isArray(value)) throw wrongShape(argument, value, "a list of strings");
  return Array.from(value, (item, index) => toText(item, `${argument}[${index}]`));
}

/** Passes a list of strings and writes whole numbers in digits. */
export function toTextsOrNumbers(value: unknown, argument: string): string[] {
  if (!Array.isArray(value)) {
    throw wrongShape(argument, value, "a list of strings or whole numbers");
  }
  return Array.from(value, (item, index) => toTextOrNumber(item, `${argument}[${index}]`));
}

/**
 * Makes a conversion of lists from one of their items.
 *
 * @param convert The conversion of an item.
 */
export function listOf<T>(
  convert: (value: unknown, argument: string) => T,
): (value: unknown, argument: string) => T[] {
  return function toList(value: unknown, argument: string): T[] {
    if (!Array.isArray(value)) throw wrongShape(argument, value, "a list");
    return Array.from(value, (item, index) => convert(item, `${argument}[${index}]`));
  };
}

/** Writes the values of an object as strings, as the Engine wants options: numbers and booleans too. */
export function toTextMap(value: unknown, argument: string): Record<string, string> {
  if (!isRecord(value)) throw wrongShape(argument, value, "an object of strings");
  const map: Record<string, string> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    setOwn(map, name, toOptionText(item, `${argument}[${JSON.stringify(name)}]`));
  }
  return map;
}

function toOptionText(value: unknown, argument: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || Number.isFinite(value)) return String(value);
  throw wrongShape(argument, value, "a string, a number, true or false");
}
