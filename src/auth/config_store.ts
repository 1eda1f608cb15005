import { InvalidConfigFile, messageOf } from "../errors.ts";
import type { Platform } from "../platform/types.ts";
import { type ConfigFile, EMPTY_CONFIG } from "./config_file.ts";
import { mayReadConfig, readConfig, readConfigFile } from "./config_location.ts";

/** Told of a problem that does not stop a call. */
export type Warn = (message: string) => void;

/**
 * The configuration file of one client, read when something of it is needed first. What cannot be read is
 * one warning, and as if it were not there.
 */
export class ConfigStore {
  readonly #load: (() => Promise<Platform>) | null;
  readonly #warn: Warn;
  readonly #warned = new Set<string>();
  #loaded: Promise<Platform> | null = null;
  #config: Promise<ConfigFile> | null = null;

  /**
   * Makes a store; nothing is read yet.
   *
   * @param load Loads what reads files and runs helpers; `null` where there is none.
   * @param warn Told of what cannot be read.
   */
  constructor(load: (() => Promise<Platform>) | null, warn: Warn) {
    this.#load = load;
    this.#warn = warn;
  }

  /** Resolves with what the file says. */
  read(): Promise<ConfigFile> {
    return this.#config ??= this.attempt(readConfig);
  }

  /**
   * Resolves with what the file says; as if there were none where Deno would have to ask the user for
   * the permission to read it: what is done without a file is no reason to ask.
   */
  async readIfAllowed(): Promise<ConfigFile> {
    if (this.#config !== null) return await this.#config;
    if (this.#load === null || !mayReadConfig(await this.platform())) return EMPTY_CONFIG;
    return await this.read();
  }

  /**
   * Reads another file, in place of the usual one.
   *
   * @throws {InvalidConfigFile} When there is none, or it cannot be read or parsed.
   */
  async loadFile(path: string): Promise<void> {
    const config = await readConfigFile(await this.platform(), path);
    if (config === null) {
      throw new InvalidConfigFile(
        `Cannot read the configuration file "${path}": it does not exist`,
      );
    }
    this.#config = Promise.resolve(this.#usable(config));
  }

  /** Resolves with a configuration from anywhere; with an empty one, and a warning, where that fails. */
  async attempt(
    read: (platform: Platform) => Promise<ConfigFile> | ConfigFile,
  ): Promise<ConfigFile> {
    if (this.#load === null) return EMPTY_CONFIG;
    try {
      return this.#usable(await read(await this.platform()));
    } catch (error) {
      this.warnOnce(messageOf(error));
      return EMPTY_CONFIG;
    }
  }

  /** Warns of a problem the first time that it is met. */
  warnOnce(problem: string, message: string = problem): void {
    if (this.#warned.has(problem)) return;
    this.#warned.add(problem);
    this.#warn(message);
  }

  /**
   * Resolves with what reads files and runs helpers.
   *
   * @throws {TypeError} Where there is none.
   */
  platform(): Promise<Platform> {
    if (this.#load !== null) return this.#loaded ??= this.#load();
    throw new TypeError("Cannot read files: this Engine was made without the option platform");
  }

  /** Warns of what a file says that cannot be used. */
  #usable(config: ConfigFile): ConfigFile {
    for (const fault of config.faults) this.warnOnce(fault);
    return config;
  }
}
