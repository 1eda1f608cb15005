import { toFlag } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";

/** Options of {@linkcode removeNode}. */
export interface RemoveNodeOptions extends CallOptions {
  /** Whether a node that is up goes too. @default {false} */
  force?: boolean | null | undefined;
}

/** What {@linkcode removeNode} asks of the Engine. */
export const REMOVE: Operation<RemoveNodeOptions> = operation("DELETE /nodes/{id}", {
  force: inQuery("force", toFlag),
}, { since: "1.24" });

/**
 * Removes a node from the swarm (`DELETE /nodes/{id}`).
 *
 * @param engine The engine.
 * @param nodeId The node, by id or name.
 * @param options Whether a node that is up goes too.
 * @returns True.
 * @throws {NotFound} When there is no such node.
 * @throws {APIError} When the node is up and `force` is not set.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeNode } from "@longshore/docker/api";
 *
 * await removeNode(createEngine(), "worker-3", { force: true });
 * ```
 */
export async function removeNode(
  engine: Engine,
  nodeId: Reference,
  options: RemoveNodeOptions = {},
): Promise<true> {
  const id = toId(nodeId, "nodeId");
  return await REMOVE.call(engine, `Cannot remove node "${id}"`, [id], options).empty();
}
