import { encode } from "./path.ts";

/** What a query parameter may be; `undefined` and `null` leave it out, a list repeats it. */
export type QueryValue = string | number | boolean | null | undefined | readonly string[];

/**
 * Writes a query with its question mark, or an empty string when nothing is set.
 *
 * @param parameters Names and values; true and false are sent as 1 and 0.
 */
export function query(parameters: Readonly<Record<string, QueryValue>> | undefined): string {
  let text = "";
  if (parameters === undefined) return text;
  for (const name in parameters) {
    if (!Object.hasOwn(parameters, name)) continue;
    const value = parameters[name];
    if (value === undefined || value === null) continue;
    if (typeof value === "object") {
      for (const item of value) text += pair(text, name, item);
    } else {
      text += pair(text, name, typeof value === "boolean" ? (value ? "1" : "0") : String(value));
    }
  }
  return text;
}

function pair(before: string, name: string, value: string): string {
  return `${before === "" ? "?" : "&"}${encode(name)}=${encode(value)}`;
}
