import { toName } from "../../convert/reference.ts";
import type { Engine } from "../../engine/engine.ts";
import { compareVersions } from "../../engine/version.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { PluginPrivilege } from "../../types/plugins.ts";
import {
  PLUGIN_REGISTRY,
  pluginAuth,
  type PluginRegistryOptions,
} from "../common/plugin_registry.ts";
import { TO_REGISTRY } from "../common/registry_auth.ts";

/** What {@linkcode pluginPrivileges} asks of the Engine. */
export const PRIVILEGES: Operation<PluginRegistryOptions> = operation(
  "GET /plugins/privileges",
  PLUGIN_REGISTRY,
  { since: "1.25" },
);

/**
 * Returns what a plugin in a registry wants to be allowed (`GET /plugins/privileges`). Since API
 * 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options The credentials for its registry.
 * @returns The privileges, which {@linkcode pullPlugin} must be given.
 * @throws {APIError} When the registry does not have the plugin.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pluginPrivileges } from "@longshore/docker/api";
 *
 * for (const { Name, Value } of await pluginPrivileges(createEngine(), "example/sshfs")) {
 *   console.log(Name, Value);
 * }
 * ```
 */
export async function pluginPrivileges(
  engine: Engine,
  name: string,
  options: PluginRegistryOptions = {},
): Promise<PluginPrivilege[]> {
  const remote = toName(name, "name");
  const action = `Cannot get the privileges of plugin "${remote}"`;
  const call = PRIVILEGES.call(engine, action, [], options);
  const headers = await pluginAuth(engine, remote, call.options);
  const isRenamed = compareVersions(await call.negotiate(), "1.27") >= 0;
  const query = isRenamed ? { remote } : { name: remote };
  return await call.json({ shape: "list", ...TO_REGISTRY, query, headers });
}
