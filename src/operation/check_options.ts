import { isRecord } from "../convert/checks.ts";
import { show } from "../convert/refuse.ts";

/**
 * Refuses options that are no object.
 *
 * @param action What is being done, e.g. `Cannot create a container`.
 * @param options The options.
 * @throws {TypeError} When they are something else.
 */
export function checkOptions(action: string, options: unknown): void {
  if (isRecord(options)) return;
  throw new TypeError(`${action}: expected an object of options, not ${show(options)}`);
}
