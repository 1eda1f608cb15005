import { isRecord } from "./checks.ts";

/**
 * Environment variables: an object, or a list of `NAME=value`.
 *
 * In an object `null` stands for the name alone, which takes a variable of the image away;
 * `undefined` leaves the variable out of the request.
 */
export type Environment =
  | Readonly<Record<string, string | number | boolean | null | undefined>>
  | readonly string[];

/**
 * Reads environment variables. Values may be secrets, so errors show names alone.
 *
 * @param value The variables.
 * @param argument The argument's name, for errors.
 * @returns A list of `NAME=value`, or `NAME` alone to take a variable away.
 * @throws {TypeError} When the value is neither, or a name is empty or holds `=` or NUL.
 */
export function toEnvironment(value: unknown, argument: string): string[] {
  if (Array.isArray(value)) {
    return Array.from(value, (item, index) => checkItem(item, `${argument}[${index}]`));
  }
  if (!isRecord(value)) {
    throw new TypeError(
      `Cannot use ${argument}: expected an object such as { NAME: "value" } or a list such as ["NAME=value"]`,
    );
  }
  const list: string[] = [];
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    list.push(checkItem(formatVariable(name, item, argument), argument));
  }
  return list;
}

/**
 * Puts variables before those of a list, but for the names that the list has.
 *
 * @param list A list of `NAME=value` or `NAME`.
 * @param variables The variables.
 */
export function withVariables(
  list: readonly string[] | null | undefined,
  variables: readonly (readonly [name: string, value: string])[],
): string[] {
  const own = list ?? [];
  const names = new Set(own.map((item) => item.split("=", 1)[0]));
  return [
    ...variables.filter(([name]) => !names.has(name)).map(([name, value]) => `${name}=${value}`),
    ...own,
  ];
}

function formatVariable(name: string, value: unknown, argument: string): string {
  if (name === "" || name.includes("=")) {
    throw new TypeError(
      `Cannot use ${argument}: the name ${JSON.stringify(name)} is empty or holds "="`,
    );
  }
  if (value === null) return name;
  if (typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) {
    return `${name}=${value}`;
  }
  throw new TypeError(
    `Cannot use ${argument}: the value of ${JSON.stringify(name)} is not a string, ` +
      `a number, true, false or null`,
  );
}

function checkItem(item: unknown, argument: string): string {
  if (typeof item !== "string" || item === "" || item.startsWith("=")) {
    throw new TypeError(`Cannot use ${argument}: expected a string such as "NAME=value"`);
  }
  if (item.includes("\0")) throw new TypeError(`Cannot use ${argument}: it holds a NUL character`);
  return item;
}
