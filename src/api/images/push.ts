import { toText } from "../../convert/checks.ts";
import { isDigest, parseImageName, selectTag } from "../../convert/image_name.ts";
import { type PlatformSelector, toPlatformJSON } from "../../convert/platform.ts";
import type { Engine } from "../../engine/engine.ts";
import { InvalidRepository } from "../../errors.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { ProgressRecord } from "../../types/progress.ts";
import { isImageMissing } from "../common/image_missing.ts";
import { registryAuth, TO_REGISTRY } from "../common/registry_auth.ts";
import {
  readTransfer,
  TRANSFER,
  type TransferOptions,
  type TransferProgress,
} from "../common/transfer.ts";

/** Options of {@linkcode push}. */
export interface PushOptions extends TransferOptions {
  /** The tag; without one, and with none in the name, all tags of the repository are pushed. */
  tag?: string | null | undefined;
  /** The platform to push of an image for several, e.g. `linux/arm64`. Since API 1.46. */
  platform?: PlatformSelector | null | undefined;
}

/** What {@linkcode push} asks of the Engine. */
export const PUSH: Operation<PushOptions> = operation("POST /images/{name}/push", {
  ...TRANSFER,
  tag: inQuery("tag", toText),
  platform: inQuery("platform", toPlatformJSON, { since: "1.46" }),
});

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
): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
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
  options?: PushOptions & {
    stream?: false | null | undefined;
    decode?: false | null | undefined;
  },
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
): Promise<string | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<ProgressRecord>>;
export async function push(
  engine: Engine,
  repository: string,
  options: PushOptions = {},
): Promise<TransferProgress> {
  const name = parseImageName(repository, "repository");
  const action = `Cannot push "${repository}"`;
  const call = PUSH.call(engine, action, [name.repository], options);
  const tag = selectTag(name, call.options.tag, "repository");
  if (tag !== null && isDigest(tag)) {
    throw new InvalidRepository(`${action}: a push goes by tag, and "${tag}" is a digest`);
  }
  const answer = await call.stream({
    ...TO_REGISTRY,
    query: { tag },
    headers: await registryAuth(engine, name.registry, call.options, true),
    image: isImageMissing,
    quiet: true,
    patience: Infinity,
  });
  return await readTransfer(answer, call.options);
}
