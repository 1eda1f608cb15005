import { toText } from "../../convert/checks.ts";
import { bodyStream, type Data, toArchive } from "../../convert/data.ts";
import { show, wrongShape } from "../../convert/refuse.ts";
import type { Engine } from "../../engine/engine.ts";
import { DockerError } from "../../errors.ts";
import type { RequestBody } from "../../http/request_body.ts";
import type { Call } from "../../operation/call.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { type Declared, inQuery } from "../../operation/option.ts";
import { PROGRESS, type ProgressOptions, progressText } from "../common/progress.ts";
import { requireBeside } from "../common/beside.ts";
import { sendingData } from "../common/sending_data.ts";

/** Options of the methods that import an image. */
export interface ImportImageOptions extends ProgressOptions {
  /** The repository that is created, e.g. `tools/shell`. */
  repository?: string | null | undefined;
  /** The tag that is applied; it needs `repository`. */
  tag?: string | null | undefined;
  /** Dockerfile instructions for the image, e.g. `CMD ["sh"]`. */
  changes?: string | readonly string[] | null | undefined;
  /** What the image's history says of the import. */
  message?: string | null | undefined;
  /** The image's platform, e.g. `linux/arm64`. Since API 1.32. */
  platform?: string | null | undefined;
}

/** The declarations of {@linkcode ImportImageOptions}. */
export const IMPORT_OPTIONS: Declared<ImportImageOptions> = {
  ...PROGRESS,
  repository: inQuery("repo", toText),
  tag: inQuery("tag", toText),
  changes: inQuery("changes", toChanges),
  message: inQuery("message", toText),
  platform: inQuery("platform", toText, { since: "1.32" }),
};

/** What the methods that import an image ask of the Engine. */
export const IMPORT: Operation<ImportImageOptions> = operation(
  "POST /images/create",
  IMPORT_OPTIONS,
);

const ACTION = "Cannot import the image";

/**
 * Makes the call that imports an image.
 *
 * @param engine The engine.
 * @param options The image's name, and instructions that apply to it.
 * @throws {TypeError} When there is a tag of no repository, which the Engine would drop.
 *
 * @internal
 */
export function importCall(engine: Engine, options: ImportImageOptions): Call<ImportImageOptions> {
  const call = IMPORT.call(engine, ACTION, [], options);
  requireBeside(ACTION, call.options, "tag", "repository");
  return call;
}

/**
 * Imports a tar archive of a file system as an image (`POST /images/create`).
 *
 * @param engine The engine.
 * @param data The archive: bytes, a `Blob` or a stream, which is sent as it comes.
 * @param options The image's name, and instructions that apply to it.
 * @returns The Engine's progress records as text; the last one's `status` is the image's id.
 * @throws {APIError} When the archive is not one, also while it is being sent.
 *
 * @example
 * ```ts no-run
 * import { createEngine, importImageFromData } from "@longshore/docker/api";
 *
 * const { body } = await fetch("https://example.com/rootfs.tar");
 * await importImageFromData(createEngine(), body!, { repository: "rootfs", tag: "latest" });
 * ```
 */
export async function importImageFromData(
  engine: Engine,
  data: Data,
  options: ImportImageOptions = {},
): Promise<string> {
  return await sendingData(engine, toArchive(data, "data"), "data", async (body) => {
    return await sendImport(importCall(engine, options), "-", body);
  });
}

/**
 * Imports a tar archive whose length is not known before (`POST /images/create`).
 *
 * @param engine The engine.
 * @param stream The archive; it is sent in chunks, as it comes.
 * @param options The image's name, and instructions that apply to it.
 * @returns The Engine's progress records as text; the last one's `status` is the image's id.
 * @throws {APIError} When the archive is not one, also while it is being sent.
 *
 * @example
 * ```ts no-run
 * import { createEngine, exportContainer, importImageFromStream } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await importImageFromStream(engine, await exportContainer(engine, "web"), { repository: "web-flat" });
 * ```
 */
