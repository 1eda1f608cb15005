import type { DriverConfigJSON, Isolation, StringMap, Ulimit } from "./common.ts";
import type { HealthcheckJSON } from "./health.ts";
import type { MountJSON } from "./mounts.ts";

/** How the tasks of a service are made. */
export interface TaskTemplateJSON {
  /** The plugin that each task is, instead of a container. Since API 1.31. */
  PluginSpec?: PluginSpec | null | undefined;
  /** The container that each task is. */
  ContainerSpec?: ContainerSpecJSON | null | undefined;
  /** A container outside any service in a swarm's network; read only. Since API 1.38. */
  NetworkAttachmentSpec?: {
    /** The container's id. */
    ContainerID?: string;
  } | null;
  /** What each task needs and may use. */
  Resources?: ResourcesJSON | null | undefined;
  /** What happens when a task ends. */
  RestartPolicy?: RestartPolicyJSON | null | undefined;
  /** Where tasks may run. */
  Placement?: PlacementJSON | null | undefined;
  /** A number that makes tasks anew when it grows. Since API 1.25. */
  ForceUpdate?: number | undefined;
  /** What runs the task: `container`, `plugin` or `attachment`. Since API 1.30. */
  Runtime?: string | undefined;
  /** The networks of each task. */
  Networks?: NetworkAttachmentConfig[] | null | undefined;
  /** Where the output goes. */
  LogDriver?: DriverConfigJSON | null | undefined;
}

/** The plugin that a task is; its fields, unlike all others, are in lower case. Since API 1.31. */
export interface PluginSpec {
  /** The name that it gets. */
  name?: string | undefined;
  /** The name that it is pulled by. */
  remote?: string | undefined;
  /** Whether it is left off. */
  disabled?: boolean | undefined;
  /** What it is allowed. */
  privileges?: PluginSpecPrivilege[] | null | undefined;
  /** Its environment, each `NAME=value`. */
  env?: string[] | null | undefined;
}

/** What the plugin that a task is may do. Since API 1.31. */
export interface PluginSpecPrivilege {
  /** The kind, e.g. `network`. */
  name?: string | undefined;
  /** What it is for, for people. */
  description?: string | undefined;
  /** What of that kind, e.g. `["host"]`. */
  value?: string[] | null | undefined;
}

/** The container that a task is. */
export interface ContainerSpecJSON {
  /** The image. */
  Image?: string | undefined;
  /** Labels of the container. */
  Labels?: StringMap | null | undefined;
  /** The words that take the place of the image's entry point. */
  Command?: string[] | null | undefined;
  /** The words behind them. */
  Args?: string[] | null | undefined;
  /** The host's name inside the container. */
  Hostname?: string | undefined;
  /** The environment, each `NAME=value`. */
  Env?: string[] | null | undefined;
  /** The working directory of the process. */
  Dir?: string | undefined;
  /** The user, `name` or `uid`, with `:group` if wanted. */
  User?: string | undefined;
  /** Further groups of the process. */
  Groups?: string[] | null | undefined;
  /** What security modules allow. Since API 1.29. */
  Privileges?: PrivilegesJSON | null | undefined;
  /** Whether the process has a terminal. */
  TTY?: boolean | undefined;
  /** Whether stdin stays open. */
  OpenStdin?: boolean | undefined;
  /** Whether the container's own file system can only be read. Since API 1.28. */
  ReadOnly?: boolean | undefined;
  /** Mounts. */
  Mounts?: MountJSON[] | null | undefined;
  /** The signal that asks the process to end. Since API 1.28. */
  StopSignal?: string | undefined;
  /** How long the process has to end, in nanoseconds. */
  StopGracePeriod?: number | null | undefined;
  /** How the Engine finds out whether the container is well. */
  Healthcheck?: HealthcheckJSON | null | undefined;
  /** Lines for `/etc/hosts`, each `address name`. */
  Hosts?: string[] | null | undefined;
  /** How names are looked up. */
  DNSConfig?: DNSConfigJSON | null | undefined;
  /** Secrets, as files. */
  Secrets?: SecretReferenceJSON[] | null | undefined;
  /** The OOM score adjustment, -1000 to 1000: a higher value is killed first. Since API 1.46. */
  OomScoreAdj?: number | undefined;
  /** Configs, as files. Since API 1.30. */
  Configs?: ConfigReferenceJSON[] | null | undefined;
  /** How containers are kept apart (Windows). Since API 1.35. */
  Isolation?: Isolation | undefined;
  /** Whether a small init process reaps and forwards signals. Since API 1.38. */
  Init?: boolean | null | undefined;
  /** Kernel settings of the container (sysctls). Since API 1.40. */
  Sysctls?: StringMap | null | undefined;
  /** Capabilities of the kernel to add. Since API 1.41. */
  CapabilityAdd?: string[] | null | undefined;
  /** Capabilities of the kernel to drop. Since API 1.41. */
  CapabilityDrop?: string[] | null | undefined;
  /** Limits of a process's resources. Since API 1.41. */
  Ulimits?: Ulimit[] | null | undefined;
}

