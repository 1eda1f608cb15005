import { toText } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { ContainerTop } from "../../types/containers.ts";

/** Options of {@linkcode top}. */
export interface TopOptions extends CallOptions {
  /** Arguments of the host's `ps`, e.g. `aux`; the Engine's default is `-ef`. */
  psArgs?: string | null | undefined;
}

/** What {@linkcode top} asks of the Engine. */
export const TOP: Operation<TopOptions> = operation("GET /containers/{id}/top", {
  psArgs: inQuery("ps_args", toText),
});

/**
 * Lists the processes of a running container (`GET /containers/{id}/top`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options Arguments of the host's `ps`, which must be among what the Engine allows.
 * @returns The column titles, and the columns of each process.
 * @throws {NotFound} When there is no such container.
 * @throws {Conflict} When it is not running.
 *
 * @example
 * ```ts no-run
 * import { createEngine, top } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { Titles, Processes } = await top(engine, "web", { psArgs: "aux" });
 * console.log(Titles.join(" "), Processes.length);
 * ```
 */
export async function top(
  engine: Engine,
  container: Reference,
  options: TopOptions = {},
): Promise<ContainerTop> {
  const id = toContainerId(container, "container");
  const action = `Cannot list the processes of container "${id}"`;
  return await TOP.call(engine, action, [id], options).json();
}
