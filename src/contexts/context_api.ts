import type { TLSConfig } from "../connect/tls_config.ts";
import { ContextAlreadyExists, ContextException, ContextNotFound } from "./context_errors.ts";
import { refuseUnknown } from "../operation/check_options.ts";
import { loadPlatform } from "../platform/mod.ts";
import { Context, type ContextInspect, removeStored } from "./context.ts";
import { currentContextName, storeContextName, storedContextName } from "./current_context.ts";
import { type ContextPlatform, defaultAddress, readDefaultContext } from "./default_context.ts";
import {
  checkContextName,
  contextsDirectory,
  DEFAULT_CONTEXT,
  DOCKER_ENDPOINT,
  locateContext,
} from "./location.ts";
import { listContextNames } from "./metadata.ts";
import { type ContextEndpoint, readContext } from "./read_context.ts";

/** Options of {@linkcode ContextAPI.createContext}. */
export interface CreateContextOptions {
  /** What the endpoint is called, of old: `swarm` and nothing stand for `docker`. */
  orchestrator?: string | null | undefined;
  /** The address of the engine; the system's own socket by default. */
  host?: string | null | undefined;
  /** The certificates, which are copied. */
  tlsCfg?: TLSConfig | null | undefined;
  /** The namespace of an endpoint of Kubernetes. */
  defaultNamespace?: string | null | undefined;
  /** Whether the certificate of the engine is not checked. @default {false} */
  skipTlsVerify?: boolean | null | undefined;
  /** What the context is for, in a few words. */
  description?: string | null | undefined;
}

const OPTIONS = [
  "orchestrator",
  "host",
  "tlsCfg",
  "defaultNamespace",
  "skipTlsVerify",
  "description",
];

/**
 * The contexts of the `docker` command, kept where the command keeps them: in `~/.docker/contexts`,
 * or beside the `config.json` of `DOCKER_CONFIG`.
 *
 * @example
 * ```ts no-run
 * import { ContextAPI, DockerClient } from "@longshore/docker";
 *
 * await ContextAPI.createContext("far", { host: "ssh://me@far.example" });
 * for (const context of await ContextAPI.contexts()) console.log(context.name, context.host);
 * const docker = await DockerClient.fromContext("far");
 * docker.close();
 * ```
 */
export class ContextAPI {
  /**
   * Creates a context, as `docker context create` does.
   *
   * @param name The name: two characters or more.
   * @param options The engine's address and certificates.
   * @throws {MissingContextParameter} When there is no name.
   * @throws {ContextAlreadyExists} When there is a context of that name.
   * @throws {ContextException} When the name is malformed or reserved, or a file does not exist.
   */
  static async createContext(name: string, options: CreateContextOptions = {}): Promise<Context> {
    const action = "Cannot create the context";
    checkContextName(action, name);
    refuseUnknown(`${action} "${name}"`, options, OPTIONS);
    if (name === DEFAULT_CONTEXT) {
      throw new ContextException(`${action} "${name}": the name is reserved`);
    }
    if (await Context.loadContext(name) !== null) {
      throw new ContextAlreadyExists(`${action} "${name}": it already exists`);
    }
    const { orchestrator, description, tlsCfg, skipTlsVerify, defaultNamespace } = options;
    const host = options.host || defaultAddress((await loadPlatform()).system);
    const context = new Context(name, { orchestrator, description, endpoints: {} });
    const endpoint = orchestrator && orchestrator !== "swarm" ? orchestrator : DOCKER_ENDPOINT;
    context.setEndpoint(endpoint, { host, tlsCfg, skipTlsVerify, defNamespace: defaultNamespace });
    await context.save();
    return context;
  }

  /**
   * Resolves with a context.
   *
   * @param name The name; the one in use without it.
   * @throws {ContextNotFound} When there is no such context.
   * @throws {InvalidConfigFile} When it cannot be read.
   */
  static async getContext(name?: string | null): Promise<Context> {
    const wanted = name || await currentContextName(await loadPlatform());
    return await existing("Cannot get the context", wanted);
  }

  /**
   * Lists all contexts, `default` first.
   *
   * @throws {InvalidConfigFile} When one of them cannot be read.
   */
  static async contexts(): Promise<Context[]> {
    const names = await listContextNames(await loadPlatform());
    return await Promise.all(
      [DEFAULT_CONTEXT, ...names].map((name) => ContextAPI.getContext(name)),
    );
  }

