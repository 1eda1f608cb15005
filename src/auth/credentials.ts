import type { Platform, Processes } from "../platform/types.ts";
import type { AuthConfig } from "../types/registry.ts";
import type { ConfigFile } from "./config_file.ts";
import { EMPTY_CONFIG } from "./config_file.ts";
import { readConfig, readConfigFile, readEnvironmentConfig } from "./config_location.ts";
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
  readonly #warned = new Set<string>();
  #loaded: Promise<Platform> | null = null;
  #config: Promise<ConfigFile> | null = null;
  #fromEnvironment: Promise<ConfigFile> | null = null;
  #listed: Promise<Map<string, string>> | null = null;

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
    this.#config = Promise.resolve(this.#usable(config));
    this.#listed = null;
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
    const given = (await this.#readEnvironment()).auths.get(key);
    if (given !== undefined) return given;
    const config = await this.#readConfig();
    const own = config.credHelpers.get(key);
    // An empty name says that this registry's credentials stand in the file.
    if (own !== "") {
      const auth = (own && await this.#get(own, key, key)) || await this.#fromStore(config, key);
      if (auth) return auth;
    }
    return config.auths.get(key);
  }

  /** Asks the helper of all registries, by the name under which it lists the registry. */
  async #fromStore(config: ConfigFile, key: string): Promise<AuthConfig | undefined> {
    const { credsStore } = config;
    if (credsStore === undefined) return undefined;
    const auth = await this.#get(credsStore, key, key);
    if (auth !== undefined) return auth;
    const listed = (await this.#listStore(config)).get(key);
    return listed === undefined || listed === key
      ? undefined
      : await this.#get(credsStore, listed, key);
  }

  async #get(helper: string, name: string, key: string): Promise<AuthConfig | undefined> {
    const auth = await this.#ask(helper, name, (processes) => {
      return getFromHelper(processes, helper, name);
    });
    return auth === undefined ? undefined : { ...auth, serveraddress: key };
  }

  /** Whether no credentials are known, nor anything that may give some. */
  async isEmpty(): Promise<boolean> {
    const { auths, credHelpers, credsStore } = await this.#readConfig();
    const given = (await this.#readEnvironment()).auths.size;
    return given + this.#logins.size + auths.size + credHelpers.size === 0 &&
      credsStore === undefined;
  }

  /** Finds the credentials for every registry that is known, by the key that the Engine looks for. */
  async all(): Promise<Record<string, AuthConfig>> {
    const config = await this.#readConfig();
    const keys = new Set([
      ...config.auths.keys(),
      ...config.credHelpers.keys(),
      ...this.#logins.keys(),
      ...(await this.#readEnvironment()).auths.keys(),
      ...(await this.#listStore(config)).keys(),
    ]);
    const found = await Promise.all(
      [...keys].map(async (key) => [key, await this.find(key)] as const),
    );
    return Object.fromEntries(
      found.filter((entry): entry is [string, AuthConfig] => entry[1] !== undefined),
    );
  }

  /** The names under which the helper of all registries lists them, by their keys. */
  #listStore({ credsStore }: ConfigFile): Promise<Map<string, string>> {
    if (credsStore === undefined) return Promise.resolve(new Map());
    return this.#listed ??= this.#ask(
      credsStore,
      "all registries",
      (processes) => listOfHelper({ processes, helper: credsStore }),
    ).then((names) => new Map(Object.keys(names ?? {}).map((name) => [registryKey(name), name])));
  }

  async #ask<T>(
    helper: string,
    what: string,
    body: (processes: Processes) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await body((await this.#platform()).processes);
    } catch (error) {
      const { message } = error as Error;
      this.#warnOnce(message, `${message} (helper "${helper}" asked for ${what})`);
      return undefined;
    }
  }

  /** Warns of a problem the first time that it is met. */
  #warnOnce(problem: string, message: string = problem): void {
    if (this.#warned.has(problem)) return;
    this.#warned.add(problem);
    this.#warn(message);
  }

  /** Warns of what a file says that cannot be used. */
  #usable(config: ConfigFile): ConfigFile {
    for (const fault of config.faults) this.#warnOnce(fault);
    return config;
  }

  #readConfig(): Promise<ConfigFile> {
    if (this.#load === null) return Promise.resolve(EMPTY_CONFIG);
    this.#config ??= this.#platform().then(readConfig).then((config) => this.#usable(config))
      .catch((error) => {
        this.#warnOnce((error as Error).message);
        return EMPTY_CONFIG;
      });
    return this.#config;
  }

  /** Reads what `DOCKER_AUTH_CONFIG` holds: the text of a configuration file, for its `auths`. */
  #readEnvironment(): Promise<ConfigFile> {
    if (this.#load === null) return Promise.resolve(EMPTY_CONFIG);
    this.#fromEnvironment ??= this.#platform().then(readEnvironmentConfig)
      .then((config) => this.#usable(config))
      .catch((error) => {
        this.#warnOnce((error as Error).message);
        return EMPTY_CONFIG;
      });
    return this.#fromEnvironment;
  }

  #platform(): Promise<Platform> {
    if (this.#load !== null) return this.#loaded ??= this.#load();
    throw new TypeError("Cannot read files: this Engine was made without the option platform");
  }
}
