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

/**
 * Starts a command and connects to its streams, stdout and stderr told apart (`POST /exec/{id}/start`).
 *
 * @param engine The engine.
 * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
 * @param options That the connection is wanted, with frames.
 * @returns The connection.
 * @throws {NotFound} When there is no such exec.
 * @throws {Conflict} When the container does not run.
 *
 * @example
 * ```ts no-run
 * import { createEngine, execCreate, execExitCode, execStart } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const exec = await execCreate(engine, "web", "cat", { stdin: true });
 * const socket = await execStart(engine, exec, { socket: true, demux: true });
 * const writer = socket.writable.getWriter();
 * await writer.write("hello");
 * await writer.close();
 * for await (const { stream, data } of socket.readable) console.log(stream, data.length);
 * console.log(await execExitCode(engine, exec));
 * ```
 */
export function execStart(
  engine: Engine,
  execId: Reference,
  options: ExecStartOptions & { socket: true; demux: true },
): Promise<ContainerSocket<Frame>>;
/**
 * Starts a command and connects to its streams (`POST /exec/{id}/start`).
 *
 * @param engine The engine.
 * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
 * @param options That the connection is wanted.
 * @returns The connection; `readable` gives the wire's bytes, frame headers included without `tty`.
 */
export function execStart(
  engine: Engine,
  execId: Reference,
  options: ExecStartOptions & { socket: true; demux?: false },
): Promise<ContainerSocket<Uint8Array>>;
/**
 * Starts a command and streams its output, stdout and stderr told apart (`POST /exec/{id}/start`).
 *
 * @param engine The engine.
 * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
 * @param options That the output is streamed as frames.
 * @returns A stream of frames in order of arrival; cancelling it does not end the command.
 */
export function execStart(
  engine: Engine,
  execId: Reference,
  options: ExecStartOptions & { socket?: false; stream: true; demux: true },
): Promise<BatchStream<Frame>>;
/**
 * Starts a command and streams its output as bytes (`POST /exec/{id}/start`).
 *
 * @param engine The engine.
 * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
 * @param options That the output is streamed.
 * @returns A stream of bytes, stdout and stderr in order of arrival; cancelling it does not end the command.
 */
export function execStart(
  engine: Engine,
  execId: Reference,
  options: ExecStartOptions & { socket?: false; stream: true; demux?: false },
): Promise<BatchStream<Uint8Array>>;
/**
 * Runs a command to its end and returns its output, stdout and stderr told apart (`POST /exec/{id}/start`).
 *
 * @param engine The engine.
 * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
 * @param options That stdout and stderr are told apart.
 */
export function execStart(
  engine: Engine,
  execId: Reference,
  options: ExecStartOptions & { socket?: false; stream?: false; demux: true },
): Promise<CollectedOutput>;
/**
 * Runs a command to its end and returns its output as one text (`POST /exec/{id}/start`).
 *
 * A command that cannot be run says so in its output, with exit code 126 or 127; with `detach` the call rejects.
 *
 * @param engine The engine.
 * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
 * @param options Whether it has a terminal, or is left to itself (`detach`: the text is empty).
 */
export function execStart(
  engine: Engine,
  execId: Reference,
  options?: ExecStartOptions & { socket?: false; stream?: false; demux?: false },
): Promise<string>;
/**
 * Starts a command in a container (`POST /exec/{id}/start`).
 *
 * @param engine The engine.
 * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
 * @param options What is returned, and in which form.
 */
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
