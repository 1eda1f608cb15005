import { type Data, toBody } from "../../convert/data.ts";
import type { CallOptions, Engine } from "../../engine.ts";
import { progressText } from "../progress.ts";
import { query } from "../query.ts";

/** Options of {@linkcode importImageFromData}. */
export interface ImportImageOptions extends CallOptions {
  /** The repository that is created, e.g. `tools/shell`. */
  repository?: string;
  /** The tag that is applied. */
  tag?: string;
  /** Dockerfile instructions for the image, e.g. `CMD ["sh"]`. */
  changes?: string | readonly string[];
}

/** Imports a tar archive as an image: see {@linkcode APIClient.importImageFromData}. */
export async function importImageFromData(
  engine: Engine,
  data: Data,
  options: ImportImageOptions = {},
): Promise<string> {
  const body = toBody(data, "data");
  const { repository, tag, changes } = options;
  const answer = await engine.stream("Cannot import the image", "POST", "/images/create", {
    ...options,
    query: query({
      fromSrc: "-",
      repo: repository,
      tag,
      changes: typeof changes === "string" ? [changes] : changes,
    }),
    headers: { "Content-Type": "application/x-tar" },
    body,
    quiet: true,
    patience: Infinity,
  });
  return await progressText(answer);
}
