/** A request body that is sent as it is produced. */
export interface StreamBody {
  /** Where the bytes come from. */
  readonly stream: ReadableStream<Uint8Array>;
  /** How many bytes there are, when it is known: sent as Content-Length, otherwise chunked. */
  readonly length?: number | undefined;
}

/** A request body: bytes at hand, or a stream of them. */
export type RequestBody = Uint8Array | StreamBody;

/**
 * Checks a body before anything is sent.
 *
 * @throws {TypeError} When its stream is read by somebody else.
 * @throws {RangeError} When its length is none.
 */
export function checkBody(body: RequestBody): void {
  if (body instanceof Uint8Array) return;
  const { stream, length } = body;
  if (stream.locked) {
    throw new TypeError("Cannot send the request body: the stream is locked by another reader");
  }
  if (length !== undefined && !(Number.isSafeInteger(length) && length >= 0)) {
    throw new RangeError(
      `Cannot send the request body: its length is ${length}, expected a whole number of bytes from 0`,
    );
  }
}

/** Cancels the source of a body that is not sent. */
export function cancelBody(body: RequestBody, reason: unknown): void {
  // A source that fails while it is cancelled has nobody left to tell.
  if (!(body instanceof Uint8Array)) body.stream.cancel(reason).catch(() => {});
}
