import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode pause} asks of the Engine. */
export const PAUSE: Operation<CallOptions> = operation("POST /containers/{id}/pause", {});

/**
 * Freezes all processes of a container (`POST /containers/{id}/pause`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such container.
 * @throws {Conflict} When it is not running or is paused already.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pause } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await pause(engine, "web");
 * ```
 */
export async function pause(
  engine: Engine,
  container: Reference,
  options: CallOptions = {},
): Promise<true> {
  const id = toContainerId(container, "container");
  return await PAUSE.call(engine, `Cannot pause container "${id}"`, [id], options).empty();
}
