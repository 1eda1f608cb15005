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

/** Lists plugins: see {@linkcode APIClient.plugins}. */
export async function plugins(engine: Engine, options: PluginsOptions = {}): Promise<Plugin[]> {
  const action = "Cannot list plugins";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "plugins", { filters });
  return await engine.json(action, "GET", "/plugins", options, { query: query({ filters }) });
}

/** Returns what the Engine knows of a plugin: see {@linkcode APIClient.inspectPlugin}. */
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

/** Makes a plugin of a folder: see {@linkcode APIClient.createPlugin}. */
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

/** Changes a plugin's settings: see {@linkcode APIClient.configurePlugin}. */
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

/** Enables a plugin: see {@linkcode APIClient.enablePlugin}. */
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

/** Disables a plugin: see {@linkcode APIClient.disablePlugin}. */
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

/** Removes a plugin: see {@linkcode APIClient.removePlugin}. */
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
