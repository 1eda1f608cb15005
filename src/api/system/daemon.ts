import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { DiskUsage } from "../../types/disk_usage.ts";
import type { EngineVersion } from "../../types/daemon.ts";
import type { SystemInfo } from "../../types/system_info.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode version}. */
export interface VersionOptions extends CallOptions {
  /** Whether the path carries the API version; without it the Engine answers as its newest. @default {true} */
  apiVersion?: boolean;
}

/** Options of {@linkcode df}. */
export interface DfOptions extends CallOptions {
  /** Which kinds of objects are counted: all without it. Since API 1.42. */
  type?: readonly ("container" | "image" | "volume" | "build-cache")[];
  /** Whether each object is listed. Since API 1.52. */
  verbose?: boolean;
}

/**
 * Asks whether the Engine is there (`GET /_ping`).
 *
 * @param engine The engine.
 * @param options The call's own options.
 * @returns True when it answers `OK`.
 * @throws {ConnectionError} When nothing answers at the address.
 *
 * @example
 * ```ts no-run
 * import { createEngine, ping } from "@longshore/docker/api";
 *
 * console.log(await ping(createEngine()));
 * ```
 */
export async function ping(engine: Engine, options?: CallOptions): Promise<boolean> {
  const { text } = await engine.ping(options);
  return text.trim() === "OK";
}

/**
 * Returns the versions of the Engine and its components (`GET /version`).
 *
 * @param engine The engine.
 * @param options Whether the path carries the API version.
 *
 * @example
 * ```ts no-run
 * import { createEngine, version } from "@longshore/docker/api";
 *
 * const { Version, ApiVersion } = await version(createEngine());
 * console.log(Version, ApiVersion);
 * ```
 */
export async function version(
  engine: Engine,
  options: VersionOptions = {},
): Promise<EngineVersion> {
  return await engine.json("Cannot get the version of the engine", "GET", "/version", options, {
    unversioned: options.apiVersion === false,
  });
}

/**
 * Returns what the Engine tells of itself and its host (`GET /info`).
 *
 * @param engine The engine.
 * @param options The call's own options.
 *
 * @example
 * ```ts no-run
 * import { createEngine, info } from "@longshore/docker/api";
 *
 * const { NCPU, MemTotal } = await info(createEngine());
 * console.log(NCPU, MemTotal);
 * ```
 */
export async function info(engine: Engine, options: CallOptions = {}): Promise<SystemInfo> {
  return await engine.json("Cannot get the engine's information", "GET", "/info", options);
}

/**
 * Returns what takes disk space (`GET /system/df`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options What is counted.
 * @returns Images, containers, volumes and build cache: in lists up to API 1.52, in sums from API 1.52.
 *
 * @example
 * ```ts no-run
 * import { createEngine, df } from "@longshore/docker/api";
 *
 * const { Images } = await df(createEngine());
 * for (const { RepoTags, Size } of Images ?? []) console.log(RepoTags, Size);
 * ```
 */
export async function df(engine: Engine, options: DfOptions = {}): Promise<DiskUsage> {
  const action = "Cannot get the engine's disk usage";
  const { type, verbose } = options;
  requireVersion(action, await engine.negotiate(options), "df", options);
  return await engine.json(action, "GET", "/system/df", options, {
    query: query({ type, verbose }),
    // The Engine walks through everything it has.
    patience: Infinity,
  });
}
