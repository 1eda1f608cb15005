import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode unpause} asks of the Engine. */
export const UNPAUSE: Operation<CallOptions> = operation("POST /containers/{id}/unpause", {});

/**
 * Lets the processes of a paused container go on (`POST /containers/{id}/unpause`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createEngine, unpause } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await unpause(engine, "web");
 * ```
 */
export async function unpause(
  engine: Engine,
  container: Reference,
  options: CallOptions = {},
): Promise<true> {
  const id = toContainerId(container, "container");
  return await UNPAUSE.call(engine, `Cannot unpause container "${id}"`, [id], options).empty();
}
