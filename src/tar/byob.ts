import type { StreamReader } from "../bytes/stream_reader.ts";

/**
 * Lets a stream be read into the reader's own buffers too, with `getReader({ mode: "byob" })`. For
 * other readers it stays as it is: a stream that is made for this costs more by the chunk.
 */
export function allowByob<Bytes extends Uint8Array>(
  stream: ReadableStream<Bytes>,
): ReadableStream<Bytes> {
  const plain = stream.getReader.bind(stream);
  let bytes: ReadableStream<Uint8Array> | undefined;
  Object.defineProperty(stream, "getReader", {
    value(options?: { mode?: "byob" }): unknown {
      if (options?.mode === "byob") bytes ??= byteStream(plain());
      if (bytes === undefined) return plain();
      return options?.mode === "byob" ? bytes.getReader({ mode: "byob" }) : bytes.getReader();
    },
  });
  return stream;
}

function byteStream(reader: StreamReader<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    type: "bytes",
    async pull(controller: ReadableByteStreamController): Promise<void> {
      const { done, value } = await reader.read();
      if (done) {
        controller.close();
        // A reader that waits gets its buffer back.
        controller.byobRequest?.respond(0);
      } else {
        // A copy: what is passed on here is taken away from all other views of it.
        controller.enqueue(new Uint8Array(value));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
