import { inspectImage } from "../api/images/inspect.ts";
import { pull } from "../api/images/pull.ts";
import type { PullOptions } from "../api/images/pull.ts";
import { toFunction } from "../convert/checks.ts";
import { isDigest, parseImageName, selectTag } from "../convert/image_name.ts";
import type { Engine } from "../engine/engine.ts";
import type { ImageInspect } from "../types/images.ts";
import { takeOwn } from "../operation/own_options.ts";
import { drain, type OnProgress } from "./progress.ts";

/** Options of a pull of one image. */
export interface PullImageOptions extends Omit<PullOptions, "allTags" | "stream" | "decode"> {
  /** Told of each record of the progress. */
  onProgress?: OnProgress | null | undefined;
}

/**
 * Pulls one image, to the end, and returns what the Engine knows of it then.
 *
 * @param engine The engine.
 * @param repository The image's name.
 * @param options The tag, the platform, credentials.
 */
export async function pullImage(
  engine: Engine,
  repository: string,
  options: PullImageOptions = {},
): Promise<ImageInspect> {
  const own = { onProgress: toFunction };
  const [{ onProgress }, rest] = takeOwn(`Cannot pull ${JSON.stringify(repository)}`, options, own);
  const name = parseImageName(repository, "repository");
  const tag = selectTag(name, rest.tag, "repository") ?? "latest";
  await drain(await pull(engine, repository, { ...rest, decode: true }), onProgress);
  return await inspectImage(engine, joinName(name.repository, tag), {
    signal: rest.signal,
    timeouts: rest.timeouts,
  });
}

/** Joins a repository and a tag or digest. */
export function joinName(repository: string, tag: string): string {
  return `${repository}${isDigest(tag) ? "@" : ":"}${tag}`;
}
