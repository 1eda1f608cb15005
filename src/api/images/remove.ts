import { toFlag } from "../../convert/checks.ts";
import { type PlatformSelector, toPlatforms } from "../../convert/platform.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { ImageDeleteItem } from "../../types/images.ts";
import { isImageMissing } from "../common/image_missing.ts";

/** Options of {@linkcode removeImage}. */
export interface RemoveImageOptions extends CallOptions {
  /** Whether an image that stopped containers use, or that has several tags, is removed too. @default {false} */
  force?: boolean | null | undefined;
  /** Whether untagged parents are kept. @default {false} */
  noprune?: boolean | null | undefined;
  /** Which platforms of an image for several are removed, e.g. `["linux/arm64"]`. Since API 1.50. */
  platforms?: readonly PlatformSelector[] | null | undefined;
}

/** What {@linkcode removeImage} asks of the Engine. */
export const REMOVE: Operation<RemoveImageOptions> = operation("DELETE /images/{name}", {
  force: inQuery("force", toFlag),
  noprune: inQuery("noprune", toFlag),
  platforms: inQuery("platforms", toPlatforms, { since: "1.50" }),
});

/**
 * Removes an image (`DELETE /images/{name}`).
 *
 * @param engine The engine.
 * @param image The image: a name, of which only the tag goes while there are others, or an id.
 * @param options Whether it is removed against resistance.
 * @returns What was untagged and deleted.
 * @throws {ImageNotFound} When there is no such image.
 * @throws {Conflict} When a container uses it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeImage } from "@longshore/docker/api";
 *
 * await removeImage(createEngine(), "rootfs:latest");
 * ```
 */
export async function removeImage(
  engine: Engine,
  image: Reference,
  options: RemoveImageOptions = {},
): Promise<ImageDeleteItem[]> {
  const id = toId(image, "image");
  const call = REMOVE.call(engine, `Cannot remove image "${id}"`, [id], options);
  return await call.json({ shape: "list", image: isImageMissing, patience: Infinity });
}
