import { DockerError } from "../errors.ts";
import { fieldValue, type HeaderField } from "./header_fields.ts";

/** How a call ends, by gRPC's numbers; those that are used. */
export const GrpcCode = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  failedPrecondition: 9,
  aborted: 10,
  outOfRange: 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const;

/** A call that did not end well; what a handler throws is told to the peer. */
export class GrpcError extends DockerError {
  /** The class's own name, kept when names are minified. */
  override name = "GrpcError";
  /** What went wrong, for programs; it does not change between versions. */
  override readonly code: string = "ERR_GRPC";
  /** gRPC's number of how it ended. */
  readonly status: number;
  /** The other side's explanation, as it was sent. */
  readonly explanation: string;

  /**
   * @param status gRPC's number of how it ended.
   * @param explanation Why.
   */
  constructor(status: number, explanation: string) {
    super(explanation);
    this.status = status;
    this.explanation = explanation;
  }
}

const ENCODER = new TextEncoder();

/**
 * Makes the trailers of a call.
 *
 * @param code How it ends.
 * @param message Why, of one that does not end well.
 */
export function statusFields(code: number, message = ""): HeaderField[] {
  const fields: HeaderField[] = [["grpc-status", String(code)]];
  if (message !== "") fields.push(["grpc-message", encodeMessage(message)]);
  return fields;
}

/**
 * Reads how a call ended; `null` when it ended well.
 *
 * @param fields The trailers, or the headers of an answer that is nothing else.
 */
export function readStatus(fields: readonly HeaderField[]): GrpcError | null {
  const status = fieldValue(fields, "grpc-status");
  if (status === "0") return null;
  const message = decodeMessage(fieldValue(fields, "grpc-message") ?? "");
  if (status === undefined || !/^\d{1,3}$/.test(status)) {
    return new GrpcError(GrpcCode.unknown, message || "the call ended without a status");
  }
  return new GrpcError(Number(status), message || `the call ended with status ${status}`);
}

function encodeMessage(message: string): string {
  let text = "";
  for (const byte of ENCODER.encode(message)) {
    text += byte >= 0x20 && byte < 0x7f && byte !== 0x25
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return text;
}

function decodeMessage(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text.replace(/%(?![0-9A-Fa-f]{2})/g, "%25"));
  } catch {
    // Bytes that are no UTF-8 are shown as they were sent.
    return text;
  }
}
