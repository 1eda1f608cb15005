import { isRecord, toBoolean, toEmpty, toFilledText, toText } from "../convert/checks.ts";
import { type Reference, toId } from "../convert/reference.ts";
import { wrongShape } from "../convert/refuse.ts";
import {
  engineField,
  type EngineSpelt,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";
import type { ConfigReferenceJSON } from "../types/task_spec.ts";
import { FILE_OPTIONS, type FileTargetOptions, setFile } from "./file_target.ts";

/** Options of a {@linkcode ConfigReference}. */
export interface ConfigReferenceOptions
  extends FileTargetOptions, EngineSpelt<Pick<ConfigReferenceJSON, "Runtime">> {
  /**
   * Whether the task itself needs the config, and the container gets no file: what
   * `credentialspecConfig` of {@linkcode Privileges} names. Since API 1.40. @default {false}
   */
  runtime?: boolean | null | undefined;
}

const ACTION = "Cannot create a config reference";

/** What a reference to a config takes. */
export const CONFIG_REFERENCE_FIELDS: Fields<ConfigReferenceOptions> = fieldsOf<
  ConfigReferenceOptions
>({
  ...FILE_OPTIONS,
  ConfigID: engineField(toText),
  ConfigName: engineField(toText),
  runtime: inBody("Runtime", toRuntime, { since: "1.40", zeroAsks: true }),
});

/** A config of a service, as the Engine spells it. */
export interface ConfigReference extends ConfigReferenceJSON {}

/**
 * A config as a file in the containers of a service; part of a {@linkcode ContainerSpec}.
 *
 * @example Give a service its settings
 * ```ts no-run
 * import { ConfigReference, ContainerSpec } from "@longshore/docker";
 *
 * const settings = new ConfigReference("ktnbjxoalbkvbvedmg1urrz8h", "settings", { mode: 0o400 });
 * const spec = new ContainerSpec("nginx", { configs: [settings] });
 * ```
 */
export class ConfigReference {
  /**
   * Makes a reference to a config.
   *
   * @param configId The config's id, or what `createConfig` returned.
   * @param configName The config's name, as it was created.
   * @param options The file's name, owner and permission bits.
   * @throws {NullResource} When the id is empty.
   * @throws {TypeError} When an option has another shape, or a file comes with `runtime`.
   */
  constructor(configId: Reference, configName: string, options: ConfigReferenceOptions = {}) {
    this.ConfigID = toId(configId, "configId");
    this.ConfigName = toFilledText(configName, "configName");
    setFile(ACTION, this, configName, options, CONFIG_REFERENCE_FIELDS);
    if (this.Runtime == null) return;
    const file = [...Object.keys(FILE_OPTIONS), "File"].find((name) => {
      return (options as Readonly<Record<string, unknown>>)[name] != null;
    });
    if (file !== undefined) {
      throw new TypeError(`${ACTION}: ${file} is for a file, and a config with runtime is none`);
    }
    delete this.File;
  }
}

/**
 * Reads a reference to a config: an instance, or the Engine's object.
 *
 * @param value The reference.
 * @param argument The argument's name, for errors.
 */
export function toConfigReference(value: unknown, argument: string): ConfigReferenceJSON {
  if (!isRecord(value)) throw wrongShape(argument, value, "a ConfigReference");
  if (value instanceof ConfigReference) return value;
  const reference = {} as ConfigReferenceJSON;
  CONFIG_REFERENCE_FIELDS.set(reference, `Cannot use ${argument}`, value);
  return reference;
}

function toRuntime(value: unknown, argument: string): Record<string, never> | undefined {
  if (isRecord(value)) return toEmpty(value, argument);
  return toBoolean(value, argument) ? {} : undefined;
}
