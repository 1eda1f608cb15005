import type { HeaderField } from "./static_table.ts";

export type { HeaderField } from "./static_table.ts";

/** Which fields a list may have. */
export type FieldsOf = "request" | "response" | "trailers";

const PSEUDO: Readonly<Record<FieldsOf, readonly string[]>> = {
  request: [":method", ":scheme", ":authority", ":path"],
  response: [":status"],
  trailers: [],
};
const NEEDED: Readonly<Record<FieldsOf, readonly string[]>> = {
  request: [":method", ":path"],
  response: [":status"],
  trailers: [],
};
const NAME_REGEXP = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;

/**
 * Finds what is wrong with fields; `null` when nothing is.
 *
 * @param fields The fields.
 * @param of What they belong to.
 */
export function findFieldProblem(fields: readonly HeaderField[], of: FieldsOf): string | null {
  const seen = new Set<string>();
  let isBehind = false;
  for (const [name] of fields) {
    if (!name.startsWith(":")) {
      if (!NAME_REGEXP.test(name)) return `the name ${JSON.stringify(name.slice(0, 80))}`;
      isBehind = true;
    } else if (isBehind || seen.has(name) || !PSEUDO[of].includes(name)) {
      return `the field ${JSON.stringify(name.slice(0, 80))} in its place`;
    } else seen.add(name);
  }
  const missing = NEEDED[of].find((name) => !seen.has(name));
  return missing === undefined ? null : `no field "${missing}"`;
}

/**
 * Returns the first value of a field, or `undefined`.
 *
 * @param fields The fields.
 * @param name The name, in lower case.
 */
export function fieldValue(fields: readonly HeaderField[], name: string): string | undefined {
  return fields.find((field) => field[0] === name)?.[1];
}

/**
 * Returns all values of a field that may be repeated, in order.
 *
 * @param fields The fields.
 * @param name The name, in lower case.
 */
export function fieldValues(fields: readonly HeaderField[], name: string): string[] {
  return fields.filter((field) => field[0] === name).map((field) => field[1]);
}
