import type { Isolation, StringMap } from "./common.ts";
import type { ClusterInfo } from "./swarm.ts";
import type { GenericResource } from "./task_spec.ts";

/** What an Engine is, runs on and can do. */
export interface SystemInfo {
  /** The Engine's id. */
  ID: string;
  /** The host's name. */
  Name: string;
  /** The Engine's version. */
  ServerVersion: string;
  /** How many containers there are. */
  Containers: number;
  /** How many of them run. */
  ContainersRunning: number;
  /** How many of them are frozen. */
  ContainersPaused: number;
  /** How many of them have ended. */
  ContainersStopped: number;
  /** How many images there are. */
  Images: number;
  /** The storage driver. */
  Driver: string;
  /** What the storage driver tells, each `[label, value]`. */
  DriverStatus: string[][] | null;
  /** The directory that holds it all. */
  DockerRootDir: string;
  /** The drivers. */
  Plugins: PluginsInfo;
  /** Whether memory can be limited. */
  MemoryLimit: boolean;
  /** Whether swap can be limited. */
  SwapLimit: boolean;
  /** Whether kernel memory can be limited. Until API 1.41. */
  KernelMemory?: boolean;
  /** Whether the kernel's TCP buffers can be limited. Since API 1.40. Until API 1.51. */
  KernelMemoryTCP?: boolean;
  /** Whether the scheduler's period can be set. */
  CpuCfsPeriod: boolean;
  /** Whether the CPU time in a period can be set. */
  CpuCfsQuota: boolean;
  /** Whether CPU time can be weighed. */
  CPUShares: boolean;
  /** Whether containers can be kept to some CPUs. */
  CPUSet: boolean;
  /** Whether processes can be limited. Since API 1.40. */
  PidsLimit?: boolean;
  /** Whether containers can be spared when memory runs out. */
  OomKillDisable: boolean;
  /** Whether the host forwards IPv4 packets. */
  IPv4Forwarding: boolean;
  /** Whether bridges pass through `iptables`. Until API 1.49. */
  BridgeNfIptables?: boolean;
  /** Whether bridges pass through `ip6tables`. Until API 1.49. */
  BridgeNfIp6tables?: boolean;
  /** Whether the Engine logs for debugging. */
  Debug: boolean;
  /** How many files the Engine has open; only when debugging. */
  NFd: number;
  /** How many goroutines the Engine has; only when debugging. */
  NGoroutines: number;
  /** The host's time. */
  SystemTime: string;
  /** The usual logging driver. */
  LoggingDriver: string;
  /** Who manages the cgroups. */
  CgroupDriver: string;
  /** The version of the cgroups. Since API 1.41. */
  CgroupVersion?: "1" | "2";
  /** How many clients listen to events. */
  NEventsListener: number;
  /** The kernel's version. */
  KernelVersion: string;
  /** The operating system's name, for people. */
  OperatingSystem: string;
  /** The operating system's version. Since API 1.41. */
  OSVersion?: string;
  /** The kind of operating system, `linux` or `windows`. */
  OSType: string;
  /** The CPU, e.g. `x86_64`. */
  Architecture: string;
  /** The number of CPUs. */
  NCPU: number;
  /** The host's memory, in bytes. */
  MemTotal: number;
  /** The registry that is asked for names without a host. */
  IndexServerAddress: string;
  /** How registries are treated. */
  RegistryConfig: RegistryServiceConfig | null;
  /** Resources that the swarm can reserve. */
  GenericResources?: GenericResource[] | null;
  /** The proxy for http, without its password. */
  HttpProxy: string;
  /** The proxy for https, without its password. */
  HttpsProxy: string;
  /** Hosts that need no proxy, separated by commas. */
  NoProxy: string;
  /** The Engine's labels, each `name=value`. */
  Labels: string[] | null;
  /** Whether experimental features are on. */
  ExperimentalBuild: boolean;
  /** The store of an outdated kind of cluster. Until API 1.41. */
  ClusterStore?: string;
  /** The address in an outdated kind of cluster. Until API 1.41. */
  ClusterAdvertise?: string;
  /** The OCI runtimes, by their names. */
  Runtimes: Record<string, RuntimeInfo> | null;
  /** The usual OCI runtime. */
  DefaultRuntime: string;
  /** The swarm. */
  Swarm: SwarmInfo;
  /** Whether containers outlive the Engine. */
  LiveRestoreEnabled: boolean;
  /** How containers are usually kept apart (Windows). */
  Isolation: Isolation;
  /** The init process for containers that ask for one. */
  InitBinary: string;
  /** The commit that containerd was built from. */
  ContainerdCommit: ComponentCommit;
  /** The commit that runc was built from. */
  RuncCommit: ComponentCommit;
  /** The commit that the init process was built from. */
  InitCommit: ComponentCommit;
  /** Security features that are on, e.g. `name=seccomp,profile=default`. */
  SecurityOptions: string[] | null;
  /** The product's licence. Since API 1.39. */
  ProductLicense?: string;
  /** Ranges that new networks take their addresses from. Since API 1.41. */
  DefaultAddressPools?: AddressPool[] | null;
  /** What is missing or doubtful about the set-up. Since API 1.39. */
  Warnings?: string[] | null;
  /** Directories with descriptions of devices. Since API 1.44. */
  CDISpecDirs?: string[] | null;
  /** Where containerd is. Since API 1.46. */
  Containerd?: ContainerdInfo | null;
  /** Which firewall is used. Since API 1.49. */
  FirewallBackend?: DriverInfo | null;
  /** Devices that drivers found. Since API 1.50. */
  DiscoveredDevices?: DeviceInfo[] | null;
  /** What is known of node resource plugins. Since API 1.53. */
  NRI?: DriverInfo | null;
}

