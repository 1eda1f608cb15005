import { attachSocket } from "../api/containers/attach_socket.ts";
import { inspectContainer } from "../api/containers/inspect.ts";
import { resize } from "../api/containers/resize.ts";
import { start } from "../api/containers/start.ts";
import { wait } from "../api/containers/wait.ts";
import { execCreate } from "../api/exec/create.ts";
import { execExitCode } from "../api/exec/exit_code.ts";
import { execInspect } from "../api/exec/inspect.ts";
import { execResize } from "../api/exec/resize.ts";
import { execStart } from "../api/exec/start.ts";
import type { ContainerSocket } from "../api/common/socket.ts";
import type { ExecCreateOptions } from "../api/exec/create.ts";
import { type Command, toCommand } from "../convert/command.ts";
import { toDetachKeys } from "../convert/detach_keys.ts";
import { type Reference, toContainerId } from "../convert/reference.ts";
import type { CallOptions, Engine } from "../engine/engine.ts";
import { DockerError, TimeoutError } from "../errors.ts";
import type { Frame } from "../streams/frames.ts";
import type { Terminal } from "../platform/types.ts";
import { engineOf, type EngineOwner } from "./model.ts";
import { toBoolean } from "../convert/checks.ts";
import { takeOwn } from "../operation/own_options.ts";
import { refuseUnknown } from "../operation/check_options.ts";
import { showCommand } from "./process_io.ts";
import { TerminalSize } from "./terminal_size.ts";

/** Options of {@linkcode openShell}. */
export interface ShellOptions extends
  CallOptions,
  Pick<
    ExecCreateOptions,
    "environment" | "workdir" | "user" | "privileged" | "detachKeys" | "useConfigProxy"
  > {}

/** Options of {@linkcode attachTerminal}. */
export interface AttachTerminalOptions extends CallOptions {
  /** The keys that detach and leave the container running, e.g. `ctrl-p,ctrl-q`, which they are without it. */
  detachKeys?: string | null | undefined;
  /** Whether the container is started once the terminal is attached: nothing of its output is lost. @default {false} */
  start?: boolean | null | undefined;
}

const SHELL_OPTIONS = [
  "environment",
  "workdir",
  "user",
  "privileged",
  "detachKeys",
  "useConfigProxy",
  "signal",
  "timeouts",
];
/** How long the Engine may take to note the end of a process whose output has ended, in seconds. */
const NOTED = 1;

/**
 * Opens a shell in a running container on this process's terminal, in raw mode: every key goes to the
 * shell, and the size follows the window. The terminal is put back in every case.
 *
 * Where the input is no terminal, it is sent as it comes; its end is the end of the shell's input.
 *
 * Calls `POST /containers/{id}/exec`, `POST /exec/{id}/start` and `POST /exec/{id}/resize`.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param command The command.
 * @param options The command's surroundings, and the keys that detach.
 * @returns The exit code; null when the keys detached and the command goes on.
 * @throws {Conflict} When the container does not run.
 */
export async function openShell(
  owner: EngineOwner,
  container: Reference,
  command: Command = "sh",
  options: ShellOptions = {},
): Promise<number | null> {
  const engine = engineOf(owner);
  const id = toContainerId(container, "container");
  const words = toCommand(command, "command");
  const action = `Cannot execute ${showCommand(words)} in container "${id}"`;
  refuseUnknown(action, options, SHELL_OPTIONS);
  const call = { signal: options.signal, timeouts: options.timeouts };
  const { terminal } = await engine.platform();
  const tty = terminal.isTerminal("stdin");
  const { Id } = await execCreate(engine, id, words, { ...options, stdin: true, tty });
  const show = (height: number, width: number): Promise<unknown> =>
    execResize(engine, Id, { height, width, ...call });
  // Without a terminal the output comes in frames, stdout and stderr told apart.
  const socket = tty
    ? await execStart(engine, Id, { socket: true, tty, ...call })
    : await execStart(engine, Id, { socket: true, demux: true, ...call });
  await connect(terminal, socket, tty ? show : undefined);
  return await exitOf(engine, Id, call);
}

