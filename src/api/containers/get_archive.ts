import { toFilledText } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import { archiveStream } from "../common/archive_stream.ts";
import type { ArchiveStat } from "../../types/containers.ts";
import { parseStat } from "../common/archive_stat.ts";

/** What {@linkcode getArchive} asks of the Engine. */
export const GET_ARCHIVE: Operation<CallOptions> = operation("GET /containers/{id}/archive", {});

/**
 * Streams a file or directory of a container as a tar archive (`GET /containers/{id}/archive`).
 *
 * @param engine The engine.
 * @param container The container, running or not.
 * @param path The path inside the container.
 * @param options The call's own options.
 * @returns The archive's bytes, and what the Engine knows of the file or directory.
 * @throws {NotFound} When there is no such container or path.
 *
 * @example
 * ```ts no-run
 * import { createEngine, getArchive } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const [archive, stat] = await getArchive(engine, "web", "/etc/hostname");
 * console.log(stat.name, stat.size);
 * for await (const bytes of archive) console.log(bytes.length);
 * ```
 */
export async function getArchive(
  engine: Engine,
  container: Reference,
  path: string,
  options: CallOptions = {},
): Promise<[stream: BatchStream<Uint8Array<ArrayBuffer>>, stat: ArchiveStat]> {
  const id = toContainerId(container, "container");
  const file = toFilledText(path, "path");
  const action = `Cannot get ${JSON.stringify(file)} from container "${id}"`;
  const call = GET_ARCHIVE.call(engine, action, [id], options);
  const answer = await call.stream({ query: { path: file } });
  try {
    const stat = parseStat(
      action,
      engine.address,
      answer.head.header("x-docker-container-path-stat"),
    );
    return [archiveStream(answer), stat];
  } catch (error) {
    answer.body.cancel(error);
    throw error;
  }
}
