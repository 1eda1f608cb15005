import { isRecord, toInteger, toTextMap, toTexts } from "../../convert/checks.ts";
import { toFilters } from "../../convert/filters.ts";
import { gzip } from "../../build/gzip.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Platform } from "../../platform/types.ts";
import { folderJobs, packJobs } from "../../tar/pack_folder.ts";
import type { Filters } from "../../types/common.ts";
import type { Plugin } from "../../types/plugins.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode plugins}. */
export interface PluginsOptions extends CallOptions {
  /** What a plugin must match, e.g. `{ enabled: true, capability: "volumedriver" }`. Since API 1.28. */
  filters?: Filters;
}

/** Options of {@linkcode createPlugin}. */
export interface CreatePluginOptions extends CallOptions {
  /** Whether the folder is compressed on its way, which Engines up to now refuse. @default {false} */
  gzip?: boolean;
}

/** Options of {@linkcode enablePlugin}. */
export interface EnablePluginOptions extends CallOptions {
  /** How long the Engine tries to reach the plugin once its process runs, in seconds. @default {0} */
  timeout?: number;
}

/** Options of {@linkcode disablePlugin}. */
export interface DisablePluginOptions extends CallOptions {
  /** Whether a plugin that is in use is stopped too. Since API 1.28. @default {false} */
  force?: boolean;
}

/** Options of {@linkcode removePlugin}. */
export interface RemovePluginOptions extends CallOptions {
  /** Whether an enabled plugin is stopped first. @default {false} */
  force?: boolean;
}

/** What a plugin is set to: variables, or `mount.source` and the like; or a list of `name=value`. */
export type PluginSettingValues =
  | Readonly<Record<string, string | number | boolean>>
  | readonly string[];

/**
 * Lists plugins (`GET /plugins`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options Which plugins.
 *
 * @example
 * ```ts no-run
 * import { createEngine, plugins } from "@longshore/docker/api";
 *
 * for (const { Name, Enabled } of await plugins(createEngine())) console.log(Name, Enabled);
 * ```
 */
export async function plugins(engine: Engine, options: PluginsOptions = {}): Promise<Plugin[]> {
  const action = "Cannot list plugins";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "plugins", { filters });
  return await engine.json(action, "GET", "/plugins", options, { query: query({ filters }) });
}

/**
 * Returns what the Engine knows of a plugin (`GET /plugins/{name}/json`). Since API 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options The call's own options.
 * @throws {NotFound} When there is no such plugin.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectPlugin } from "@longshore/docker/api";
 *
 * const { Enabled, Settings } = await inspectPlugin(createEngine(), "example/sshfs");
 * console.log(Enabled, Settings.Env);
 * ```
 */
export async function inspectPlugin(
  engine: Engine,
  name: Reference,
  options: CallOptions = {},
): Promise<Plugin> {
  const plugin = toId(name, "name");
  const action = `Cannot inspect plugin "${plugin}"`;
  requireVersion(action, await engine.negotiate(options), "inspectPlugin");
  return await engine.json(action, "GET", path`/plugins/${plugin}/json`, options);
}

/**
 * Makes a plugin of a folder, which is streamed while it is packed (`POST /plugins/create`). Since
 * API 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param pluginDataDir The folder, with the plugin's `config.json` and its file system `rootfs`.
 * @param options Whether the folder is compressed on its way.
 * @returns True.
 * @throws {TypeError} When the folder has no `config.json` or no `rootfs`.
 * @throws {Conflict} When there is such a plugin.
 *
 * @example
 * ```ts no-run
 * import { createEngine, createPlugin } from "@longshore/docker/api";
 *
 * await createPlugin(createEngine(), "example/driver:dev", "./plugin");
 * ```
 */
export async function createPlugin(
  engine: Engine,
  name: string,
  pluginDataDir: string,
  options: CreatePluginOptions = {},
): Promise<true> {
  const plugin = toId(name, "name");
  const action = `Cannot create plugin "${plugin}"`;
  const platform = await engine.platform();
  await checkPluginFolder(action, pluginDataDir, platform);
  requireVersion(action, await engine.negotiate(options), "createPlugin");
  const archive = packJobs(folderJobs(platform, pluginDataDir, { judge: () => "take" }));
  return await engine.empty(action, "POST", "/plugins/create", options, {
    query: query({ name: plugin }),
    headers: { "Content-Type": "application/x-tar" },
    body: { stream: options.gzip ? gzip(archive) : archive },
    patience: Infinity,
  });
}

