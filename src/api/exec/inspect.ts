import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { ExecInspect } from "../../types/exec.ts";

/** What {@linkcode execInspect} asks of the Engine. */
export const EXEC_INSPECT: Operation<CallOptions> = operation("GET /exec/{id}/json", {});

/**
 * Returns what the Engine knows of a command in a container (`GET /exec/{id}/json`).
 *
 * @param engine The engine.
 * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
 * @param options The call's own options.
 * @returns The Engine's JSON; `ExitCode` is `null` until the command has ended.
 * @throws {NotFound} When there is no such exec.
 *
 * @example
 * ```ts no-run
 * import { createEngine, execCreate, execInspect } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const exec = await execCreate(engine, "web", "true");
 * console.log((await execInspect(engine, exec)).Running);
 * ```
 */
export async function execInspect(
  engine: Engine,
  execId: Reference,
  options: CallOptions = {},
): Promise<ExecInspect> {
  const id = toId(execId, "execId");
  return await EXEC_INSPECT.call(engine, `Cannot inspect exec "${id}"`, [id], options).json({
    shape: "object",
  });
}