export async function importImageFromStream(
  engine: Engine,
  stream: Data,
  options: ImportImageOptions = {},
): Promise<string> {
  return await sendingData(engine, toArchive(stream, "stream"), "stream", async (body) => {
    const call = importCall(engine, options);
    // Without a length it goes out in chunks.
    return await sendImport(call, "-", { stream: bodyStream(body) });
  });
}

/**
 * Imports a tar archive that is a file on this machine (`POST /images/create`).
 *
 * @param engine The engine.
 * @param filename The file's path.
 * @param options The image's name, and instructions that apply to it.
 * @returns The Engine's progress records as text; the last one's `status` is the image's id.
 * @throws {DockerError} When there is no such file.
 * @throws {APIError} When the file is no archive.
 *
 * @example
 * ```ts no-run
 * import { createEngine, importImageFromFile } from "@longshore/docker/api";
 *
 * await importImageFromFile(createEngine(), "rootfs.tar.gz", { repository: "rootfs" });
 * ```
 */
export async function importImageFromFile(
  engine: Engine,
  filename: string,
  options: ImportImageOptions = {},
): Promise<string> {
  const call = importCall(engine, options);
  const body = await fileBody(engine, toText(filename, "filename"));
  if (body === null) throw new DockerError(`${ACTION}: there is no file ${show(filename)}`);
  return await sendImport(call, "-", body);
}

/**
 * Imports a tar archive that the Engine fetches (`POST /images/create`).
 *
 * @param engine The engine.
 * @param url The archive's address, `http` or `https`, as the Engine reaches it.
 * @param options The image's name, and instructions that apply to it.
 * @returns The Engine's progress records as text; the last one's `status` is the image's id.
 * @throws {APIError} When the Engine cannot fetch it, or it is no archive.
 *
 * @example
 * ```ts no-run
 * import { createEngine, importImageFromUrl } from "@longshore/docker/api";
 *
 * await importImageFromUrl(createEngine(), "https://example.com/rootfs.tar", {
 *   repository: "rootfs",
 * });
 * ```
 */
export async function importImageFromUrl(
  engine: Engine,
  url: string,
  options: ImportImageOptions = {},
): Promise<string> {
  const call = importCall(engine, options);
  if (!isUrl(toText(url, "url"))) {
    throw new TypeError(
      `${ACTION}: ${show(url)} is no URL; expected an address that begins with http:// or https://`,
    );
  }
  return await sendImport(call, url, undefined);
}

/**
 * Makes a request body of a file; `null` when there is none.
 *
 * @param engine The engine, which knows the platform.
 * @param path The file's path.
 *
 * @internal
 */
export async function fileBody(engine: Engine, path: string): Promise<RequestBody | null> {
  const { files } = await engine.platform();
  const info = await files.stat(path).catch((cause) => {
    throw new DockerError(`${ACTION}: ${show(path)} is out of reach`, { cause });
  });
  if (info === null) return null;
  if (info.kind === "directory") throw new DockerError(`${ACTION}: ${show(path)} is a directory`);
  // What is no regular file, a pipe say, has no size before it is read.
  const length = info.kind === "file" ? info.size : undefined;
  return { stream: files.stream(path), length };
}

/**
 * Tells whether a text is an address that the Engine can fetch from.
 *
 * @internal
 */
export function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * Sends an import.
 *
 * @param call The call, its options checked.
 * @param fromSrc Where the archive is: a URL, or `-` for the body.
 * @param body The archive, if it is sent.
 *
 * @internal
 */
export async function sendImport(
  call: Call<ImportImageOptions>,
  fromSrc: string,
  body: RequestBody | undefined,
): Promise<string> {
  const answer = await call.stream({
    query: { fromSrc },
    headers: body === undefined ? undefined : { "Content-Type": "application/x-tar" },
    body,
    image: false,
    quiet: true,
    patience: Infinity,
  });
  return await progressText(answer, call.options);
}

function toChanges(value: unknown, argument: string): string[] {
  const lines: unknown[] = Array.isArray(value) ? [...value] : [value];
  if (lines.every((line) => typeof line === "string")) return lines;
  throw wrongShape(argument, value, "an instruction such as 'CMD [\"sh\"]', or a list of these");
}
