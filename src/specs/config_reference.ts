import type { ConfigReferenceJSON, FileTarget } from "../types/task_spec.ts";
import { type Reference, toId } from "../convert/reference.ts";
import { type FileTargetOptions, toFileTarget } from "./file_target.ts";
import { toFilledText } from "../convert/checks.ts";

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
export class ConfigReference implements ConfigReferenceJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** The config's id. */
  declare ConfigID: string;
  /** The config's name. */
  declare ConfigName: string;
  /** The file. */
  declare File: FileTarget;

  /**
   * Makes a reference to a config.
   *
   * @param configId The config's id, or what `createConfig` returned.
   * @param configName The config's name, as it was created.
   * @param options The file's name, owner and permission bits.
   * @throws {NullResource} When the id is empty.
   */
  constructor(configId: Reference, configName: string, options: FileTargetOptions = {}) {
    this.ConfigID = toId(configId, "configId");
    this.ConfigName = toFilledText(configName, "configName");
    this.File = toFileTarget("Cannot create a config reference", this, configName, options);
  }
}
