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
  ManagerStatus?: ManagerStatus | null;
}

/** What a node is. */
export interface NodeDescription {
  /** The host's name. */
  Hostname?: string;
  /** What it can run. */
  Platform?: ServicePlatform;
  /** What it has. */
  Resources?: ResourceAmounts;
  /** Its Engine. */
  Engine?: NodeEngine;
  /** Whom it trusts. Since API 1.30. */
  TLSInfo?: TLSInfo;
  /** Its storage plugins. Since API 1.42. */
  CSIInfo?: NodeStoragePlugin[] | null;
}

/** A storage plugin of a node. Since API 1.42. */
export interface NodeStoragePlugin {
  /** The plugin's name. */
  PluginName?: string;
  /** The plugin's id for the node. */
  NodeID?: string;
  /** How many volumes the node can have; 0 for any number. */
  MaxVolumesPerNode?: number;
  /** Where the node is, as the plugin knows it. */
  AccessibleTopology?: Topology | null;
}

/** The Engine of a node. */
export interface NodeEngine {
  /** The version. */
  EngineVersion?: string;
  /** The labels. */
  Labels?: StringMap | null;
  /** The drivers. */
  Plugins?: NodePlugin[] | null;
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
  Message?: string;
  /** Its address. */
  Addr?: string;
}

/** A node's part among the managers. */
export interface ManagerStatus {
  /** Whether it leads. */
  Leader?: boolean;
  /** Whether other managers reach it. */
  Reachability: "unknown" | "unreachable" | "reachable";
  /** Its address and port. */
  Addr: string;
}
