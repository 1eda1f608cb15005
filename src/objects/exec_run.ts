import { execCreate } from "../api/exec/create.ts";
import { execInspect } from "../api/exec/inspect.ts";
import { execStart } from "../api/exec/start.ts";
import type { ExecCreateOptions } from "../api/exec/create.ts";
import type { ExecResult } from "../api/exec/start.ts";
import { toBoolean } from "../convert/checks.ts";
import type { Command } from "../convert/command.ts";
import type { Reference } from "../convert/reference.ts";
import { takeOwn } from "../operation/own_options.ts";
import { engineOf, type EngineOwner } from "./model.ts";

/** Options of {@linkcode execRun}: those of `execCreate` and `execStart`. */
export interface ExecRunOptions extends Omit<ExecCreateOptions, "consoleSize"> {
  /** Whether the command runs on its own and gives no output here. @default {false} */
  detach?: boolean | null | undefined;
  /** Whether the output is streamed as it comes. @default {false} */
  stream?: boolean | null | undefined;
  /** Whether the connection itself is returned. @default {false} */
  socket?: boolean | null | undefined;
  /** Whether stdout and stderr are told apart. @default {false} */
  demux?: boolean | null | undefined;
}

const OWN_OPTIONS = {
  detach: toBoolean,
  stream: toBoolean,
  socket: toBoolean,
  demux: toBoolean,
};

/**
 * What {@linkcode execRun} gives.
 *
 * @typeParam Output The form of the output.
 */
export interface ExecRunResult<Output> {
  /** The exit code; null where the command was not waited for: with `stream`, `socket` and `detach`. */
  exitCode: number | null;
  /** The output, its stream or the connection. */
  output: Output;
}

/**
 * Executes a command in a running container, as docker-py's `exec_run` does: any exit code is a
 * result, and none is an error.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param command The command; a string is split as a shell splits words.
 * @param options How it runs and what is returned.
 */
export async function execRun(
  owner: EngineOwner,
  container: Reference,
  command: Command,
  options: ExecRunOptions = {},
): Promise<ExecRunResult<ExecResult>> {
  const engine = engineOf(owner);
  const [own, create] = takeOwn("Cannot execute a command", options, OWN_OPTIONS);
  const { detach = false, stream = false, socket = false, demux = false } = own;
  const { tty = false, signal, timeouts } = create;
  const { Id } = await execCreate(engine, container, command, create);
  const call = { detach, tty, stream, socket, demux, signal, timeouts };
  const output = await execStart(engine, Id, call);
  if (detach || stream || socket) return { exitCode: null, output };
  const { ExitCode } = await execInspect(engine, Id, { signal, timeouts });
  return { exitCode: ExitCode ?? null, output };
}
