import type { CallOptions, Engine } from "../engine.ts";
import type { EngineVersion } from "../types/daemon.ts";
import type { SystemInfo } from "../types/system_info.ts";

/** Options of {@linkcode version}. */
export interface VersionOptions extends CallOptions {
  /** Whether the path carries the API version; without it the Engine answers as its newest. @default {true} */
  apiVersion?: boolean;
}

/** Asks whether the Engine is there: see {@linkcode APIClient.ping}. */
export async function ping(engine: Engine, options: CallOptions = {}): Promise<boolean> {
  const { text } = await engine.ping(options);
  return text.trim() === "OK";
}

/** Returns the versions of the Engine: see {@linkcode APIClient.version}. */
export async function version(
  engine: Engine,
  options: VersionOptions = {},
): Promise<EngineVersion> {
  return await engine.json("Cannot get the version of the engine", "GET", "/version", {
    ...options,
    unversioned: options.apiVersion === false,
  });
}

/** Returns what the Engine tells of itself: see {@linkcode APIClient.info}. */
export async function info(engine: Engine, options: CallOptions = {}): Promise<SystemInfo> {
  return await engine.json("Cannot get the engine's information", "GET", "/info", options);
}
