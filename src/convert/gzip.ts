/**
 * Compresses a stream as it comes.
 *
 * @param stream The stream.
 */
export function gzip(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  // The types of the runtimes differ in which kind of buffer a compressor takes.
  const compressor = new CompressionStream("gzip") as unknown as ReadableWritablePair<
    Uint8Array,
    Uint8Array
  >;
  return stream.pipeThrough(compressor);
}
