import { createConnector } from "./connect/mod.ts";
import type { SSHOptions } from "./connect/ssh.ts";
import type { TLSConfig } from "./connect/tls_config.ts";
import { Engine, type Timeouts } from "./engine/engine.ts";
import { loadPlatform } from "./platform/mod.ts";

export type { SSHOptions } from "./connect/ssh.ts";
export { TLSConfig, type TLSConfigOptions } from "./connect/tls_config.ts";

/** The version of this client, as its `User-Agent` tells it. */
const CLIENT_VERSION = "0.1.0";

/** Options of {@linkcode APIClient} and {@linkcode createEngine}. */
export interface APIClientOptions {
  /** The engine's address, e.g. `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`. @default {"unix:///var/run/docker.sock"} */
  baseUrl?: string;
  /** Encrypts the connection: a {@linkcode TLSConfig}, or `true` for the runtime's own authorities. @default {false} */
  tls?: boolean | TLSConfig;
  /** How an `ssh://` address is reached: the programs on both sides. */
  ssh?: SSHOptions;
  /** The API version, e.g. `1.41`; `auto` takes the newest that both sides speak. @default {"auto"} */
  version?: string;
  /** The limit of each phase of a call (connection, head, silence), in seconds; 0 is without limit. @default {60} */
  timeout?: number;
  /** Limits of single phases, in seconds, in place of `timeout`. */
  timeouts?: Timeouts;
  /** How many idle connections are kept; more than these are kept for 10 seconds. @default {25} */
  numPools?: number;
  /** The `User-Agent` header. */
  userAgent?: string;
  /** Headers that are sent with every request. */
  headers?: Readonly<Record<string, string>>;
  /**
   * Told of problems that do not stop a call, such as a credential helper that fails. By default
   * they are written to the console.
   */
  onWarning?: (message: string) => void;
}

/**
 * Makes what the functions of `@longshore/docker/api` take as their first argument, without the class that
 * holds all of them; nothing is opened, read or sent.
 *
 * @param options The engine's address and how to talk to it.
 * @throws {TypeError} When the address or a header is malformed.
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
export function createEngine(options: APIClientOptions = {}): Engine {
  const { baseUrl = "unix:///var/run/docker.sock", timeout = 60, numPools = 25 } = options;
  if (!(timeout >= 0)) {
    throw new RangeError(
      `Cannot use the timeout ${timeout}: it is a number of seconds from 0, and 0 is without limit`,
    );
  }
  if (!(Number.isInteger(numPools) && numPools >= 0)) {
    throw new RangeError(
      `Cannot keep ${numPools} connections: numPools is a whole number from 0`,
    );
  }
  return new Engine({
    connector: createConnector(baseUrl, { tls: options.tls, ssh: options.ssh }),
    version: options.version ?? "auto",
    timeout,
    timeouts: options.timeouts,
    numPools,
    userAgent: options.userAgent ?? `longshore/${CLIENT_VERSION}`,
    headers: options.headers,
    platform: loadPlatform,
    openSocket: (path, signal) => {
      const scheme = path.startsWith("\\\\") ? "npipe" : "unix";
      return createConnector(`${scheme}://${path.replaceAll("\\", "/")}`, {}).connect(signal);
    },
    onWarning: options.onWarning ?? warnOnConsole,
  });
}

/** What is told of problems that do not stop a call, unless the caller says otherwise. */
export function warnOnConsole(message: string): void {
  console.warn(`longshore: ${message}`);
}
