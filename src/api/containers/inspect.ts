import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { ContainerInspect } from "../../types/containers.ts";
import { path } from "../../operation/path.ts";

/**
 * Returns what the Engine knows of a container (`GET /containers/{id}/json`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options The call's own options.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectContainer } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { State } = await inspectContainer(engine, "web");
 * console.log(State.Status);
 * ```
 */
export async function inspectContainer(
  engine: Engine,
  container: Reference,
  options: CallOptions = {},
): Promise<ContainerInspect> {
  const id = toId(container, "container");
  return await engine.json(
    `Cannot inspect container "${id}"`,
    "GET",
    path`/containers/${id}/json`,
    options,
  );
}
