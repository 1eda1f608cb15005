import { requireBytes } from "../../bytes/require_bytes.ts";
import type { GrpcHandler } from "../../h2/grpc_server.ts";
import { GrpcCode, GrpcError } from "../../h2/grpc_status.ts";
import { fieldValue } from "../../h2/header_fields.ts";
import { ProtobufWriter } from "../../h2/protobuf_writer.ts";
import type { RequestBody } from "../../http/request_body.ts";
import type { SessionHandlers } from "../session/session.ts";

/** How much of an archive is in one message. */
const PIECE: number = 32 * 1024;

/** An archive that a builder fetches from this side. */
export interface UploadedContext {
  /** The address that the builder knows it by. */
  readonly address: string;
  /** What answers the builder. */
  readonly handlers: SessionHandlers;
}

/**
 * Makes what a builder fetches an archive from.
 *
 * @param body The archive; a stream can be fetched once.
 */
export function uploadContext(body: RequestBody): UploadedContext {
  const id = crypto.randomUUID();
  const pull: GrpcHandler = async (call) => {
    if (fieldValue(call.metadata, "urlpath") !== `/${id}`) {
      throw new GrpcError(GrpcCode.notFound, "no such archive was given");
    }
    const send = async (bytes: Uint8Array): Promise<void> => {
      for (let start = 0; start < bytes.length; start += PIECE) {
        const piece = bytes.subarray(start, start + PIECE);
        await call.write(new ProtobufWriter().bytes(1, piece).finish());
      }
    };
    if (body instanceof Uint8Array) return await send(body);
    const reader = body.stream.getReader();
    try {
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        await send(requireBytes(step.value));
      }
    } catch (error) {
      // What is left of it is not wanted, whoever failed.
      await reader.cancel(error).catch(() => {});
      throw error;
    }
  };
  return {
    address: `http://buildkit-session/${id}`,
    handlers: new Map([["/moby.upload.v1.Upload/Pull", pull]]),
  };
}
