import { detachKeys, proxyVariables } from "../../auth/engine_config.ts";
import { toBoolean, toText, toTextOrNumber } from "../../convert/checks.ts";
import { toDetachKeys } from "../../convert/detach_keys.ts";
import { type Command, toCommand } from "../../convert/command.ts";
import { type Environment, toEnvironment, withVariables } from "../../convert/environment.ts";
import { getOwn } from "../../convert/own.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { toConsoleSize } from "../../convert/terminal_size.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../../operation/fields.ts";
import { type Call, ofCall } from "../../operation/call.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import type { IdResponse } from "../../types/common.ts";
import type { ExecCreateBody } from "../../types/exec.ts";
import { checkConsoleSize } from "../common/console_size.ts";
import { inspectContainer } from "../containers/inspect.ts";

/** Options of {@linkcode execCreate}. */
export interface ExecCreateOptions
  extends CallOptions, EngineSpelt<Omit<ExecCreateBody, "Cmd">>, ExtraFields {
  /** Whether the command's standard output is attached. @default {true} */
  stdout?: boolean | null | undefined;
  /** Whether the command's standard error is attached. @default {true} */
  stderr?: boolean | null | undefined;
  /** Whether the command's standard input is attached. @default {false} */
  stdin?: boolean | null | undefined;
  /** Whether the command has a terminal; `execStart` must be told too. @default {false} */
  tty?: boolean | null | undefined;
  /** Whether the command may do all that the host's root may. @default {false} */
  privileged?: boolean | null | undefined;
  /** The user that the command runs as, a name or number; the container's without it. */
  user?: string | number | null | undefined;
  /** Environment variables, e.g. `{ LANG: "C" }` or `["LANG=C"]`. Since API 1.25. */
  environment?: Environment | null | undefined;
  /** The directory that the command starts in. Since API 1.35. */
  workdir?: string | null | undefined;
  /** The keys that detach from the command's tty, e.g. `ctrl-p,ctrl-q`; those of the configuration file without it. */
  detachKeys?: string | null | undefined;
  /** The terminal's first size, `[height, width]`; only with `tty`. Since API 1.42. */
  consoleSize?: readonly [height: number, width: number] | null | undefined;
  /**
   * Whether the `proxies` of the configuration file, the Engine's own or the default ones, become
   * environment variables where neither `environment` nor the container has the variable. Without a
   * permission to read the file there are none.
   *
   * @default {true}
   */
  useConfigProxy?: boolean | null | undefined;
}

/** Those that are fields of its body. */
type ExecFields = Omit<ExecCreateOptions, keyof CallOptions | "useConfigProxy">;

const EXEC_FIELDS: Fields<ExecFields> = fieldsOf<ExecFields>({
  stdout: inBody("AttachStdout", toBoolean),
  stderr: inBody("AttachStderr", toBoolean),
  stdin: inBody("AttachStdin", toBoolean),
  tty: inBody("Tty", toBoolean),
  privileged: inBody("Privileged", toBoolean),
  user: inBody("User", toTextOrNumber),
  environment: inBody("Env", toEnvironment, { since: "1.25" }),
  workdir: inBody("WorkingDir", toText, { since: "1.35" }),
  detachKeys: inBody("DetachKeys", toDetachKeys),
  consoleSize: inBody("ConsoleSize", toConsoleSize, { since: "1.42" }),
});

/** What {@linkcode execCreate} asks of the Engine. */
export const EXEC_CREATE: Operation<ExecCreateOptions> = operation<
  ExecCreateOptions,
  ExecFields
>(
  "POST /containers/{id}/exec",
  { useConfigProxy: ofClient(toBoolean) },
  { fields: EXEC_FIELDS },
);

/**
 * Sets a command up in a running container (`POST /containers/{id}/exec`); {@linkcode APIClient.execStart} runs it.
 *
 * @param engine The engine.
 * @param container The container.
 * @param cmd The command: a list of words, or a string that is split as a shell splits words.
 * @param options Streams, terminal, user, environment and directory.
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
  const id = toContainerId(container, "container");
  const Cmd = toCommand(cmd, "cmd");
  if (Cmd.length === 0) throw wrongShape("cmd", cmd, "at least one word");
  const action = `Cannot set up a command in container "${id}"`;
  const call = EXEC_CREATE.call(engine, action, [id], options, {
    Cmd,
    AttachStdin: false,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    Privileged: false,
    User: "",
  });
  const body = call.body as Readonly<Record<string, unknown>>;
  checkConsoleSize(action, body);
  await call.negotiate();
  const keys = getOwn(body, "DetachKeys") as ExecCreateBody["DetachKeys"];
  const environment = getOwn(body, "Env") as ExecCreateBody["Env"];
  const DetachKeys = await detachKeys(engine, keys);
  const Env = await withProxies(engine, id, environment, call.options);
  return await call.json({ json: { ...body, DetachKeys, Env } });
}

/** Adds the proxies of the configuration file, but for what the container has of its own. */
async function withProxies(
  engine: Engine,
  id: string,
  own: readonly string[] | null | undefined,
  options: Call<ExecCreateOptions>["options"],
): Promise<readonly string[] | null | undefined> {
  const proxies = await proxyVariables(engine, options.useConfigProxy);
  if (proxies.length === 0) return own;
  const { Config } = await inspectContainer(engine, id, ofCall(options));
  const known = new Set(Config.Env?.map((variable) => variable.split("=", 1)[0]));
  return withVariables(own, proxies.filter(([name]) => !known.has(name)));
}
