import { toFilledText } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type BatchStream, batchStream } from "../../streams/batch_stream.ts";
import { path } from "../../operation/path.ts";

/** Streams a file or folder of a container from an old Engine: see {@linkcode APIClient.copy}. */
export async function copy(
  engine: Engine,
  container: Reference,
  resource: string,
  options: CallOptions = {},
): Promise<BatchStream<Uint8Array>> {
  const id = toId(container, "container");
  const file = toFilledText(resource, "resource");
  const action = `Cannot copy ${JSON.stringify(file)} from container "${id}"`;
  requireVersion(action, await engine.negotiate(options), "copy", options);
  const { body } = await engine.stream(action, "POST", path`/containers/${id}/copy`, options, {
    json: { Resource: file },
  });
  return batchStream(body);
}
