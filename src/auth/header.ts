import { jsonText } from "../text/json_text.ts";

/**
 * Writes credentials as the headers `X-Registry-Auth` and `X-Registry-Config` take them: JSON as
 * padded base64url. The Engine silently ignores any other alphabet.
 *
 * @param credentials What is sent; `{}` for none.
 * @throws {TypeError} When a text has half a surrogate pair, which the Engine would take for another one.
 */
export function encodeAuthHeader(credentials: object): string {
  const bytes = new TextEncoder().encode(jsonText("Cannot send credentials", credentials));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_");
}
