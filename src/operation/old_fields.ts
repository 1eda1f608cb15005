import { type Convert, isRecord } from "../convert/checks.ts";
import { show } from "../convert/refuse.ts";
import type { EngineFieldName } from "./option.ts";

/** Options that also take fields as the Engine spells them and pass those on unchanged. */
export interface EngineFields {
  /** A field of the Engine's own, sent as it is. */
  [field: EngineFieldName]: unknown;
}

/** Where an option goes (nested fields separated by dots) and how it is converted. */
export type Field = readonly [path: string, convert: Convert];

/** The fields of all options that have a name of their own. */
export type Fields<Options> = {
  readonly [Name in keyof Options as Name extends EngineFieldName ? never : Name]-?: Field;
};

/**
 * Converts options to the Engine's fields and sets those on an object.
 *
 * What is `undefined` or `null` is left out; names with a capital letter first pass unchanged.
 *
 * @param target The object that gets the fields.
 * @param action What is being done, e.g. `Cannot create a host config`.
 * @param options The options.
 * @param fields How each option is converted.
 * @throws {TypeError} When the options are no object or one of them is unknown.
 */
export function setFields<Options extends object>(
  target: object,
  action: string,
  options: Options,
  fields: Fields<Options>,
): void {
  checkOptions(action, options);
  const known = fields as Readonly<Record<string, Field>>;
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (/^[A-Z]/.test(name)) {
      setPath(target as Record<string, unknown>, name, value);
    } else if (!Object.hasOwn(known, name)) {
      throw new TypeError(
        `${action}: unknown option ${JSON.stringify(name)}; options are in camelCase, ` +
          `and the Engine's own fields begin with a capital letter`,
      );
    } else if (value !== null) {
      const [path, convert] = known[name]!;
      const converted = convert(value, name);
      if (converted !== undefined) setPath(target as Record<string, unknown>, path, converted);
    }
  }
}

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

function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const dot = path.indexOf(".");
  if (dot < 0) {
    const before = target[path];
    target[path] = isRecord(before) && isRecord(value) ? { ...before, ...value } : value;
    return;
  }
  const name = path.slice(0, dot);
  const before = target[name];
  const inner = isRecord(before) ? { ...before } : {};
  setPath(inner, path.slice(dot + 1), value);
  target[name] = inner;
}
