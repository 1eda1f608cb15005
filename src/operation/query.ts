import { getOwn } from "../convert/own.ts";
import { encode } from "./path.ts";

/** What a query parameter may be; `undefined` and `null` leave it out, a list repeats it. */
export type QueryValue = string | number | boolean | null | undefined | readonly string[];

type Parameters = Readonly<Record<string, QueryValue>>;

/**
 * Writes a query with its question mark, or an empty string when nothing is set.
 *
 * @param parameters Names and values; true and false are sent as 1 and 0.
 * @param more Further ones, which take the place of those of the same name.
 */
export function query(parameters: Parameters | undefined, more?: Parameters): string {
  let text = "";
  for (const name in parameters) text = add(text, name, isOwn(more, name) ? more : parameters);
  for (const name in more) if (!isOwn(parameters, name)) text = add(text, name, more);
  return text;
}

function isOwn(parameters: Parameters | undefined, name: string): parameters is Parameters {
  return parameters !== undefined && Object.hasOwn(parameters, name);
}

function add(before: string, name: string, parameters: Parameters): string {
  const value = getOwn(parameters, name);
  if (value === undefined || value === null) return before;
  if (typeof value === "object") {
    return value.reduce((text, item) => text + pair(text, name, item), before);
  }
  const written = typeof value === "boolean" ? (value ? "1" : "0") : String(value);
  return before + pair(before, name, written);
}

function pair(before: string, name: string, value: string): string {
  return `${before === "" ? "?" : "&"}${encode(name)}=${encode(value)}`;
}
