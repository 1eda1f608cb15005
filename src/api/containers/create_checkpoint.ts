import { toBoolean, toFilledText } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Fields, fieldsOf, inBody } from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** Options of {@linkcode createCheckpoint}. */
export interface CreateCheckpointOptions extends CallOptions {
  /** The directory on the Engine's host where the checkpoint is kept; the Engine's own without it. */
  checkpointDir?: string | null | undefined;
  /** Whether the container stops once the checkpoint is made. @default {false} */
  exit?: boolean | null | undefined;
}

const CHECKPOINT_FIELDS: Fields<CreateCheckpointOptions> = fieldsOf<CreateCheckpointOptions>({
  checkpointDir: inBody("CheckpointDir", toFilledText),
  exit: inBody("Exit", toBoolean),
});

/** What {@linkcode createCheckpoint} asks of the Engine. */
export const CREATE_CHECKPOINT: Operation<CreateCheckpointOptions> = operation<
  CreateCheckpointOptions,
  CreateCheckpointOptions
>("POST /containers/{id}/checkpoints", {}, { since: "1.25", fields: CHECKPOINT_FIELDS });

/**
 * Saves the state of a running container (`POST /containers/{id}/checkpoints`), to go on from there with
 * `checkpoint` of {@linkcode start}. Since API 1.25, of Engines with experimental features on, which need
 * CRIU on their host.
 *
 * @param engine The engine.
 * @param container The container.
 * @param checkpoint The checkpoint's name.
 * @param options Where it is kept, and whether the container stops.
 * @returns True.
 * @throws {NotFound} When there is no such container, or the Engine has no checkpoints.
 * @throws {ServerError} When the container's state cannot be saved.
 *
 * @example
 * ```ts no-run
 * import { createCheckpoint, createEngine, start } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await createCheckpoint(engine, "web", "warm", { exit: true });
 * await start(engine, "web", { checkpoint: "warm" });
 * ```
 */
export async function createCheckpoint(
  engine: Engine,
  container: Reference,
  checkpoint: string,
  options: CreateCheckpointOptions = {},
): Promise<true> {
  const id = toContainerId(container, "container");
  const CheckpointID = toFilledText(checkpoint, "checkpoint");
  const action = `Cannot create checkpoint "${CheckpointID}" of container "${id}"`;
  const call = CREATE_CHECKPOINT.call(engine, action, [id], options, { CheckpointID });
  // The memory of its processes is written out first.
  return await call.empty({ patience: Infinity });
}
