import { toFilledText } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode rename} asks of the Engine. */
export const RENAME: Operation<CallOptions> = operation("POST /containers/{id}/rename", {});

/**
 * Renames a container (`POST /containers/{id}/rename`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param name Its new name.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such container.
 * @throws {Conflict} When the name is taken.
 *
 * @example
 * ```ts no-run
 * import { createEngine, rename } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await rename(engine, "web", "web-old");
 * ```
 */
export async function rename(
  engine: Engine,
  container: Reference,
  name: string,
  options: CallOptions = {},
): Promise<true> {
  const id = toContainerId(container, "container");
  const query = { name: toFilledText(name, "name") };
  const call = RENAME.call(engine, `Cannot rename container "${id}"`, [id], options);
  return await call.empty({ query });
}
