import { isRecord, toFilledText, toText, toTextMap } from "../convert/checks.ts";
import { wrongShape } from "../convert/refuse.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";
import type { DriverConfigJSON } from "../types/common.ts";

/** Options of a {@linkcode DriverConfig}. */
export interface DriverConfigOptions
  extends EngineSpelt<Omit<DriverConfigJSON, "Name">>, ExtraFields {
  /** Options that only the driver understands; numbers and booleans become strings. */
  options?: Readonly<Record<string, string | number | boolean>> | null | undefined;
}

const ACTION = "Cannot create a driver configuration";

/** What the configuration of a driver takes. */
export const DRIVER_FIELDS: Fields<DriverConfigOptions> = fieldsOf<DriverConfigOptions>({
  Name: engineField(toText),
  options: inBody("Options", toTextMap),
});

/** A driver's configuration, as the Engine spells it. */
export interface DriverConfig extends DriverConfigJSON {}

/**
 * A driver and its options: of a task's log, of the volume of a {@linkcode Mount}, or of a secret.
 *
 * @example Keep the log of a service's tasks short
 * ```ts no-run
 * import { DriverConfig } from "@longshore/docker";
 *
 * const logDriver = new DriverConfig("json-file", { options: { "max-size": "10m" } });
 * ```
 */
export class DriverConfig {
  /**
   * Makes a driver's configuration.
   *
   * @param name The driver's name.
   * @param options The driver's options.
   * @throws {TypeError} When the name is empty or an option has another shape.
   */
  constructor(name: string, options: DriverConfigOptions = {}) {
    this.Name = toFilledText(name, "name");
    DRIVER_FIELDS.set(this, ACTION, options);
  }
}

/**
 * Reads the configuration of a driver: an instance, or the Engine's fields.
 *
 * @param value The configuration.
 * @param argument The argument's name, for errors.
 */
export function toDriverConfig(value: unknown, argument: string): DriverConfigJSON {
  if (!isRecord(value)) throw wrongShape(argument, value, "a DriverConfig, or { Name, Options }");
  if (value instanceof DriverConfig) return value;
  const config = {} as DriverConfigJSON;
  DRIVER_FIELDS.set(config, `Cannot use ${argument}`, value);
  return config;
}
