import { toFilledText } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import { archiveStream } from "../common/archive_stream.ts";

/** What {@linkcode copy} asks of the Engine. */
export const COPY: Operation<CallOptions> = operation("POST /containers/{id}/copy", {}, {
  until: "1.23",
  instead: "getArchive()",
});

/**
 * Streams a file or directory of a container as a tar archive (`POST /containers/{id}/copy`); until API 1.23.
 *
 * @param engine The engine.
 * @deprecated Use {@linkcode APIClient.getArchive}.
 * @param container The container.
 * @param resource The path inside the container.
 * @param options The call's own options.
 * @returns The archive's bytes.
 * @throws {InvalidVersion} When the API version is newer than 1.23.
 *
 * @example
 * ```ts no-run
 * import { copy, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine({ version: "1.23" });
 * for await (const bytes of await copy(engine, "web", "/etc/hostname")) console.log(bytes.length);
 * ```
 */
export async function copy(
  engine: Engine,
  container: Reference,
  resource: string,
  options: CallOptions = {},
): Promise<BatchStream<Uint8Array<ArrayBuffer>>> {
  const id = toContainerId(container, "container");
  const Resource = toFilledText(resource, "resource");
  const action = `Cannot copy ${JSON.stringify(Resource)} from container "${id}"`;
  return archiveStream(await COPY.call(engine, action, [id], options, { Resource }).stream());
}
