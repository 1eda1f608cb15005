import { setOwn } from "./own.ts";
import { isRecord, toTextMap } from "./checks.ts";
import { wrongShape } from "./refuse.ts";

/** Labels: an object, or a list of names (with an empty value) and of `name=value`. */
export type Labels = Readonly<Record<string, string | number | boolean>> | readonly string[];

/**
 * Reads labels.
 *
 * @param value The labels.
 * @param argument The argument's name, for errors.
 * @returns The labels as an object of strings.
 * @throws {TypeError} When the value is neither, or a name is empty.
 */
export function toLabels(value: unknown, argument: string): Record<string, string> {
  if (isRecord(value)) return toTextMap(value, argument);
  if (!Array.isArray(value)) {
    throw wrongShape(argument, value, 'an object such as { name: "value" } or a list of names');
  }
  const labels: Record<string, string> = {};
  for (const [index, item] of value.entries()) {
    if (typeof item !== "string" || item === "" || item.startsWith("=")) {
      throw wrongShape(`${argument}[${index}]`, item, 'a name or "name=value"');
    }
    const end = item.indexOf("=");
    const name = end < 0 ? item : item.slice(0, end);
    setOwn(labels, name, end < 0 ? "" : item.slice(end + 1));
  }
  return labels;
}
