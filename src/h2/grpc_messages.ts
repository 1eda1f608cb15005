import { ByteQueue } from "../bytes/queue.ts";
import { concat } from "../bytes/concat.ts";
import type { ProtobufWriter } from "./protobuf_writer.ts";
import { GrpcCode, GrpcError } from "./grpc_status.ts";
import type { Http2Stream } from "./stream.ts";

/** The most bytes of a message that is taken. */
const MESSAGE_LIMIT: number = 16 * 1024 * 1024;
const HEAD_SIZE = 5;

/** The messages that come on a stream. */
export class MessageReader {
  readonly #stream: Http2Stream;
  readonly #queue = new ByteQueue();

  constructor(stream: Http2Stream) {
    this.#stream = stream;
  }

  /**
   * Resolves with the next message, or with `null` at the end of the stream.
   *
   * @throws {GrpcError} When a message is compressed, too large or cut.
   */
  async next(): Promise<Uint8Array | null> {
    const head = await this.#take(HEAD_SIZE);
    if (head === null) return null;
    if (head[0] !== 0) throw new GrpcError(GrpcCode.unimplemented, "a message is compressed");
    const size = new DataView(head.buffer, head.byteOffset).getUint32(1);
    if (size > MESSAGE_LIMIT) {
      throw new GrpcError(
        GrpcCode.internal,
        `a message has ${size} bytes, more than ${MESSAGE_LIMIT}`,
      );
    }
    const message = await this.#take(size);
    if (message === null) throw new GrpcError(GrpcCode.internal, "a message is cut");
    return message;
  }

  async #take(size: number): Promise<Uint8Array | null> {
    while (this.#queue.length < size) {
      const bytes = await this.#stream.read();
      if (bytes === null) {
        if (this.#queue.length === 0) return null;
        throw new GrpcError(GrpcCode.internal, "a message is cut");
      }
      this.#queue.push(bytes);
    }
    return this.#queue.take(size);
  }
}

/** A message that is sent: its bytes, or what writes them. */
export type Message = Uint8Array | ProtobufWriter;

/**
 * Puts a message's length before it.
 *
 * @param message The message; what writes it spares a copy.
 */
export function frameMessage(message: Message): Uint8Array {
  const framed = message instanceof Uint8Array
    ? concat([new Uint8Array(HEAD_SIZE), message])
    : message.finish(HEAD_SIZE);
  new DataView(framed.buffer, framed.byteOffset).setUint32(1, framed.length - HEAD_SIZE);
  return framed;
}
