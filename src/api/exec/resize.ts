import { type Reference, toId } from "../../convert/reference.ts";
import { toTerminalSize } from "../../convert/terminal_size.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";

/** Options of {@linkcode execResize}. */
export interface ExecResizeOptions extends CallOptions {
  /** The terminal's height, in lines. */
  height: number;
  /** The terminal's width, in characters. */
  width: number;
}

/** What {@linkcode execResize} asks of the Engine. */
export const EXEC_RESIZE: Operation<ExecResizeOptions> = operation("POST /exec/{id}/resize", {
  height: inQuery("h", toTerminalSize),
  width: inQuery("w", toTerminalSize),
});

/**
 * Resizes the terminal of a running command (`POST /exec/{id}/resize`).
 *
 * @param engine The engine.
 * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
 * @param options The height and the width, both of them.
 * @returns True.
 * @throws {TypeError} When one of them is missing.
 * @throws {NotFound} When there is no such exec.
 * @throws {APIError} When the command is not running.
 *
 * @example
 * ```ts no-run
 * import { createEngine, execCreate, execResize, execStart } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const exec = await execCreate(engine, "web", "sh", { stdin: true, tty: true });
 * const socket = await execStart(engine, exec, { tty: true, socket: true });
 * await execResize(engine, exec, { height: 50, width: 132 });
 * socket.close();
 * ```
 */
export async function execResize(
  engine: Engine,
  execId: Reference,
  options: ExecResizeOptions,
): Promise<true> {
  const id = toId(execId, "execId");
  const action = `Cannot resize the terminal of exec "${id}"`;
  if (options?.height == null || options.width == null) {
    throw new TypeError(`${action}: expected both { height, width }`);
  }
  return await EXEC_RESIZE.call(engine, action, [id], options).empty();
}