/** The drivers of an Engine. */
export interface PluginsInfo {
  /** Volume drivers. */
  Volume: string[] | null;
  /** Network drivers. */
  Network: string[] | null;
  /** Plugins that allow or refuse requests. */
  Authorization?: string[] | null;
  /** Logging drivers. Since API 1.30. */
  Log?: string[] | null;
}

/** How an Engine treats registries. */
export interface RegistryServiceConfig {
  /** Networks whose registries get layers that are not for distribution. Until API 1.48. */
  AllowNondistributableArtifactsCIDRs?: string[] | null;
  /** Registries that get layers that are not for distribution. Until API 1.48. */
  AllowNondistributableArtifactsHostnames?: string[] | null;
  /** Networks whose registries need no valid TLS. */
  InsecureRegistryCIDRs: string[] | null;
  /** Registries with settings of their own, by their names. */
  IndexConfigs: Record<string, RegistryIndexInfo> | null;
  /** Mirrors of Docker Hub. */
  Mirrors?: string[] | null;
}

/** How an Engine treats one registry. */
export interface RegistryIndexInfo {
  /** The registry. */
  Name: string;
  /** Its mirrors. */
  Mirrors: string[] | null;
  /** Whether it must have valid TLS. */
  Secure: boolean;
  /** Whether it is Docker Hub. */
  Official: boolean;
}

/** An OCI runtime. */
export interface RuntimeInfo {
  /** The program. */
  path?: string;
  /** Words that the program is always given. */
  runtimeArgs?: string[] | null;
  /** What the runtime tells. Since API 1.44. */
  status?: StringMap | null;
}

/** The commit that a program was built from. */
export interface ComponentCommit {
  /** The commit. */
  ID: string;
  /** The commit that the Engine was made for. Until API 1.48. */
  Expected?: string;
}

/** What an Engine has to do with a swarm. */
export interface SwarmInfo {
  /** This node's id; empty outside a swarm. */
  NodeID: string;
  /** This node's address. */
  NodeAddr: string;
  /** Whether it belongs to a swarm. */
  LocalNodeState: LocalNodeState;
  /** Whether it is a manager. */
  ControlAvailable: boolean;
  /** What is wrong. */
  Error: string;
  /** The managers. */
  RemoteManagers: SwarmPeer[] | null;
  /** How many nodes the swarm has; only managers tell. */
  Nodes?: number | null;
  /** How many of them are managers; only managers tell. */
  Managers?: number | null;
  /** The swarm; only managers tell. */
  Cluster?: ClusterInfo | null;
}

/** Whether an Engine belongs to a swarm. */
export type LocalNodeState = "" | "inactive" | "pending" | "active" | "error" | "locked";

/** A manager of a swarm. */
export interface SwarmPeer {
  /** The node's id. */
  NodeID: string;
  /** Its address and port. */
  Addr: string;
}

/** A range that new networks take their addresses from. Since API 1.41. */
export interface AddressPool {
  /** The range, e.g. `10.10.0.0/16`. */
  Base: string;
  /** The length of each network's prefix, in bits. */
  Size: number;
}

/** Where containerd is. Since API 1.46. */
export interface ContainerdInfo {
  /** Its socket. */
  Address?: string;
  /** Its namespaces. */
  Namespaces?: {
    /** The one of containers. */
    Containers?: string;
    /** The one of plugins. */
    Plugins?: string;
  };
}

/** A driver and what it tells. Since API 1.49. */
export interface DriverInfo {
  /** The driver's name. */
  Driver?: string;
  /** What it tells, each `[label, value]`. */
  Info?: string[][] | null;
}

/** A device that a driver found. Since API 1.50. */
export interface DeviceInfo {
  /** The driver. */
  Source?: string;
  /** The driver's id for it. */
  ID?: string;
}
