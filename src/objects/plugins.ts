import { configurePlugin } from "../api/plugins/configure.ts";
import { disablePlugin } from "../api/plugins/disable.ts";
import { enablePlugin } from "../api/plugins/enable.ts";
import { inspectPlugin } from "../api/plugins/inspect.ts";
import { plugins } from "../api/plugins/list.ts";
import { pluginPrivileges } from "../api/plugins/privileges.ts";
import { pullPlugin } from "../api/plugins/pull.ts";
import { pushPlugin } from "../api/plugins/push.ts";
import { removePlugin } from "../api/plugins/remove.ts";
import { upgradePlugin } from "../api/plugins/upgrade.ts";
import type { PluginRegistryOptions } from "../api/common/plugin_registry.ts";
import type { PluginSettingValues } from "../api/plugins/configure.ts";
import type { CreatePluginOptions } from "../api/plugins/create.ts";
import type { DisablePluginOptions } from "../api/plugins/disable.ts";
import type { EnablePluginOptions } from "../api/plugins/enable.ts";
import type { PluginsOptions } from "../api/plugins/list.ts";
import type { PullPluginOptions } from "../api/plugins/pull.ts";
import type { RemovePluginOptions } from "../api/plugins/remove.ts";
import type { UpgradePluginOptions } from "../api/plugins/upgrade.ts";
import { toFunction } from "../convert/checks.ts";
import type { Reference } from "../convert/reference.ts";
import type { CallOptions } from "../engine/call_options.ts";
import type { BatchStream } from "../streams/batch_stream.ts";
import type { Plugin as PluginJSON, PluginSettings } from "../types/plugins.ts";
import type { ProgressRecord } from "../types/progress.ts";
import { checkOptions, refuseUnknown } from "../operation/check_options.ts";
import { createWhole, isThere, undo } from "./creation.ts";
import { Collection, Model, refuseOthers } from "./model.ts";
import { takeOwn } from "../operation/own_options.ts";
import { drain, type OnProgress } from "./progress.ts";

/** A plugin that the Engine manages. */
export class Plugin extends Model<PluginJSON> {
  /** The id. */
  override get id(): string {
    return this.attrs.Id ?? this.attrs.Name;
  }

  /** The name, with its tag. */
  get name(): string {
    return this.attrs.Name;
  }

  /** Whether it runs. */
  get enabled(): boolean {
    return this.attrs.Enabled;
  }

  /** What users can set, as it is set. */
  get settings(): PluginSettings {
    return this.attrs.Settings;
  }

  /** Asks the Engine anew: `GET /plugins/{name}/json`, since API 1.25. */
  override async reload(options?: CallOptions): Promise<this> {
    this.attrs = await inspectPlugin(this.engine, this.name, options);
    return this;
  }

  /**
   * Sets what users can set, and reloads: `POST /plugins/{name}/set`, since API 1.25.
   *
   * @param settings The values, e.g. `{ DEBUG: 1 }`.
   * @param options The call's own options.
   * @throws {APIError} When the plugin runs, or a value cannot be set.
   */
  async configure(settings: PluginSettingValues, options?: CallOptions): Promise<true> {
    await configurePlugin(this.engine, this.name, settings, options);
    await this.reload(options);
    return true;
  }

  /**
   * Stops the plugin, and reloads: `POST /plugins/{name}/disable`, since API 1.25.
   *
   * @param options Whether it is done by force.
   */
  async disable(options: DisablePluginOptions = {}): Promise<true> {
    await disablePlugin(this.engine, this.name, options);
    await this.reload({ signal: options.signal, timeouts: options.timeouts });
    return true;
  }

  /**
   * Starts the plugin, and reloads: `POST /plugins/{name}/enable`, since API 1.25.
   *
   * @param options How long the Engine waits for it, in seconds.
   */
  async enable(options: EnablePluginOptions = {}): Promise<true> {
    await enablePlugin(this.engine, this.name, options);
    await this.reload({ signal: options.signal, timeouts: options.timeouts });
    return true;
  }

  /**
   * Pushes the plugin to the registry that its name tells: `POST /plugins/{name}/push`, since API 1.25.
   *
   * @param options Credentials.
   */
  push(options?: PluginRegistryOptions): Promise<true> {
    return pushPlugin(this.engine, this.name, options);
  }

  /**
   * Removes the plugin: `DELETE /plugins/{name}`, since API 1.25.
   *
   * @param options Whether it is done by force.
   * @throws {APIError} When the plugin runs and `force` is not set.
   */
  remove(options?: RemovePluginOptions): Promise<true> {
    return removePlugin(this.engine, this.name, options);
  }

