import { requireBytes } from "../../bytes/require_bytes.ts";
import { encodeBase64 } from "../../bytes/base64.ts";
import { concat } from "../../bytes/concat.ts";
import { abandonable } from "../../engine/call_options.ts";
import type { RequestBody } from "../../http/request_body.ts";

/**
 * Reads the content of a secret or a config, which the Engine takes as base64 in one piece.
 *
 * @param content The content.
 * @param signal Ends the reading.
 */
export async function readSecretData(
  content: RequestBody,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (content instanceof Uint8Array) return encodeBase64(content);
  const reader = content.stream.getReader();
  const chunks: Uint8Array[] = [];
  try {
    for (;;) {
      const { done, value } = await abandonable(reader.read(), signal);
      if (done) return encodeBase64(concat(chunks));
      chunks.push(requireBytes(value));
    }
  } catch (error) {
    // A source that fails while it is cancelled has nobody left to tell.
    reader.cancel(error).catch(() => {});
    throw error;
  }
}
