import { toRecord, toText, toTexts } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { IdResponse } from "../../types/common.ts";
import type { ContainerConfig } from "../../types/container_config.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode commit}. */
export interface CommitOptions extends CallOptions {
  /** The repository that the image is named after; without it the image has no name. */
  repository?: string;
  /** The image's tag. @default {"latest"} */
  tag?: string;
  /** A message that the image's history shows. */
  message?: string;
  /** The author, e.g. `A B <a.b@example.org>`. */
  author?: string;
  /** Whether the container is paused meanwhile. @default {true} */
  pause?: boolean;
  /** Dockerfile instructions to apply, e.g. `["ENV A=1", "EXPOSE 80"]`, or lines of them. */
  changes?: string | readonly string[];
  /** Configuration that takes the place of the container's, spelt as the Engine spells it. */
  conf?: ContainerConfig;
}

/**
 * Makes an image of a container (`POST /commit`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options The image's name and what is changed in it.
 * @returns The image's `Id`.
 * @throws {NotFound} When there is no such container.
 * @throws {BadRequest} When an instruction in `changes` is malformed.
 *
 * @example
 * ```ts no-run
 * import { commit, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { Id } = await commit(engine, "web", {
 *   repository: "web",
 *   tag: "edited",
 *   message: "Edited by hand",
 *   changes: ["ENV EDITED=1"],
 * });
 * console.log(Id);
 * ```
 */
export async function commit(
  engine: Engine,
  container: Reference,
  options: CommitOptions = {},
): Promise<IdResponse> {
  const id = toId(container, "container");
  const action = `Cannot commit container "${id}"`;
  const { repository, tag, message, author, pause, changes, conf } = options;
  const lines = typeof changes === "string" ? changes.split("\n") : changes;
  const search = query({
    container: id,
    repo: repository == null ? undefined : toText(repository, "repository"),
    tag: tag == null ? undefined : toText(tag, "tag"),
    comment: message == null ? undefined : toText(message, "message"),
    author: author == null ? undefined : toText(author, "author"),
    pause,
    changes: lines == null ? undefined : toTexts(lines, "changes"),
  });
  // Podman wants a body; an empty configuration leaves the container's as it is.
  const json = conf == null ? {} : toRecord(conf, "conf");
  requireVersion(action, await engine.negotiate(options), "commit", options, json);
  return await engine.json(action, "POST", "/commit", options, {
    query: search,
    json,
    // A container's file system can be large.
    patience: Infinity,
  });
}
