import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode ping} asks of the Engine. */
export const PING: Operation<CallOptions> = operation("GET /_ping", {});

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
export async function ping(engine: Engine, options: CallOptions = {}): Promise<boolean> {
  const own = PING.read("Cannot ping the engine", options);
  const { text } = await engine.ping(own);
  return text.trim() === "OK";
}
