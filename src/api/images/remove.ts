import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine.ts";
import type { ImageDeleteItem } from "../../types/images.ts";
import { path } from "../path.ts";
import { query } from "../query.ts";

/** Options of {@linkcode removeImage}. */
export interface RemoveImageOptions extends CallOptions {
  /** Whether an image that stopped containers use, or that has several tags, is removed too. @default {false} */
  force?: boolean;
  /** Whether untagged parents are kept. @default {false} */
  noprune?: boolean;
}

/** Removes an image: see {@linkcode APIClient.removeImage}. */
export async function removeImage(
  engine: Engine,
  image: Reference,
  options: RemoveImageOptions = {},
): Promise<ImageDeleteItem[]> {
  const id = toId(image, "image");
  const { force, noprune } = options;
  return await engine.json(`Cannot remove image "${id}"`, "DELETE", path`/images/${id}`, {
    ...options,
    query: query({ force: force || undefined, noprune: noprune || undefined }),
    image: true,
  });
}
