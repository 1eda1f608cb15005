import { show } from "../convert/refuse.ts";
import { setOwn } from "../convert/own.ts";
import type { TypedAttrs } from "./solve/control.ts";

/**
 * Reads an option as the command line has it: `key=value` pairs between commas; a pair in double
 * quotes may have commas in it. Keys are in lower case.
 *
 * @param text The option's text.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When a quote does not end, or a pair has no key.
 */
export function parseOptionText(text: string, argument: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const [index, field] of splitFields(text, argument).entries()) {
    const equals = field.indexOf("=");
    if (equals < 1) {
      // The text itself may hold a password.
      throw new TypeError(`Cannot use ${argument}: its part ${index + 1} is not key=value`);
    }
    const key = field.slice(0, equals).trim().toLowerCase();
    Object.defineProperty(pairs, key, {
      value: field.slice(equals + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return pairs;
}

/**
 * Takes text apart at its commas, as a line of comma-separated values.
 *
 * @param text The text.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When a quote does not end.
 */
export function splitFields(text: string, argument: string): string[] {
  const fields: string[] = [];
  let rest = text;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(?=,|$)/.exec(rest);
    if (rest.startsWith('"') && quoted === null) {
      throw new TypeError(`Cannot use ${argument}: a quote does not end`);
    }
    const plain = quoted === null ? /^[^,]*/.exec(rest)![0] : quoted[0];
    fields.push(quoted === null ? plain : quoted[1]!.replaceAll('""', '"'));
    if (plain.length === rest.length) return fields;
    rest = rest.slice(plain.length + 1);
  }
}

/**
 * Makes settings under a type of what an option's pairs say.
 *
 * @param pairs The pairs, `type` among them; what is `undefined` or `null` is not given.
 * @param argument The argument's name, for errors.
 * @param example A type, for the error of one that is missing.
 * @throws {TypeError} When the type is missing, or a setting is neither text nor number nor boolean.
 */
export function toTypedAttrs(
  pairs: Record<string, unknown>,
  argument: string,
  example: string,
): TypedAttrs {
  const { type, ...rest } = pairs;
  if (typeof type !== "string" || type === "") {
    throw new TypeError(`Cannot use ${argument}: expected type to be a string, e.g. "${example}"`);
  }
  const attrs: Record<string, string> = {};
  for (const [name, item] of Object.entries(rest)) {
    if (item === undefined || item === null) continue;
    if (!["string", "number", "boolean"].includes(typeof item)) {
      throw new TypeError(
        `Cannot use ${argument}: expected ${name} to be a string, not ${show(item)}`,
      );
    }
    setOwn(attrs, name, String(item));
  }
  return { type, attrs };
}
