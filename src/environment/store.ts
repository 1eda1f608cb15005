import {
  askHelper,
  eraseFromHelper,
  type Helper,
  listOfHelper,
  storeInHelper,
} from "../auth/helper.ts";
import { toFilledText, toSecretText } from "../convert/checks.ts";
import { CredentialsNotFound } from "../errors.ts";
import { loadPlatform } from "../platform/mod.ts";

/** What a credential helper stores of one registry. */
export interface StoredCredentials {
  /** The registry as the helper calls it. */
  ServerURL: string;
  /** The user's name; `<token>` when the secret is an identity token. */
  Username: string;
  /** The password or token. */
  Secret: string;
}

/**
 * A credential helper of the `docker` command: a program `docker-credential-NAME` that keeps
 * passwords of registries in a key ring. Pulls, pushes and builds ask the helpers that `config.json`
 * names by themselves; this is for who manages what they keep.
 *
 * @example
 * ```ts no-run
 * import { Store } from "@longshore/docker";
 *
 * const store = new Store("pass");
 * for (const [registry, user] of Object.entries(await store.list())) console.log(registry, user);
 * ```
 */
export class Store {
  /** The program that is run, e.g. `docker-credential-pass`. */
  readonly program: string;
  readonly #helper: Omit<Helper, "processes">;

  /**
   * Names a helper; nothing is run.
   *
   * @param program The helper's name, as in `config.json`: `pass` for `docker-credential-pass`.
   * @param environment Variables that are added to the helper's environment.
   */
  constructor(program: string, environment?: Readonly<Record<string, string>> | null) {
    const helper = toFilledText(program, "program");
    this.program = `docker-credential-${helper}`;
    this.#helper = { helper, env: environment ? { ...environment } : undefined };
  }

  /**
   * Asks for the credentials of a registry.
   *
   * @param server The registry as the helper calls it, e.g. `https://index.docker.io/v1/`.
   * @throws {CredentialsNotFound} When the helper has none.
   * @throws {DockerError} When the helper fails.
   */
  async get(server: string): Promise<StoredCredentials> {
    const found = await askHelper(await this.#load(), toFilledText(server, "server"));
    if (found === undefined || (found.username === "" && found.secret === "")) {
      throw this.#notFound("get", server);
    }
    return { ServerURL: server, Username: found.username, Secret: found.secret };
  }

  /**
   * Stores credentials of a registry; what was stored of it before is replaced.
   *
   * @param server The registry.
   * @param username The user's name.
   * @param secret The password or token.
   * @throws {DockerError} When the helper fails.
   */
  async store(server: string, username: string, secret: string): Promise<void> {
    const checked = [
      toFilledText(server, "server"),
      toFilledText(username, "username"),
      toSecretText(secret, "secret"),
    ] as const;
    await storeInHelper(await this.#load(), ...checked);
  }

  /**
   * Removes the credentials of a registry.
   *
   * @param server The registry as the helper calls it.
   * @throws {CredentialsNotFound} When the helper says that it has none.
   * @throws {DockerError} When the helper fails.
   */
  async erase(server: string): Promise<void> {
    if (!await eraseFromHelper(await this.#load(), toFilledText(server, "server"))) {
      throw this.#notFound("erase", server);
    }
  }

  /**
   * Lists what the helper keeps.
   *
   * @returns The user's name of each registry, by the registry as the helper calls it.
   * @throws {DockerError} When the helper fails.
   */
  async list(): Promise<Record<string, string>> {
    return await listOfHelper(await this.#load());
  }

  async #load(): Promise<Helper> {
    return { ...this.#helper, processes: (await loadPlatform()).processes };
  }

  #notFound(verb: string, server: string): CredentialsNotFound {
    return new CredentialsNotFound(
      `Cannot ${verb} the credentials of "${server}": the helper "${this.#helper.helper}" has none`,
    );
  }
}
