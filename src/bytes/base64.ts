/** How many bytes become characters at once: a call takes only so many arguments. */
const PIECE = 8192;

/**
 * Writes bytes as base64 with the usual alphabet and padding.
 *
 * @param bytes The bytes.
 */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(start, start + PIECE));
  }
  return btoa(binary);
}
