import { isRecord, oneOf, toText } from "../../convert/checks.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import { toVersionIndex, type VersionIndex } from "../../convert/object_version.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
  isEngineSpelt,
} from "../../operation/fields.ts";
import { refuseMisspelt } from "../../operation/misspelt_fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import type { NodeAvailability, NodeSpec } from "../../types/swarm.ts";

/** How a node is set up, in the names of this client. */
export interface NodeSpecOptions extends EngineSpelt<NodeSpec>, ExtraFields {
  /** A name. */
  name?: string | null | undefined;
  /** Labels. */
  labels?: Labels | null | undefined;
  /** Whether the node is a manager. */
  role?: "worker" | "manager" | null | undefined;
  /** Whether it takes on tasks: new ones too, only those it has, or none. */
  availability?: NodeAvailability | null | undefined;
}

/** Options of {@linkcode updateNode}. */
export interface UpdateNodeOptions extends CallOptions {
  /** How the node is set up, all of it: what is left out is removed, and the role and the availability are needed. */
  nodeSpec?: NodeSpec | NodeSpecOptions | null | undefined;
}

/** What the specification of a node takes. */
export const NODE_FIELDS: Fields<NodeSpecOptions> = fieldsOf<NodeSpecOptions>({
  name: inBody("Name", toText),
  labels: inBody("Labels", toLabels),
  role: inBody("Role", oneOf("worker", "manager")),
  availability: inBody("Availability", oneOf("active", "pause", "drain")),
});

/** What {@linkcode updateNode} asks of the Engine. */
export const UPDATE: Operation<UpdateNodeOptions> = operation("POST /nodes/{id}/update", {
  nodeSpec: ofClient(toNodeSpec),
}, { since: "1.24" });

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
  const index = toVersionIndex(version, "version");
  const call = UPDATE.call(engine, `Cannot update node "${id}"`, [id], options);
  const json = toNodeSpec(call.options.nodeSpec ?? {}, "nodeSpec");
  return await call.empty({ query: { version: index }, json });
}

function toNodeSpec(value: unknown, argument: string): NodeSpec {
  if (!isRecord(value)) {
    throw wrongShape(argument, value, "an object with Role, Availability, Name and Labels");
  }
  const spec: NodeSpec = {};
  if (isEngineSpelt(value)) {
    refuseMisspelt(NODE_FIELDS, `Cannot use ${argument}`, Object.assign(spec, value));
  } else NODE_FIELDS.set(spec, `Cannot use ${argument}`, value);
  return spec;
}
