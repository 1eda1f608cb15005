import { type APIClientOptions, checkClientOptions, warnOnConsole } from "./client_options.ts";
import { createConnector } from "./connect/mod.ts";
import { Engine } from "./engine/engine.ts";
import { loadPlatform } from "./platform/mod.ts";
import { CLIENT_VERSION } from "./version.ts";

export type { APIClientOptions } from "./client_options.ts";
export type { SSHOptions } from "./connect/ssh_options.ts";

/**
 * Makes what the functions of `@longshore/docker/api` take as their first argument, without the class that
 * holds all of them; nothing is opened, read or sent.
 *
 * @param options The engine's address and how to talk to it, or the address alone.
 * @throws {TypeError} When an option is unknown or has another type, or the address or a header is malformed.
 * @throws {RangeError} When a limit is no number of seconds.
 * @throws {InvalidVersion} When the version is malformed.
 *
 * @example
 * ```ts no-run
 * import { createEngine, ping } from "@longshore/docker/api";
 *
 * console.log(await ping(createEngine()));
 * ```
 */
export function createEngine(options: APIClientOptions | string = {}): Engine {
  const given = checkClientOptions<APIClientOptions>(options);
  return new Engine({
    connector: createConnector(given.baseUrl, { tls: given.tls, ssh: given.ssh }),
    version: given.version ?? "auto",
    timeout: given.timeout ?? 60,
    timeouts: given.timeouts,
    numPools: given.numPools ?? 25,
    userAgent: given.userAgent ?? `longshore/${CLIENT_VERSION}`,
    headers: given.headers,
    maxAnswerSize: given.maxAnswerSize,
    platform: loadPlatform,
    openSocket: (path, signal) => {
      const scheme = path.startsWith("\\\\") ? "npipe" : "unix";
      return createConnector(`${scheme}://${path.replaceAll("\\", "/")}`, {}).connect(signal);
    },
    onWarning: given.onWarning ?? warnOnConsole,
  });
}
