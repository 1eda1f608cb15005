import type { ObjectVersion, StringMap } from "./common.ts";
import type { Topology } from "./cluster_volumes.ts";
import type { NodeSpec, TLSInfo } from "./swarm.ts";
import type { ResourceAmounts, ServicePlatform } from "./task_spec.ts";

/** A node of a swarm. */
export interface SwarmNode {
  /** The id. */
  ID: string;
  /** The version, for an update. */
  Version: ObjectVersion;
  /** When it joined. */
  CreatedAt: string;
  /** When it was changed. */
  UpdatedAt: string;
  /** How it is set up. */
  Spec: NodeSpec;
  /** What it is. */
  Description: NodeDescription;
  /** How it is. */
  Status: NodeStatus;
  /** Its part among the managers; absent for a worker. */
  ManagerStatus?: ManagerStatus | null | undefined;
}

/** What a node is. */
export interface NodeDescription {
  /** The host's name. */
  Hostname?: string | undefined;
  /** What it can run. */
  Platform?: ServicePlatform | undefined;
  /** What it has. */
  Resources?: ResourceAmounts | undefined;
  /** Its Engine. */
  Engine?: NodeEngine | undefined;
  /** Whom it trusts. Since API 1.30. */
  TLSInfo?: TLSInfo | undefined;
  /** Its storage plugins. Since API 1.42. */
  CSIInfo?: NodeStoragePlugin[] | null | undefined;
}

/** A storage plugin of a node. Since API 1.42. */
export interface NodeStoragePlugin {
  /** The plugin's name. */
  PluginName?: string | undefined;
  /** The plugin's id for the node. */
  NodeID?: string | undefined;
  /** How many volumes the node can have; 0 for any number. */
  MaxVolumesPerNode?: number | undefined;
  /** Where the node is, as the plugin knows it. */
  AccessibleTopology?: Topology | null | undefined;
}

/** The Engine of a node. */
export interface NodeEngine {
  /** The version. */
  EngineVersion?: string | undefined;
  /** The labels. */
  Labels?: StringMap | null | undefined;
  /** The drivers. */
  Plugins?: NodePlugin[] | null | undefined;
}

/** A driver of a node. */
export interface NodePlugin {
  /** The kind, e.g. `Volume`. */
  Type: string;
  /** The name. */
  Name: string;
}

/** How a node is. */
export interface NodeStatus {
  /** Whether it can take on tasks. */
  State: "unknown" | "down" | "ready" | "disconnected";
  /** Why. */
  Message?: string | undefined;
  /** Its address. */
  Addr?: string | undefined;
}

/** A node's part among the managers. */
export interface ManagerStatus {
  /** Whether it leads. */
  Leader?: boolean | undefined;
  /** Whether other managers reach it. */
  Reachability: "unknown" | "unreachable" | "reachable";
  /** Its address and port. */
  Addr: string;
}
