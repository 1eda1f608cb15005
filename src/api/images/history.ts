import { type PlatformSelector, toPlatformJSON } from "../../convert/platform.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { ImageHistoryItem } from "../../types/images.ts";
import { isImageMissing } from "../common/image_missing.ts";

/** Options of {@linkcode history}. */
export interface HistoryOptions extends CallOptions {
  /** The platform to look at of an image for several, e.g. `linux/arm64`. Since API 1.48. */
  platform?: PlatformSelector | null | undefined;
}

/** What {@linkcode history} asks of the Engine. */
export const HISTORY: Operation<HistoryOptions> = operation("GET /images/{name}/history", {
  platform: inQuery("platform", toPlatformJSON, { since: "1.48" }),
});

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
  const call = HISTORY.call(engine, `Cannot get the history of image "${id}"`, [id], options);
  return await call.json({ shape: "list", image: isImageMissing });
}
