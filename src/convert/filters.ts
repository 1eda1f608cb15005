import { setOwn } from "./own.ts";
import { jsonText } from "../text/json_text.ts";
import { isRecord } from "./checks.ts";
import { wrongShape, wrongValue } from "./refuse.ts";

const ACCEPTED = "a string, a number, true, false or a list of these";

/**
 * Writes filters as the Engine takes them: JSON, with a list of strings for each name.
 *
 * @param value The filters, e.g. `{ label: ["a=b", "c"], dangling: true, exited: 0 }`.
 * @param argument The argument's name, for errors.
 * @returns The JSON text for the query; `undefined` when there is no filter.
 * @throws {TypeError} When a filter's value is none of the accepted forms.
 * @throws {RangeError} When a filter's list is empty.
 */
export function toFilters(value: unknown, argument: string = "filters"): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) {
    throw wrongShape(argument, value, 'an object such as { status: "running" }');
  }
  const lists: Record<string, string[]> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const items = Array.isArray(item) ? item : [item];
    const where = `${argument}[${JSON.stringify(name)}]`;
    // The Engine takes it for no filter: a prune would take everything.
    if (items.length === 0) throw wrongValue(where, item, "at least one value, or no such filter");
    setOwn(lists, name, Array.from(items, (one) => toFilterText(one, where)));
  }
  return Object.keys(lists).length === 0 ? undefined : jsonText(`Cannot use ${argument}`, lists);
}

function toFilterText(value: unknown, argument: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || Number.isFinite(value)) return String(value);
  throw wrongShape(argument, value, ACCEPTED);
}
