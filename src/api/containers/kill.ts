import { toPosixSignal } from "../../convert/posix_signal.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode kill} asks of the Engine. */
export const KILL: Operation<CallOptions> = operation("POST /containers/{id}/kill", {});

/**
 * Sends a signal to a container (`POST /containers/{id}/kill`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param posixSignal The signal, e.g. `SIGHUP` or 1; `SIGKILL` without it.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such container.
 * @throws {Conflict} When it is not running.
 *
 * @example
 * ```ts no-run
 * import { createEngine, kill } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await kill(engine, "web", "SIGHUP");
 * ```
 */
export async function kill(
  engine: Engine,
  container: Reference,
  posixSignal?: string | number | null,
  options: CallOptions = {},
): Promise<true> {
  const id = toContainerId(container, "container");
  const signal = posixSignal == null ? undefined : toPosixSignal(posixSignal, "posixSignal");
  const call = KILL.call(engine, `Cannot kill container "${id}"`, [id], options);
  return await call.empty({ query: { signal } });
}
