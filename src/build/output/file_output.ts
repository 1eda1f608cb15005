import type { GrpcCall } from "../../h2/grpc_server.ts";
import { readFields, toBytes } from "../../h2/protobuf_fields.ts";
import type { Platform } from "../../platform/types.ts";

/**
 * Takes an archive in that a builder sends.
 *
 * @param call The builder's call.
 * @param dest Where it goes: a stream, which is closed, or a path. Nothing is at the path before all of it is there.
 * @param platform The file system, for a path.
 */
export async function receiveFile(
  call: GrpcCall,
  dest: string | WritableStream<Uint8Array>,
  platform?: Platform,
): Promise<void> {
  if (typeof dest === "string") return await receiveAt(call, dest, platform!);
  const writer = dest.getWriter();
  try {
    await receive(call, async (bytes) => {
      await writer.ready;
      await writer.write(bytes);
    });
    await writer.close();
  } catch (error) {
    // What went wrong is told by the call.
    await writer.abort(error).catch(() => {});
    throw error;
  }
}

async function receiveAt(call: GrpcCall, path: string, { files }: Platform): Promise<void> {
  const partial = `${path}.longshore-partial-${crypto.randomUUID().slice(0, 8)}`;
  const sink = await files.create(partial, { exclusive: true });
  try {
    await receive(call, (bytes) => sink.write(bytes));
    await sink.close();
    await files.rename(partial, path);
  } catch (error) {
    await sink.close();
    await files.remove(partial).catch(() => {});
    throw error;
  }
}

async function receive(
  call: GrpcCall,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  for (let message = await call.read(); message !== null; message = await call.read()) {
    const parts: Uint8Array[] = [];
    readFields(message, { 1: (value) => parts.push(toBytes(value)) });
    for (const part of parts) await write(part);
  }
}
