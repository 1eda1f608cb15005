import { type PlatformSelector, toPlatformJSON } from "../../convert/platform.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { ImageHistoryItem } from "../../types/images.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode history}. */
export interface HistoryOptions extends CallOptions {
  /** The platform to look at of an image for several, e.g. `linux/arm64`. Since API 1.48. */
  platform?: PlatformSelector;
}

/**
 * Returns how an image came to be, the last step first (`GET /images/{name}/history`).
 *
 * @param engine The engine.
 * @param image The image: a name or an id.
 * @param options The platform.
 * @throws {ImageNotFound} When there is no such image.
 *
 * @example
 * ```ts no-run
 * import { createEngine, history } from "@longshore/docker/api";
 *
 * for (const step of await history(createEngine(), "busybox")) {
 *   console.log(step.CreatedBy, step.Size);
 * }
 * ```
 */
export async function history(
  engine: Engine,
  image: Reference,
  options: HistoryOptions = {},
): Promise<ImageHistoryItem[]> {
  const id = toId(image, "image");
  const platform = toPlatformJSON(options.platform, "platform");
  const action = `Cannot get the history of image "${id}"`;
  requireVersion(action, await engine.negotiate(options), "history", options);
  return await engine.json(action, "GET", path`/images/${id}/history`, options, {
    query: query({ platform }),
    image: true,
  });
}
