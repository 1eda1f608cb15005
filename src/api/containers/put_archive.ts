import { toFilledText, toFlag } from "../../convert/checks.ts";
import { type Data, toArchive } from "../../convert/data.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import { sendingData } from "../common/sending_data.ts";

/** Options of {@linkcode putArchive}. */
export interface PutArchiveOptions extends CallOptions {
  /** Whether it is an error when a file would take a directory's place, or the reverse. @default {false} */
  noOverwriteDirNonDir?: boolean | null | undefined;
  /** Whether files keep the owners that the archive names. Since API 1.30. @default {false} */
  copyUidGid?: boolean | null | undefined;
}

/** What {@linkcode putArchive} asks of the Engine. */
export const PUT_ARCHIVE: Operation<PutArchiveOptions> = operation("PUT /containers/{id}/archive", {
  noOverwriteDirNonDir: inQuery("noOverwriteDirNonDir", toFlag),
  copyUidGid: inQuery("copyUIDGID", toFlag, { since: "1.30" }),
});

/**
 * Unpacks a tar archive in a container (`PUT /containers/{id}/archive`).
 *
 * @param engine The engine.
 * @param container The container, running or not.
 * @param path The directory inside the container; it must exist.
 * @param data The archive: bytes, a `Blob` or a stream, which is sent as it comes.
 * @param options How it is unpacked.
 * @returns True.
 * @throws {NotFound} When there is no such container or directory.
 * @throws {APIError} When the archive is damaged or the container's file system can only be read.
 *
 * @example
 * ```ts no-run
 * import { createEngine, putArchive } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const archive = await fetch("https://example.com/site.tar");
 * await putArchive(engine, "web", "/usr/share/nginx/html", archive.body!);
 * ```
 */
export async function putArchive(
  engine: Engine,
  container: Reference,
  path: string,
  data: Data,
  options: PutArchiveOptions = {},
): Promise<true> {
  return await sendingData(engine, toArchive(data, "data"), "data", async (body) => {
    const id = toContainerId(container, "container");
    const target = toFilledText(path, "path");
    const action = `Cannot put an archive into ${JSON.stringify(target)} of container "${id}"`;
    return await PUT_ARCHIVE.call(engine, action, [id], options).empty({
      query: { path: target },
      headers: { "Content-Type": "application/x-tar" },
      body,
    });
  });
}
