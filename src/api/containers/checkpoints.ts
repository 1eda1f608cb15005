import { toFilledText } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Checkpoint } from "../../types/containers.ts";

/** Options of {@linkcode checkpoints}. */
export interface CheckpointsOptions extends CallOptions {
  /** The directory on the Engine's host where checkpoints are kept; the Engine's own without it. */
  checkpointDir?: string | null | undefined;
}

/** What {@linkcode checkpoints} asks of the Engine. */
export const CHECKPOINTS: Operation<CheckpointsOptions> = operation(
  "GET /containers/{id}/checkpoints",
  { checkpointDir: inQuery("dir", toFilledText) },
  { since: "1.25" },
);

/**
 * Lists the checkpoints of a container (`GET /containers/{id}/checkpoints`). Since API 1.25, of Engines
 * with experimental features on, which need CRIU on their host.
 *
 * @param engine The engine.
 * @param container The container.
 * @param options Where the checkpoints are kept.
 * @returns The checkpoints by name; `null` or an empty list for none.
 * @throws {NotFound} When there is no such container, or the Engine has no checkpoints.
 *
 * @example
 * ```ts no-run
 * import { checkpoints, createEngine } from "@longshore/docker/api";
 *
 * for (const { Name } of await checkpoints(createEngine(), "web")) console.log(Name);
 * ```
 */
export async function checkpoints(
  engine: Engine,
  container: Reference,
  options: CheckpointsOptions = {},
): Promise<Checkpoint[]> {
  const id = toContainerId(container, "container");
  const action = `Cannot list the checkpoints of container "${id}"`;
  const call = CHECKPOINTS.call(engine, action, [id], options);
  // Of a container that never had one, older Engines return null.
  return await call.json({ shape: "list" });
}