/**
 * Changes the settings of a plugin that is not enabled (`POST /plugins/{name}/set`). Since API
 * 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options The settings, e.g. `{ DEBUG: 1, "data.source": "/srv" }`.
 * @param callOptions The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such plugin.
 * @throws {ServerError} When the plugin is enabled, or has no such setting.
 *
 * @example
 * ```ts no-run
 * import { configurePlugin, createEngine } from "@longshore/docker/api";
 *
 * await configurePlugin(createEngine(), "example/sshfs", { DEBUG: 1 });
 * ```
 */
export async function configurePlugin(
  engine: Engine,
  name: Reference,
  options: PluginSettingValues,
  callOptions: CallOptions = {},
): Promise<true> {
  const plugin = toId(name, "name");
  const action = `Cannot configure plugin "${plugin}"`;
  const settings = toSettings(options);
  requireVersion(action, await engine.negotiate(callOptions), "configurePlugin");
  return await engine.empty(action, "POST", path`/plugins/${plugin}/set`, callOptions, {
    json: settings,
  });
}

/**
 * Enables a plugin (`POST /plugins/{name}/enable`). Since API 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options How long the Engine tries to reach it, in seconds.
 * @returns True.
 * @throws {NotFound} When there is no such plugin.
 * @throws {ServerError} When its process cannot be started or does not listen on its socket.
 *
 * @example
 * ```ts no-run
 * import { createEngine, enablePlugin } from "@longshore/docker/api";
 *
 * await enablePlugin(createEngine(), "example/sshfs", { timeout: 10 });
 * ```
 */
export async function enablePlugin(
  engine: Engine,
  name: Reference,
  options: EnablePluginOptions = {},
): Promise<true> {
  const plugin = toId(name, "name");
  const action = `Cannot enable plugin "${plugin}"`;
  const timeout = toInteger(options.timeout ?? 0, "timeout");
  requireVersion(action, await engine.negotiate(options), "enablePlugin");
  return await engine.empty(action, "POST", path`/plugins/${plugin}/enable`, options, {
    query: query({ timeout }),
    // The timeout does not bound all that the Engine does.
    patience: Infinity,
  });
}

/**
 * Disables a plugin (`POST /plugins/{name}/disable`). Since API 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options Whether a plugin that is in use is stopped too.
 * @returns True.
 * @throws {NotFound} When there is no such plugin.
 * @throws {Conflict} When the plugin is in use or not enabled.
 *
 * @example
 * ```ts no-run
 * import { createEngine, disablePlugin } from "@longshore/docker/api";
 *
 * await disablePlugin(createEngine(), "example/sshfs", { force: true });
 * ```
 */
export async function disablePlugin(
  engine: Engine,
  name: Reference,
  options: DisablePluginOptions = {},
): Promise<true> {
  const plugin = toId(name, "name");
  const action = `Cannot disable plugin "${plugin}"`;
  const force = options.force || undefined;
  requireVersion(action, await engine.negotiate(options), "disablePlugin", { force });
  return await engine.empty(action, "POST", path`/plugins/${plugin}/disable`, options, {
    query: query({ force }),
  });
}

/**
 * Removes a plugin (`DELETE /plugins/{name}`). Since API 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param options Whether an enabled plugin is stopped first.
 * @returns True.
 * @throws {NotFound} When there is no such plugin.
 * @throws {APIError} When the plugin is enabled and `force` is not set.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removePlugin } from "@longshore/docker/api";
 *
 * await removePlugin(createEngine(), "example/sshfs", { force: true });
 * ```
 */
export async function removePlugin(
  engine: Engine,
  name: Reference,
  options: RemovePluginOptions = {},
): Promise<true> {
  const plugin = toId(name, "name");
  const action = `Cannot remove plugin "${plugin}"`;
  requireVersion(action, await engine.negotiate(options), "removePlugin");
  return await engine.empty(action, "DELETE", path`/plugins/${plugin}`, options, {
    query: query({ force: options.force ?? false }),
  });
}

function toSettings(value: unknown): string[] {
  if (isRecord(value)) {
    return Object.entries(toTextMap(value, "options")).map((pair) => pair.join("="));
  }
  if (Array.isArray(value)) return toTexts(value, "options");
  throw wrongShape("options", value, 'an object such as { DEBUG: 1 }, or a list of "name=value"');
}

async function checkPluginFolder(
  action: string,
  folder: unknown,
  { files, paths }: Platform,
): Promise<void> {
  if (typeof folder !== "string" || folder === "") {
    throw wrongShape("pluginDataDir", folder, "the path of a folder");
  }
  for (const [name, kind] of [["config.json", "file"], ["rootfs", "directory"]] as const) {
    const info = await files.stat(paths.join(folder, name));
    if (info?.kind !== kind) {
      throw new TypeError(`${action}: the folder "${folder}" has no ${kind} "${name}"`);
    }
  }
}
