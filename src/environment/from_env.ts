import { APIClient } from "../client.ts";
import { createConnector } from "../connect/mod.ts";
import { DockerError, messageOf } from "../errors.ts";
import { loadPlatform } from "../platform/mod.ts";
import { isMissingPermission } from "../text/missing_permission.ts";
import type { FromEnvOptions } from "./resolve.ts";

export type { FromEnvOptions } from "./resolve.ts";

/** How long one of the platform's sockets may take to answer, in milliseconds. */
const PROBE_MS = 2000;

/**
 * Makes a client of the engine that the `docker` command would talk to.
 *
 * The address comes from the first of these that names one:
 *
 * 1. the options `baseUrl` and `context`
 * 2. `DOCKER_HOST`; where it has a port, `DOCKER_CERT_PATH`, `DOCKER_TLS_VERIFY` and `DOCKER_TLS`
 *    encrypt it. The engine's certificate is checked unless `DOCKER_TLS_VERIFY` is set to an empty
 *    string, or `DOCKER_TLS` without it
 * 3. `DOCKER_CONTEXT`, with the context's certificates
 * 4. the context in use, by `currentContext` of `config.json`
 * 5. the first of the platform's sockets where something listens: `/var/run/docker.sock`, those of
 *    rootless engines, Docker Desktop, Colima, Rancher Desktop, OrbStack and Podman
 *
 * `DOCKER_API_VERSION` fixes the version, and the `HttpHeaders` of `config.json` are sent with every
 * request. `DOCKER_CONFIG` names the directory of `config.json`, in place of `~/.docker`. Variables for
 * proxies are not looked at.
 *
 * @param options What goes before the environment.
 * @returns The client; nothing was sent yet.
 * @throws {ConnectionError} When nothing names an engine and none listens: the message lists what was tried.
 * @throws {ContextNotFound} When there is no such context.
 * @throws {InvalidConfigFile} When the configuration or the context cannot be read.
 *
 * @example
 * ```ts no-run
 * import { fromEnv } from "@longshore/docker";
 *
 * await using client = await fromEnv();
 * console.log(client.baseUrl, (await client.version()).Version);
 * ```
 */
export async function fromEnv(options: FromEnvOptions = {}): Promise<APIClient> {
  // What reads contexts, certificates and config.json is loaded by who asks for it.
  const { resolveEnvironment } = await import("./resolve.ts");
  try {
    return new APIClient(await resolveEnvironment(options, await loadPlatform(), probe));
  } catch (error) {
    if (!isMissingPermission(error)) throw error;
    throw new DockerError(
      `Cannot read the environment: ${
        messageOf(error)
      }; the variables are DOCKER_HOST, DOCKER_TLS_VERIFY, ` +
        "DOCKER_CERT_PATH, DOCKER_API_VERSION, DOCKER_CONTEXT, DOCKER_CONFIG, HOME and XDG_RUNTIME_DIR",
      { cause: error },
    );
  }
}

/** Opens a connection and closes it again. */
async function probe(address: string): Promise<void> {
  const duplex = await createConnector(address).connect(AbortSignal.timeout(PROBE_MS));
  duplex.close();
}
