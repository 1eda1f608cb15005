import { isRecord } from "../../convert/checks.ts";
import { toFilters } from "../../convert/filters.ts";
import { toVersionIndex, type VersionIndex } from "../../convert/object_version.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Filters } from "../../types/common.ts";
import type { SwarmNode } from "../../types/nodes.ts";
import type { NodeSpec } from "../../types/swarm.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode nodes}. */
export interface NodesOptions extends CallOptions {
  /** What a node must match, e.g. `{ role: "manager" }` or `{ "node.label": "rack=1" }`. */
  filters?: Filters;
}

/** Options of {@linkcode removeNode}. */
export interface RemoveNodeOptions extends CallOptions {
  /** Whether a node that is up goes too. @default {false} */
  force?: boolean;
}

/** Options of {@linkcode updateNode}. */
export interface UpdateNodeOptions extends CallOptions {
  /** How the node is set up, all of it: what is left out is removed, and `Role` and `Availability` are needed. */
  nodeSpec?: NodeSpec;
}

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
  const action = "Cannot list nodes";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "nodes");
  return await engine.json(action, "GET", "/nodes", options, { query: query({ filters }) });
}

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
  const action = `Cannot inspect node "${id}"`;
  requireVersion(action, await engine.negotiate(options), "inspectNode");
  return await engine.json(action, "GET", path`/nodes/${id}`, options);
}

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
  const action = `Cannot remove node "${id}"`;
  requireVersion(action, await engine.negotiate(options), "removeNode");
  return await engine.empty(action, "DELETE", path`/nodes/${id}`, options, {
    query: query({ force: options.force ?? false }),
  });
}

/**
 * Changes a node of the swarm (`POST /nodes/{id}/update`).
 *
 * @param engine The engine.
 * @param nodeId The node, by id or name.
 * @param version The version that is changed, as {@linkcode inspectNode} returns it.
 * @param options How the node is set up from now on, all of it.
 * @returns True.
 * @throws {NotFound} When there is no such node.
 * @throws {APIError} When the node was changed meanwhile.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectNode, updateNode } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { ID, Version, Spec } = await inspectNode(engine, "worker-3");
 * await updateNode(engine, ID, Version, { nodeSpec: { ...Spec, Availability: "drain" } });
 * ```
 */
export async function updateNode(
  engine: Engine,
  nodeId: Reference,
  version: VersionIndex,
  options: UpdateNodeOptions = {},
): Promise<true> {
  const id = toId(nodeId, "nodeId");
  const action = `Cannot update node "${id}"`;
  const index = toVersionIndex(version, "version");
  const spec = options.nodeSpec ?? {};
  if (!isRecord(spec)) {
    throw wrongShape("nodeSpec", spec, "an object with Role, Availability, Name and Labels");
  }
  requireVersion(action, await engine.negotiate(options), "updateNode");
  return await engine.empty(action, "POST", path`/nodes/${id}/update`, options, {
    query: query({ version: index }),
    json: spec,
  });
}
