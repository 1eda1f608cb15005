import { toBoolean } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { toConsoleSize } from "../../convert/terminal_size.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { NotFound } from "../../errors.ts";
import { type Fields, fieldsOf, inBody } from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { Frame } from "../../streams/frames.ts";
import { type CollectedOutput, frameStream, payloadStream } from "../../streams/output.ts";
import { ofCall } from "../../operation/call.ts";
import { checkConsoleSize } from "../common/console_size.ts";
import { type EndState, withCheckedEnd } from "../common/checked_end.ts";
import { readOutput } from "../common/output.ts";
import { remembersEvent } from "../common/remembered_event.ts";
import { ContainerSocket } from "../common/socket.ts";
import { execInspect } from "./inspect.ts";

/** Options of {@linkcode execStart}. */
export interface ExecStartOptions extends CallOptions {
  /** Whether the command runs on its own and gives no output here. @default {false} */
  detach?: boolean | null | undefined;
  /** Whether the command was set up with a terminal: the output then has no frames. @default {false} */
  tty?: boolean | null | undefined;
  /** Whether the output is streamed as it comes instead of collected. @default {false} */
  stream?: boolean | null | undefined;
  /** Whether the connection itself is returned, to write to the command and to read from it. @default {false} */
  socket?: boolean | null | undefined;
  /** Whether stdout and stderr are told apart. @default {false} */
  demux?: boolean | null | undefined;
  /**
   * Whether the Engine is asked, when the output has ended, if the command has too: output that was cut
   * by the Engine's death rejects then, and does not pass for complete. Of a `socket` nothing is asked.
   * An Engine that was started anew meanwhile is told by its events, of which it keeps the last 256:
   * where it has told as many since, and the command is no longer known, the output counts as complete.
   *
   * @default {true}
   */
  checkEnd?: boolean | null | undefined;
  /** The terminal's first size, `[height, width]`; only with `tty`. Since API 1.42. */
  consoleSize?: readonly [height: number, width: number] | null | undefined;
}

type BodyOptions = Pick<ExecStartOptions, "detach" | "tty" | "consoleSize">;

const START_FIELDS: Fields<BodyOptions> = fieldsOf<BodyOptions>({
  detach: inBody("Detach", toBoolean),
  tty: inBody("Tty", toBoolean),
  consoleSize: inBody("ConsoleSize", toConsoleSize, { since: "1.42" }),
});

/** What {@linkcode execStart} asks of the Engine. */
export const EXEC_START: Operation<ExecStartOptions> = operation<ExecStartOptions, BodyOptions>(
  "POST /exec/{id}/start",
  {
    stream: ofClient(toBoolean),
    socket: ofClient(toBoolean),
    demux: ofClient(toBoolean),
    checkEnd: ofClient(toBoolean),
  },
  { fields: START_FIELDS },
);

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
  options: ExecStartOptions & { socket: true; demux?: false | null | undefined },
): Promise<ContainerSocket<Uint8Array<ArrayBuffer>>>;
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
  options: ExecStartOptions & { socket?: false | null | undefined; stream: true; demux: true },
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
  options: ExecStartOptions & {
    socket?: false | null | undefined;
    stream: true;
    demux?: false | null | undefined;
  },
): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
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
  options: ExecStartOptions & {
    socket?: false | null | undefined;
    stream?: false | null | undefined;
    demux: true;
  },
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
  options?: ExecStartOptions & {
    socket?: false | null | undefined;
    stream?: false | null | undefined;
    demux?: false | null | undefined;
  },
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
  const call = EXEC_START.call(engine, action, [id], options, { Detach: false, Tty: false });
  checkConsoleSize(action, call.body as Readonly<Record<string, unknown>>);
  const { detach, tty = false, stream = false, socket = false, demux = false } = call.options;
  if (detach && (stream || socket || demux)) {
    throw new TypeError(`${action}: detach gives no output; leave stream, socket and demux out`);
  }
  if (detach) return await call.text();
  const connection = await call.upgrade();
  // What the request said decides, not what the command was set up with.
  const multiplexed = !tty;
  const onError = (explanation: string): Error => call.failure(explanation);
  if (!socket) {
    connection.closeWhenDropped();
    const source = call.options.checkEnd === false ? connection : withCheckedEnd(
      engine,
      action,
      connection,
      () => endState(engine, id, ofCall(call.options)),
    );
    return await readOutput(source, multiplexed, { stream, demux }, onError);
  }
  return demux
    ? new ContainerSocket(connection, frameStream(connection, multiplexed, onError))
    : new ContainerSocket(connection, payloadStream(connection, false, onError));
}

async function endState(engine: Engine, id: string, options: CallOptions): Promise<EndState> {
  try {
    return (await execInspect(engine, id, options)).Running === true ? "running" : "ended";
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    // It goes with its container; an Engine that was started since knows of none.
    const filters = { type: "container", label: `execID=${id}` };
    return await remembersEvent(engine, filters, () => true, options) ? "ended" : "forgotten";
  }
}

/** All that {@linkcode execStart} can return. */
export type ExecResult =
  | string
  | CollectedOutput
  | BatchStream<Uint8Array<ArrayBuffer>>
  | BatchStream<Frame>
  | ContainerSocket<Uint8Array<ArrayBuffer>>
  | ContainerSocket<Frame>;
