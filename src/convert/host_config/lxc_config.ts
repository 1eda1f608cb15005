import { isRecord, toTextMap } from "../checks.ts";
import { wrongShape } from "../refuse.ts";

/**
 * Reads settings of the LXC driver, which Engines from API 1.22 on do not have.
 *
 * @param value An object of settings, or the Engine's list of `{ Key, Value }`.
 * @param argument The argument's name, for errors.
 * @returns The Engine's list.
 * @throws {TypeError} When the value is neither.
 */
export function toLxcConfig(value: unknown, argument: string): { Key: string; Value: string }[] {
  if (isRecord(value)) {
    return Object.entries(toTextMap(value, argument)).map(([Key, Value]) => ({ Key, Value }));
  }
  const isPair = (item: unknown): boolean =>
    isRecord(item) && typeof item.Key === "string" && typeof item.Value === "string" &&
    Object.keys(item).length === 2;
  if (!Array.isArray(value) || ![...value].every(isPair)) {
    throw wrongShape(argument, value, 'an object of strings or a list of { Key: "", Value: "" }');
  }
  return [...value];
}
