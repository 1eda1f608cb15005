import { isRecord } from "../convert/checks.ts";
import { wrongShape } from "../convert/refuse.ts";
import { type Fields, isEngineSpelt } from "../operation/fields.ts";
import { refuseMisspelt } from "../operation/misspelt_fields.ts";

/** A configuration class whose only argument are its options. */
export type ConfigClass<Config> = new (options: Record<string, unknown>) => Config;

/**
 * Reads a configuration: an instance, its options, or the Engine's own object. The last, which an
 * inspection may have returned, passes as it is: options have defaults that differ from the Engine's.
 *
 * @param value The configuration.
 * @param argument The argument's name, for errors.
 * @param accepted What it may be, for errors.
 * @param fields What it takes.
 * @param Config Its class.
 */
export function toConfig<Config extends object>(
  value: unknown,
  argument: string,
  accepted: string,
  fields: Fields,
  Config: ConfigClass<Config>,
): Config {
  if (!isRecord(value)) throw wrongShape(argument, value, accepted);
  if (value instanceof Config) return value;
  if (!isEngineSpelt(value)) return new Config(value);
  refuseMisspelt(fields, `Cannot use ${argument}`, value);
  return { ...value } as Config;
}

/**
 * Makes a conversion of the Engine's objects that have no class of their own: each of their fields
 * is checked.
 *
 * @param accepted What is accepted, for errors.
 * @param fields The fields.
 */
export function objectOf<T extends object>(
  accepted: string,
  fields: Fields,
): (value: unknown, argument: string) => T {
  return function toObject(value: unknown, argument: string): T {
    if (!isRecord(value)) throw wrongShape(argument, value, accepted);
    const object = {} as T;
    fields.set(object, `Cannot use ${argument}`, value);
    return object;
  };
}
