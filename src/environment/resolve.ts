import { getOwn } from "../convert/own.ts";
import { type ConfigFile, EMPTY_CONFIG } from "../auth/config_file.ts";
import { readConfig } from "../auth/config_location.ts";
import {
  type APIClientOptions,
  checkClientOptions,
  checkFilledText,
  warnOnConsole,
} from "../client_options.ts";
import { codeOf, ConnectionError, InvalidConfigFile, messageOf } from "../errors.ts";
import type { Platform } from "../platform/types.ts";
import { isMissingPermission } from "../text/missing_permission.ts";
import { endpointOfHost } from "../contexts/default_context.ts";
import { DEFAULT_CONTEXT } from "../contexts/location.ts";
import { type ContextEndpoint, readContext } from "../contexts/read_context.ts";
import { likelyAddresses } from "./sockets.ts";

/** Options of {@linkcode fromEnv}: what is given here goes before what the environment says. */
export interface FromEnvOptions extends APIClientOptions {
  /** A context of the `docker` command, in place of the one in use. */
  context?: string | null | undefined;
}

/**
 * Tries an address; resolves with nothing when an engine listens there, rejects when none does.
 */
export type Probe = (address: string) => Promise<void>;

const NO_PERMISSION = "Deno's permission is missing";
const PROBLEMS: Record<string, string> = {
  ENOENT: "does not exist",
  EACCES: "permission denied",
  ECONNREFUSED: "nothing listens",
};

/**
 * Finds out which engine is meant: the options' own address or context, `DOCKER_HOST`,
 * `DOCKER_CONTEXT`, the context in use, or the first of the platform's sockets where one listens.
 *
 * @param options What goes before the environment.
 * @param platform Reads the environment and the configuration.
 * @param probe Tries an address.
 * @returns The options of a client.
 * @throws {ConnectionError} When the platform's sockets are left, and nothing listens on any.
 * @throws {ContextNotFound} When there is no such context.
 * @throws {InvalidConfigFile} When the configuration or the context cannot be read.
 */
export async function resolveEnvironment(
  options: FromEnvOptions,
  platform: Platform,
  probe: Probe,
): Promise<APIClientOptions> {
  const { context, ...rest } = checkClientOptions<FromEnvOptions>(options, {
    context: checkFilledText,
  });
  if (rest.baseUrl !== undefined && context !== undefined) {
    throw new TypeError("Cannot find the engine: give baseUrl or context, not both");
  }
  const host = context === undefined ? variable(platform, "DOCKER_HOST") : "";
  const tell = once(rest.onWarning ?? warnOnConsole);
  const onWarning = (message: string): void => {
    // What reads the file later does not tell the same again.
    rest.onWarning = tell;
    tell(message);
  };
  const usesContext = rest.baseUrl === undefined && host === "";
  const config = await readConfig(platform).catch((error) => {
    // Without a context to look up, the file is good for headers only.
    if (usesContext) throw error;
    onWarning(messageOf(error));
    return EMPTY_CONFIG;
  });
  for (const fault of config.faults) {
    if (usesContext && context === undefined && fault.includes("currentContext")) {
      throw new InvalidConfigFile(fault);
    }
    onWarning(fault);
  }
  const headers = { ...config.httpHeaders, ...rest.headers };
  const version = rest.version ?? (variable(platform, "DOCKER_API_VERSION") || undefined);
  const found: APIClientOptions = { ...rest, headers };
  if (version !== undefined) found.version = version;
  if (rest.baseUrl !== undefined) return found;
  const endpoint = host === ""
    ? await fromContext(context, config, platform, probe)
    : await endpointOfHost(host, platform);
  found.baseUrl = endpoint.baseUrl;
  // Whether the engine is reached so is for the environment to say.
  if (!/^ssh:/i.test(endpoint.baseUrl)) delete found.ssh;
  if (rest.tls === undefined && endpoint.tls !== undefined) found.tls = endpoint.tls;
  return found;
}

/** Makes a function that tells the same only once. */
function once(tell: (message: string) => void): (message: string) => void {
  const told = new Set<string>();
  return (message) => {
    if (told.has(message)) return;
    told.add(message);
    tell(message);
  };
}

async function fromContext(
  context: string | undefined,
  config: ConfigFile,
  platform: Platform,
  probe: Probe,
): Promise<ContextEndpoint> {
  const name = context ?? (variable(platform, "DOCKER_CONTEXT") || config.currentContext);
  if (name !== undefined && name !== DEFAULT_CONTEXT) return await readContext(platform, name);
  return { baseUrl: await findSocket(platform, probe) };
}

async function findSocket(platform: Platform, probe: Probe): Promise<string> {
  const addresses = likelyAddresses(platform);
  const tried: string[] = [];
  let first: unknown;
  for (const address of addresses) {
    try {
      await probe(address);
      return address;
    } catch (error) {
      first ??= error;
      tried.push(`${address} (${problemOf(error)})`);
    }
  }
  const permissions = tried.some((text) => text.endsWith(`(${NO_PERMISSION})`))
    ? "; run the script with --allow-read, --allow-write and --allow-net"
    : "";
  throw new ConnectionError(
    addresses[0]!,
    "neither DOCKER_HOST, DOCKER_CONTEXT nor a context in use names an engine, and none listens " +
      `where they usually do; tried ${tried.join(", ")}${permissions}`,
    first,
  );
}

/** Says in a few words why a socket is not the one. */
function problemOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "does not answer";
  if (!(error instanceof ConnectionError)) throw error;
  if (isMissingPermission(error.cause)) return NO_PERMISSION;
  const known = getOwn(PROBLEMS, codeOf(error.cause));
  return known ?? error.message.replace(`Cannot reach the engine at ${error.address}: `, "");
}

/** An environment variable's value; empty where it is not set. */
function variable(platform: Platform, name: string): string {
  return platform.system.env(name) ?? "";
}
