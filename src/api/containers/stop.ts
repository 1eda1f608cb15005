import { toInteger } from "../../convert/checks.ts";
import { toPosixSignal } from "../../convert/posix_signal.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import { stopPatience } from "../common/stop_patience.ts";

/** Options of {@linkcode stop}. */
export interface StopOptions extends CallOptions {
  /** How long the container may take to stop before it is killed, in seconds. @default {10} */
  timeout?: number | null | undefined;
  /** The signal that asks it to stop, e.g. `SIGINT`. Since API 1.42. */
  stopSignal?: string | number | null | undefined;
}

/** What {@linkcode stop} asks of the Engine. */
export const STOP: Operation<StopOptions> = operation("POST /containers/{id}/stop", {
  timeout: inQuery("t", toInteger),
  stopSignal: inQuery("signal", toPosixSignal, { since: "1.42" }),
});

/**
 * Stops a container (`POST /containers/{id}/stop`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options How long it may take, in seconds, before it is killed; 10 without it.
 * @returns True, for a container that had stopped already too.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createEngine, stop } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await stop(engine, "web", { timeout: 30 });
 * ```
 */
export async function stop(
  engine: Engine,
  container: Reference,
  options: StopOptions = {},
): Promise<true> {
  const id = toContainerId(container, "container");
  const call = STOP.call(engine, `Cannot stop container "${id}"`, [id], options);
  return await call.empty({ patience: stopPatience(call.options.timeout) });
}
