import { attachSocket } from "../api/containers/attach_socket.ts";
import { registerWait } from "../api/containers/register_wait.ts";
import { start } from "../api/containers/start.ts";
import { wait } from "../api/containers/wait.ts";
import type { RegisteredWait } from "../api/containers/register_wait.ts";
import type { ContainerSocket } from "../api/common/socket.ts";
import { toBoolean, toSeconds } from "../convert/checks.ts";
import type { Command } from "../convert/command.ts";
import type { Data } from "../convert/data.ts";
import { type Reference, toId } from "../convert/reference.ts";
import type { CallOptions } from "../engine/call_options.ts";
import type { Engine } from "../engine/engine.ts";
import { TimeoutError } from "../errors.ts";
import {
  asStartFailure,
  createFor,
  discard,
  discardRunning,
  RUN_OPTIONS,
  toWords,
} from "./container_creation.ts";
import { ContainerError } from "./container_error.ts";
import { takeOwn } from "../operation/own_options.ts";
import { lastLines } from "../text/last_lines.ts";
import type { Frame } from "../streams/frames.ts";
import { compareVersions } from "../engine/version.ts";
import { type ContainerOptions, toCreateOptions } from "./container_options.ts";
import { Deadline } from "./deadline.ts";
import { engineOf, type EngineOwner, type MadeLabels, madeLabels } from "./model.ts";
import {
  OutputCollector,
  processInput,
  type ProcessOutput,
  type ProcessResult,
  showCommand,
} from "./process_io.ts";
import type { ProcessInput } from "./process_input.ts";
import { endedLines, lineStream, type OutputLines } from "./process_lines.ts";
import { PULLING_OPTIONS, type PullingOptions } from "./pulling.ts";

/** Options of {@linkcode runContainer}. */
export interface RunContainerOptions extends ContainerOptions, PullingOptions {
  /** Whether standard output is read. @default {true} */
  stdout?: boolean | null | undefined;
  /** Whether standard error is read. @default {true} */
  stderr?: boolean | null | undefined;
  /** What the command reads from its standard input, with its end; not with `tty`. */
  input?: Data | null | undefined;
  /** Whether another exit code than 0 is an error. @default {true} */
  check?: boolean | null | undefined;
  /** Whether the container is removed when its command has ended, its anonymous volumes too. @default {true} */
  remove?: boolean | null | undefined;
  /** How long all of it may take, the pull included, in seconds; without one it may take any time. */
  timeout?: number | null | undefined;
}

const OWN_OPTIONS = {
  ...PULLING_OPTIONS,
  stdout: toBoolean,
  stderr: toBoolean,
  input: (value: unknown): unknown => value,
  check: toBoolean,
  remove: toBoolean,
  timeout: toSeconds,
};

/** A container that runs and whose output is being read. */
interface Running {
  readonly id: string;
  readonly action: string;
  /** Whether another exit code than 0 is an error. */
  readonly check: boolean;
  readonly socket: ContainerSocket<Frame>;
  readonly exit: Pick<RegisteredWait, "exitCode" | "cancel">;
  readonly input: ProcessInput | null;
  readonly deadline: Deadline;
  readonly details: { image: string; command: string[] | undefined };
  /** Frees what the run holds and removes the container. */
  end(): Promise<void>;
}

/**
 * Runs a command in a new container, to its end: pulls the image if it is missing, creates the
 * container, attaches to it, starts it, reads its output, waits for its exit code and removes it.
 *
 * Calls `POST /containers/create`, `/attach`, `/wait`, `/start` and `DELETE /containers/{id}`; an
 * image that is missing is pulled by `POST /images/create`.
 *
 * @param owner The client, or its Engine.
 * @param image The image's name or id.
 * @param command The command; a string is split as a shell splits words. Without one, the image's own.
 * @param options What the container is, what it reads, and what counts as an error.
 * @param labels Labels of a scope.
 * @returns The exit code and the output.
 * @throws {ContainerError} When the exit code is not 0, or the command cannot be started (127, 126).
 * @throws {ImageNotFound} When the image is nowhere.
 * @throws {TimeoutError} When it takes longer than `timeout`; the container is ended and removed.
 *
 * @example Usage
 * ```ts no-run
 * import { createEngine } from "../create_engine.ts";
 * import { runContainer } from "./run.ts";
 *
 * const { stdout } = await runContainer(createEngine(), "busybox", ["echo", "hello"]);
 * console.log(stdout); // hello
 * ```
 */
export async function runContainer(
  owner: EngineOwner,
  image: Reference,
  command?: Command | null,
  options: RunContainerOptions = {},
  labels: MadeLabels = {},
): Promise<ProcessResult> {
  const running = await begin(engineOf(owner), image, command, options, labels);
  if (!("socket" in running)) return finish(running);
  const collector = new OutputCollector();
  try {
    for await (const batch of running.socket.readable.batches()) {
      for (const frame of batch) collector.add(frame);
    }
    running.input?.stop(running.action);
    const exitCode = await running.exit.exitCode();
    const result = { exitCode, ...collector.end() };
    return finish({ ...running, ...running.details, ...result });
  } catch (error) {
    throw explain(running, error, collector.end());
  } finally {
    await running.end();
  }
}

