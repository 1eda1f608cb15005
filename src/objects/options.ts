import { checkOptions } from "../operation/check_options.ts";
import { unknownOption } from "../text/unknown_option.ts";

/**
 * Refuses options that a task does not know.
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
