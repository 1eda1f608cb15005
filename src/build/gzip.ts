import { requireBytes } from "../bytes/require_bytes.ts";
import type { StreamReader } from "../bytes/stream_reader.ts";

/**
 * Compresses a stream as it is read. Cancelling reaches the stream, which a pipe through a
 * `CompressionStream` does not do in every runtime.
 *
 * @param stream The stream.
 */
export function gzip(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const source = stream.getReader();
  // The types of the runtimes differ in which kind of buffer a compressor takes.
  const compressor = new CompressionStream("gzip") as unknown as {
    readable: ReadableStream<Uint8Array>;
    writable: WritableStream<Uint8Array>;
  };
  const writer = compressor.writable.getWriter();
  const reader = compressor.readable.getReader();
  let failed: Promise<never> | null = null;
  return new ReadableStream<Uint8Array>({
    async pull(controller): Promise<void> {
      failed ??= failureOf(compress(source, writer), writer);
      const { done, value } = await Promise.race([reader.read(), failed]);
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason): Promise<void> {
      const ends = [writer.abort(reason), reader.cancel(reason)];
      // What the compressor makes of its end is of no interest.
      for (const end of ends) end.catch(() => {});
      await source.cancel(reason);
    },
  }, { highWaterMark: 0 });
}

async function compress(
  source: StreamReader<Uint8Array>,
  writer: WritableStreamDefaultWriter<Uint8Array>,
): Promise<void> {
  for (let read = await source.read(); !read.done; read = await source.read()) {
    await writer.write(requireBytes(read.value));
  }
  await writer.close();
}

/** Rejects as the work does, and never resolves; the compressor is let go of behind that. */
function failureOf(
  work: Promise<void>,
  writer: WritableStreamDefaultWriter<Uint8Array>,
): Promise<never> {
  const failure = work.then(() => new Promise<never>(() => {}));
  failure.catch((reason) => writer.abort(reason).catch(() => {}));
  return failure;
}
