import { type PlatformSelector, toPlatforms } from "../../convert/platform.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import { archiveStream } from "../common/archive_stream.ts";
import { isImageMissing } from "../common/image_missing.ts";

/** Options of {@linkcode getImage}. */
export interface GetImageOptions extends CallOptions {
  /** The platform to get of an image for several, e.g. `linux/arm64`, or a list since API 1.52. Since API 1.48. */
  platform?: PlatformSelector | readonly PlatformSelector[] | null | undefined;
}

/** What {@linkcode getImage} asks of the Engine. */
export const GET: Operation<GetImageOptions> = operation("GET /images/{name}/get", {
  platform: inQuery("platform", toPlatforms, { since: "1.48", several: { since: "1.52" } }),
});

/**
 * Reads an image, all its layers, as a tar archive (`GET /images/{name}/get`).
 *
 * @param engine The engine.
 * @param image The image: a name, then the archive holds the name too, or an id.
 * @param options The platform.
 * @returns The archive's bytes as they come; {@linkcode APIClient.loadImage} takes them.
 * @throws {ImageNotFound} When there is no such image.
 * @throws {APIError} (the stream) When the archive is cut; with the Engine's words, if it tells why.
 *
 * @example
 * ```ts no-run
 * import { createEngine, getImage, loadImage } from "@longshore/docker/api";
 *
 * const here = createEngine();
 * const there = createEngine({ baseUrl: "tcp://192.0.2.7:2375" });
 * for await (const { stream } of await loadImage(here, await getImage(there, "busybox"))) {
 *   console.log(stream);
 * }
 * ```
 */
export async function getImage(
  engine: Engine,
  image: Reference,
  options: GetImageOptions = {},
): Promise<BatchStream<Uint8Array<ArrayBuffer>>> {
  const id = toId(image, "image");
  const call = GET.call(engine, `Cannot get image "${id}"`, [id], options);
  return archiveStream(await call.stream({ image: isImageMissing, patience: Infinity }));
}
