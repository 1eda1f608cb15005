import { type PlatformSelector, toPlatformJSON } from "../../convert/platform.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { ImageInspect } from "../../types/images.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode inspectImage}. */
export interface InspectImageOptions extends CallOptions {
  /** Whether the manifests of an image for several platforms are told. Since API 1.48. */
  manifests?: boolean;
  /** The platform to inspect of an image for several, e.g. `linux/arm64`. Since API 1.49. */
  platform?: PlatformSelector;
}

/**
 * Returns what the Engine knows of an image (`GET /images/{name}/json`).
 *
 * @param engine The engine.
 * @param image The image: a name or an id.
 * @param options What is told of an image for several platforms.
 * @throws {ImageNotFound} When there is no such image.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectImage } from "@longshore/docker/api";
 *
 * const { Architecture, Os } = await inspectImage(createEngine(), "busybox");
 * console.log(Architecture, Os);
 * ```
 */
export async function inspectImage(
  engine: Engine,
  image: Reference,
  options: InspectImageOptions = {},
): Promise<ImageInspect> {
  const id = toId(image, "image");
  const platform = toPlatformJSON(options.platform, "platform");
  const action = `Cannot inspect image "${id}"`;
  requireVersion(action, await engine.negotiate(options), "inspectImage", options);
  return await engine.json(action, "GET", path`/images/${id}/json`, options, {
    query: query({ manifests: options.manifests, platform }),
    image: true,
  });
}
