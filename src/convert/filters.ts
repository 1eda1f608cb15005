import { refuseLost } from "../text/lost_field.ts";
import { setOwn } from "./own.ts";
import { jsonText } from "../text/json_text.ts";
import { isRecord } from "./checks.ts";
import { wrongShape, wrongValue } from "./refuse.ts";

const ACCEPTED = "a string, a number, true, false or a list of these";

/** Makes the texts of one filter; `undefined` leaves the filter out. */
type ToTexts = (item: unknown, argument: string, name: string) => string[] | undefined;

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
  return writeFilters(
    value,
    argument,
    (item, where) => item === undefined ? undefined : toFilterTexts(item, where),
  );
}

/**
 * Writes filters of what removes: as {@linkcode toFilters}, but one that is `undefined` or an empty text
 * is refused, for more would go than the caller has in mind.
 *
 * @param value The filters.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When a filter's value is none of the accepted forms, or undefined.
 * @throws {RangeError} When a filter's list or one of its texts is empty.
 */
export function toPruneFilters(value: unknown, argument: string = "filters"): string | undefined {
  return writeFilters(value, argument, toPruneTexts);
}

/**
 * Makes the texts of one filter of what removes.
 *
 * @param item A string, a number, a boolean or a list of these.
 * @param argument What to call it in errors.
 * @throws {TypeError} When it is something else.
 * @throws {RangeError} When the list or a text is empty.
 */
export function toPruneTexts(item: unknown, argument: string): string[] {
  const texts = toFilterTexts(item, argument);
  // Everything is without a label of no name, and would go.
  if (!texts.includes("")) return texts;
  throw wrongValue(argument, item, "a value that is not empty, or no such filter");
}

/**
 * Writes filters, each by what its texts are.
 *
 * @param value The filters.
 * @param argument The argument's name, for errors.
 * @param toTexts Makes the texts of one; it is given what to call it in errors, and its name.
 * @throws {TypeError} When they are no object.
 */
export function writeFilters(
  value: unknown,
  argument: string,
  toTexts: ToTexts,
): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) {
    throw wrongShape(argument, value, 'an object such as { status: "running" }');
  }
  refuseLost(`Cannot use ${argument}`, value);
  const lists: Record<string, string[]> = {};
  for (const [name, item] of Object.entries(value)) {
    const texts = toTexts(item, `${argument}[${JSON.stringify(name)}]`, name);
    if (texts !== undefined) setOwn(lists, name, texts);
  }
  return Object.keys(lists).length === 0 ? undefined : jsonText(`Cannot use ${argument}`, lists);
}

/**
 * Makes the texts of one filter.
 *
 * @param item A string, a number, a boolean or a list of these.
 * @param argument What to call it in errors.
 * @throws {TypeError} When it is something else.
 * @throws {RangeError} When the list is empty.
 */
export function toFilterTexts(item: unknown, argument: string): string[] {
  const items = Array.isArray(item) ? item : [item];
  // The Engine takes it for no filter: a prune would take everything.
  if (items.length === 0) throw wrongValue(argument, item, "at least one value, or no such filter");
  return Array.from(items, (one) => toFilterText(one, argument));
}

function toFilterText(value: unknown, argument: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || Number.isFinite(value)) return String(value);
  throw wrongShape(argument, value, ACCEPTED);
}
