import { createConfig } from "../api/configs/create.ts";
import { inspectConfig } from "../api/configs/inspect.ts";
import { configs } from "../api/configs/list.ts";
import { removeConfig } from "../api/configs/remove.ts";
import type { CreateConfigOptions } from "../api/configs/create.ts";
import type { ConfigsOptions } from "../api/configs/list.ts";
import type { Data } from "../convert/data.ts";
import type { Reference } from "../convert/reference.ts";
import type { CallOptions } from "../engine/call_options.ts";
import type { Config as ConfigJSON } from "../types/configs.ts";
import { checkOptions } from "../operation/check_options.ts";
import { createWhole } from "./creation.ts";
import { Collection, Model, refuseOthers, withLabels } from "./model.ts";

/** A config of the swarm: a file that services get, its content no secret. */
export class Config extends Model<ConfigJSON> {
  /** The id. */
  override get id(): string {
    return this.attrs.ID;
  }

  /** The name. */
  get name(): string {
    return this.attrs.Spec.Name ?? "";
  }

  /** Asks the swarm anew: `GET /configs/{id}`, since API 1.30. */
  override async reload(options?: CallOptions): Promise<this> {
    this.attrs = await inspectConfig(this.engine, this.id, options);
    return this;
  }

  /**
   * Removes the config: `DELETE /configs/{id}`, since API 1.30.
   *
   * @param options The call's own options.
   * @throws {APIError} When a service uses it.
   */
  remove(options?: CallOptions): Promise<true> {
    return removeConfig(this.engine, this.id, options);
  }
}

/** Options of {@linkcode ConfigCollection.create}. */
export interface ConfigCreateOptions extends CreateConfigOptions {
  /** The name. */
  name: string;
  /** The content, at most 1,000 KiB (500 KiB on older Engines). */
  data: Data;
}

/** The configs of the swarm; the Engine must be one of its managers. */
export class ConfigCollection extends Collection<Config> {
  /**
   * Creates a config: `POST /configs/create`, since API 1.30.
   *
   * @param options The name, the content, labels and a template's driver.
   * @throws {Conflict} When the name is taken.
   */
  override async create(options: ConfigCreateOptions): Promise<Config> {
    checkOptions("Cannot create a config", options);
    const { name, data, ...rest } = options;
    return await createWhole(this.engine, rest, {
      what: "a config",
      labels: this.labels,
      make: (labels, signal) =>
        createConfig(this.engine, name, data, { ...withLabels(rest, labels), signal }),
      load: ({ ID }) => this.get(ID, { signal: rest.signal, timeouts: rest.timeouts }),
      undo: ({ ID }) => removeConfig(this.engine, ID),
    });
  }

  /**
   * Resolves with a config: `GET /configs/{id}`, since API 1.30.
   *
   * @param configId The id or name.
   * @param options The call's own options.
   * @throws {NotFound} When there is none.
   */
  override async get(configId: Reference, options?: CallOptions): Promise<Config> {
    refuseOthers(configId, Config, "config");
    return this.prepareModel(await inspectConfig(this.engine, configId, options));
  }

  /**
   * Lists configs: `GET /configs`, since API 1.30.
   *
   * @param options Filters.
   */
  override async list(options?: ConfigsOptions): Promise<Config[]> {
    return (await configs(this.engine, options)).map((attrs) => this.prepareModel(attrs));
  }

  /** Makes an object of what the swarm told of a config. */
  override prepareModel(attrs: Config | ConfigJSON): Config {
    return attrs instanceof Config ? attrs : new Config(this, attrs, this);
  }
}
