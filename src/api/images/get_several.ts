import { wrongShape, wrongValue } from "../../convert/refuse.ts";
import { type PlatformSelector, toPlatforms } from "../../convert/platform.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import { archiveStream } from "../common/archive_stream.ts";
import { isImageMissing } from "../common/image_missing.ts";

/** Options of {@linkcode getImages}. */
export interface GetImagesOptions extends CallOptions {
  /** The platform to get of images for several, e.g. `linux/arm64`, or a list since API 1.52. Since API 1.48. */
  platform?: PlatformSelector | readonly PlatformSelector[] | null | undefined;
}

/** What {@linkcode getImages} asks of the Engine. */
export const GET_SEVERAL: Operation<GetImagesOptions> = operation("GET /images/get", {
  platform: inQuery("platform", toPlatforms, { since: "1.48", several: { since: "1.52" } }),
});

/**
 * Reads several images as one tar archive, in which layers that they share stand once
 * (`GET /images/get`).
 *
 * @param engine The engine.
 * @param images The images: names, then the archive holds the names too, or ids.
 * @param options The platform.
 * @returns The archive's bytes as they come; {@linkcode APIClient.loadImage} takes them.
 * @throws {ImageNotFound} When one of them is not there.
 * @throws {APIError} (the stream) When the archive is cut; with the Engine's words, if it tells why.
 *
 * @example
 * ```ts no-run
 * import { createEngine, getImages } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * let size = 0;
 * for await (const bytes of await getImages(engine, ["busybox:1.36", "app:1"])) size += bytes.length;
 * console.log(size);
 * ```
 */
export async function getImages(
  engine: Engine,
  images: readonly Reference[],
  options: GetImagesOptions = {},
): Promise<BatchStream<Uint8Array<ArrayBuffer>>> {
  if (!Array.isArray(images)) throw wrongShape("images", images, "a list of names or ids");
  // Without a name the Engine sends an archive of nothing.
  if (images.length === 0) throw wrongValue("images", images, "at least one name or id");
  const names = Array.from(images, (image, index) => toId(image, `images[${index}]`));
  const shown = names.map((name) => JSON.stringify(name)).join(", ");
  const call = GET_SEVERAL.call(engine, `Cannot get the images ${shown}`, [], options);
  const answer = await call.stream({ query: { names }, image: isImageMissing, patience: Infinity });
  return archiveStream(answer);
}
