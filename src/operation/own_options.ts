import { setOwn } from "../convert/own.ts";
import type { Convert } from "../convert/checks.ts";
import { unknownOption } from "../text/unknown_option.ts";
import { checkOptions } from "./check_options.ts";

/** The options that a task acts on itself, checked: neither `undefined` nor `null`. */
export type Own<Options, Name extends keyof Options> = {
  readonly [One in Name]?: NonNullable<Options[One]>;
};

/** The options that every call takes. */
export const CALL_OPTIONS: readonly string[] = ["signal", "timeouts"];

/**
 * Parts the options that a task acts on itself from those that it passes on.
 *
 * @param action What is attempted, for errors.
 * @param options What the caller gave.
 * @param checks What its own options may be.
 * @param passed The names of the others besides `signal` and `timeouts`; without it, whoever is given them refuses what is unknown.
 * @param aliases What options are called elsewhere.
 * @throws {TypeError} When the options are no object, or one is unknown or has another type.
 * @throws {RangeError} When a value is not allowed.
 */
export function takeOwn<Options extends object, Name extends keyof Options & string>(
  action: string,
  options: Options | null | undefined,
  checks: Readonly<Record<Name, Convert>>,
  passed?: readonly string[],
  aliases: readonly (readonly [option: string, alias: string])[] = [],
): [own: Own<Options, Name>, rest: Omit<Options, Name>] {
  options ??= {} as Options;
  checkOptions(action, options);
  const own: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, name)) {
      if (passed !== undefined && !passed.includes(name) && !CALL_OPTIONS.includes(name)) {
        const known = [...Object.keys(checks), ...passed, ...CALL_OPTIONS, ...aliases];
        throw unknownOption(action, name, known);
      }
      setOwn(rest, name, value);
    } else if (value !== undefined && value !== null) {
      own[name] = checks[name as Name](value, name);
    }
  }
  return [own as Own<Options, Name>, rest as Omit<Options, Name>];
}
