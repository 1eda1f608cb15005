import { type FileOpener, toBody } from "../../convert/data.ts";
import type { RequestBody } from "../../http/request_body.ts";

/**
 * Makes a call that sends data; a stream that is not sent, for whatever reason, is cancelled.
 *
 * @param opener What opens files.
 * @param data What the caller gave.
 * @param argument The argument's name, for errors.
 * @param send Checks everything else and sends the data.
 * @throws {TypeError} When it is no data, or a stream that is being read already.
 */
export async function sendingData<T>(
  opener: FileOpener,
  data: unknown,
  argument: string,
  send: (body: RequestBody) => Promise<T>,
): Promise<T> {
  return await cancelUnsent(data, () => send(toBody(data, argument, opener)));
}

/**
 * Makes a call that may send data; when it fails before that, a stream is cancelled, so that what
 * it holds, such as a file or a connection, is freed.
 *
 * @param data What the caller gave.
 * @param send Checks the call and sends it.
 */
export async function cancelUnsent<T>(data: unknown, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    // A locked stream is somebody else's, or was cancelled with the request.
    if (data instanceof ReadableStream && !data.locked) {
      // A source that fails while it is cancelled has nobody left to tell.
      data.cancel(error).catch(() => {});
    } else if (isNodeStream(data)) data.destroy();
    throw error;
  }
}

/** Node's `Readable`, which may hold a file. */
function isNodeStream(data: unknown): data is { destroy(): void } {
  return typeof data === "object" && data !== null && "destroy" in data &&
    typeof data.destroy === "function";
}
