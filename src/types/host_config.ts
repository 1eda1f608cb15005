import type { Isolation, StringMap, Ulimit } from "./common.ts";
import type { MountJSON } from "./mounts.ts";
import type { PortMap } from "./ports.ts";

/** The resources of a container, which `updateContainer` can change while it runs. */
export interface ContainerResources {
  /** The weight of the container's CPU time against others'; 1024 is usual. */
  CpuShares?: number;
  /** The greatest amount of memory, in bytes; 0 is unlimited. */
  Memory?: number;
  /** The cgroup under which the container's own is made. */
  CgroupParent?: string;
  /** The weight of the container's block I/O, 10 to 1000; 0 turns it off. */
  BlkioWeight?: number;
  /** Weights of block I/O, device by device. */
  BlkioWeightDevice?: WeightDevice[] | null;
  /** Greatest read rates, in bytes a second. */
  BlkioDeviceReadBps?: ThrottleDevice[] | null;
  /** Greatest write rates, in bytes a second. */
  BlkioDeviceWriteBps?: ThrottleDevice[] | null;
  /** Greatest read rates, in operations a second. */
  BlkioDeviceReadIOps?: ThrottleDevice[] | null;
  /** Greatest write rates, in operations a second. */
  BlkioDeviceWriteIOps?: ThrottleDevice[] | null;
  /** The scheduler's period, in microseconds. */
  CpuPeriod?: number;
  /** The CPU time in each period, in microseconds. */
  CpuQuota?: number;
  /** The period of the real-time scheduler, in microseconds. Since API 1.25. */
  CpuRealtimePeriod?: number;
  /** The real-time CPU time in each period, in microseconds. Since API 1.25. */
  CpuRealtimeRuntime?: number;
  /** The CPUs to run on, e.g. `0-3` or `0,1`. */
  CpusetCpus?: string;
  /** The memory nodes to use, e.g. `0-3` or `0,1`. */
  CpusetMems?: string;
  /** Devices of the host. */
  Devices?: DeviceMapping[] | null;
  /** Rules of the devices cgroup, e.g. `c 13:* rwm`. Since API 1.28. */
  DeviceCgroupRules?: string[] | null;
  /** Devices that drivers hand out, such as GPUs. Since API 1.40. */
  DeviceRequests?: DeviceRequest[] | null;
  /** A limit of disk space, in bytes. Until API 1.39. */
  DiskQuota?: number;
  /** A limit of kernel memory, in bytes. Until API 1.41. */
  KernelMemory?: number;
  /** A limit of the kernel's TCP buffers, in bytes. Since API 1.40. Until API 1.51. */
  KernelMemoryTCP?: number;
  /** The memory that the container is held to when memory is short, in bytes. */
  MemoryReservation?: number;
  /** Memory and swap together, in bytes; -1 is unlimited swap. */
  MemorySwap?: number;
  /** How willingly memory is swapped out, 0 to 100; -1 or null is the host's setting. */
  MemorySwappiness?: number | null;
  /** CPU time in billionths of a CPU. Since API 1.25. */
  NanoCpus?: number;
  /** Whether the container is spared when memory runs out. */
  OomKillDisable?: boolean | null;
  /** The greatest number of processes; 0 or -1 is unlimited, null no change. */
  PidsLimit?: number | null;
  /** Limits of a process's resources. */
  Ulimits?: Ulimit[] | null;
  /** The number of CPUs (Windows). */
  CpuCount?: number;
  /** The share of the CPUs, in percent (Windows). */
  CpuPercent?: number;
  /** The greatest I/O rate of the system drive, in operations a second (Windows). */
  IOMaximumIOps?: number;
  /** The greatest I/O rate of the system drive, in bytes a second (Windows). */
  IOMaximumBandwidth?: number;
}

