import { toFilledText } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";

/** Options of {@linkcode removeCheckpoint}. */
export interface RemoveCheckpointOptions extends CallOptions {
  /** The directory on the Engine's host where the checkpoint is kept; the Engine's own without it. */
  checkpointDir?: string | null | undefined;
}

/** What {@linkcode removeCheckpoint} asks of the Engine. */
export const REMOVE_CHECKPOINT: Operation<RemoveCheckpointOptions> = operation(
  "DELETE /containers/{id}/checkpoints/{checkpoint}",
  { checkpointDir: inQuery("dir", toFilledText) },
  { since: "1.25" },
);

/**
 * Removes a checkpoint of a container (`DELETE /containers/{id}/checkpoints/{checkpoint}`). Since API 1.25,
 * of Engines with experimental features on.
 *
 * @param engine The engine.
 * @param container The container.
 * @param checkpoint The checkpoint's name.
 * @param options Where it is kept.
 * @returns True.
 * @throws {NotFound} When there is no such container, or the Engine has no checkpoints.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeCheckpoint } from "@longshore/docker/api";
 *
 * await removeCheckpoint(createEngine(), "web", "warm");
 * ```
 */
export async function removeCheckpoint(
  engine: Engine,
  container: Reference,
  checkpoint: string,
  options: RemoveCheckpointOptions = {},
): Promise<true> {
  const id = toContainerId(container, "container");
  const name = toFilledText(checkpoint, "checkpoint");
  const action = `Cannot remove checkpoint "${name}" of container "${id}"`;
  return await REMOVE_CHECKPOINT.call(engine, action, [id, name], options).empty();
}
