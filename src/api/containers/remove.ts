import { toFlag } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";

/** Options of {@linkcode removeContainer}. */
export interface RemoveContainerOptions extends CallOptions {
  /** Whether its anonymous volumes are removed too. @default {false} */
  v?: boolean | null | undefined;
  /** Whether `container` names a link, which alone is removed. @default {false} */
  link?: boolean | null | undefined;
  /** Whether a running container is killed first. @default {false} */
  force?: boolean | null | undefined;
}

/** What {@linkcode removeContainer} asks of the Engine. */
export const REMOVE: Operation<RemoveContainerOptions> = operation("DELETE /containers/{id}", {
  v: inQuery("v", toFlag),
  link: inQuery("link", toFlag),
  force: inQuery("force", toFlag),
});

/**
 * Removes a container (`DELETE /containers/{id}`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What else is removed, and whether a running container is killed.
 * @returns True.
 * @throws {NotFound} When there is no such container.
 * @throws {Conflict} When it is running and `force` is not set.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeContainer } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await removeContainer(engine, "web", { v: true, force: true });
 * ```
 */
export async function removeContainer(
  engine: Engine,
  container: Reference,
  options: RemoveContainerOptions = {},
): Promise<true> {
  const id = toContainerId(container, "container");
  const call = REMOVE.call(engine, `Cannot remove container "${id}"`, [id], options);
  // A container that is being killed takes as long as its processes do.
  return await call.empty({ patience: Infinity });
}
