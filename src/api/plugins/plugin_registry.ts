import { parseImageName } from "../../convert/image_name.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { Engine } from "../../engine/engine.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { PluginPrivilege } from "../../types/plugins.ts";
import type { ProgressRecord } from "../../types/progress.ts";
import { compareVersions } from "../../engine/version.ts";
import { path } from "../../operation/path.ts";
import { type ProgressOptions, progressRecords, progressText } from "../common/progress.ts";
import { query } from "../../operation/query.ts";
import { type Headers, registryAuth, type RegistryOptions } from "../common/registry_auth.ts";

/** Options of {@linkcode pluginPrivileges} and {@linkcode pushPlugin}. */
export type PluginRegistryOptions = Omit<RegistryOptions, "insecureRegistry">;

/** Options of {@linkcode upgradePlugin}. */
export interface UpgradePluginOptions extends ProgressOptions, PluginRegistryOptions {}

/** Options of {@linkcode pullPlugin}. */
export interface PullPluginOptions extends UpgradePluginOptions {
  /** The name that the plugin gets here; the one that it has in the registry without it. */
  name?: string;
}

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
  const remote = toId(name, "name");
  const action = `Cannot get the privileges of plugin "${remote}"`;
  const headers = await pluginAuth(engine, remote, options);
  const version = await engine.negotiate(options);
  requireVersion(action, version, "pluginPrivileges");
  const renamed = compareVersions(version, "1.27") >= 0;
  const privileges = await engine.json<PluginPrivilege[] | null>(
    action,
    "GET",
    "/plugins/privileges",
    options,
    { query: query(renamed ? { remote } : { name: remote }), headers },
  );
  return privileges ?? [];
}

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
  const reference = toId(remote, "remote");
  const action = `Cannot pull plugin "${reference}"`;
  const json = toPrivileges(privileges);
  const headers = await pluginAuth(engine, reference, options);
  requireVersion(action, await engine.negotiate(options), "pullPlugin");
  const answer = await engine.stream(action, "POST", "/plugins/pull", options, {
    query: query({ remote: reference, name: options.name }),
    headers,
    json,
    quiet: true,
    patience: Infinity,
  });
  return progressRecords(answer, options);
}

/**
 * Pushes a plugin to the registry that its name says (`POST /plugins/{name}/push`). Since API
 * 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options The credentials.
 * @returns True, when the registry has it.
 * @throws {NotFound} When there is no such plugin.
 * @throws {APIError} When the registry refuses it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pushPlugin } from "@longshore/docker/api";
 *
 * await pushPlugin(createEngine(), "registry.example:5000/driver:1.0");
 * ```
 */
export async function pushPlugin(
  engine: Engine,
  name: Reference,
  options: PluginRegistryOptions = {},
): Promise<true> {
  const plugin = toId(name, "name");
  const action = `Cannot push plugin "${plugin}"`;
  const headers = await pluginAuth(engine, plugin, options);
  requireVersion(action, await engine.negotiate(options), "pushPlugin");
  const answer = await engine.stream(action, "POST", path`/plugins/${plugin}/push`, options, {
    headers,
    quiet: true,
    patience: Infinity,
  });
  await progressText(answer);
  return true;
}

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
  const reference = toId(remote, "remote");
  const action = `Cannot upgrade plugin "${plugin}"`;
  const json = toPrivileges(privileges);
  const headers = await pluginAuth(engine, reference, options);
  requireVersion(action, await engine.negotiate(options), "upgradePlugin");
  const answer = await engine.stream(action, "POST", path`/plugins/${plugin}/upgrade`, options, {
    query: query({ remote: reference }),
    headers,
    json,
    quiet: true,
    patience: Infinity,
  });
  return progressRecords(answer, options);
}

async function pluginAuth(
  engine: Engine,
  name: string,
  options: PluginRegistryOptions,
): Promise<Headers> {
  return await registryAuth(engine, parseImageName(name, "name").registry, options);
}

function toPrivileges(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw wrongShape("privileges", value, "a list, as pluginPrivileges() returns it");
}
