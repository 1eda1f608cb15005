import { encodeBase64 } from "../../bytes/base64.ts";
import type { RequestBody } from "../../http/upload.ts";

/**
 * Reads the content of a secret or a config, which the Engine takes as base64 in one piece.
 *
 * @param content The content.
 */
export async function readSecretData(content: RequestBody): Promise<string> {
  if (content instanceof Uint8Array) return encodeBase64(content);
  const bytes = await new Response(content.stream).arrayBuffer();
  return encodeBase64(new Uint8Array(bytes));
}