/**
 * Attaches this process's terminal to a container that was made with `tty` (and `stdinOpen`, to be
 * typed to), in raw mode; the size follows the window. The terminal is put back in every case.
 *
 * Calls `POST /containers/{id}/attach` and `POST /containers/{id}/resize`.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param options The keys that detach, and whether the container is started.
 * @returns The exit code; null when the keys detached and the container goes on.
 * @throws {DockerError} When the container has no tty, or does not run and is not to be started.
 */
export async function attachTerminal(
  owner: EngineOwner,
  container: Reference,
  options: AttachTerminalOptions = {},
): Promise<number | null> {
  const engine = engineOf(owner);
  const id = toContainerId(container, "container");
  const action = `Cannot attach the terminal to container "${id}"`;
  const own = { start: toBoolean, detachKeys: toDetachKeys };
  const [{ start: starts = false, detachKeys }, call] = takeOwn(action, options, own, []);
  const { Config, State } = await inspectContainer(engine, id, call);
  if (!Config.Tty) throw new DockerError(`${action}: it was made without tty`);
  if (!State.Running && !starts) {
    throw new DockerError(`${action}: it does not run; set the option start`);
  }
  const { terminal } = await engine.platform();
  const params = {
    stdin: Config.OpenStdin === true,
    ...(detachKeys == null ? {} : { detachKeys }),
  };
  const socket = await attachSocket(engine, id, { params, ...call });
  const show = (height: number, width: number): Promise<unknown> =>
    resize(engine, id, height, width, call);
  if (starts) {
    await start(engine, id, call).catch((error) => {
      socket.close();
      throw error;
    });
  }
  await connect(terminal, socket, show);
  const after = await inspectContainer(engine, id, call);
  if (!after.State.Running) return after.State.ExitCode;
  try {
    return await wait(engine, id, { ...call, timeout: NOTED });
  } catch (error) {
    if (error instanceof TimeoutError) return null;
    throw error;
  }
}

/** Joins the terminal to a process, until the process's output ends. */
async function connect(
  terminal: Terminal,
  socket: ContainerSocket<Uint8Array<ArrayBuffer>> | ContainerSocket<Frame>,
  show: ((height: number, width: number) => Promise<unknown>) | undefined,
): Promise<void> {
  const input = terminal.openInput();
  const size = show === undefined
    ? undefined
    : new TerminalSize(() => show(terminal.rows("stdout"), terminal.columns("stdout")));
  const stop = size === undefined ? undefined : terminal.onResize(() => size.change());
  size?.change();
  const writer = socket.writable.getWriter();
  writer.closed.catch(() => {});
  const send = async (): Promise<void> => {
    for (let bytes = await input.read(); bytes !== null; bytes = await input.read()) {
      await writer.write(bytes);
    }
    // A terminal's end is not sent: it would close the output, too.
    if (show === undefined) await writer.close();
  };
  send().catch(() => {}); // Where the process has ended, its output has, too.
  try {
    for await (const item of socket.readable as AsyncIterable<Uint8Array | Frame>) {
      if (item instanceof Uint8Array) await terminal.write("stdout", item);
      else await terminal.write(item.stream, item.data);
    }
  } finally {
    stop?.();
    size?.end();
    input.close();
    socket.close();
  }
}

async function exitOf(engine: Engine, execId: string, call: CallOptions): Promise<number | null> {
  const { Running, ExitCode } = await execInspect(engine, execId, call);
  if (!Running && typeof ExitCode === "number") return ExitCode;
  try {
    return await execExitCode(engine, execId, { ...call, timeout: NOTED });
  } catch (error) {
    if (error instanceof TimeoutError) return null;
    throw error;
  }
}
