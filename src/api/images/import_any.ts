import type { Data } from "../../convert/data.ts";
import { parseImageName, selectTag } from "../../convert/image_name.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { Engine } from "../../engine/engine.ts";
import { DockerError } from "../../errors.ts";
import { progressText } from "../common/progress.ts";
import { query } from "../../operation/query.ts";
import { registryAuth, type RegistryOptions } from "../common/registry_auth.ts";
import {
  fileBody,
  importImageFromData,
  importImageFromStream,
  importImageFromUrl,
  type ImportImageOptions,
  isUrl,
  sendImport,
} from "./import.ts";

/** Options of {@linkcode importImageFromImage}. */
export interface ImportImageFromImageOptions extends ImportImageOptions, RegistryOptions {}

/** Options of {@linkcode importImage}: one of `src` and `image` is needed. */
export interface ImportAnyImageOptions extends ImportImageFromImageOptions {
  /** The archive: the path of a file, a URL that the Engine fetches, or the bytes themselves (no string). */
  src?: Data;
  /** In place of `src`, an image that is pulled. */
  image?: string;
  /** Whether bytes are sent in chunks, their length untold. @default {false} */
  streamSrc?: boolean;
}

/**
 * Imports an image from a file, a URL, bytes or another image (`POST /images/create`).
 *
 * @param engine The engine.
 * @param options Where it comes from, as `src` or `image`; its name, and instructions that apply to it.
 * @returns The Engine's progress records as text; the last one's `status` is the image's id.
 * @throws {DockerError} When `src` is a string that is neither a file nor a URL.
 * @throws {APIError} When what comes from there is no archive.
 *
 * @example
 * ```ts no-run
 * import { createEngine, importImage } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await importImage(engine, { src: "./rootfs.tar", repository: "rootfs", changes: 'CMD ["sh"]' });
 * ```
 */
export async function importImage(
  engine: Engine,
  options: ImportAnyImageOptions,
): Promise<string> {
  const { src, image, streamSrc } = options;
  if (image !== undefined && image !== null) {
    if (src === undefined || src === null) {
      return await importImageFromImage(engine, image, options);
    }
    throw new TypeError("Cannot import the image: both src and image are given");
  }
  if (src === undefined || src === null || src === "") {
    throw new TypeError(
      "Cannot import the image: expected src (a path, a URL or bytes) or image (a name)",
    );
  }
  if (typeof src !== "string") {
    return streamSrc
      ? await importImageFromStream(engine, src, options)
      : await importImageFromData(engine, src, options);
  }
  if (isUrl(src)) return await importImageFromUrl(engine, src, options);
  const body = await fileBody(engine, src);
  if (body === null) {
    throw new DockerError(
      `Cannot import the image: "${src}" is neither a file nor a URL that begins with http:// or https://`,
    );
  }
  return await sendImport(engine, "importImage", "-", body, options);
}

/**
 * Pulls an image by the parameters of an import (`POST /images/create`); the same as
 * {@linkcode APIClient.pull}. The Engine takes no notice of `repository`, `changes` and `message`.
 *
 * @param engine The engine.
 * @param image The image to pull.
 * @param options Its tag, and credentials.
 * @returns The Engine's progress records as text.
 * @throws {ImageNotFound} When the registry does not have it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, importImageFromImage } from "@longshore/docker/api";
 *
 * await importImageFromImage(createEngine(), "busybox", { tag: "1.36" });
 * ```
 */
export async function importImageFromImage(
  engine: Engine,
  image: string,
  options: ImportImageFromImageOptions = {},
): Promise<string> {
  const name = parseImageName(image, "image");
  const tag = selectTag(name, options.tag, "image") ?? "latest";
  const action = `Cannot import image "${image}"`;
  const { repository, changes, message, platform } = options;
  const headers = await registryAuth(engine, name.registry, options);
  requireVersion(action, await engine.negotiate(options), "importImageFromImage", options);
  const answer = await engine.stream(action, "POST", "/images/create", options, {
    query: query({
      fromImage: name.repository,
      tag,
      repo: repository,
      message,
      platform,
      changes: typeof changes === "string" ? [changes] : changes,
    }),
    headers,
    image: true,
    quiet: true,
    patience: Infinity,
  });
  return await progressText(answer, options);
}
