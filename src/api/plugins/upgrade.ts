import { type Reference, toId, toName } from "../../convert/reference.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { PluginPrivilege } from "../../types/plugins.ts";
import type { ProgressRecord } from "../../types/progress.ts";
import {
  fromPluginRegistry,
  PLUGIN_REGISTRY,
  type PluginRegistryOptions,
  toPrivileges,
} from "../common/plugin_registry.ts";
import { PROGRESS, type ProgressOptions } from "../common/progress.ts";

/** Options of {@linkcode upgradePlugin}. */
export interface UpgradePluginOptions extends ProgressOptions, PluginRegistryOptions {}

/** What {@linkcode upgradePlugin} asks of the Engine. */
export const UPGRADE: Operation<UpgradePluginOptions> = operation("POST /plugins/{name}/upgrade", {
  ...PROGRESS,
  ...PLUGIN_REGISTRY,
}, { since: "1.26" });

/**
 * Puts another version in the place of a plugin that is not enabled (`POST
 * /plugins/{name}/upgrade`). Since API 1.26.
 *
 * @param engine The engine.
 * @param name The plugin here.
 * @param remote The other version in its registry.
 * @param privileges What it is allowed: all that {@linkcode pluginPrivileges} returns of the other version.
 * @param options The credentials.
 * @returns The progress; the other version is there when the stream has ended.
 * @throws {APIError} (the stream too) When the plugin is enabled, cannot be pulled, or wants other privileges.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pluginPrivileges, upgradePlugin } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const privileges = await pluginPrivileges(engine, "example/sshfs:2.0");
 * const progress = await upgradePlugin(engine, "example/sshfs", "example/sshfs:2.0", privileges);
 * for await (const { status } of progress) console.log(status);
 * ```
 */
export async function upgradePlugin(
  engine: Engine,
  name: Reference,
  remote: string,
  privileges: readonly PluginPrivilege[],
  options: UpgradePluginOptions = {},
): Promise<BatchStream<ProgressRecord>> {
  const plugin = toId(name, "name");
  const reference = toName(remote, "remote");
  const json = toPrivileges(privileges);
  const call = UPGRADE.call(engine, `Cannot upgrade plugin "${plugin}"`, [plugin], options, json);
  return await fromPluginRegistry(engine, call, reference);
}
