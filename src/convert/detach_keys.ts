import { wrongShape } from "./refuse.ts";

const KEYS_REGEXP = /^(?:[\x21-\x7e]|ctrl-[a-z@[\\\]^_])(?:,(?:[\x21-\x7e]|ctrl-[a-z@[\\\]^_]))*$/;

/** Tells whether a value names keys. */
export function isDetachKeys(value: unknown): value is string {
  return typeof value === "string" && KEYS_REGEXP.test(value);
}

/**
 * Reads the keys that end an attached terminal: attaching takes what it cannot read for the keys
 * that are usual, without a word.
 *
 * @param value The keys; an empty text stands for those that are usual.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When a key is none.
 */
export function toDetachKeys(value: unknown, argument: string): string {
  if (value === "" || isDetachKeys(value)) return value;
  const accepted = 'keys with commas between them, each a character or "ctrl-" with one of a-z, ' +
    '@, [, \\, ], ^ and _, e.g. "ctrl-p,ctrl-q"';
  throw wrongShape(argument, value, accepted);
}
