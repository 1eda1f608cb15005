import { isDigest, parseImageName, selectTag } from "../../convert/image_name.ts";
import { type PlatformSelector, toPlatformJSON } from "../../convert/platform.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { Engine } from "../../engine/engine.ts";
import { InvalidRepository } from "../../errors.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { ProgressRecord } from "../../types/progress.ts";
import { path } from "../../operation/path.ts";
import {
  progressBytes,
  type ProgressOptions,
  progressRecords,
  progressText,
} from "../common/progress.ts";
import { query } from "../../operation/query.ts";
import { registryAuth, type RegistryOptions } from "../common/registry_auth.ts";

/** Options of {@linkcode push}. */
export interface PushOptions extends ProgressOptions, RegistryOptions {
  /** The tag; without one, and with none in the name, all tags of the repository are pushed. */
  tag?: string;
  /** The platform to push of an image for several, e.g. `linux/arm64`. Since API 1.46. */
  platform?: PlatformSelector;
  /** Whether the progress is handed out as it comes. @default {false} */
  stream?: boolean;
  /** Whether the progress comes as records instead of bytes; with it, `stream` need not be set. @default {false} */
  decode?: boolean;
}

/**
 * Pushes an image and streams the progress as records (`POST /images/{name}/push`).
 *
 * @param engine The engine.
 * @param repository The image's name, with the registry that it goes to, e.g. `registry.example:5000/team/app:1.2`.
 * @param options The tag, credentials, and how the progress is told.
 * @returns A stream of records; the push is done at its end. A failure makes it reject.
 * @throws {InvalidRepository} When the name or tag is malformed, or a digest.
 *
 * @example
 * ```ts no-run
 * import { createEngine, push, tag } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await tag(engine, "app", "registry.example:5000/app", { tag: "1.2" });
 * for await (const record of await push(engine, "registry.example:5000/app", { tag: "1.2", decode: true })) {
 *   if (record.aux) console.log(record.aux);
 * }
 * ```
 */
export function push(
  engine: Engine,
  repository: string,
  options: PushOptions & { decode: true },
): Promise<BatchStream<ProgressRecord>>;
/**
 * Pushes an image and streams the progress as bytes (`POST /images/{name}/push`).
 *
 * @param engine The engine.
 * @param repository The image's name, with the registry that it goes to.
 * @param options The tag and credentials.
 * @returns A stream of bytes; the push is done at its end. A failure makes it reject.
 */
export function push(
  engine: Engine,
  repository: string,
  options: PushOptions & { stream: true; decode?: false | null | undefined },
): Promise<BatchStream<Uint8Array>>;
/**
 * Pushes an image (`POST /images/{name}/push`); without a tag, all tags of the repository.
 *
 * @param engine The engine.
 * @param repository The image's name, with the registry that it goes to.
 * @param options The tag and credentials.
 * @returns The Engine's progress records as text, once the push is done.
 * @throws {APIError} When the Engine does not have the image, or the registry refuses it.
 */
export function push(
  engine: Engine,
  repository: string,
  options?: PushOptions & { stream?: false | null | undefined; decode?: false | null | undefined },
): Promise<string>;
/**
 * Pushes an image (`POST /images/{name}/push`).
 *
 * @param engine The engine.
 * @param repository The image's name, with the registry that it goes to.
 * @param options The tag, credentials, and how the progress is told.
 */
export function push(
  engine: Engine,
  repository: string,
  options?: PushOptions,
): Promise<string | BatchStream<Uint8Array> | BatchStream<ProgressRecord>>;
export async function push(
  engine: Engine,
  repository: string,
  options: PushOptions = {},
): Promise<string | BatchStream<Uint8Array> | BatchStream<ProgressRecord>> {
  const name = parseImageName(repository, "repository");
  const tag = selectTag(name, options.tag, "repository");
  const action = `Cannot push "${repository}"`;
  if (tag !== null && isDigest(tag)) {
    throw new InvalidRepository(`${action}: a push goes by tag, and "${tag}" is a digest`);
  }
  const { stream, decode } = options;
  const platform = toPlatformJSON(options.platform, "platform");
  const headers = await registryAuth(engine, name.registry, options);
  requireVersion(action, await engine.negotiate(options), "push", options);
  const answer = await engine.stream(
    action,
    "POST",
    path`/images/${name.repository}/push`,
    options,
    {
      query: query({ tag, platform }),
      // Some Engines refuse a push without the header: "e30=" says that there are no credentials.
      headers: { "X-Registry-Auth": headers["X-Registry-Auth"] ?? "e30=" },
      image: true,
      quiet: true,
      patience: Infinity,
    },
  );
  if (decode) return progressRecords(answer, options);
  return stream ? progressBytes(answer, options) : await progressText(answer, options);
}
