import type { DriverConfigJSON, Isolation, StringMap, Ulimit } from "./common.ts";
import type { HealthcheckJSON } from "./health.ts";
import type { MountJSON } from "./mounts.ts";

/** How the tasks of a service are made. */
export interface TaskTemplateJSON {
  /** The plugin that each task is, instead of a container. Since API 1.31. */
  PluginSpec?: PluginSpec | null;
  /** The container that each task is. */
  ContainerSpec?: ContainerSpecJSON | null;
  /** A container outside any service in a swarm's network; read only. Since API 1.38. */
  NetworkAttachmentSpec?: {
    /** The container's id. */
    ContainerID?: string;
  } | null;
  /** What each task needs and may use. */
  Resources?: ResourcesJSON | null;
  /** What happens when a task ends. */
  RestartPolicy?: RestartPolicyJSON | null;
  /** Where tasks may run. */
  Placement?: PlacementJSON | null;
  /** A number that makes tasks anew when it grows. Since API 1.25. */
  ForceUpdate?: number;
  /** What runs the task: `container`, `plugin` or `attachment`. Since API 1.30. */
  Runtime?: string;
  /** The networks of each task. */
  Networks?: NetworkAttachmentConfig[] | null;
  /** Where the output goes. */
  LogDriver?: DriverConfigJSON | null;
}

/** The plugin that a task is; its fields, unlike all others, are in lower case. Since API 1.31. */
export interface PluginSpec {
  /** The name that it gets. */
  name?: string;
  /** The name that it is pulled by. */
  remote?: string;
  /** Whether it is left off. */
  disabled?: boolean;
  /** What it is allowed. */
  privileges?: PluginSpecPrivilege[] | null;
  /** Its environment, each `NAME=value`. */
  env?: string[] | null;
}

/** What the plugin that a task is may do. Since API 1.31. */
export interface PluginSpecPrivilege {
  /** The kind, e.g. `network`. */
  name?: string;
  /** What it is for, for people. */
  description?: string;
  /** What of that kind, e.g. `["host"]`. */
  value?: string[] | null;
}

/** The container that a task is. */
export interface ContainerSpecJSON {
  /** The image. */
  Image?: string;
  /** Labels of the container. */
  Labels?: StringMap | null;
  /** The words that take the place of the image's entry point. */
  Command?: string[] | null;
  /** The words behind them. */
  Args?: string[] | null;
  /** The host's name inside the container. */
  Hostname?: string;
  /** The environment, each `NAME=value`. */
  Env?: string[] | null;
  /** The working directory of the process. */
  Dir?: string;
  /** The user, `name` or `uid`, with `:group` if wanted. */
  User?: string;
  /** Further groups of the process. */
  Groups?: string[] | null;
  /** What security modules allow. Since API 1.29. */
  Privileges?: PrivilegesJSON | null;
  /** Whether the process has a terminal. */
  TTY?: boolean;
  /** Whether stdin stays open. */
  OpenStdin?: boolean;
  /** Whether the container's own file system can only be read. Since API 1.28. */
  ReadOnly?: boolean;
  /** Mounts. */
  Mounts?: MountJSON[] | null;
  /** The signal that asks the process to end. Since API 1.28. */
  StopSignal?: string;
  /** How long the process has to end, in nanoseconds. */
  StopGracePeriod?: number | null;
  /** How the Engine finds out whether the container is well. */
  Healthcheck?: HealthcheckJSON | null;
  /** Lines for `/etc/hosts`, each `address name`. */
  Hosts?: string[] | null;
  /** How names are looked up. */
  DNSConfig?: DNSConfigJSON | null;
  /** Secrets, as files. */
  Secrets?: SecretReferenceJSON[] | null;
  /** The OOM score adjustment, -1000 to 1000: a higher value is killed first. Since API 1.46. */
  OomScoreAdj?: number;
  /** Configs, as files. Since API 1.30. */
  Configs?: ConfigReferenceJSON[] | null;
  /** How containers are kept apart (Windows). Since API 1.35. */
  Isolation?: Isolation;
  /** Whether a small init process reaps and forwards signals. Since API 1.38. */
  Init?: boolean | null;
  /** Kernel settings of the container (sysctls). Since API 1.40. */
  Sysctls?: StringMap | null;
  /** Capabilities of the kernel to add. Since API 1.41. */
  CapabilityAdd?: string[] | null;
  /** Capabilities of the kernel to drop. Since API 1.41. */
  CapabilityDrop?: string[] | null;
  /** Limits of a process's resources. Since API 1.41. */
  Ulimits?: Ulimit[] | null;
}

/** What security modules allow a task. Since API 1.29. */
export interface PrivilegesJSON {
  /** The account that a container acts as (Windows). */
  CredentialSpec?: CredentialSpec | null;
  /** The labels of its processes. */
  SELinuxContext?: SELinuxContext | null;
  /** Which system calls it may make. Since API 1.44. */
  Seccomp?: {
    /** Which profile. */
    Mode?: "default" | "unconfined" | "custom";
    /** The custom profile, its text in base64. */
    Profile?: string;
  } | null;
  /** Whether AppArmor confines it. Since API 1.44. */
  AppArmor?: {
    /** Which profile. */
    Mode?: "default" | "disabled";
  } | null;
  /** Whether its processes can never gain privileges. Since API 1.44. */
  NoNewPrivileges?: boolean;
}

