import type { DriverConfigJSON } from "../types/common.ts";
import { toFilledText, toTextMap } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";

/** Options of a {@linkcode DriverConfig}. */
export interface DriverConfigOptions extends EngineFields {
  /** Options that only the driver understands; numbers and booleans become strings. */
  options?: Readonly<Record<string, string | number | boolean>>;
}

const FIELDS: Fields<DriverConfigOptions> = { options: ["Options", toTextMap] };

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
export class DriverConfig implements DriverConfigJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** The driver's name. */
  declare Name: string;
  /** Options that only the driver understands. */
  declare Options?: Record<string, string>;

  /**
   * Makes a driver's configuration.
   *
   * @param name The driver's name.
   * @param options The driver's options.
   * @throws {TypeError} When the name is empty or an option has another shape.
   */
  constructor(name: string, options: DriverConfigOptions = {}) {
    this.Name = toFilledText(name, "name");
    setFields(this, "Cannot create a driver configuration", options, FIELDS);
  }
}
