import { type Data, toBody } from "../../convert/data.ts";
import { toFilledText } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { ProtocolError } from "../../errors.ts";
import { type BatchStream, batchStream } from "../../streams/batch_stream.ts";
import type { ArchiveStat } from "../../types/containers.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";
import { requireVersionToSend } from "../common/sending.ts";

/** Options of {@linkcode putArchive}. */
export interface PutArchiveOptions extends CallOptions {
  /** Whether it is an error when a file would take a folder's place, or the reverse. @default {false} */
  noOverwriteDirNonDir?: boolean;
  /** Whether files keep the owners that the archive names. Since API 1.30. @default {false} */
  copyUidGid?: boolean;
}

/**
 * Streams a file or folder of a container as a tar archive (`GET /containers/{id}/archive`).
 *
 * @param engine The engine.
 * @param container The container, running or not.
 * @param path The path inside the container.
 * @param options The call's own options.
 * @returns The archive's bytes, and what the Engine knows of the file or folder.
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
  filePath: string,
  options: CallOptions = {},
): Promise<[stream: BatchStream<Uint8Array>, stat: ArchiveStat]> {
  const id = toId(container, "container");
  const file = toFilledText(filePath, "path");
  const action = `Cannot get ${JSON.stringify(file)} from container "${id}"`;
  requireVersion(action, await engine.negotiate(options), "getArchive", options);
  const { head, body } = await engine.stream(
    action,
    "GET",
    path`/containers/${id}/archive`,
    options,
    { query: query({ path: file }) },
  );
  try {
    const stat = parseStat(action, head.header("x-docker-container-path-stat"));
    return [batchStream(body), stat];
  } catch (error) {
    body.cancel(error);
    throw error;
  }
}

/**
 * Unpacks a tar archive in a container (`PUT /containers/{id}/archive`).
 *
 * @param engine The engine.
 * @param container The container, running or not.
 * @param path The folder inside the container; it must exist.
 * @param data The archive: bytes, a `Blob` or a stream, which is sent as it comes.
 * @param options How it is unpacked.
 * @returns True.
 * @throws {NotFound} When there is no such container or folder.
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
  folder: string,
  data: Data,
  options: PutArchiveOptions = {},
): Promise<true> {
  const id = toId(container, "container");
  const target = toFilledText(folder, "path");
  const action = `Cannot put an archive into ${JSON.stringify(target)} of container "${id}"`;
  const body = toBody(data, "data");
  const { noOverwriteDirNonDir, copyUidGid } = options;
  await requireVersionToSend(engine, action, "putArchive", options, body);
  return await engine.empty(action, "PUT", path`/containers/${id}/archive`, options, {
    query: query({
      path: target,
      noOverwriteDirNonDir: noOverwriteDirNonDir || undefined,
      copyUIDGID: copyUidGid || undefined,
    }),
    headers: { "Content-Type": "application/x-tar" },
    body,
  });
}

function parseStat(action: string, header: string | undefined): ArchiveStat {
  try {
    const bytes = Uint8Array.from(atob(header ?? ""), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as ArchiveStat;
  } catch (cause) {
    throw new ProtocolError(
      `${action}: the header X-Docker-Container-Path-Stat is ${
        JSON.stringify(header)
      }, which is not base64 of JSON`,
      { cause },
    );
  }
}
