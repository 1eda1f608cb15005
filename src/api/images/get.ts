import { type PlatformSelector, toPlatformJSON } from "../../convert/platform.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type BatchStream, batchStream } from "../../streams/batch_stream.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode getImage}. */
export interface GetImageOptions extends CallOptions {
  /** The platform to get of an image for several, e.g. `linux/arm64`. Since API 1.48. */
  platform?: PlatformSelector;
}

/**
 * Reads an image, all its layers, as a tar archive (`GET /images/{name}/get`).
 *
 * @param engine The engine.
 * @param image The image: a name, then the archive holds the name too, or an id.
 * @param options The platform.
 * @returns The archive's bytes as they come; {@linkcode APIClient.loadImage} takes them.
 * @throws {ImageNotFound} When there is no such image.
 *
 * @example
 * ```ts no-run
 * import { createEngine } from "@longshore/docker/api";
 *
 * const here = new APIClient();
 * const there = new APIClient({ baseUrl: "tcp://192.0.2.7:2375" });
 * for await (const { stream } of await there.loadImage(await here.getImage("busybox"))) {
 *   console.log(stream);
 * }
 * ```
 */
export async function getImage(
  engine: Engine,
  image: Reference,
  options: GetImageOptions = {},
): Promise<BatchStream<Uint8Array>> {
  const id = toId(image, "image");
  const platform = toPlatformJSON(options.platform, "platform");
  const action = `Cannot get image "${id}"`;
  requireVersion(action, await engine.negotiate(options), "getImage", options);
  const { body } = await engine.stream(action, "GET", path`/images/${id}/get`, options, {
    query: query({ platform }),
    image: true,
    patience: Infinity,
  });
  return batchStream<Uint8Array>(body);
}
