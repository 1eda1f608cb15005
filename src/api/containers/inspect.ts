import { toFlag } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { ContainerInspect } from "../../types/containers.ts";

/** Options of {@linkcode inspectContainer}. */
export interface InspectContainerOptions extends CallOptions {
  /** Whether `SizeRw` and `SizeRootFs` are computed, which takes the Engine a while. @default {false} */
  size?: boolean | null | undefined;
}

/** What {@linkcode inspectContainer} asks of the Engine. */
export const INSPECT: Operation<InspectContainerOptions> = operation("GET /containers/{id}/json", {
  size: inQuery("size", toFlag),
});

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
  options: InspectContainerOptions = {},
): Promise<ContainerInspect> {
  const id = toContainerId(container, "container");
  return await INSPECT.call(engine, `Cannot inspect container "${id}"`, [id], options).json({
    shape: "object",
  });
}
