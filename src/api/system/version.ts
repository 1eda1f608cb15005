import { toBoolean } from "../../convert/checks.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import type { EngineVersion } from "../../types/daemon.ts";

/** Options of {@linkcode version}. */
export interface VersionOptions extends CallOptions {
  /** Whether the path carries the API version; without it the Engine answers as its newest. @default {true} */
  apiVersion?: boolean | null | undefined;
}

/** What {@linkcode version} asks of the Engine. */
export const VERSION: Operation<VersionOptions> = operation("GET /version", {
  apiVersion: ofClient(toBoolean),
});

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
  const call = VERSION.call(engine, "Cannot get the version of the engine", [], options);
  return await call.json({ unversioned: call.options.apiVersion === false });
}
