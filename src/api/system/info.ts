import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { SystemInfo } from "../../types/system_info.ts";

/** What {@linkcode info} asks of the Engine. */
export const INFO: Operation<CallOptions> = operation("GET /info", {});

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
  return await INFO.call(engine, "Cannot get the engine's information", [], options).json();
}
