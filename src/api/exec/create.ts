import { toBoolean, toText, toTextOrNumber } from "../../convert/checks.ts";
import { type Command, toCommand } from "../../convert/command.ts";
import { type Environment, toEnvironment } from "../../convert/environment.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { IdResponse } from "../../types/common.ts";
import type { ExecCreateBody } from "../../types/exec.ts";
import { path } from "../../operation/path.ts";

/** Options of {@linkcode execCreate}. */
export interface ExecCreateOptions extends CallOptions {
  /** Whether the command's standard output is attached. @default {true} */
  stdout?: boolean;
  /** Whether the command's standard error is attached. @default {true} */
  stderr?: boolean;
  /** Whether the command's standard input is attached. @default {false} */
  stdin?: boolean;
  /** Whether the command has a terminal; `execStart` must be told too. @default {false} */
  tty?: boolean;
  /** Whether the command may do all that the host's root may. @default {false} */
  privileged?: boolean;
  /** The user that the command runs as, a name or number; the container's without it. */
  user?: string | number;
  /** Environment variables, e.g. `{ LANG: "C" }` or `["LANG=C"]`. Since API 1.25. */
  environment?: Environment;
  /** The folder that the command starts in. Since API 1.35. */
  workdir?: string;
  /** The keys that detach from the command's tty, e.g. `ctrl-p,ctrl-q`. */
  detachKeys?: string;
  /** The terminal's first size, `[height, width]`. Since API 1.42. */
  consoleSize?: readonly [height: number, width: number];
}

/**
 * Sets a command up in a running container (`POST /containers/{id}/exec`); {@linkcode APIClient.execStart} runs it.
 *
 * @param engine The engine.
 * @param container The container.
 * @param cmd The command: a list of words, or a string that is split as a shell splits words.
 * @param options Streams, terminal, user, environment and folder.
 * @returns The `Id` for the other methods.
 * @throws {NotFound} When there is no such container.
 * @throws {Conflict} When it is not running.
 *
 * @example
 * ```ts no-run
 * import { createEngine, execCreate, execExitCode, execStart } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const exec = await execCreate(engine, "web", "nginx -t", { environment: { LANG: "C" } });
 * console.log(await execStart(engine, exec), await execExitCode(engine, exec));
 * ```
 */
export async function execCreate(
  engine: Engine,
  container: Reference,
  cmd: Command,
  options: ExecCreateOptions = {},
): Promise<IdResponse> {
  const id = toId(container, "container");
  const action = `Cannot set up a command in container "${id}"`;
  const { environment, user, workdir, detachKeys, consoleSize } = options;
  const words = toCommand(cmd, "cmd");
  if (words.length === 0) throw wrongShape("cmd", cmd, "at least one word");
  const body: ExecCreateBody = {
    Cmd: words,
    AttachStdin: toBoolean(options.stdin ?? false, "stdin"),
    AttachStdout: toBoolean(options.stdout ?? true, "stdout"),
    AttachStderr: toBoolean(options.stderr ?? true, "stderr"),
    Tty: toBoolean(options.tty ?? false, "tty"),
    Privileged: toBoolean(options.privileged ?? false, "privileged"),
    User: toTextOrNumber(user ?? "", "user"),
    Env: environment == null ? undefined : toEnvironment(environment, "environment"),
    WorkingDir: workdir == null ? undefined : toText(workdir, "workdir"),
    DetachKeys: detachKeys == null ? undefined : toText(detachKeys, "detachKeys"),
    ConsoleSize: consoleSize == null ? undefined : toConsoleSize(consoleSize, "consoleSize"),
  };
  requireVersion(action, await engine.negotiate(options), "execCreate", options, body);
  return await engine.json(action, "POST", path`/containers/${id}/exec`, options, {
    json: body,
  });
}

/**
 * Reads a terminal's size.
 *
 * @param value The height and width, in characters.
 * @param argument The argument's name, for errors.
 *
 * @internal
 */
export function toConsoleSize(value: unknown, argument: string): number[] {
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && size as number >= 0;
  if (!Array.isArray(value) || value.length !== 2 || !value.every(isSize)) {
    throw wrongShape(argument, value, "[height, width] in characters");
  }
  return [...value];
}
