import { toFilledText } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { ArchiveStat } from "../../types/containers.ts";
import { parseStat } from "../common/archive_stat.ts";

/** What {@linkcode statArchive} asks of the Engine. */
export const STAT_ARCHIVE: Operation<CallOptions> = operation("HEAD /containers/{id}/archive", {});

/**
 * Returns what a container has at a path, without its content (`HEAD /containers/{id}/archive`).
 *
 * @param engine The engine.
 * @param container The container, running or not.
 * @param path The path inside the container.
 * @param options The call's own options.
 * @returns Name, size in bytes, mode as Go's `os.FileMode`, time of the last change, and the target of a link.
 * @throws {NotFound} When there is no such container or path.
 *
 * @example
 * ```ts no-run
 * import { createEngine, statArchive } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { name, size } = await statArchive(engine, "web", "/etc/passwd");
 * console.log(name, size);
 * ```
 */
export async function statArchive(
  engine: Engine,
  container: Reference,
  path: string,
  options: CallOptions = {},
): Promise<ArchiveStat> {
  const id = toContainerId(container, "container");
  const file = toFilledText(path, "path");
  const action = `Cannot look at ${JSON.stringify(file)} in container "${id}"`;
  const call = STAT_ARCHIVE.call(engine, action, [id], options);
  const { head, body } = await call.stream({ query: { path: file } });
  while (await body.next() !== null);
  return parseStat(action, engine.address, head.header("x-docker-container-path-stat"));
}
