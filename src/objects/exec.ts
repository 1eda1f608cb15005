import { execCreate } from "../api/exec/create.ts";
import { execExitCode } from "../api/exec/exit_code.ts";
import { execInspect } from "../api/exec/inspect.ts";
import { execStart } from "../api/exec/start.ts";
import type { ExecCreateOptions } from "../api/exec/create.ts";
import type { ContainerSocket } from "../api/common/socket.ts";
import { type Command, toCommand } from "../convert/command.ts";
import type { Data } from "../convert/data.ts";
import { type Reference, toContainerId } from "../convert/reference.ts";
import type { CallOptions } from "../engine/call_options.ts";
import type { Engine } from "../engine/engine.ts";
import { TimeoutError } from "../errors.ts";
import { ContainerError } from "./container_error.ts";
import { lastLines } from "../text/last_lines.ts";
import type { Frame } from "../streams/frames.ts";
import { Deadline } from "./deadline.ts";
import { detachedOptions } from "./detached.ts";
import { engineOf, type EngineOwner } from "./model.ts";
import {
  OutputCollector,
  processInput,
  type ProcessOutput,
  type ProcessResult,
  showCommand,
  startExitCode,
} from "./process_io.ts";
import type { ProcessInput } from "./process_input.ts";
import { lineStream, type OutputLines } from "./process_lines.ts";
import { toBoolean, toSeconds } from "../convert/checks.ts";
import { takeOwn } from "../operation/own_options.ts";

const CREATE_OPTIONS: readonly (keyof ExecCreateOptions)[] = [
  "environment",
  "workdir",
  "user",
  "privileged",
  "tty",
  "consoleSize",
  "useConfigProxy",
];

/** What options are called elsewhere: by the `docker` command, by other clients, and of `run`. */
const ALIASES = [
  ["input", "stdin"],
  ["workdir", "cwd"],
  ["workdir", "workingDir"],
  ["environment", "env"],
] as const;

/** Options of {@linkcode execInContainer}. */
export interface ExecOptions extends
  CallOptions,
  Pick<
    ExecCreateOptions,
    | ("environment" | "workdir" | "user" | "privileged" | "tty")
    | ("consoleSize" | "useConfigProxy")
  > {
  /** Whether standard output is read. @default {true} */
  stdout?: boolean | null | undefined;
  /** Whether standard error is read. @default {true} */
  stderr?: boolean | null | undefined;
  /** What the command reads from its standard input, with its end; not with `tty`. */
  input?: Data | null | undefined;
  /** Whether another exit code than 0 is an error. @default {true} */
  check?: boolean | null | undefined;
  /**
   * How long all of it may take, in seconds; without one it may take any time. The Engine cannot end a
   * command that was executed: it goes on in the container.
   */
  timeout?: number | null | undefined;
}

/** Options of `Container.exec()`. */
export interface ContainerExecOptions extends ExecOptions {
  /** Whether the command is left running and its execution's id is returned. @default {false} */
  detach?: boolean | null | undefined;
  /** Whether the lines of the output are streamed as they come. @default {false} */
  stream?: boolean | null | undefined;
}

const OWN_OPTIONS = {
  stdout: toBoolean,
  stderr: toBoolean,
  input: (value: unknown): unknown => value,
  check: toBoolean,
  timeout: toSeconds,
};

/** A command that is being executed. */
interface Execution {
  readonly engine: Engine;
  readonly execId: string;
  readonly container: string;
  readonly action: string;
  readonly words: string[];
  readonly socket: ContainerSocket<Frame>;
  readonly input: ProcessInput | null;
  readonly deadline: Deadline;
  readonly call: CallOptions;
  /** Whether another exit code than 0 is an error. */
  readonly check: boolean;
}

/**
 * Executes a command in a running container, to its end.
 *
 * Calls `POST /containers/{id}/exec`, `POST /exec/{id}/start` and `GET /exec/{id}/json`.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param command The command; a string is split as a shell splits words.
 * @param options What the command reads, its surroundings, and what counts as an error.
 * @returns The exit code and the output.
 * @throws {ContainerError} When the exit code is not 0, or the command cannot be started (127, 126).
 * @throws {Conflict} When the container does not run.
 * @throws {TimeoutError} When it takes longer than `timeout`.
 */
export async function execInContainer(
  owner: EngineOwner,
  container: Reference,
  command: Command,
  options: ExecOptions = {},
): Promise<ProcessResult> {
  const execution = await begin(engineOf(owner), container, command, options);
  const collector = new OutputCollector();
  try {
    for await (const batch of execution.socket.readable.batches()) {
      for (const frame of batch) collector.add(frame);
    }
    execution.input?.stop(execution.action);
    const exitCode = await execExitCode(execution.engine, execution.execId, execution.call);
    const result = await ownResult(execution, { exitCode, ...collector.end() });
    return finish(execution, result);
  } catch (error) {
    throw explain(execution, error, collector.output());
  } finally {
    end(execution);
  }
}

