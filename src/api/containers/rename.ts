import { toFilledText } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

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
  const id = toId(container, "container");
  const action = `Cannot rename container "${id}"`;
  const search = query({ name: toFilledText(name, "name") });
  requireVersion(action, await engine.negotiate(options), "rename", options);
  return await engine.empty(action, "POST", path`/containers/${id}/rename`, options, {
    query: search,
  });
}
