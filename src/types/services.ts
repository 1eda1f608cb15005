import type { ObjectVersion, StringMap } from "./common.ts";
import type { PortProtocol } from "./ports.ts";
import type { NetworkAttachmentConfig, TaskTemplateJSON } from "./task_spec.ts";

/** A service as it is asked for. */
export interface ServiceSpec {
  /** The name. */
  Name?: string;
  /** Labels. */
  Labels?: StringMap | null;
  /** How its tasks are made. */
  TaskTemplate?: TaskTemplateJSON;
  /** How many tasks it has. */
  Mode?: ServiceModeJSON | null;
  /** How a change reaches the tasks. */
  UpdateConfig?: UpdateConfigJSON | null;
  /** How a change is taken back. Since API 1.28. */
  RollbackConfig?: UpdateConfigJSON | null;
  /** The networks; newer Engines want them in the task template. */
  Networks?: NetworkAttachmentConfig[] | null;
  /** How it is reached. */
  EndpointSpec?: EndpointSpecJSON | null;
}

/** How many tasks a service has: one of the fields. */
export interface ServiceModeJSON {
  /** A number of tasks. */
  Replicated?: {
    /** How many. */
    Replicas?: number;
  } | null;
  /** A task on every node. */
  Global?: Record<string, never> | null;
  /** A number of tasks that run to their end. Since API 1.41. */
  ReplicatedJob?: {
    /** How many at a time. */
    MaxConcurrent?: number;
    /** How many must end well. */
    TotalCompletions?: number;
  } | null;
  /** A task on every node that runs to its end. Since API 1.41. */
  GlobalJob?: Record<string, never> | null;
}

/** How a change reaches the tasks of a service, or is taken back. */
export interface UpdateConfigJSON {
  /** How many tasks at a time; 0 is all. */
  Parallelism?: number;
  /** How long between them, in nanoseconds. */
  Delay?: number;
  /** What happens when a task fails; `rollback` since API 1.28. */
  FailureAction?: "continue" | "pause" | "rollback";
  /** How long a new task is watched, in nanoseconds. Since API 1.25. */
  Monitor?: number;
  /** The share of tasks that may fail, 0 to 1. Since API 1.25. */
  MaxFailureRatio?: number;
  /** Whether the old task stops before the new one starts. Since API 1.29. */
  Order?: "stop-first" | "start-first";
}

/** How a service is reached. */
export interface EndpointSpecJSON {
  /** By one shared address, or by the addresses of all tasks. */
  Mode?: "vip" | "dnsrr";
  /** Ports that are published. */
  Ports?: ServicePort[] | null;
}

/** A published port of a service. */
export interface ServicePort {
  /** A name. */
  Name?: string;
  /** The protocol. */
  Protocol?: PortProtocol;
  /** The port in the container. */
  TargetPort?: number;
  /** The port on the nodes. */
  PublishedPort?: number;
  /** On all nodes, or on those that have a task. Since API 1.32. */
  PublishMode?: "ingress" | "host";
}

/** A service. */
export interface Service {
  /** The id. */
  ID: string;
  /** The version, for an update. */
  Version: ObjectVersion;
  /** When it was created. */
  CreatedAt: string;
  /** When it was changed. */
  UpdatedAt: string;
  /** How it was asked for. */
  Spec: ServiceSpec;
  /** How it was asked for before the last change. */
  PreviousSpec?: ServiceSpec | null;
  /** How it is reached. */
  Endpoint: ServiceEndpoint;
  /** How its last change went. */
  UpdateStatus?: ServiceUpdateStatus | null;
  /** How many tasks it has; only when asked for. Since API 1.41. */
  ServiceStatus?: ServiceStatus | null;
  /** How its job went. Since API 1.41. */
  JobStatus?: {
    /** Which run it is. */
    JobIteration?: ObjectVersion;
    /** When that run began. */
    LastExecution?: string;
  } | null;
}

/** How a service is reached, as it turned out. */
export interface ServiceEndpoint {
  /** How it was asked for. */
  Spec?: EndpointSpecJSON;
  /** Ports that are published. */
  Ports?: ServicePort[] | null;
  /** Its shared address in each network. */
  VirtualIPs?: ServiceVirtualIP[] | null;
}

/** A service's shared address. */
export interface ServiceVirtualIP {
  /** The network's id. */
  NetworkID?: string;
  /** The address with its prefix. */
  Addr?: string;
}

/** How a service's last change went. */
export interface ServiceUpdateStatus {
  /** How far it is. */
  State?:
    | "updating"
    | "paused"
    | "completed"
    | "rollback_started"
    | "rollback_paused"
    | "rollback_completed";
  /** When it began. */
  StartedAt?: string;
  /** When it ended. */
  CompletedAt?: string;
  /** How it went, for people. */
  Message?: string;
}

/** How many tasks a service has. Since API 1.41. */
export interface ServiceStatus {
  /** How many run. */
  RunningTasks?: number;
  /** How many should run. */
  DesiredTasks?: number;
  /** How many of a job ended well. */
  CompletedTasks?: number;
}

/** The answer to a request for a service. */
export interface ServiceCreateResult {
  /** The service's id. */
  ID: string;
  /** What the Engine did otherwise than asked. Since API 1.25. */
  Warnings?: string[] | null;
  /** The same as one text. */
  Warning?: string;
}

/** The answer to a change of a service. */
export interface ServiceUpdateResult {
  /** What the Engine did otherwise than asked. Since API 1.25. */
  Warnings?: string[] | null;
}
