import { toBoolean, toText } from "../../convert/checks.ts";
import { isDigest, parseImageName, selectTag } from "../../convert/image_name.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { InvalidRepository } from "../../errors.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import { isImageMissing } from "../common/image_missing.ts";

/** Options of {@linkcode tag}. */
export interface TagOptions extends CallOptions {
  /** The tag; without one, and with none in the repository's name, `latest`. */
  tag?: string | null | undefined;
  /** Accepted for old programs and without effect: a name that is taken always moves. */
  force?: boolean | null | undefined;
}

/** What {@linkcode tag} asks of the Engine. */
export const TAG: Operation<TagOptions> = operation("POST /images/{name}/tag", {
  tag: inQuery("tag", toText),
  force: ofClient(toBoolean),
});

/**
 * Gives an image a further name (`POST /images/{name}/tag`).
 *
 * @param engine The engine.
 * @param image The image: a name or an id.
 * @param repository The new name, e.g. `registry.example:5000/team/app`.
 * @param options The tag.
 * @returns True.
 * @throws {ImageNotFound} When there is no such image.
 * @throws {InvalidRepository} When the new name or tag is malformed, or a digest.
 *
 * @example
 * ```ts no-run
 * import { createEngine, tag } from "@longshore/docker/api";
 *
 * await tag(createEngine(), "busybox", "registry.example:5000/busybox", { tag: "1.36" });
 * ```
 */
export async function tag(
  engine: Engine,
  image: Reference,
  repository: string,
  options: TagOptions = {},
): Promise<true> {
  const id = toId(image, "image");
  const name = parseImageName(repository, "repository");
  const action = `Cannot tag image "${id}" as "${repository}"`;
  const call = TAG.call(engine, action, [id], options);
  const selected = selectTag(name, call.options.tag, "repository");
  if (selected !== null && isDigest(selected)) {
    throw new InvalidRepository(`${action}: a digest follows from the content; give a tag`);
  }
  const query = { repo: name.repository, tag: selected };
  return await call.empty({ query, image: isImageMissing });
}
