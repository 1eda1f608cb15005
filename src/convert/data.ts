import { concat } from "../bytes/concat.ts";
import type { RequestBody } from "../http/upload.ts";

/** Bytes to send: text (as UTF-8), bytes at hand, a `Blob` or file, or a stream. */
export type Data = string | Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array>;

const KINDS = /* @__PURE__ */ Object.freeze([Uint8Array, ArrayBuffer, Blob, ReadableStream]);

/**
 * Checks data that is sent later.
 *
 * @param data The data.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When it is none of the accepted forms, or a stream that something else reads.
 */
export function toData(data: unknown, argument: string): Data {
  if (data instanceof ReadableStream && data.locked) {
    throw new TypeError(`Cannot send ${argument}: the stream is being read already`);
  }
  if (typeof data === "string" || KINDS.some((kind) => data instanceof kind)) return data as Data;
  throw new TypeError(
    `Cannot send ${argument}: expected a string, a Uint8Array, an ArrayBuffer, a Blob or a ReadableStream of Uint8Array`,
  );
}

/**
 * Makes a request body of data; a stream is sent as it comes, never collected.
 *
 * @param data The data.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When it is none of the accepted forms, or a stream that something else reads.
 */
export function toBody(data: unknown, argument: string): RequestBody {
  const checked = toData(data, argument);
  if (typeof checked === "string") return new TextEncoder().encode(checked);
  if (checked instanceof Uint8Array) return checked;
  if (checked instanceof ArrayBuffer) return new Uint8Array(checked);
  if (checked instanceof Blob) return { stream: checked.stream(), length: checked.size };
  return { stream: checked };
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
 * @param signal Ends the reading; what is read from is cancelled then.
 */
export async function bodyBytes(
  body: RequestBody,
  signal?: AbortSignal | null | undefined,
): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  const reader = body.stream.getReader();
  // What fails while it is cancelled has nobody left to tell.
  const onAbort = (): void => void reader.cancel(signal?.reason).catch(() => {});
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      chunks.push(read.value);
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
  signal?.throwIfAborted();
  return concat(chunks);
}
