import { toFlag } from "../../convert/checks.ts";
import { type PlatformSelector, toPlatformJSON } from "../../convert/platform.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { ImageInspect } from "../../types/images.ts";
import { isImageMissing } from "../common/image_missing.ts";

/** Options of {@linkcode inspectImage}. */
export interface InspectImageOptions extends CallOptions {
  /** Whether the manifests of an image for several platforms are told. Since API 1.48. @default {false} */
  manifests?: boolean | null | undefined;
  /** The platform to inspect of an image for several, e.g. `linux/arm64`. Since API 1.49. */
  platform?: PlatformSelector | null | undefined;
}

/** What {@linkcode inspectImage} asks of the Engine. */
export const INSPECT: Operation<InspectImageOptions> = operation("GET /images/{name}/json", {
  manifests: inQuery("manifests", toFlag, { since: "1.48" }),
  platform: inQuery("platform", toPlatformJSON, { since: "1.49" }),
});

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
  const call = INSPECT.call(engine, `Cannot inspect image "${id}"`, [id], options);
  return await call.json({ image: isImageMissing, shape: "object" });
}