/** What security modules allow a task. Since API 1.29. */
export interface PrivilegesJSON {
  /** The account that a container acts as (Windows). */
  CredentialSpec?: CredentialSpec | null | undefined;
  /** The labels of its processes. */
  SELinuxContext?: SELinuxContext | null | undefined;
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
  NoNewPrivileges?: boolean | undefined;
}

/** The account that a container acts as (Windows); one of the fields. */
export interface CredentialSpec {
  /** The id of a config that holds it. Since API 1.40. */
  Config?: string | undefined;
  /** A file in the Engine's directory for it. */
  File?: string | undefined;
  /** A value in the host's registry. */
  Registry?: string | undefined;
}

/** The labels of a task's processes (SELinux). */
export interface SELinuxContext {
  /** Whether there are none. */
  Disable?: boolean | undefined;
  /** The user. */
  User?: string | undefined;
  /** The role. */
  Role?: string | undefined;
  /** The type. */
  Type?: string | undefined;
  /** The level. */
  Level?: string | undefined;
}

/** How names are looked up in a task. */
export interface DNSConfigJSON {
  /** Addresses of name servers. */
  Nameservers?: string[] | null | undefined;
  /** DNS search domains: where short names are looked up. */
  Search?: string[] | null | undefined;
  /** Options of the resolver, e.g. `ndots:3`. */
  Options?: string[] | null | undefined;
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
  File?: FileTarget | null | undefined;
  /** The secret's id. */
  SecretID: string;
  /** The secret's name. */
  SecretName: string;
}

/** A config in a task. Since API 1.30. */
export interface ConfigReferenceJSON {
  /** The file. */
  File?: FileTarget | null | undefined;
  /** Set instead of a file when the task itself needs the config. Since API 1.40. */
  Runtime?: Record<string, never> | null | undefined;
  /** The config's id. */
  ConfigID: string;
  /** The config's name. */
  ConfigName: string;
}

/** What a task needs and may use. */
export interface ResourcesJSON {
  /** What it may use. */
  Limits?: ResourceLimits | null | undefined;
  /** What a node must have left for it. */
  Reservations?: ResourceAmounts | null | undefined;
  /** Swap in bytes, besides limited memory; -1 is unlimited. Since API 1.52. */
  SwapBytes?: number | null | undefined;
  /** How willingly memory is swapped out, 0 to 100. Since API 1.52. */
  MemorySwappiness?: number | null | undefined;
}

/** What a task may use. */
export interface ResourceLimits {
  /** CPU time in billionths of a CPU. */
  NanoCPUs?: number | undefined;
  /** Memory in bytes. */
  MemoryBytes?: number | undefined;
  /** Processes; 0 is unlimited. Since API 1.41. */
  Pids?: number | undefined;
}

/** What a task needs, or a node has. */
export interface ResourceAmounts {
  /** CPU time in billionths of a CPU. */
  NanoCPUs?: number | undefined;
  /** Memory in bytes. */
  MemoryBytes?: number | undefined;
  /** Whatever else is counted. Since API 1.32. */
  GenericResources?: GenericResource[] | null | undefined;
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
  Condition?: "none" | "on-failure" | "any" | undefined;
  /** How long before that, in nanoseconds. */
  Delay?: number | undefined;
  /** How often; 0 is for ever. */
  MaxAttempts?: number | undefined;
  /** How long a task must run not to count as an attempt, in nanoseconds. */
  Window?: number | undefined;
}

/** Where tasks may run. */
export interface PlacementJSON {
  /** What must hold of a node, e.g. `node.role == worker`. */
  Constraints?: string[] | null | undefined;
  /** How tasks are spread, the most important first. Since API 1.28. */
  Preferences?: PlacementPreference[] | null | undefined;
  /** How many tasks a node may have; 0 is any number. Since API 1.40. */
  MaxReplicas?: number | undefined;
  /** Platforms of the image. Since API 1.30. */
  Platforms?: ServicePlatform[] | null | undefined;
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
  Architecture?: string | undefined;
  /** The operating system, e.g. `linux`. */
  OS?: string | undefined;
}

/** A network of a service. */
export interface NetworkAttachmentConfig {
  /** The network's id or name. */
  Target?: string | undefined;
  /** Further names of the service in the network. */
  Aliases?: string[] | null | undefined;
  /** Options of the network's driver. */
  DriverOpts?: StringMap | null | undefined;
}
