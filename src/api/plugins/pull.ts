import { toFilledText } from "../../convert/checks.ts";
import { toName } from "../../convert/reference.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
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

/** Options of {@linkcode pullPlugin}. */
export interface PullPluginOptions extends ProgressOptions, PluginRegistryOptions {
  /** The name that the plugin gets here; the one that it has in the registry without it. */
  name?: string | null | undefined;
}

/** What {@linkcode pullPlugin} asks of the Engine. */
export const PULL: Operation<PullPluginOptions> = operation("POST /plugins/pull", {
  ...PROGRESS,
  ...PLUGIN_REGISTRY,
  name: inQuery("name", toFilledText),
}, { since: "1.25" });

/**
 * Pulls a plugin from a registry, without enabling it (`POST /plugins/pull`). Since API 1.25.
 *
 * @param engine The engine.
 * @param remote The plugin in its registry; without a tag `latest` is meant.
 * @param privileges What it is allowed: all that {@linkcode pluginPrivileges} returns.
 * @param options Its name here, and the credentials.
 * @returns The progress; the plugin is there when the stream has ended.
 * @throws {APIError} (the stream too) When the plugin cannot be pulled, or wants other privileges.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pluginPrivileges, pullPlugin } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const privileges = await pluginPrivileges(engine, "example/sshfs");
 * for await (const { status } of await pullPlugin(engine, "example/sshfs", privileges)) {
 *   console.log(status);
 * }
 * ```
 */
export async function pullPlugin(
  engine: Engine,
  remote: string,
  privileges: readonly PluginPrivilege[],
  options: PullPluginOptions = {},
): Promise<BatchStream<ProgressRecord>> {
  const reference = toName(remote, "remote");
  const json = toPrivileges(privileges);
  const call = PULL.call(engine, `Cannot pull plugin "${reference}"`, [], options, json);
  return await fromPluginRegistry(engine, call, reference);
}
