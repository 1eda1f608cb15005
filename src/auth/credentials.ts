import type { Platform, Processes } from "../platform/types.ts";
import type { AuthConfig } from "../types/registry.ts";
import type { ConfigFile } from "./config_file.ts";
import { EMPTY_CONFIG } from "./config_file.ts";
import { readConfig, readConfigFile } from "./config_location.ts";
import { getFromHelper, listOfHelper } from "./helper.ts";
import { registryKey } from "./registry.ts";
import { InvalidConfigFile } from "../errors.ts";

/** Told of a problem that does not stop a call. */
export type Warn = (message: string) => void;

/**
 * The credentials that one client knows: those of its logins, then those that the configuration
 * file leads to. The file is read when credentials are needed first.
 *
 * What cannot be read is a warning: the image may well be public.
 */
export class Credentials {
  readonly #load: (() => Promise<Platform>) | null;
  readonly #warn: Warn;
  readonly #logins = new Map<string, AuthConfig>();
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

  /** Keeps the credentials of a login. */
  remember(registry: string, auth: AuthConfig): void {
    this.#logins.set(registryKey(registry), auth);
  }

  /**
   * Reads another configuration file, in place of the usual one.
   *
   * @throws {InvalidConfigFile} When there is none, or it cannot be read or parsed.
   */
  async loadFile(path: string): Promise<void> {
    const config = await readConfigFile(await this.#platform(), path);
    if (config === null) {
      throw new InvalidConfigFile(
        `Cannot read the configuration file "${path}": it does not exist`,
      );
    }
    this.#config = Promise.resolve(config);
  }

  /**
   * Finds the credentials for a registry: of a login, then from the registry's own helper, from the
   * helper of all registries, and from the file itself.
   *
   * @param registry The registry in any of its spellings.
   */
  async find(registry: string): Promise<AuthConfig | undefined> {
    const key = registryKey(registry);
    const login = this.#logins.get(key);
    if (login !== undefined) return login;
    const config = await this.#readConfig();
    for (const helper of [config.credHelpers.get(key), config.credsStore]) {
      if (helper === undefined) continue;
      const auth = await this.#ask(
        helper,
        key,
        (processes) => getFromHelper(processes, helper, key),
      );
      if (auth !== undefined) return auth;
    }
    return config.auths.get(key);
  }

  /** Whether no credentials are known, nor anything that may give some. */
  async isEmpty(): Promise<boolean> {
    const { auths, credHelpers, credsStore } = await this.#readConfig();
    return this.#logins.size + auths.size + credHelpers.size === 0 && credsStore === undefined;
  }

  /** Finds the credentials for every registry that is known, by the key that the Engine looks for. */
  async all(): Promise<Record<string, AuthConfig>> {
    const config = await this.#readConfig();
    const keys = new Set([
      ...config.auths.keys(),
      ...config.credHelpers.keys(),
      ...this.#logins.keys(),
      ...await this.#listStore(config),
    ]);
    const found = await Promise.all(
      [...keys].map(async (key) => [key, await this.find(key)] as const),
    );
    return Object.fromEntries(
      found.filter((entry): entry is [string, AuthConfig] => entry[1] !== undefined),
    );
  }

  async #listStore({ credsStore }: ConfigFile): Promise<string[]> {
    if (credsStore === undefined) return [];
    const names = await this.#ask(
      credsStore,
      "all registries",
      (processes) => listOfHelper(processes, credsStore),
    );
    return (names ?? []).map(registryKey);
  }

  async #ask<T>(
    helper: string,
    what: string,
    body: (processes: Processes) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await body((await this.#platform()).processes);
    } catch (error) {
      this.#warn(`${(error as Error).message} (helper "${helper}" asked for ${what})`);
      return undefined;
    }
  }

  #readConfig(): Promise<ConfigFile> {
    if (this.#load === null) return Promise.resolve(EMPTY_CONFIG);
    this.#config ??= this.#load().then(readConfig).catch((error) => {
      this.#warn((error as Error).message);
      return EMPTY_CONFIG;
    });
    return this.#config;
  }

  #platform(): Promise<Platform> {
    if (this.#load !== null) return this.#load();
    throw new TypeError("Cannot read files: this Engine was made without the option platform");
  }
}
