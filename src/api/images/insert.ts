import { toText } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Puts a file into an image: see {@linkcode APIClient.insert}. */
export async function insert(
  engine: Engine,
  image: Reference,
  url: string,
  filePath: string,
  options: CallOptions = {},
): Promise<string> {
  const id = toId(image, "image");
  const action = `Cannot insert a file into image "${id}"`;
  const search = query({ url: toText(url, "url"), path: toText(filePath, "path") });
  requireVersion(action, await engine.negotiate(options), "insert", options);
  return await engine.text(action, "POST", path`/images/${id}/insert`, options, {
    query: search,
    image: true,
  });
}
