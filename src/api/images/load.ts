import { type Data, toBody } from "../../convert/data.ts";
import { type PlatformSelector, toPlatformJSON } from "../../convert/platform.ts";
import type { Engine } from "../../engine/engine.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { ProgressRecord } from "../../types/progress.ts";
import { type ProgressOptions, progressRecords } from "../common/progress.ts";
import { query } from "../../operation/query.ts";
import { requireVersionToSend } from "../common/sending.ts";

/** Options of {@linkcode loadImage}. */
export interface LoadImageOptions extends ProgressOptions {
  /** Whether the Engine leaves out how far it is, layer by layer. @default {true} */
  quiet?: boolean;
  /** The platform to load of an image for several, e.g. `linux/arm64`. Since API 1.48. */
  platform?: PlatformSelector;
}

/**
 * Loads images from a tar archive of {@linkcode APIClient.getImage} (`POST /images/load`).
 *
 * @param engine The engine.
 * @param data The archive: bytes, a `Blob` or a stream, which is sent as it comes.
 * @param options How much is told.
 * @returns A stream of progress records; the load is done at its end, and the last record names the image.
 * @throws {APIError} When the archive is not one; the stream rejects when that turns out later.
 *
 * @example
 * ```ts no-run
 * import { createEngine, loadImage } from "@longshore/docker/api";
 *
 * const { body } = await fetch("https://example.com/image.tar");
 * for await (const record of await loadImage(createEngine(), body!)) console.log(record.stream);
 * ```
 */
export async function loadImage(
  engine: Engine,
  data: Data,
  options: LoadImageOptions = {},
): Promise<BatchStream<ProgressRecord>> {
  const action = "Cannot load the image";
  const body = toBody(data, "data");
  const { quiet } = options;
  const platform = toPlatformJSON(options.platform, "platform");
  await requireVersionToSend(engine, action, "loadImage", options, body);
  const answer = await engine.stream(action, "POST", "/images/load", options, {
    query: query({ quiet, platform }),
    headers: { "Content-Type": "application/x-tar" },
    body,
    quiet: true,
    patience: Infinity,
  });
  return progressRecords(answer, options);
}
