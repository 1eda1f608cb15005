import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { FilesystemChange } from "../../types/containers.ts";
import { path } from "../../operation/path.ts";

/** Lists what a container changed of its image's files: see {@linkcode APIClient.diff}. */
export async function diff(
  engine: Engine,
  container: Reference,
  options: CallOptions = {},
): Promise<FilesystemChange[] | null> {
  const id = toId(container, "container");
  return await engine.json(
    `Cannot list the changes of container "${id}"`,
    "GET",
    path`/containers/${id}/changes`,
    options,
  );
}