/** The account that a container acts as (Windows); one of the fields. */
export interface CredentialSpec {
  /** The id of a config that holds it. Since API 1.40. */
  Config?: string;
  /** A file in the Engine's directory for it. */
  File?: string;
  /** A value in the host's registry. */
  Registry?: string;
}

/** The labels of a task's processes (SELinux). */
export interface SELinuxContext {
  /** Whether there are none. */
  Disable?: boolean;
  /** The user. */
  User?: string;
  /** The role. */
  Role?: string;
  /** The type. */
  Type?: string;
  /** The level. */
  Level?: string;
}

/** How names are looked up in a task. */
export interface DNSConfigJSON {
  /** Addresses of name servers. */
  Nameservers?: string[] | null;
  /** DNS search domains: where short names are looked up. */
  Search?: string[] | null;
  /** Options of the resolver, e.g. `ndots:3`. */
  Options?: string[] | null;
}

/** A secret or config as a file in a task. */
export interface FileTarget {
  /** The file's name; of a secret below `/run/secrets`, of a config below `/`. */
  Name: string;
  /** The owner's number. */
  UID: string;
  /** The group's number. */
  GID: string;
  /** The permission bits as a number, e.g. 0o444. */
  Mode: number;
}

/** A secret in a task. Since API 1.25. */
export interface SecretReferenceJSON {
  /** The file. */
  File?: FileTarget | null;
  /** The secret's id. */
  SecretID: string;
  /** The secret's name. */
  SecretName: string;
}

/** A config in a task. Since API 1.30. */
export interface ConfigReferenceJSON {
  /** The file. */
  File?: FileTarget | null;
  /** Set instead of a file when the task itself needs the config. Since API 1.40. */
  Runtime?: Record<string, never> | null;
  /** The config's id. */
  ConfigID: string;
  /** The config's name. */
  ConfigName: string;
}

/** What a task needs and may use. */
export interface ResourcesJSON {
  /** What it may use. */
  Limits?: ResourceLimits | null;
  /** What a node must have left for it. */
  Reservations?: ResourceAmounts | null;
  /** Swap in bytes, besides limited memory; -1 is unlimited. Since API 1.52. */
  SwapBytes?: number | null;
  /** How willingly memory is swapped out, 0 to 100. Since API 1.52. */
  MemorySwappiness?: number | null;
}

/** What a task may use. */
export interface ResourceLimits {
  /** CPU time in billionths of a CPU. */
  NanoCPUs?: number;
  /** Memory in bytes. */
  MemoryBytes?: number;
  /** Processes; 0 is unlimited. Since API 1.41. */
  Pids?: number;
}

/** What a task needs, or a node has. */
export interface ResourceAmounts {
  /** CPU time in billionths of a CPU. */
  NanoCPUs?: number;
  /** Memory in bytes. */
  MemoryBytes?: number;
  /** Whatever else is counted. Since API 1.32. */
  GenericResources?: GenericResource[] | null;
}

/** A resource that is neither CPU nor memory, named or counted: one of the fields. */
export interface GenericResource {
  /** One particular piece. */
  NamedResourceSpec?: {
    /** The kind, e.g. `GPU`. */
    Kind?: string;
    /** Which one. */
    Value?: string;
  };
  /** Some pieces. */
  DiscreteResourceSpec?: {
    /** The kind, e.g. `SSD`. */
    Kind?: string;
    /** How many. */
    Value?: number;
  };
}

/** What happens when a task ends. */
export interface RestartPolicyJSON {
  /** When another takes its place. */
  Condition?: "none" | "on-failure" | "any";
  /** How long before that, in nanoseconds. */
  Delay?: number;
  /** How often; 0 is for ever. */
  MaxAttempts?: number;
  /** How long a task must run not to count as an attempt, in nanoseconds. */
  Window?: number;
}

/** Where tasks may run. */
export interface PlacementJSON {
  /** What must hold of a node, e.g. `node.role == worker`. */
  Constraints?: string[] | null;
  /** How tasks are spread, the most important first. Since API 1.28. */
  Preferences?: PlacementPreference[] | null;
  /** How many tasks a node may have; 0 is any number. Since API 1.40. */
  MaxReplicas?: number;
  /** Platforms of the image. Since API 1.30. */
  Platforms?: ServicePlatform[] | null;
}

/** How tasks are spread. */
export interface PlacementPreference {
  /** Evenly over the values of a label. */
  Spread?: {
    /** The label, e.g. `node.labels.rack`. */
    SpreadDescriptor?: string;
  };
}

/** A platform as swarms spell it. */
export interface ServicePlatform {
  /** The CPU architecture, e.g. `x86_64`. */
  Architecture?: string;
  /** The operating system, e.g. `linux`. */
  OS?: string;
}

/** A network of a service. */
export interface NetworkAttachmentConfig {
  /** The network's id or name. */
  Target?: string;
  /** Further names of the service in the network. */
  Aliases?: string[] | null;
  /** Options of the network's driver. */
  DriverOpts?: StringMap | null;
}
