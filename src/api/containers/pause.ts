import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { path } from "../../operation/path.ts";

/** Freezes a container's processes: see {@linkcode APIClient.pause}. */
export async function pause(
  engine: Engine,
  container: Reference,
  options: CallOptions = {},
): Promise<true> {
  const id = toId(container, "container");
  const action = `Cannot pause container "${id}"`;
  return await engine.empty(action, "POST", path`/containers/${id}/pause`, options);
}

/** Lets a paused container's processes go on: see {@linkcode APIClient.unpause}. */
export async function unpause(
  engine: Engine,
  container: Reference,
  options: CallOptions = {},
): Promise<true> {
  const id = toId(container, "container");
  const action = `Cannot unpause container "${id}"`;
  return await engine.empty(action, "POST", path`/containers/${id}/unpause`, options);
}
