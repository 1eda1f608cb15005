import type { ObjectVersion, StringMap } from "./common.ts";
import type { PortProtocol } from "./ports.ts";
import type { NetworkAttachmentConfig, TaskTemplateJSON } from "./task_spec.ts";

/** A service as it is asked for. */
export interface ServiceSpec {
  /** The name. */
  Name?: string | undefined;
  /** Labels. */
  Labels?: StringMap | null | undefined;
  /** How its tasks are made. */
  TaskTemplate?: TaskTemplateJSON | undefined;
  /** How many tasks it has. */
  Mode?: ServiceModeJSON | null | undefined;
  /** How a change reaches the tasks. */
  UpdateConfig?: UpdateConfigJSON | null | undefined;
  /** How a change is taken back. Since API 1.28. */
  RollbackConfig?: UpdateConfigJSON | null | undefined;
  /** The networks; newer Engines want them in the task template. */
  Networks?: NetworkAttachmentConfig[] | null | undefined;
  /** How it is reached. */
  EndpointSpec?: EndpointSpecJSON | null | undefined;
}

/** How many tasks a service has: one of the fields. */
export interface ServiceModeJSON {
  /** A number of tasks. */
  Replicated?: {
    /** How many. */
    Replicas?: number;
  } | null;
  /** A task on every node. */
  Global?: Record<string, never> | null | undefined;
  /** A number of tasks that run to their end. Since API 1.41. */
  ReplicatedJob?: {
    /** How many at a time. */
    MaxConcurrent?: number;
    /** How many must end well. */
    TotalCompletions?: number;
  } | null;
  /** A task on every node that runs to its end. Since API 1.41. */
  GlobalJob?: Record<string, never> | null | undefined;
}

/** How a change reaches the tasks of a service, or is taken back. */
export interface UpdateConfigJSON {
  /** How many tasks at a time; 0 is all. */
  Parallelism?: number | undefined;
  /** How long between them, in nanoseconds. */
  Delay?: number | undefined;
  /** What happens when a task fails; `rollback` since API 1.28. */
  FailureAction?: "continue" | "pause" | "rollback" | undefined;
  /** How long a new task is watched, in nanoseconds. Since API 1.25. */
  Monitor?: number | undefined;
  /** The share of tasks that may fail, 0 to 1. Since API 1.25. */
  MaxFailureRatio?: number | undefined;
  /** Whether the old task stops before the new one starts. Since API 1.29. */
  Order?: "stop-first" | "start-first" | undefined;
}

/** How a service is reached. */
export interface EndpointSpecJSON {
  /** By one shared address, or by the addresses of all tasks. */
  Mode?: "vip" | "dnsrr" | undefined;
  /** Ports that are published. */
  Ports?: ServicePort[] | null | undefined;
}

/** A published port of a service. */
export interface ServicePort {
  /** A name. */
  Name?: string | undefined;
  /** The protocol. */
  Protocol?: PortProtocol | undefined;
  /** The port in the container. */
  TargetPort?: number | undefined;
  /** The port on the nodes. */
  PublishedPort?: number | undefined;
  /** On all nodes, or on those that have a task. Since API 1.32. */
  PublishMode?: "ingress" | "host" | undefined;
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
  PreviousSpec?: ServiceSpec | null | undefined;
  /** How it is reached. */
  Endpoint: ServiceEndpoint;
  /** How its last change went. */
  UpdateStatus?: ServiceUpdateStatus | null | undefined;
  /** How many tasks it has; only when asked for. Since API 1.41. */
  ServiceStatus?: ServiceStatus | null | undefined;
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
  Spec?: EndpointSpecJSON | undefined;
  /** Ports that are published. */
  Ports?: ServicePort[] | null | undefined;
  /** Its shared address in each network. */
  VirtualIPs?: ServiceVirtualIP[] | null | undefined;
}

/** A service's shared address. */
export interface ServiceVirtualIP {
  /** The network's id. */
  NetworkID?: string | undefined;
  /** The address with its prefix. */
  Addr?: string | undefined;
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
  StartedAt?: string | undefined;
  /** When it ended. */
  CompletedAt?: string | undefined;
  /** How it went, for people. */
  Message?: string | undefined;
}

/** How many tasks a service has. Since API 1.41. */
export interface ServiceStatus {
  /** How many run. */
  RunningTasks?: number | undefined;
  /** How many should run. */
  DesiredTasks?: number | undefined;
  /** How many of a job ended well. */
  CompletedTasks?: number | undefined;
}

/** The answer to a request for a service. */
export interface ServiceCreateResult {
  /** The service's id. */
  ID: string;
  /** What the Engine did otherwise than asked. Since API 1.25. */
  Warnings?: string[] | null | undefined;
  /** The same as one text. */
  Warning?: string | undefined;
}

/** The answer to a change of a service. */
export interface ServiceUpdateResult {
  /** What the Engine did otherwise than asked. Since API 1.25. */
  Warnings?: string[] | null | undefined;
}
