import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine.ts";
import type { ImageInspect } from "../../types/images.ts";
import { path } from "../path.ts";

/** Returns what the Engine knows of an image: see {@linkcode APIClient.inspectImage}. */
export async function inspectImage(
  engine: Engine,
  image: Reference,
  options: CallOptions = {},
): Promise<ImageInspect> {
  const id = toId(image, "image");
  return await engine.json(`Cannot inspect image "${id}"`, "GET", path`/images/${id}/json`, {
    ...options,
    image: true,
  });
}
