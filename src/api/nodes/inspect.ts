import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { SwarmNode } from "../../types/nodes.ts";

/** What {@linkcode inspectNode} asks of the Engine. */
export const INSPECT: Operation<CallOptions> = operation("GET /nodes/{id}", {}, { since: "1.24" });

/**
 * Returns what the swarm knows of a node (`GET /nodes/{id}`).
 *
 * @param engine The engine.
 * @param nodeId The node, by id or name; `self` for the Engine itself.
 * @param options The call's own options.
 * @throws {NotFound} When there is no such node.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectNode } from "@longshore/docker/api";
 *
 * const { Status } = await inspectNode(createEngine(), "self");
 * console.log(Status.State);
 * ```
 */
export async function inspectNode(
  engine: Engine,
  nodeId: Reference,
  options: CallOptions = {},
): Promise<SwarmNode> {
  const id = toId(nodeId, "nodeId");
  return await INSPECT.call(engine, `Cannot inspect node "${id}"`, [id], options).json({
    shape: "object",
  });
}
