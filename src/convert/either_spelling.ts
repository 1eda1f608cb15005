import { wrongShape } from "./refuse.ts";

/**
 * Reads fields that may be spelt as options are (`name`) or as the Engine spells them (`Name`).
 *
 * @param value The object.
 * @param names The Engine's names.
 * @param argument The argument's name, for errors.
 * @param accepted The accepted form, for errors.
 * @returns The fields by the Engine's names; what is `null` or `undefined` is left out.
 * @throws {TypeError} When there is another field, or one in both spellings.
 */
export function eitherSpelling<const Name extends string>(
  value: Readonly<Record<string, unknown>>,
  names: readonly Name[],
  argument: string,
  accepted: string,
): { [One in Name]?: unknown } {
  const fields: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const name = key.charAt(0).toUpperCase() + key.slice(1);
    if (!names.includes(name as Name) || Object.hasOwn(fields, name)) {
      throw wrongShape(argument, value, accepted);
    }
    if (item != null) fields[name] = item;
  }
  return fields as { [One in Name]?: unknown };
}
