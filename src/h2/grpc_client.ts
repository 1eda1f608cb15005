import { whenAborted } from "../bytes/abort_listeners.ts";
import type { Http2Connection } from "./connection.ts";
import { ErrorCode } from "./errors.ts";
import { frameMessage, MessageReader } from "./grpc_messages.ts";
import { GrpcCode, GrpcError, readStatus } from "./grpc_status.ts";
import { fieldValue, type HeaderField } from "./header_fields.ts";
import type { Http2Stream } from "./stream.ts";

/** A call that was made. */
export class GrpcClientCall {
  readonly #stream: Http2Stream;
  readonly #reader: MessageReader;

  /**
   * Makes a call.
   *
   * @param connection The connection, of which this side is the client.
   * @param path What is called, e.g. `/moby.buildkit.v1.Control/Solve`.
   * @param metadata What is sent along; names are in lower case.
   */
  constructor(connection: Http2Connection, path: string, metadata: readonly HeaderField[] = []) {
    this.#stream = connection.request([
      [":method", "POST"],
      [":scheme", "http"],
      [":path", path],
      [":authority", "localhost"],
      ["te", "trailers"],
      ["content-type", "application/grpc"],
      ...metadata,
    ]);
    this.#reader = new MessageReader(this.#stream);
  }

  /** Sends a message; a slow peer slows it. */
  write(message: Uint8Array): Promise<void> {
    return this.#stream.write(frameMessage(message));
  }

  /** Tells that no more messages follow. */
  end(): Promise<void> {
    return this.#stream.end();
  }

  /**
   * Resolves with the next message, or with `null` when the call has ended well.
   *
   * @throws {GrpcError} When it has ended otherwise.
   */
  async read(): Promise<Uint8Array | null> {
    const headers = await this.#stream.headers();
    const status = fieldValue(headers, ":status");
    if (status !== "200") {
      this.cancel();
      throw new GrpcError(GrpcCode.unknown, `the peer answered with HTTP status ${status}`);
    }
    const message = await this.#reader.next();
    if (message !== null) return message;
    const { trailers } = this.#stream;
    const failure = readStatus(trailers.length > 0 ? trailers : headers);
    if (failure !== null) throw failure;
    return null;
  }

  /** Gives the call up. */
  cancel(reason?: unknown): void {
    this.#stream.reset(ErrorCode.cancel, reason);
  }
}

/**
 * Makes a call with one message each way.
 *
 * @param connection The connection, of which this side is the client.
 * @param path What is called.
 * @param message The message.
 * @param signal Gives the call up, with its reason.
 * @param metadata What is sent along; names are in lower case.
 */
export async function callUnary(
  connection: Http2Connection,
  path: string,
  message: Uint8Array,
  signal?: AbortSignal,
  metadata: readonly HeaderField[] = [],
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const call = new GrpcClientCall(connection, path, metadata);
  const forget = whenAborted(signal, () => call.cancel(signal!.reason));
  try {
    // A peer that refuses at once does not read what it is sent.
    call.write(message).then(() => call.end()).catch(ignore);
    const answer = await call.read();
    if (answer === null) throw new GrpcError(GrpcCode.internal, "the call has no answer");
    while (await call.read() !== null);
    return answer;
  } finally {
    forget();
  }
}

function ignore(): void {}
