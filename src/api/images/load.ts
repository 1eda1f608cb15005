import { toBoolean } from "../../convert/checks.ts";
import { type Data, toArchive } from "../../convert/data.ts";
import { type PlatformSelector, toPlatforms } from "../../convert/platform.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { ProgressRecord } from "../../types/progress.ts";
import { PROGRESS, type ProgressOptions, progressRecords } from "../common/progress.ts";
import { sendingData } from "../common/sending_data.ts";

/** Options of {@linkcode loadImage}. */
export interface LoadImageOptions extends ProgressOptions {
  /** Whether the Engine leaves out how far it is, layer by layer. @default {true} */
  quiet?: boolean | null | undefined;
  /** The platform to load of an image for several, e.g. `linux/arm64`, or a list since API 1.52. Since API 1.48. */
  platform?: PlatformSelector | readonly PlatformSelector[] | null | undefined;
}

/** What {@linkcode loadImage} asks of the Engine. */
export const LOAD: Operation<LoadImageOptions> = operation("POST /images/load", {
  ...PROGRESS,
  quiet: inQuery("quiet", toBoolean),
  platform: inQuery("platform", toPlatforms, { since: "1.48", several: { since: "1.52" } }),
});

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
  return await sendingData(engine, toArchive(data, "data"), "data", async (body) => {
    const call = LOAD.call(engine, "Cannot load the image", [], options);
    const answer = await call.stream({
      headers: { "Content-Type": "application/x-tar" },
      body,
      quiet: true,
      patience: Infinity,
    });
    return progressRecords(answer, call.options);
  });
}
