import type { ObjectVersion, StringMap } from "./common.ts";
import type { ServicePort } from "./services.ts";
import type { SwarmNetwork } from "./swarm_networks.ts";
import type { GenericResource, TaskTemplateJSON } from "./task_spec.ts";

/** How far a task is, in this order; `remove` and `orphaned` since API 1.34. */
export type TaskState =
  | "new"
  | "allocated"
  | "pending"
  | "assigned"
  | "accepted"
  | "preparing"
  | "ready"
  | "starting"
  | "running"
  | "complete"
  | "shutdown"
  | "failed"
  | "rejected"
  | "remove"
  | "orphaned";

/** A task: one container of a service. */
export interface Task {
  /** The id. */
  ID: string;
  /** The version. */
  Version: ObjectVersion;
  /** When it was made. */
  CreatedAt: string;
  /** When it was changed. */
  UpdatedAt: string;
  /** The name. */
  Name?: string;
  /** Labels. */
  Labels?: StringMap | null;
  /** How it was asked for. */
  Spec: TaskTemplateJSON;
  /** The service's id. */
  ServiceID?: string;
  /** Which of the service's places it has, from 1; absent in a global service. */
  Slot?: number;
  /** The node's id; absent before it has one. */
  NodeID?: string;
  /** Resources that it was given, besides CPU time and memory. Since API 1.32. */
  GenericResources?: GenericResource[] | null;
  /** How it is. */
  Status: TaskStatus;
  /** How it should be. */
  DesiredState: TaskState;
  /** Its networks. */
  NetworksAttachments?: NetworkAttachment[] | null;
  /** Which run of a job it belongs to. Since API 1.41. */
  JobIteration?: ObjectVersion | null;
  /** The swarm's volumes that it was given. Since API 1.42. */
  Volumes?: TaskVolume[] | null;
}

/** A swarm's volume of a task. Since API 1.42. */
export interface TaskVolume {
  /** The volume's id in the swarm. */
  ID?: string;
  /** What the mount calls it: a volume or a group. */
  Source?: string;
  /** The path inside the container. */
  Target?: string;
}

/** How a task is. */
export interface TaskStatus {
  /** Since when. */
  Timestamp?: string;
  /** How far it is. */
  State: TaskState;
  /** What happens, for people. */
  Message?: string;
  /** What went wrong. */
  Err?: string;
  /** Its container. */
  ContainerStatus?: TaskContainerStatus | null;
  /** Ports that it publishes itself. */
  PortStatus?: {
    /** The ports. */
    Ports?: ServicePort[] | null;
  } | null;
}

/** The container of a task. */
export interface TaskContainerStatus {
  /** The container's id. */
  ContainerID?: string;
  /** The process's id on the node. */
  PID?: number;
  /** The exit code. */
  ExitCode?: number;
}

/** A network of a task. */
export interface NetworkAttachment {
  /** The network, as the swarm knows it. */
  Network?: SwarmNetwork;
  /** The task's addresses, each with its prefix. */
  Addresses?: string[] | null;
}
