import { integerFrom } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Checks a height or width of a terminal, in characters. */
const toSize = integerFrom(0, 65535);

/**
 * Resizes the terminal of a running container (`POST /containers/{id}/resize`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param height The height, in lines.
 * @param width The width, in characters.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createEngine, resize } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await resize(engine, "shell", 50, 132);
 * ```
 */
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
