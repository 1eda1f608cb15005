import { toText } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/**
 * Puts a file into an image (`POST /images/{name}/insert`), as Engines before API 1.12 did it.
 *
 * @param engine The engine.
 * @param image The image: a name or an id.
 * @param url Where the Engine fetches the file.
 * @param path Where in the image it goes.
 * @param options The call's own options.
 * @throws {InvalidVersion} Always, unless the API version is fixed at 1.11 or older: a build with
 * an `ADD` line takes its place.
 */
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
