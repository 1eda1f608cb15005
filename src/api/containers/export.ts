import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import { archiveStream } from "../common/archive_stream.ts";

/** What {@linkcode exportContainer} asks of the Engine. */
export const EXPORT: Operation<CallOptions> = operation("GET /containers/{id}/export", {});

/**
 * Streams a container's file system as a tar archive (`GET /containers/{id}/export`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options The call's own options.
 * @returns The archive's bytes.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createEngine, exportContainer } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * let size = 0;
 * for await (const bytes of await exportContainer(engine, "web")) size += bytes.length;
 * console.log(size);
 * ```
 */
export async function exportContainer(
  engine: Engine,
  container: Reference,
  options: CallOptions = {},
): Promise<BatchStream<Uint8Array<ArrayBuffer>>> {
  const id = toContainerId(container, "container");
  const call = EXPORT.call(engine, `Cannot export container "${id}"`, [id], options);
  return archiveStream(await call.stream());
}
