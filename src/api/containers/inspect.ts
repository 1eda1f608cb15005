import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { ContainerInspect } from "../../types/containers.ts";
import { path } from "../../operation/path.ts";

/** Returns what the Engine knows of a container: see {@linkcode APIClient.inspectContainer}. */
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
