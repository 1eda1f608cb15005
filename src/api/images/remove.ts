import { type PlatformSelector, toPlatformJSON } from "../../convert/platform.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { ImageDeleteItem } from "../../types/images.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode removeImage}. */
export interface RemoveImageOptions extends CallOptions {
  /** Whether an image that stopped containers use, or that has several tags, is removed too. @default {false} */
  force?: boolean;
  /** Whether untagged parents are kept. @default {false} */
  noprune?: boolean;
  /** Which platforms of an image for several are removed, e.g. `["linux/arm64"]`. Since API 1.50. */
  platforms?: readonly PlatformSelector[];
}

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
  const { force, noprune } = options;
  const platforms = options.platforms?.map((platform, index) =>
    toPlatformJSON(platform, `platforms[${index}]`) ?? ""
  );
  const action = `Cannot remove image "${id}"`;
  requireVersion(action, await engine.negotiate(options), "removeImage", options);
  return await engine.json(action, "DELETE", path`/images/${id}`, options, {
    query: query({ force: force || undefined, noprune: noprune || undefined, platforms }),
    image: true,
  });
}
