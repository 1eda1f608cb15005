import { toBoolean } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { APIError } from "../../errors.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { Frame } from "../../streams/frames.ts";
import {
  type CollectedOutput,
  collectOutput,
  collectText,
  frameStream,
  payloadStream,
  type SystemErrorHandler,
} from "../../streams/output.ts";
import type { ExecStartBody } from "../../types/exec.ts";
import { path } from "../../operation/path.ts";
import { ContainerSocket } from "../common/socket.ts";
import { toConsoleSize } from "./create.ts";

/** Options of {@linkcode execStart}. */
export interface ExecStartOptions extends CallOptions {
  /** Whether the command runs on its own and gives no output here. @default {false} */
  detach?: boolean;
  /** Whether the command was set up with a terminal: the output then has no frames. @default {false} */
  tty?: boolean;
  /** Whether the output is streamed as it comes instead of collected. @default {false} */
  stream?: boolean;
  /** Whether the connection itself is returned, to write to the command and to read from it. @default {false} */
  socket?: boolean;
  /** Whether stdout and stderr are told apart. @default {false} */
  demux?: boolean;
  /** The terminal's first size, `[height, width]`. Since API 1.42. */
  consoleSize?: readonly [height: number, width: number];
}

/** Starts a command that was set up: see {@linkcode APIClient.execStart}. */
export function execStart(
  engine: Engine,
  execId: Reference,
  options: ExecStartOptions & { socket: true; demux: true },
): Promise<ContainerSocket<Frame>>;
/** Starts a command that was set up: see {@linkcode APIClient.execStart}. */
export function execStart(
  engine: Engine,
  execId: Reference,
  options: ExecStartOptions & { socket: true; demux?: false },
): Promise<ContainerSocket<Uint8Array>>;
/** Starts a command that was set up: see {@linkcode APIClient.execStart}. */
export function execStart(
  engine: Engine,
  execId: Reference,
  options: ExecStartOptions & { socket?: false; stream: true; demux: true },
): Promise<BatchStream<Frame>>;
/** Starts a command that was set up: see {@linkcode APIClient.execStart}. */
export function execStart(
  engine: Engine,
  execId: Reference,
  options: ExecStartOptions & { socket?: false; stream: true; demux?: false },
): Promise<BatchStream<Uint8Array>>;
/** Starts a command that was set up: see {@linkcode APIClient.execStart}. */
export function execStart(
  engine: Engine,
  execId: Reference,
  options: ExecStartOptions & { socket?: false; stream?: false; demux: true },
): Promise<CollectedOutput>;
/** Starts a command that was set up: see {@linkcode APIClient.execStart}. */
export function execStart(
  engine: Engine,
  execId: Reference,
  options?: ExecStartOptions & { socket?: false; stream?: false; demux?: false },
): Promise<string>;
/** Starts a command that was set up: see {@linkcode APIClient.execStart}. */
export function execStart(
  engine: Engine,
  execId: Reference,
  options?: ExecStartOptions,
): Promise<ExecResult>;
export async function execStart(
  engine: Engine,
  execId: Reference,
  options: ExecStartOptions = {},
): Promise<ExecResult> {
  const id = toId(execId, "execId");
  const action = `Cannot start exec "${id}"`;
  const { stream = false, socket = false, demux = false, consoleSize } = options;
  const body: ExecStartBody = {
    Detach: toBoolean(options.detach ?? false, "detach"),
    Tty: toBoolean(options.tty ?? false, "tty"),
    ConsoleSize: consoleSize == null ? undefined : toConsoleSize(consoleSize, "consoleSize"),
  };
  if (body.Detach && (stream || socket || demux)) {
    throw new TypeError(`${action}: detach gives no output; leave stream, socket and demux out`);
  }
  const request = { json: body };
  const target = path`/exec/${id}/start`;
  requireVersion(action, await engine.negotiate(options), "execStart", options, body);
  if (body.Detach) return await engine.text(action, "POST", target, options, request);
  const connection = await engine.upgrade(action, "POST", target, options, request);
  // What the request said decides, not what the command was set up with.
  const multiplexed = !body.Tty;
  const onError = execFailure(action, `/v${engine.version}${target}`);
  if (socket) {
    return demux
      ? new ContainerSocket(connection, frameStream(connection, multiplexed, onError))
      : new ContainerSocket(connection, payloadStream(connection, false, onError));
  }
  if (stream) {
    return demux
      ? frameStream(connection, multiplexed, onError)
      : payloadStream(connection, multiplexed, onError);
  }
  return demux
    ? await collectOutput(connection, multiplexed, onError)
    : await collectText(connection, multiplexed, onError);
}

/** All that {@linkcode execStart} can return. */
export type ExecResult =
  | string
  | CollectedOutput
  | BatchStream<Uint8Array>
  | BatchStream<Frame>
  | ContainerSocket<Uint8Array>
  | ContainerSocket<Frame>;

function execFailure(action: string, target: string): SystemErrorHandler {
  return (explanation) =>
    new APIError(action, { status: 500, explanation, method: "POST", path: target });
}
