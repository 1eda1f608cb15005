/**
 * Passes a chunk of a caller's stream, whose type alone says that it is bytes: of a text or a list of
 * numbers something else would be sent.
 *
 * @param chunk The chunk.
 * @throws {TypeError} When it is anything else.
 */
export function requireBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError("Cannot send the data: the stream gave no Uint8Array");
}
