import { commit, type CommitOptions } from "../api/containers/commit.ts";
import { inspectImage } from "../api/images/inspect.ts";
import { removeImage } from "../api/images/remove.ts";
import type { Engine } from "../engine/engine.ts";
import { checkOptions } from "../operation/check_options.ts";
import type { ImageInspect } from "../types/images.ts";
import { createWhole } from "./creation.ts";
import type { MadeLabels } from "./model.ts";

/**
 * Makes an image of a container, whole or not at all, and returns what the Engine knows of it.
 *
 * @param engine The engine.
 * @param container The container's id.
 * @param repository The repository that the image is named after.
 * @param options The tag, author, changes and so on.
 * @param labels The labels of a scope; the image gets them.
 */
export async function commitContainer(
  engine: Engine,
  container: string,
  repository: string | null | undefined,
  options: Omit<CommitOptions, "repository">,
  labels: MadeLabels,
): Promise<ImageInspect> {
  checkOptions("Cannot commit the container", options);
  const { changes, signal, timeouts } = options;
  const given = typeof changes === "string" ? changes.split("\n") : changes ?? [];
  return await createWhole(engine, options, {
    what: "an image",
    labels,
    make: (made, signal) => {
      const call: CommitOptions = { ...options, signal };
      if (repository != null) call.repository = repository;
      const lines = Object.entries(made).map(([name, value]) =>
        `LABEL ${quote(name)}=${quote(value)}`
      );
      if (lines.length > 0) call.changes = [...given, ...lines];
      return commit(engine, container, call);
    },
    load: ({ Id }) => inspectImage(engine, Id, { signal, timeouts }),
    undo: ({ Id }) => removeImage(engine, Id, { force: true }),
  });
}

/** Writes a word of an instruction; a dollar sign alone would be taken for a variable of the image. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll("$", "\\$");
}
