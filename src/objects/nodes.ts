import { inspectNode } from "../api/nodes/inspect.ts";
import { nodes } from "../api/nodes/list.ts";
import { removeNode } from "../api/nodes/remove.ts";
import { updateNode } from "../api/nodes/update.ts";
import type { NodesOptions } from "../api/nodes/list.ts";
import type { RemoveNodeOptions } from "../api/nodes/remove.ts";
import type { Reference } from "../convert/reference.ts";
import type { CallOptions } from "../engine/call_options.ts";
import { DockerError } from "../errors.ts";
import type { SwarmNode } from "../types/nodes.ts";
import type { NodeSpec } from "../types/swarm.ts";
import { checkOptions } from "../operation/check_options.ts";
import { Collection, Model, refuseOthers } from "./model.ts";

/** A node of the swarm. */
export class Node extends Model<SwarmNode> {
  /** The id. */
  override get id(): string {
    return this.attrs.ID;
  }

  /** The version that an update changes. */
  get version(): number {
    return this.attrs.Version.Index;
  }

  /** Asks the swarm anew: `GET /nodes/{id}`, since API 1.24. */
  override async reload(options?: CallOptions): Promise<this> {
    this.attrs = await inspectNode(this.engine, this.id, options);
    return this;
  }

  /**
   * Changes the node: `POST /nodes/{id}/update`, since API 1.24. {@linkcode Node.reload} afterwards:
   * each change makes a new version.
   *
   * @param nodeSpec How the node is set up, all of it: what is left out is removed, and `Role` and
   * `Availability` are needed.
   * @param options The call's own options.
   */
  update(nodeSpec: NodeSpec, options: CallOptions = {}): Promise<true> {
    checkOptions("Cannot update the node", options);
    return updateNode(this.engine, this.id, this.version, { ...options, nodeSpec });
  }

  /**
   * Removes the node from the swarm: `DELETE /nodes/{id}`, since API 1.24.
   *
   * @param options Whether it is done by force.
   * @throws {APIError} When the node is up and `force` is not set.
   */
  remove(options?: RemoveNodeOptions): Promise<true> {
    return removeNode(this.engine, this.id, options);
  }
}

/** The nodes of the swarm; the Engine must be one of its managers. */
export class NodeCollection extends Collection<Node> {
  /**
   * Refuses: a node comes by joining a swarm.
   *
   * @throws {DockerError} Always.
   */
  override create(): Promise<Node> {
    return Promise.reject(
      new DockerError("Cannot create a node: an engine becomes one by swarm.join()"),
    );
  }

  /**
   * Resolves with a node: `GET /nodes/{id}`, since API 1.24.
   *
   * @param nodeId The id or name.
   * @param options The call's own options.
   * @throws {NotFound} When there is none.
   */
  override async get(nodeId: Reference, options?: CallOptions): Promise<Node> {
    refuseOthers(nodeId, Node, "node");
    return this.prepareModel(await inspectNode(this.engine, nodeId, options));
  }

  /**
   * Lists nodes: `GET /nodes`, since API 1.24.
   *
   * @param options Filters.
   */
  override async list(options?: NodesOptions): Promise<Node[]> {
    return (await nodes(this.engine, options)).map((attrs) => this.prepareModel(attrs));
  }

  /** Makes an object of what the swarm told of a node. */
  override prepareModel(attrs: Node | SwarmNode): Node {
    return attrs instanceof Node ? attrs : new Node(this, attrs, this);
  }
}
