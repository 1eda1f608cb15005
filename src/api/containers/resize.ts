import { type Reference, toContainerId } from "../../convert/reference.ts";
import { toTerminalSize } from "../../convert/terminal_size.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode resize} asks of the Engine. */
export const RESIZE: Operation<CallOptions> = operation("POST /containers/{id}/resize", {});

/**
 * Resizes the terminal of a running container (`POST /containers/{id}/resize`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param height The height, in lines.
 * @param width The width, in characters.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such container.
 *
 * @example
 * ```ts no-run
 * import { createEngine, resize } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await resize(engine, "shell", 50, 132);
 * ```
 */
export async function resize(
  engine: Engine,
  container: Reference,
  height: number,
  width: number,
  options: CallOptions = {},
): Promise<true> {
  const id = toContainerId(container, "container");
  const query = { h: toTerminalSize(height, "height"), w: toTerminalSize(width, "width") };
  const action = `Cannot resize the terminal of container "${id}"`;
  return await RESIZE.call(engine, action, [id], options).empty({ query });
}
