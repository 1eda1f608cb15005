import { refuseMisspelt } from "../../operation/misspelt_fields.ts";
import { toBoolean, toRecord, toText, toTexts } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { CONTAINER_FIELDS } from "./container_config.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import { requireBeside } from "../common/beside.ts";
import type { IdResponse } from "../../types/common.ts";
import type { ContainerConfig } from "../../types/container_config.ts";

/** Options of {@linkcode commit}. */
export interface CommitOptions extends CallOptions {
  /** The repository that the image is named after; without it the image has no name. */
  repository?: string | null | undefined;
  /** The image's tag; it needs `repository`. @default {"latest"} */
  tag?: string | null | undefined;
  /** A message that the image's history shows. */
  message?: string | null | undefined;
  /** The author, e.g. `A B <a.b@example.org>`. */
  author?: string | null | undefined;
  /** Whether the container is paused meanwhile. @default {true} */
  pause?: boolean | null | undefined;
  /** Dockerfile instructions to apply, e.g. `["ENV A=1", "EXPOSE 80"]`, or lines of them. */
  changes?: string | readonly string[] | null | undefined;
  /** Configuration that takes the place of the container's, spelt as the Engine spells it. */
  conf?: ContainerConfig | null | undefined;
}

/** What {@linkcode commit} asks of the Engine. */
export const COMMIT: Operation<CommitOptions> = operation("POST /commit", {
  repository: inQuery("repo", toText),
  tag: inQuery("tag", toText),
  message: inQuery("comment", toText),
  author: inQuery("author", toText),
  pause: inQuery("pause", toBoolean),
  changes: inQuery("changes", toLines),
  conf: ofClient(toRecord),
});

/**
 * Makes an image of a container (`POST /commit`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options The image's name and what is changed in it.
 * @returns The image's `Id`.
 * @throws {NotFound} When there is no such container.
 * @throws {BadRequest} When an instruction in `changes` is malformed.
 * @throws {TypeError} When there is a tag of no repository, which the Engine would drop.
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
  const id = toContainerId(container, "container");
  const call = COMMIT.call(engine, `Cannot commit container "${id}"`, [], options);
  requireBeside(call.action, call.options, "tag", "repository");
  // Podman wants a body; an empty configuration leaves the container's as it is.
  const json = call.options.conf ?? {};
  refuseMisspelt(CONTAINER_FIELDS, call.action, json);
  const strange = Object.keys(json).find((name) => !/^[A-Z]/.test(name));
  if (strange !== undefined) {
    throw new TypeError(
      `${call.action}: unknown field ${JSON.stringify(strange)}; conf has the Engine's own fields`,
    );
  }
  CONTAINER_FIELDS.require(call.action, await call.negotiate(), json);
  // A container's file system can be large.
  return await call.json({ query: { container: id }, json, patience: Infinity });
}

function toLines(value: unknown, argument: string): string[] {
  return toTexts(typeof value === "string" ? value.split("\n") : value, argument);
}