  /**
   * Resolves with the context in use: `default` where `DOCKER_HOST` is set, else that of
   * `DOCKER_CONTEXT`, else that of `config.json`.
   *
   * @throws {ContextNotFound} When there is no such context.
   */
  static getCurrentContext(): Promise<Context> {
    return ContextAPI.getContext();
  }

  /**
   * Resolves with the options that lead a client to the engine of a context.
   *
   * @param name The name; the one in use without it.
   * @param environment The environment variables, in place of the process's own.
   * @returns What `new APIClient()` and `new DockerClient()` take.
   * @throws {ContextNotFound} When there is no such context.
   * @throws {InvalidConfigFile} When it leads to no engine.
   */
  static async kwargsFromContext(
    name?: string | null,
    environment?: Readonly<Record<string, string | undefined>> | null,
  ): Promise<ContextEndpoint> {
    const platform = within(await loadPlatform(), environment ?? undefined);
    const wanted = name || await currentContextName(platform);
    if (wanted === DEFAULT_CONTEXT) return await readDefaultContext(platform);
    return await readContext(platform, wanted);
  }

  /**
   * Writes which context is in use into `config.json`, as `docker context use` does; all else in
   * the file is kept. `DOCKER_HOST` and `DOCKER_CONTEXT` go before it.
   *
   * @param name The name.
   * @throws {ContextNotFound} When there is no such context.
   * @throws {InvalidConfigFile} When `config.json` is no JSON object: it is left as it is.
   */
  static async setCurrentContext(name: string = DEFAULT_CONTEXT): Promise<void> {
    await existing("Cannot use the context", name);
    await storeContextName(await loadPlatform(), name);
  }

  /**
   * Removes a context, as `docker context rm --force` does; one in use is in use no more.
   *
   * @param name The name.
   * @throws {MissingContextParameter} When there is no name.
   * @throws {ContextNotFound} When there is no such context.
   * @throws {ContextException} When it is `default`.
   */
  static async removeContext(name: string): Promise<void> {
    const action = "Cannot remove the context";
    checkContextName(action, name);
    if (name === DEFAULT_CONTEXT) {
      throw new ContextException(`${action} "${name}": it is always there`);
    }
    const platform = await loadPlatform();
    // One that cannot be read can be removed.
    const { metaFile } = await locateContext(platform, name);
    if (await platform.files.stat(metaFile) === null) throw missing(action, name, platform);
    if (await storedContextName(platform) === name) {
      await storeContextName(platform, DEFAULT_CONTEXT);
    }
    await removeStored(platform, name);
  }

  /**
   * Resolves with what `docker context inspect` tells.
   *
   * @param name The name.
   * @throws {MissingContextParameter} When the name is empty.
   * @throws {ContextNotFound} When there is no such context.
   */
  static async inspectContext(name: string = DEFAULT_CONTEXT): Promise<ContextInspect> {
    return (await existing("Cannot inspect the context", name)).inspect();
  }
}

async function existing(action: string, name: string): Promise<Context> {
  checkContextName(action, name);
  const platform = await loadPlatform();
  if (name === DEFAULT_CONTEXT) {
    const { baseUrl, tls } = await readDefaultContext(platform);
    const context = new Context(DEFAULT_CONTEXT, { endpoints: {} });
    const skipTlsVerify = tls?.verify === false;
    context.setEndpoint(DOCKER_ENDPOINT, { host: baseUrl, tlsCfg: tls, skipTlsVerify });
    return context;
  }
  const context = await Context.loadContext(name);
  if (context !== null) return context;
  throw missing(action, name, platform);
}

function missing(action: string, name: string, platform: ContextPlatform): ContextNotFound {
  const directory = contextsDirectory(platform);
  return new ContextNotFound(`${action} "${name}": there is no such context in "${directory}"`);
}

/** A platform in another environment. */
function within(
  platform: ContextPlatform,
  environment: Readonly<Record<string, string | undefined>> | undefined,
): ContextPlatform {
  if (environment === undefined) return platform;
  const { system } = platform;
  const env = (name: string): string | undefined => environment[name];
  return { ...platform, system: { ...system, env, home: () => env("HOME") || system.home() } };
}
