import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type BatchStream, batchStream } from "../../streams/batch_stream.ts";
import { path } from "../../operation/path.ts";

/** Streams a container's file system as a tar archive: see {@linkcode APIClient.export}. */
export async function exportContainer(
  engine: Engine,
  container: Reference,
  options: CallOptions = {},
): Promise<BatchStream<Uint8Array>> {
  const id = toId(container, "container");
  const { body } = await engine.stream(
    `Cannot export container "${id}"`,
    "GET",
    path`/containers/${id}/export`,
    options,
  );
  return batchStream(body);
}
