import { toFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { SwarmNode } from "../../types/nodes.ts";

/** Options of {@linkcode nodes}. */
export interface NodesOptions extends CallOptions {
  /** What a node must match, e.g. `{ role: "manager" }` or `{ "node.label": "rack=1" }`. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode nodes} asks of the Engine. */
export const LIST: Operation<NodesOptions> = operation("GET /nodes", {
  filters: inQuery("filters", toFilters),
}, { since: "1.24" });

/**
 * Lists the nodes of the swarm (`GET /nodes`).
 *
 * @param engine The engine.
 * @param options Which nodes.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, nodes } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for (const { Description, Status } of await nodes(engine, { filters: { role: "worker" } })) {
 *   console.log(Description.Hostname, Status.State);
 * }
 * ```
 */
export async function nodes(engine: Engine, options: NodesOptions = {}): Promise<SwarmNode[]> {
  return await LIST.call(engine, "Cannot list nodes", [], options).json({ shape: "list" });
}
