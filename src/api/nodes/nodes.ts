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

/** Lists the nodes of the swarm: see {@linkcode APIClient.nodes}. */
export async function nodes(engine: Engine, options: NodesOptions = {}): Promise<SwarmNode[]> {
  const action = "Cannot list nodes";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "nodes");
  return await engine.json(action, "GET", "/nodes", options, { query: query({ filters }) });
}

/** Returns what the swarm knows of a node: see {@linkcode APIClient.inspectNode}. */
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

/** Removes a node from the swarm: see {@linkcode APIClient.removeNode}. */
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

/** Changes a node of the swarm: see {@linkcode APIClient.updateNode}. */
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