/**
 * Executes a command in a running container and streams the lines that it writes; else as
 * {@linkcode execInContainer}. Leaving the loop leaves the command running.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param command The command.
 * @param options What the command reads, and its surroundings.
 * @returns The lines; they end with a {@linkcode ContainerError} when the exit code is not 0, unless `check` is false.
 */
export async function execLines(
  owner: EngineOwner,
  container: Reference,
  command: Command,
  options: ExecOptions = {},
): Promise<OutputLines> {
  const execution = await begin(engineOf(owner), container, command, options);
  return lineStream(execution.socket, {
    input: execution.input,
    action: execution.action,
    exitCode: async (output) => {
      const exitCode = await execExitCode(execution.engine, execution.execId, execution.call);
      return (await ownResult(execution, { exitCode, ...output })).exitCode;
    },
    check: (exitCode, output) => {
      finish(execution, { exitCode, ...output });
    },
    explain: (error, output) => explain(execution, error, output),
    end(): Promise<void> {
      end(execution);
      return Promise.resolve();
    },
  });
}

/**
 * Executes a command in a running container and leaves it running; its output goes nowhere.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param command The command.
 * @param options The command's surroundings.
 * @returns The id of the execution, for `execInspect` and `execExitCode`.
 * @throws {APIError} When the command cannot be started.
 */
export async function execDetached(
  owner: EngineOwner,
  container: Reference,
  command: Command,
  options: Omit<ExecOptions, "input" | "check" | "timeout" | "stdout" | "stderr"> = {},
): Promise<string> {
  const engine = engineOf(owner);
  const own = { tty: toBoolean };
  const action = "Cannot execute a command";
  const [{ tty = false }, rest] = takeOwn(
    action,
    detachedOptions<ExecOptions>(action, options, Object.keys(OWN_OPTIONS)),
    own,
    CREATE_OPTIONS,
    ALIASES,
  );
  const output = { stdout: false, stderr: false };
  const { Id } = await execCreate(engine, container, command, { ...rest, tty, ...output });
  const { signal, timeouts } = rest;
  await execStart(engine, Id, { detach: true, tty, signal, timeouts });
  return Id;
}

async function begin(
  engine: Engine,
  container: Reference,
  command: Command,
  options: ExecOptions,
): Promise<Execution> {
  const words = toCommand(command, "command");
  const id = toContainerId(container, "container");
  const action = `Cannot execute ${showCommand(words)} in container "${id}"`;
  const [own, rest] = takeOwn(action, options, OWN_OPTIONS, CREATE_OPTIONS, ALIASES);
  const { stdout = true, stderr = true, input, check = true, timeout } = own;
  const { signal, timeouts, ...surroundings } = rest;
  const tty = surroundings.tty === true;
  if (!stdout && !stderr) throw new TypeError(`${action}: stdout and stderr are both false`);
  if (input != null && tty) {
    throw new TypeError(`${action}: input has an end, which a terminal cannot tell; leave tty out`);
  }
  const source = await processInput(input, engine);
  const deadline = new Deadline(timeout, signal);
  const call = { signal: deadline.signal, timeouts };
  try {
    const created = await execCreate(engine, id, words, {
      ...surroundings,
      stdout,
      stderr,
      stdin: source !== null,
      ...call,
    });
    const socket = await execStart(engine, created.Id, { socket: true, demux: true, tty, ...call });
    source?.start(socket);
    return {
      engine,
      execId: created.Id,
      container: id,
      action,
      words,
      socket,
      input: source,
      deadline,
      call,
      check,
    };
  } catch (error) {
    source?.cancel(error);
    deadline.clear();
    throw deadline.expired ? new TimeoutError(action, "total", timeout!) : error;
  }
}

function end({ deadline, socket }: Execution): void {
  deadline.clear();
  socket.close();
}

/** Where a command could not be started, the Engine writes its own words in place of the output. */
async function ownResult(
  { engine, execId, call }: Execution,
  result: ProcessResult,
): Promise<ProcessResult> {
  if (result.exitCode !== 126 && result.exitCode !== 127) return result;
  const { Pid } = await execInspect(engine, execId, call);
  if (Pid) return result;
  const words = result.stdout + result.stderr;
  // Engines up to 25 say 126 where there is no such program; the words tell.
  return { exitCode: startExitCode(words) ?? result.exitCode, stdout: "", stderr: words };
}

function finish(execution: Execution, result: ProcessResult): ProcessResult {
  const { action, container, words, check } = execution;
  if (result.exitCode === 0 || !check) return result;
  throw new ContainerError(action, { ...result, container, command: words });
}

function explain(execution: Execution, error: unknown, { stdout, stderr }: ProcessOutput): unknown {
  const { action, deadline, input } = execution;
  if (deadline.expired) {
    const seen = lastLines(stderr) || lastLines(stdout) || "no output";
    return new TimeoutError(action, "total", deadline.seconds, seen);
  }
  try {
    input?.stop(action);
  } catch (failure) {
    return failure;
  }
  return error;
}
