import { integerFrom } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Checks a height or width of a terminal, in characters. */
const toSize = integerFrom(0, 65535);

/** Resizes a container's terminal: see {@linkcode APIClient.resize}. */
export async function resize(
  engine: Engine,
  container: Reference,
  height: number,
  width: number,
  options: CallOptions = {},
): Promise<true> {
  const id = toId(container, "container");
  return await engine.empty(
    `Cannot resize the terminal of container "${id}"`,
    "POST",
    path`/containers/${id}/resize`,
    options,
    { query: query({ h: toSize(height, "height"), w: toSize(width, "width") }) },
  );
}
