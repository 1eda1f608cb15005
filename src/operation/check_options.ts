import { refuseLost } from "../text/lost_field.ts";
import { isRecord } from "../convert/checks.ts";
import { show } from "../convert/refuse.ts";
import { unknownOption } from "../text/unknown_option.ts";

/**
 * Refuses options that are no object, and those of which something would be passed over.
 *
 * @param action What is being done, e.g. `Cannot create a container`.
 * @param options The options.
 * @throws {TypeError} When they are something else, or have a getter of a class, an inherited field or
 * a symbol.
 */
export function checkOptions(action: string, options: unknown): void {
  if (isRecord(options)) return refuseLost(action, options);
  // A password may stand there, where other clients take it.
  const given = typeof options === "string" ? "a string" : show(options);
  throw new TypeError(`${action}: expected an object of options, not ${given}`);
}

/**
 * Refuses options that are no object, and those that a task does not know.
 *
 * @param action What is attempted, for errors.
 * @param options What the caller gave.
 * @param known The names of the options.
 * @throws {TypeError} When the options are no object, or one is unknown.
 */
export function refuseUnknown(action: string, options: unknown, known: readonly string[]): void {
  checkOptions(action, options);
  const unknown = Object.keys(options as object).find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownOption(action, unknown, known);
}
