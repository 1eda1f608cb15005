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

/** Streams a file or folder of a container: see {@linkcode APIClient.getArchive}. */
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

/** Unpacks an archive in a container: see {@linkcode APIClient.putArchive}. */
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
