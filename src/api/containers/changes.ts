import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { FilesystemChange } from "../../types/containers.ts";

/** What {@linkcode diff} asks of the Engine. */
export const CHANGES: Operation<CallOptions> = operation("GET /containers/{id}/changes", {});

/**
 * Lists what a container changed of its image's files (`GET /containers/{id}/changes`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options The call's own options.
 * @returns Paths with 0 for changed, 1 for added and 2 for deleted; `null` for none.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createEngine, diff } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for (const { Kind, Path } of await diff(engine, "web") ?? []) console.log("CAD"[Kind], Path);
 * ```
 */
export async function diff(
  engine: Engine,
  container: Reference,
  options: CallOptions = {},
): Promise<FilesystemChange[] | null> {
  const id = toContainerId(container, "container");
  return await CHANGES.call(engine, `Cannot list the changes of container "${id}"`, [id], options)
    .json({ shape: "listOrNull" });
}