/**
 * Runs a command in a new container and streams the lines that it writes; else as
 * {@linkcode runContainer}. The container is removed behind the last line, or when the loop is left.
 *
 * @param owner The client, or its Engine.
 * @param image The image's name or id.
 * @param command The command.
 * @param options What the container is.
 * @param labels Labels of a scope.
 * @returns The lines; they end with a {@linkcode ContainerError} when the exit code is not 0, unless `check` is false.
 */
export async function runContainerLines(
  owner: EngineOwner,
  image: Reference,
  command?: Command | null,
  options: RunContainerOptions = {},
  labels: MadeLabels = {},
): Promise<OutputLines> {
  const running = await begin(engineOf(owner), image, command, options, labels);
  if (!("socket" in running)) return endedLines(finish(running));
  return lineStream(running.socket, {
    input: running.input,
    action: running.action,
    exitCode: () => running.exit.exitCode(),
    check: (exitCode, output) => {
      finish({ ...running, ...running.details, ...output, exitCode });
    },
    explain: (error, output) => explain(running, error, output),
    end: () => running.end(),
  });
}

/** Does all up to the start; a command that cannot be started is a result here, not an error. */
async function begin(
  engine: Engine,
  image: Reference,
  command: Command | null | undefined,
  options: RunContainerOptions,
  labels: MadeLabels,
): Promise<Running | FailedStart> {
  const words = toWords(command);
  const name = toId(image, "image");
  const action = `Cannot run ${showCommand(words)} in image "${name}"`;
  const [own, rest] = takeOwn(action, options, OWN_OPTIONS);
  const { stdout = true, stderr = true, input, check = true, remove = true, timeout } = own;
  const { pull, onProgress, authConfig } = own;
  if (!stdout && !stderr) throw new TypeError(`${action}: stdout and stderr are both false`);
  if (input != null && rest.tty) {
    throw new TypeError(`${action}: input has an end, which a terminal cannot tell; leave tty out`);
  }
  const made = await madeLabels(labels);
  const flat = input == null ? rest : { ...rest, stdinOpen: true };
  const created = toCreateOptions(words, flat, made, RUN_OPTIONS);
  const source = await processInput(input, engine);
  const deadline = new Deadline(timeout, rest.signal);
  const call = { signal: deadline.signal, timeouts: rest.timeouts };
  const details = { image: name, command: words };
  let id: string | undefined;
  let socket: ContainerSocket<Frame> | undefined;
  let exit: Running["exit"] | undefined;
  let mayRun = false;
  const end = async (): Promise<void> => {
    deadline.clear();
    socket?.close();
    exit?.cancel();
    if (id === undefined || !remove) return;
    await (mayRun ? discardRunning(engine, id) : discard(engine, id));
  };
  try {
    id = await createFor(engine, image, { ...created, ...call }, labels, {
      pull,
      onProgress,
      authConfig,
    });
    const params = { stdin: source !== null, stdout, stderr };
    socket = await attachSocket(engine, id, { params, demux: true, ...call });
    const told = await registerExit(engine, id, rest.autoRemove === true, call);
    exit = {
      cancel: () => told.cancel(),
      async exitCode(): Promise<number> {
        const code = await told.exitCode();
        mayRun = false;
        return code;
      },
    };
    mayRun = true;
    await start(engine, id, call);
    source?.start(socket);
    return { id, action, check, socket, exit, input: source, deadline, details, end };
  } catch (error) {
    source?.cancel(error);
    await end();
    if (deadline.expired) throw new TimeoutError(action, "total", timeout!);
    const failure = asStartFailure(error, action, id ?? "", name, words);
    if (!(failure instanceof ContainerError)) throw failure;
    return {
      ...details,
      stdout: "",
      stderr: failure.stderr,
      exitCode: failure.exitCode,
      id: id!,
      action,
      check,
      cause: error,
    };
  }
}

/** Waits for the exit from before the start on, where the Engine can. */
async function registerExit(
  engine: Engine,
  id: string,
  removedByEngine: boolean,
  call: CallOptions,
): Promise<Pick<RegisteredWait, "exitCode" | "cancel">> {
  if (compareVersions(await engine.negotiate(call), "1.30") < 0) {
    return { exitCode: () => wait(engine, id, call), cancel(): void {} };
  }
  const condition = removedByEngine ? "removed" : "next-exit";
  const exit = await registerWait(engine, id, { condition, ...call });
  exit.exitCode().catch(() => {}); // Whoever reads the output awaits it afterwards.
  return exit;
}

/** A command that could not be started. */
interface FailedStart extends ProcessResult {
  id: string;
  action: string;
  check: boolean;
  image: string;
  command: string[] | undefined;
  cause?: unknown;
}

function finish(end: FailedStart): ProcessResult {
  const { id, action, check, cause, image, command, exitCode, stdout, stderr } = end;
  if (exitCode === 0 || !check) return { exitCode, stdout, stderr };
  const details = { container: id, image, command, exitCode, stdout, stderr };
  throw new ContainerError(action, details, cause);
}

function explain(running: Running, error: unknown, { stdout, stderr }: ProcessOutput): unknown {
  if (running.deadline.expired) {
    return new TimeoutError(
      running.action,
      "total",
      running.deadline.seconds,
      tail(stdout, stderr),
    );
  }
  try {
    running.input?.stop(running.action);
  } catch (failure) {
    return failure;
  }
  return error;
}

function tail(stdout: string, stderr: string): string {
  return lastLines(stderr) || lastLines(stdout) || "no output";
}
