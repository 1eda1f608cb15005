import type { GrpcHandler } from "../../h2/grpc_server.ts";
import { GrpcCode, GrpcError } from "../../h2/grpc_status.ts";
import { fieldValue } from "../../h2/header_fields.ts";
import type { Platform } from "../../platform/types.ts";
import { expandHome, reach } from "../paths.ts";
import type { SessionHandlers } from "../session/session.ts";
import { receiveFile } from "./file_output.ts";
import { receiveTree } from "./tree_output.ts";
import type { OutputSpec } from "./output_options.ts";

/** How a builder says which of several outputs it sends. */
const EXPORTER_ID = "buildkit-attachable-exporter-id";

/** What takes the results of a build in. */
export interface OutputReceiver {
  /** What answers the builder; empty when nothing comes to this side. */
  readonly handlers: SessionHandlers;
  /** Lets go of what was not written, with the reason. */
  abandon(reason: unknown): void;
}

/**
 * Makes what takes the results of a build in; what can be told before is refused before.
 *
 * @param platform Loads the file system.
 * @param action What is attempted, for errors.
 * @param outputs The outputs, in the order of the request.
 * @param onFailure Told of what goes wrong on this side.
 * @throws {RangeError} When a destination cannot be written to.
 */
export async function openOutputs(
  platform: () => Promise<Platform>,
  action: string,
  outputs: readonly OutputSpec[],
  onFailure: (error: unknown) => void,
): Promise<OutputReceiver> {
  const streams = outputs.flatMap(({ dest }) => dest instanceof WritableStream ? [dest] : []);
  const receiver: OutputReceiver = {
    handlers: new Map(),
    abandon(reason): void {
      // One that is written to at the moment ends by itself.
      for (const stream of streams) if (!stream.locked) stream.abort(reason).catch(ignore);
    },
  };
  if (outputs.every(({ dest }) => dest === null)) return receiver;
  const loaded = await platform();
  for (const { type, dest } of outputs) {
    if (typeof dest === "string") await checkPath(loaded, action, type, dest);
  }
  const taken = new Set<number>();
  const diffCopy: GrpcHandler = async (call) => {
    const first = outputs.findIndex(({ dest }) => dest !== null);
    const index = Number(fieldValue(call.metadata, EXPORTER_ID) ?? first);
    // Older builders know of one output alone, and count it as the first.
    const output = outputs[index]?.dest == null ? outputs[first]! : outputs[index]!;
    const { type, dest } = output;
    try {
      if (type !== "local" && taken.has(index)) {
        throw new GrpcError(GrpcCode.alreadyExists, `output ${index} was sent already`);
      }
      taken.add(index);
      if (typeof dest !== "string") await receiveFile(call, dest!);
      else if (type === "local") await receiveTree(loaded, call, expandHome(loaded.system, dest));
      else await receiveFile(call, expandHome(loaded.system, dest), loaded);
    } catch (error) {
      if (!call.signal.aborted) onFailure(error);
      throw error;
    }
  };
  const handlers = new Map([["/moby.filesync.v1.FileSend/DiffCopy", diffCopy]]);
  return { ...receiver, handlers };
}

async function checkPath(
  { files, paths, system }: Platform,
  action: string,
  type: string,
  dest: string,
): Promise<void> {
  const location = expandHome(system, dest);
  const shown = JSON.stringify(dest);
  const subject = `${action}: output "${type}"`;
  const info = await reach(subject, dest, files.stat(location));
  if (type === "local") {
    if (info === null || info.kind === "directory") return;
    throw new RangeError(`${subject}: ${shown} is a file, not a directory`);
  }
  if (info !== null && info.kind === "directory") {
    throw new RangeError(`${subject}: ${shown} is a directory, not a file`);
  }
  const above = paths.dirname(paths.resolve(location));
  if ((await reach(subject, dest, files.stat(above)))?.kind !== "directory") {
    throw new RangeError(`${subject}: there is no directory for ${shown}`);
  }
}

function ignore(): void {}
