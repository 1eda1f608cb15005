import { ProtocolError } from "../errors.ts";
import type { Body } from "../http/body.ts";
import type { ResponseHead } from "../http/response_head.ts";

/**
 * Reads the body of an answer that is returned as one value.
 *
 * @param action What was attempted, for errors.
 * @param head The status line and headers.
 * @param body The body.
 * @param limit The most bytes it may have.
 * @throws {ProtocolError} When it has more; the connection is closed.
 */
export async function wholeBody(
  action: string,
  head: ResponseHead,
  body: Body,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  // A body that is said to be too long is not read at all; that of a HEAD is none.
  if (body.ended || head.contentLength <= limit) {
    const bytes = await body.bytes(limit + 1);
    if (bytes.length <= limit) return bytes;
  }
  const reason = new ProtocolError(
    `${action}: the answer has more than ${limit} bytes, the limit that maxAnswerSize sets`,
  );
  body.cancel(reason);
  throw reason;
}
