import { toText } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode insert} asks of the Engine. */
export const INSERT: Operation<CallOptions> = operation("POST /images/{name}/insert", {}, {
  until: "1.11",
  instead: "build() with an ADD line",
});

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
  path: string,
  options: CallOptions = {},
): Promise<string> {
  const id = toId(image, "image");
  const query = { url: toText(url, "url"), path: toText(path, "path") };
  const call = INSERT.call(engine, `Cannot insert a file into image "${id}"`, [id], options);
  return await call.text({ query, image: true });
}
