import { toText } from "../../convert/checks.ts";
import { bodyStream, type Data, toBody } from "../../convert/data.ts";
import type { Engine } from "../../engine/engine.ts";
import { DockerError } from "../../errors.ts";
import type { RequestBody } from "../../http/upload.ts";
import { type ProgressOptions, progressText } from "../common/progress.ts";
import { query } from "../../operation/query.ts";
import { requireVersionToSend } from "../common/sending.ts";

/** Options of the methods that import an image. */
export interface ImportImageOptions extends ProgressOptions {
  /** The repository that is created, e.g. `tools/shell`. */
  repository?: string;
  /** The tag that is applied. */
  tag?: string;
  /** Dockerfile instructions for the image, e.g. `CMD ["sh"]`. */
  changes?: string | readonly string[];
  /** What the image's history says of the import. */
  message?: string;
  /** The image's platform, e.g. `linux/arm64`. Since API 1.32. */
  platform?: string;
}

const ACTION = "Cannot import the image";

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
  return await sendImport(engine, "importImageFromData", "-", toBody(data, "data"), options);
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
  // Without a length it goes out in chunks.
  const body = { stream: bodyStream(toBody(stream, "stream")) };
  return await sendImport(engine, "importImageFromStream", "-", body, options);
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
  const body = await fileBody(engine, toText(filename, "filename"));
  if (body === null) throw new DockerError(`${ACTION}: there is no file "${filename}"`);
  return await sendImport(engine, "importImageFromFile", "-", body, options);
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
  if (!isUrl(toText(url, "url"))) {
    throw new TypeError(
      `${ACTION}: "${url}" is no URL; expected an address that begins with http:// or https://`,
    );
  }
  return await sendImport(engine, "importImageFromUrl", url, undefined, options);
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
  const info = await files.stat(path);
  if (info === null) return null;
  if (info.kind === "directory") throw new DockerError(`${ACTION}: "${path}" is a folder`);
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
 * @param engine The engine.
 * @param method The method's name.
 * @param fromSrc Where the archive is: a URL, or `-` for the body.
 * @param body The archive, if it is sent.
 * @param options The call's options.
 *
 * @internal
 */
export async function sendImport(
  engine: Engine,
  method: string,
  fromSrc: string,
  body: RequestBody | undefined,
  options: ImportImageOptions,
): Promise<string> {
  const { repository, tag, changes, message, platform } = options;
  const search = query({
    fromSrc,
    repo: repository,
    tag,
    message,
    platform,
    changes: typeof changes === "string" ? [changes] : changes,
  });
  await requireVersionToSend(engine, ACTION, method, options, body);
  const answer = await engine.stream(ACTION, "POST", "/images/create", options, {
    query: search,
    headers: body === undefined ? undefined : { "Content-Type": "application/x-tar" },
    body,
    image: false,
    quiet: true,
    patience: Infinity,
  });
  return await progressText(answer, options);
}
