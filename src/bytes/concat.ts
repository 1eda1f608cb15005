/**
 * Joins byte chunks with one allocation; a lone chunk is returned as it is.
 *
 * @param chunks The chunks, in order.
 * @param length Their total length in bytes, when the caller knows it already.
 */
export function concat<Buffer extends ArrayBufferLike>(
  chunks: readonly Uint8Array<Buffer>[],
  length?: number,
): Uint8Array<Buffer | ArrayBuffer> {
  if (chunks.length === 1) return chunks[0]!;
  let total = length ?? 0;
  if (length === undefined) { for (const chunk of chunks) total += chunk.length; }
  const whole = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
