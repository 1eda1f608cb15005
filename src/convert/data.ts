import { concat } from "../bytes/concat.ts";
import type { RequestBody } from "../http/upload.ts";

/** Bytes to send: text (as UTF-8), bytes at hand, a `Blob` or file, or a stream. */
export type Data = string | Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array>;

/**
 * Makes a request body of data; a stream is sent as it comes, never collected.
 *
 * @param data The data.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When it is none of the accepted forms, or a stream that something else reads.
 */
export function toBody(data: unknown, argument: string): RequestBody {
  if (typeof data === "string") return new TextEncoder().encode(data);
  if (data instanceof Uint8Array) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (data instanceof Blob) return { stream: data.stream(), length: data.size };
  if (data instanceof ReadableStream) {
    if (data.locked) {
      throw new TypeError(`Cannot send ${argument}: the stream is being read already`);
    }
    return { stream: data };
  }
  throw new TypeError(
    `Cannot send ${argument}: expected a string, a Uint8Array, an ArrayBuffer, a Blob or a ReadableStream of Uint8Array`,
  );
}

/**
 * Returns a body as a stream.
 *
 * @param body The body.
 */
export function bodyStream(body: RequestBody): ReadableStream<Uint8Array> {
  if (!(body instanceof Uint8Array)) return body.stream;
  return new ReadableStream<Uint8Array>({
    start(controller): void {
      controller.enqueue(body);
      controller.close();
    },
  });
}

/**
 * Reads a body to its end.
 *
 * @param body The body; something small.
 */
export async function bodyBytes(body: RequestBody): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  const reader = body.stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
  }
  return concat(chunks);
}
