import { toBoolean, toText } from "../../convert/checks.ts";
import { parseImageName, selectTag } from "../../convert/image_name.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
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

/** Options of {@linkcode pull}. */
export interface PullOptions extends TransferOptions {
  /** The tag or digest; without one, and with none in the name, `latest`. */
  tag?: string | null | undefined;
  /** Whether all tags of the repository are pulled. @default {false} */
  allTags?: boolean | null | undefined;
  /** The platform, e.g. `linux/arm64`; the Engine's own without it. Since API 1.32. */
  platform?: string | null | undefined;
}

/** What {@linkcode pull} asks of the Engine. */
export const PULL: Operation<PullOptions> = operation("POST /images/create", {
  ...TRANSFER,
  tag: inQuery("tag", toText),
  allTags: ofClient(toBoolean),
  platform: inQuery("platform", toText, { since: "1.32" }),
});

/**
 * Pulls an image and streams the progress as records (`POST /images/create`).
 *
 * @param engine The engine.
 * @param repository The image's name, e.g. `busybox`, `registry.example:5000/team/app:1.2` or `app@sha256:...`.
 * @param options The tag, credentials, and how the progress is told.
 * @returns A stream of records; the pull is done at its end. A failure makes it reject.
 * @throws {ImageNotFound} When the registry does not have it.
 * @throws {InvalidRepository} When the name or tag is malformed.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pull } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for await (const { id, status } of await pull(engine, "busybox", { decode: true })) {
 *   console.log(id, status);
 * }
 * ```
 */
export function pull(
  engine: Engine,
  repository: string,
  options: PullOptions & { decode: true },
): Promise<BatchStream<ProgressRecord>>;
/**
 * Pulls an image and streams the progress as bytes (`POST /images/create`).
 *
 * @param engine The engine.
 * @param repository The image's name.
 * @param options The tag and credentials.
 * @returns A stream of bytes; the pull is done at its end. A failure makes it reject.
 */
export function pull(
  engine: Engine,
  repository: string,
  options: PullOptions & { stream: true; decode?: false | null | undefined },
): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
/**
 * Pulls an image (`POST /images/create`); without a tag or digest, its tag `latest`.
 *
 * @param engine The engine.
 * @param repository The image's name.
 * @param options The tag and credentials.
 * @returns The Engine's progress records as text, once the pull is done.
 * @throws {ImageNotFound} When the registry does not have it.
 */
export function pull(
  engine: Engine,
  repository: string,
  options?: PullOptions & {
    stream?: false | null | undefined;
    decode?: false | null | undefined;
  },
): Promise<string>;
/**
 * Pulls an image (`POST /images/create`).
 *
 * @param engine The engine.
 * @param repository The image's name.
 * @param options The tag, credentials, and how the progress is told.
 */
export function pull(
  engine: Engine,
  repository: string,
  options?: PullOptions,
): Promise<string | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<ProgressRecord>>;
export async function pull(
  engine: Engine,
  repository: string,
  options: PullOptions = {},
): Promise<TransferProgress> {
  const name = parseImageName(repository, "repository");
  const action = `Cannot pull "${repository}"`;
  const call = PULL.call(engine, action, [], options);
  const { allTags } = call.options;
  const tag = selectTag(name, call.options.tag, "repository");
  if (allTags && tag !== null) {
    throw new TypeError(`${action}: allTags is set, and so is the tag or digest "${tag}"`);
  }
  const answer = await call.stream({
    ...TO_REGISTRY,
    query: { fromImage: name.repository, tag: tag ?? (allTags ? undefined : "latest") },
    headers: await registryAuth(engine, name.registry, call.options),
    image: isImageMissing,
    quiet: true,
    patience: Infinity,
  });
  return await readTransfer(answer, call.options);
}
