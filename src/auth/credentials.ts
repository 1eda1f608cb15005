import type { Processes } from "../platform/types.ts";
import type { AuthConfig } from "../types/registry.ts";
import type { ConfigFile } from "./config_file.ts";
import { readEnvironmentConfig } from "./config_location.ts";
import type { ConfigStore } from "./config_store.ts";
import { getFromHelper, listOfHelper } from "./helper.ts";
import { registryKey } from "./registry.ts";
import { messageOf } from "../errors.ts";

/**
 * The credentials that one client knows: those of its logins, then those that the configuration
 * file leads to. The file is read when credentials are needed first.
 *
 * What cannot be read is a warning: the image may well be public.
 */
export class Credentials {
  readonly #config: ConfigStore;
  readonly #logins = new Map<string, AuthConfig>();
  #fromEnvironment: Promise<ConfigFile> | null = null;
  #listed: Promise<Map<string, string>> | null = null;

  /**
   * Makes a store; nothing is read yet.
   *
   * @param config Reads the configuration file, and is told of what cannot be read.
   */
  constructor(config: ConfigStore) {
    this.#config = config;
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
    await this.#config.loadFile(path);
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
    const config = await this.#config.read();
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
    const { auths, credHelpers, credsStore } = await this.#config.read();
    const given = (await this.#readEnvironment()).auths.size;
    return given + this.#logins.size + auths.size + credHelpers.size === 0 &&
      credsStore === undefined;
  }

  /** Finds the credentials for every registry that is known, by the key that the Engine looks for. */
  async all(): Promise<Record<string, AuthConfig>> {
    const config = await this.#config.read();
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
      return await body((await this.#config.platform()).processes);
    } catch (error) {
      const message = messageOf(error);
      this.#config.warnOnce(message, `${message} (helper "${helper}" asked for ${what})`);
      return undefined;
    }
  }

  /** Reads what `DOCKER_AUTH_CONFIG` holds: the text of a configuration file, for its `auths`. */
  #readEnvironment(): Promise<ConfigFile> {
    return this.#fromEnvironment ??= this.#config.attempt(readEnvironmentConfig);
  }
}
