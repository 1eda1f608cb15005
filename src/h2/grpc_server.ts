import { concat } from "../bytes/concat.ts";
import type { Duplex } from "../connect/types.ts";
import { Http2Connection } from "./connection.ts";
import { ErrorCode, StreamReset } from "./errors.ts";
import { frameMessage, type Message, MessageReader } from "./grpc_messages.ts";
import { GrpcCode, GrpcError, statusFields } from "./grpc_status.ts";
import { fieldValue, type HeaderField } from "./header_fields.ts";
import type { Http2Stream } from "./stream.ts";

/** A call that came in. */
export interface GrpcCall {
  /** What the caller sent along, in order; names are in lower case. */
  readonly metadata: readonly HeaderField[];
  /** Aborted when the caller gives up or is lost. */
  readonly signal: AbortSignal;
  /** Resolves with the next message, or with `null` when no more come. */
  read(): Promise<Uint8Array | null>;
  /** Sends messages; a slow caller slows it. */
  write(...messages: Message[]): Promise<void>;
}

/** Answers a call: done when it resolves; a {@linkcode GrpcError} that it throws is what the caller hears. */
export type GrpcHandler = (call: GrpcCall) => Promise<void>;

const CONTENT_TYPE: HeaderField = ["content-type", "application/grpc"];
const HEADERS: readonly HeaderField[] = [[":status", "200"], CONTENT_TYPE];

/**
 * Makes a handler of a call with one message each way.
 *
 * @param answer Makes the answer.
 */
export function unary(
  answer: (message: Uint8Array, call: GrpcCall) => Uint8Array | Promise<Uint8Array>,
): GrpcHandler {
  return async (call) => {
    const message = await call.read();
    if (message === null) throw new GrpcError(GrpcCode.internal, "the call has no message");
    await call.write(await answer(message, call));
  };
}

/**
 * Answers gRPC calls on a connection.
 *
 * @param duplex The connection, which belongs to the server now.
 * @param handlers What answers, by path, e.g. `/grpc.health.v1.Health/Check`.
 */
export function serveGrpc(
  duplex: Duplex,
  handlers: ReadonlyMap<string, GrpcHandler>,
): Http2Connection {
  return new Http2Connection(duplex, {
    role: "server",
    onStream: (stream, headers) => {
      const handler = handlers.get(fieldValue(headers, ":path")!);
      if (handler !== undefined) serve(stream, headers, handler);
      else {
        const path = fieldValue(headers, ":path")!.slice(0, 200);
        refuse(stream, new GrpcError(GrpcCode.unimplemented, `unknown method ${path}`));
      }
    },
  });
}

async function serve(
  stream: Http2Stream,
  metadata: readonly HeaderField[],
  handler: GrpcHandler,
): Promise<void> {
  const controller = new AbortController();
  const reader = new MessageReader(stream);
  let hasBegun = false;
  const begin = (): void => {
    if (!hasBegun) stream.sendHeaders(HEADERS);
    hasBegun = true;
  };
  stream.onFailure = (reason) => controller.abort(reason);
  try {
    await handler({
      metadata,
      signal: controller.signal,
      read: () => {
        // A caller of a stream waits for the headers before it sends more.
        begin();
        return reader.next();
      },
      write: (...messages) => {
        begin();
        return stream.write(concat(messages.map(frameMessage)));
      },
    });
    begin();
    await finish(stream, statusFields(GrpcCode.ok));
  } catch (error) {
    const failure = asGrpcError(error);
    if (!hasBegun) return refuse(stream, failure);
    await finish(stream, statusFields(failure.status, failure.explanation)).catch(ignore);
  } finally {
    stream.onFailure = null;
  }
}

/** Answers with nothing but a status. */
function refuse(stream: Http2Stream, { status: code, explanation }: GrpcError): void {
  stream.sendHeaders([...HEADERS, ...statusFields(code, explanation)], true);
  letGo(stream);
}

async function finish(stream: Http2Stream, trailers: readonly HeaderField[]): Promise<void> {
  await stream.end(trailers);
  letGo(stream);
}

/** Tells a caller that is still sending that all is said. */
function letGo(stream: Http2Stream): void {
  if (!stream.core.remoteEnded) stream.reset(ErrorCode.noError);
}

function asGrpcError(error: unknown): GrpcError {
  if (error instanceof GrpcError) return error;
  if (error instanceof StreamReset) {
    return new GrpcError(GrpcCode.cancelled, "the call was given up");
  }
  const message = error instanceof Error ? error.message : String(error);
  return new GrpcError(GrpcCode.unknown, message);
}

function ignore(): void {}
