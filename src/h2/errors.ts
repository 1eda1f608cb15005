import { ProtocolError } from "../errors.ts";

/** Why a stream or a connection ends, by the numbers that HTTP/2 gives the reasons. */
export const ErrorCode = {
  noError: 0,
  protocolError: 1,
  internalError: 2,
  flowControlError: 3,
  settingsTimeout: 4,
  streamClosed: 5,
  frameSizeError: 6,
  refusedStream: 7,
  cancel: 8,
  compressionError: 9,
  connectError: 10,
  enhanceYourCalm: 11,
} as const;

/**
 * Names a reason as HTTP/2 does, e.g. `ENHANCE_YOUR_CALM`.
 *
 * @param code The reason's number.
 */
export function errorName(code: number): string {
  const name = Object.entries(ErrorCode).find(([, value]) => value === code)?.[0];
  return name === undefined ? `error ${code}` : name.replace(/[A-Z]/g, "_$&").toUpperCase();
}

/** The peer does not keep to HTTP/2: the connection cannot go on. */
export class Http2Error extends ProtocolError {
  /** The class's own name, kept when names are minified. */
  override name = "Http2Error";
  /** What went wrong, for programs; it does not change between versions. */
  override readonly code: string = "ERR_HTTP2";
  /** The reason's number, as the peer is told. */
  readonly reason: number;

  /**
   * @param code The reason's number.
   * @param problem What the peer did, in a few words.
   */
  constructor(code: number, problem: string) {
    super(`Cannot go on with the HTTP/2 connection: ${problem} (${errorName(code)})`);
    this.reason = code;
  }
}

/** One stream was ended before its time; the connection goes on. */
export class StreamReset extends ProtocolError {
  /** The class's own name, kept when names are minified. */
  override name = "StreamReset";
  /** What went wrong, for programs; it does not change between versions. */
  override readonly code: string = "ERR_HTTP2_STREAM_RESET";
  /** The reason's number. */
  readonly reason: number;

  /**
   * @param code The reason's number.
   * @param by Who ended it.
   */
  constructor(code: number, by: "the peer" | "this side") {
    super(`Cannot go on with an HTTP/2 stream: ${by} has reset it (${errorName(code)})`);
    this.reason = code;
  }
}