/** How a container sits on its host. */
export interface HostConfig extends ContainerResources {
  /** Bind mounts and volumes, each `source:target[:options]`. */
  Binds?: string[] | null;
  /** A file on the Engine's host that takes the container's id. */
  ContainerIDFile?: string;
  /** Where the output goes. */
  LogConfig?: LogConfig;
  /** `bridge`, `host`, `none`, `container:<id>` or a network's name. */
  NetworkMode?: string;
  /** Which ports are published, and where. */
  PortBindings?: PortMap | null;
  /** What happens when the container ends. */
  RestartPolicy?: ContainerRestartPolicy;
  /** Whether the Engine removes the container when it ends. Since API 1.25. */
  AutoRemove?: boolean;
  /** The driver of volumes that are made on the way. */
  VolumeDriver?: string;
  /** Containers whose volumes are taken over, each `container[:ro|:rw]`. */
  VolumesFrom?: string[] | null;
  /** Mounts. Since API 1.25. */
  Mounts?: MountJSON[] | null;
  /** The terminal's first size, `[height, width]`. */
  ConsoleSize?: number[] | null;
  /** Free notes on the container, handed to the runtime. Since API 1.43. */
  Annotations?: StringMap | null;
  /** Capabilities of the kernel to add. */
  CapAdd?: string[] | null;
  /** Capabilities of the kernel to drop. */
  CapDrop?: string[] | null;
  /** All capabilities of the kernel. API 1.40 only. */
  Capabilities?: string[] | null;
  /** The cgroup namespace, `private` or `host`. Since API 1.41. */
  CgroupnsMode?: "private" | "host" | "";
  /** Addresses of name servers. */
  Dns?: string[] | null;
  /** Options of the resolver. */
  DnsOptions?: string[] | null;
  /** Domains in which short names are looked up. */
  DnsSearch?: string[] | null;
  /** Lines for `/etc/hosts`, each `name:address`. */
  ExtraHosts?: string[] | null;
  /** Further groups of the container's process. */
  GroupAdd?: string[] | null;
  /** Who shares the container's memory segments: `none`, `private`, `shareable`, `host` or `container:<id>`. */
  IpcMode?: string;
  /** The cgroup to use. */
  Cgroup?: string;
  /** Links to containers, each `container:alias`. */
  Links?: string[] | null;
  /** How soon the container is killed when memory runs out, -1000 (never) to 1000. */
  OomScoreAdj?: number;
  /** Whose processes the container sees: its own, `host` or `container:<id>`. */
  PidMode?: string;
  /** Whether the container may do all that the host's root may. */
  Privileged?: boolean;
  /** Whether every exposed port is published on a port that the Engine picks. */
  PublishAllPorts?: boolean;
  /** Whether the container's own file system can only be read. */
  ReadonlyRootfs?: boolean;
  /** Options of security modules, e.g. `no-new-privileges`. */
  SecurityOpt?: string[] | null;
  /** Options of the storage driver, e.g. `{ size: "120G" }`. */
  StorageOpt?: StringMap | null;
  /** tmpfs mounts: paths, each with its mount options. */
  Tmpfs?: StringMap | null;
  /** The namespace of the host's name, the container's own or `host`. */
  UTSMode?: string;
  /** `host` turns the remapping of users off. */
  UsernsMode?: string;
  /** The size of `/dev/shm`, in bytes. */
  ShmSize?: number;
  /** Settings of the kernel that are the container's own. */
  Sysctls?: StringMap | null;
  /** The OCI runtime's name. */
  Runtime?: string | null;
  /** Whether a small init process reaps and forwards signals. Since API 1.25. */
  Init?: boolean | null;
  /** How containers are kept apart (Windows). */
  Isolation?: Isolation;
  /** Paths that the container cannot see into. Since API 1.38. */
  MaskedPaths?: string[] | null;
  /** Paths that the container can only read. Since API 1.38. */
  ReadonlyPaths?: string[] | null;
}

/** Where a container's output goes. */
export interface LogConfig {
  /** The logging driver, e.g. `json-file`, `local` or `none`. */
  Type?: string;
  /** Options of the driver. */
  Config?: StringMap | null;
}

/** What happens when a container ends. */
export interface ContainerRestartPolicy {
  /** When it is started again; the empty string is `no`. */
  Name?: "" | "no" | "always" | "unless-stopped" | "on-failure";
  /** How often `on-failure` tries; 0 is for ever. */
  MaximumRetryCount?: number;
}

/** A device of the host inside a container. */
export interface DeviceMapping {
  /** The device on the host. */
  PathOnHost: string;
  /** The device in the container. */
  PathInContainer?: string;
  /** What is allowed: `r` to read, `w` to write, `m` to make nodes. */
  CgroupPermissions?: string;
}

/** A request for devices that a driver hands out. Since API 1.40. */
export interface DeviceRequest {
  /** The driver's name, e.g. `nvidia` or `cdi`. */
  Driver?: string;
  /** How many devices; -1 for all. */
  Count?: number;
  /** Which devices, instead of a count. */
  DeviceIDs?: string[] | null;
  /** What the devices must be able to do: any of the inner lists, each of them as a whole. */
  Capabilities?: string[][] | null;
  /** Options of the driver. */
  Options?: StringMap | null;
}

/** A weight for one block device. */
export interface WeightDevice {
  /** The device on the host. */
  Path: string;
  /** The weight, 10 to 1000. */
  Weight: number;
}

/** A rate for one block device. */
export interface ThrottleDevice {
  /** The device on the host. */
  Path: string;
  /** The rate, in bytes or operations a second. */
  Rate: number;
}