  /**
   * Upgrades the plugin, which must not run: `POST /plugins/{name}/upgrade`, since API 1.26. It is
   * granted all that it asks for.
   *
   * @param remote The name in the registry; its own without it.
   * @param options Credentials.
   * @returns The progress; the upgrade goes on as it is read.
   */
  async upgrade(
    remote?: string,
    options: UpgradePluginOptions = {},
  ): Promise<BatchStream<ProgressRecord>> {
    refuseUnknown(`Cannot upgrade plugin "${this.name}"`, options, UPGRADE_OPTIONS);
    const reference = remote ?? this.name;
    const { authConfig, signal, timeouts } = options;
    const privileges = await pluginPrivileges(this.engine, reference, {
      authConfig,
      signal,
      timeouts,
    });
    return await upgradePlugin(this.engine, this.name, reference, privileges, options);
  }
}

const UPGRADE_OPTIONS = ["authConfig", "rejectOnError", "signal", "timeouts"];

/** Options of {@linkcode PluginCollection.install}. */
export interface PluginInstallOptions extends Omit<PullPluginOptions, "name"> {
  /** Told of each record of the progress. */
  onProgress?: OnProgress | null | undefined;
}

/** The plugins of an Engine. */
export class PluginCollection extends Collection<Plugin> {
  /**
   * Makes a plugin of a directory with `config.json` and `rootfs`: `POST /plugins/create`, since API 1.25.
   *
   * @param name The name, with or without a tag.
   * @param pluginDataDir The directory.
   * @param options Whether it is compressed on its way.
   */
  override async create(
    name: string,
    pluginDataDir: string,
    options: CreatePluginOptions = {},
  ): Promise<Plugin> {
    checkOptions("Cannot create a plugin", options);
    const { createPlugin } = await import("../api/plugins/create.ts");
    return await createWhole(this.engine, options, {
      what: "a plugin",
      labels: {},
      isTransfer: true,
      make: (_, signal) => createPlugin(this.engine, name, pluginDataDir, { ...options, signal }),
      load: () => this.get(name, { signal: options.signal, timeouts: options.timeouts }),
      undo: () => removePlugin(this.engine, name),
    });
  }

  /**
   * Resolves with a plugin: `GET /plugins/{name}/json`, since API 1.25.
   *
   * @param name The name or id.
   * @param options The call's own options.
   * @throws {NotFound} When there is none.
   */
  override async get(name: Reference, options?: CallOptions): Promise<Plugin> {
    refuseOthers(name, Plugin, "plugin");
    return this.prepareModel(await inspectPlugin(this.engine, name, options));
  }

  /**
   * Pulls a plugin and grants it all that it asks for: `POST /plugins/pull`, since API 1.25.
   *
   * @param remoteName The name in the registry.
   * @param localName The name that it gets here; the same without it.
   * @param options Credentials.
   */
  async install(
    remoteName: string,
    localName?: string,
    options: PluginInstallOptions = {},
  ): Promise<Plugin> {
    const own = { onProgress: toFunction };
    const action = `Cannot install plugin "${remoteName}"`;
    const [{ onProgress }, pulling] = takeOwn(action, options, own, ["authConfig"]);
    const { authConfig, signal, timeouts } = pulling;
    const privileges = await pluginPrivileges(this.engine, remoteName, {
      authConfig,
      signal,
      timeouts,
    });
    const call = localName === undefined ? pulling : { ...pulling, name: localName };
    const name = localName ?? remoteName;
    // Who aborts gets rid of what the Engine has installed by then, but of nothing that was there.
    const isNew = signal != null &&
      !(await isThere(() => inspectPlugin(this.engine, name, { signal, timeouts })));
    try {
      await drain(await pullPlugin(this.engine, remoteName, privileges, call), onProgress);
      return await this.get(name, { signal, timeouts });
    } catch (error) {
      if (isNew && signal.aborted) {
        await undo(this.engine, "a plugin", () => removePlugin(this.engine, name));
      }
      throw error;
    }
  }

  /**
   * Lists plugins: `GET /plugins`, since API 1.25.
   *
   * @param options Filters.
   */
  override async list(options?: PluginsOptions): Promise<Plugin[]> {
    return (await plugins(this.engine, options)).map((attrs) => this.prepareModel(attrs));
  }

  /** Makes an object of what the Engine told of a plugin. */
  override prepareModel(attrs: Plugin | PluginJSON): Plugin {
    return attrs instanceof Plugin ? attrs : new Plugin(this, attrs, this);
  }
}
