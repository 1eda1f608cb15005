import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { path } from "../../operation/path.ts";

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
  const id = toId(container, "container");
  const action = `Cannot pause container "${id}"`;
  return await engine.empty(action, "POST", path`/containers/${id}/pause`, options);
}

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
  const id = toId(container, "container");
  const action = `Cannot unpause container "${id}"`;
  return await engine.empty(action, "POST", path`/containers/${id}/unpause`, options);
}
