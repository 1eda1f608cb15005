import type { Isolation, StringMap, Ulimit } from "./common.ts";
import type { MountJSON } from "./mounts.ts";
import type { PortMap } from "./ports.ts";

/** The resources of a container, which `updateContainer` can change while it runs. */
export interface ContainerResources {
  /** The weight of the container's CPU time against others'; 1024 is usual. */
  CpuShares?: number | undefined;
  /** The greatest amount of memory, in bytes; 0 is unlimited. */
  Memory?: number | undefined;
  /** The cgroup under which the container's own is made. */
  CgroupParent?: string | undefined;
  /** The weight of the container's block I/O, 10 to 1000; 0 turns it off. */
  BlkioWeight?: number | undefined;
  /** Weights of block I/O, device by device. */
  BlkioWeightDevice?: WeightDevice[] | null | undefined;
  /** Greatest read rates, in bytes a second. */
  BlkioDeviceReadBps?: ThrottleDevice[] | null | undefined;
  /** Greatest write rates, in bytes a second. */
  BlkioDeviceWriteBps?: ThrottleDevice[] | null | undefined;
  /** Greatest read rates, in operations a second. */
  BlkioDeviceReadIOps?: ThrottleDevice[] | null | undefined;
  /** Greatest write rates, in operations a second. */
  BlkioDeviceWriteIOps?: ThrottleDevice[] | null | undefined;
  /** The scheduler's period, in microseconds. */
  CpuPeriod?: number | undefined;
  /** The CPU time in each period, in microseconds. */
  CpuQuota?: number | undefined;
  /** The period of the real-time scheduler, in microseconds. Since API 1.25. */
  CpuRealtimePeriod?: number | undefined;
  /** The real-time CPU time in each period, in microseconds. Since API 1.25. */
  CpuRealtimeRuntime?: number | undefined;
  /** The CPUs to run on, e.g. `0-3` or `0,1`. */
  CpusetCpus?: string | undefined;
  /** The memory nodes to use, e.g. `0-3` or `0,1`. */
  CpusetMems?: string | undefined;
  /** Devices of the host. */
  Devices?: DeviceMapping[] | null | undefined;
  /** Rules of the devices cgroup, e.g. `c 13:* rwm`. Since API 1.28. */
  DeviceCgroupRules?: string[] | null | undefined;
  /** Devices that drivers hand out, such as GPUs. Since API 1.40. */
  DeviceRequests?: DeviceRequest[] | null | undefined;
  /** A limit of disk space, in bytes. Until API 1.39. */
  DiskQuota?: number | undefined;
  /** A limit of kernel memory, in bytes. Until API 1.41. */
  KernelMemory?: number | undefined;
  /** A limit of the kernel's TCP buffers, in bytes. Since API 1.40. Until API 1.51. */
  KernelMemoryTCP?: number | undefined;
  /** The memory that the container is held to when memory is short, in bytes. */
  MemoryReservation?: number | undefined;
  /** Memory and swap together, in bytes; -1 is unlimited swap. */
  MemorySwap?: number | undefined;
  /** How willingly memory is swapped out, 0 to 100; -1 or null is the host's setting. */
  MemorySwappiness?: number | null | undefined;
  /** CPU time in billionths of a CPU. Since API 1.25. */
  NanoCpus?: number | undefined;
  /** Whether the container is spared when memory runs out. */
  OomKillDisable?: boolean | null | undefined;
  /** The greatest number of processes; 0 or -1 is unlimited, null no change. */
  PidsLimit?: number | null | undefined;
  /** Limits of a process's resources. */
  Ulimits?: Ulimit[] | null | undefined;
  /** The number of CPUs (Windows). */
  CpuCount?: number | undefined;
  /** The share of the CPUs, in percent (Windows). */
  CpuPercent?: number | undefined;
  /** The greatest I/O rate of the system drive, in operations a second (Windows). */
  IOMaximumIOps?: number | undefined;
  /** The greatest I/O rate of the system drive, in bytes a second (Windows). */
  IOMaximumBandwidth?: number | undefined;
}

/** How a container sits on its host. */
export interface HostConfig extends ContainerResources {
  /** Bind mounts and volumes, each `source:target[:options]`. */
  Binds?: string[] | null | undefined;
  /** A file on the Engine's host that takes the container's id. */
  ContainerIDFile?: string | undefined;
  /** Where the output goes. */
  LogConfig?: LogConfig | undefined;
  /** `bridge`, `host`, `none`, `container:<id>` or a network's name. */
  NetworkMode?: string | undefined;
  /** Which ports are published, and where. */
  PortBindings?: PortMap | null | undefined;
  /** What happens when the container ends. */
  RestartPolicy?: ContainerRestartPolicy | undefined;
  /** Whether the Engine removes the container when it ends. Since API 1.25. */
  AutoRemove?: boolean | undefined;
  /** The driver of volumes that are made on the way. */
  VolumeDriver?: string | undefined;
  /** Containers whose volumes are taken over, each `container[:ro|:rw]`. */
  VolumesFrom?: string[] | null | undefined;
  /** Mounts. Since API 1.25. */
  Mounts?: MountJSON[] | null | undefined;
  /** The terminal's first size, `[height, width]`. */
  ConsoleSize?: number[] | null | undefined;
  /** Free notes on the container, handed to the runtime. Since API 1.43. */
  Annotations?: StringMap | null | undefined;
  /** Capabilities of the kernel to add. */
  CapAdd?: string[] | null | undefined;
  /** Capabilities of the kernel to drop. */
  CapDrop?: string[] | null | undefined;
  /** All capabilities of the kernel. API 1.40 only. */
  Capabilities?: string[] | null | undefined;
  /** The cgroup namespace, `private` or `host`. Since API 1.41. */
  CgroupnsMode?: "private" | "host" | "" | undefined;
  /** Addresses of name servers. */
  Dns?: string[] | null | undefined;
  /** Options of the resolver. */
  DnsOptions?: string[] | null | undefined;
  /** Domains in which short names are looked up. */
  DnsSearch?: string[] | null | undefined;
  /** Lines for `/etc/hosts`, each `name:address`. */
  ExtraHosts?: string[] | null | undefined;
  /** Further groups of the container's process. */
  GroupAdd?: string[] | null | undefined;
  /** Who shares the container's memory segments: `none`, `private`, `shareable`, `host` or `container:<id>`. */
  IpcMode?: string | undefined;
  /** The cgroup to use. */
  Cgroup?: string | undefined;
  /** Links to containers, each `container:alias`. */
  Links?: string[] | null | undefined;
  /** How soon the container is killed when memory runs out, -1000 (never) to 1000. */
  OomScoreAdj?: number | undefined;
  /** Whose processes the container sees: its own, `host` or `container:<id>`. */
  PidMode?: string | undefined;
  /** Whether the container may do all that the host's root may. */
  Privileged?: boolean | undefined;
  /** Whether every exposed port is published on a port that the Engine picks. */
  PublishAllPorts?: boolean | undefined;
  /** Whether the container's own file system can only be read. */
  ReadonlyRootfs?: boolean | undefined;
  /** Options of security modules, e.g. `no-new-privileges`. */
  SecurityOpt?: string[] | null | undefined;
  /** Options of the storage driver, e.g. `{ size: "120G" }`. */
  StorageOpt?: StringMap | null | undefined;
  /** tmpfs mounts: paths, each with its mount options. */
  Tmpfs?: StringMap | null | undefined;
  /** The namespace of the host's name, the container's own or `host`. */
  UTSMode?: string | undefined;
  /** `host` turns the remapping of users off. */
  UsernsMode?: string | undefined;
  /** The size of `/dev/shm`, in bytes. */
  ShmSize?: number | undefined;
  /** Settings of the kernel that are the container's own. */
  Sysctls?: StringMap | null | undefined;
  /** The OCI runtime's name. */
  Runtime?: string | null | undefined;
  /** Whether a small init process reaps and forwards signals. Since API 1.25. */
  Init?: boolean | null | undefined;
  /** How containers are kept apart (Windows). */
  Isolation?: Isolation | undefined;
  /** Paths that the container cannot see into. Since API 1.38. */
  MaskedPaths?: string[] | null | undefined;
  /** Paths that the container can only read. Since API 1.38. */
  ReadonlyPaths?: string[] | null | undefined;
}

/** Where a container's output goes. */
export interface LogConfig {
  /** The logging driver, e.g. `json-file`, `local` or `none`. */
  Type?: string | undefined;
  /** Options of the driver. */
  Config?: StringMap | null | undefined;
}

/** What happens when a container ends. */
export interface ContainerRestartPolicy {
  /** When it is started again; the empty string is `no`. */
  Name?: "" | "no" | "always" | "unless-stopped" | "on-failure" | undefined;
  /** How often `on-failure` tries; 0 is for ever. */
  MaximumRetryCount?: number | undefined;
}

/** A device of the host inside a container. */
export interface DeviceMapping {
  /** The device on the host. */
  PathOnHost: string;
  /** The device in the container. */
  PathInContainer?: string | undefined;
  /** What is allowed: `r` to read, `w` to write, `m` to make nodes. */
  CgroupPermissions?: string | undefined;
}

/** A request for devices that a driver hands out. Since API 1.40. */
export interface DeviceRequest {
  /** The driver's name, e.g. `nvidia` or `cdi`. */
  Driver?: string | undefined;
  /** How many devices; -1 for all. */
  Count?: number | undefined;
  /** Which devices, instead of a count. */
  DeviceIDs?: string[] | null | undefined;
  /** What the devices must be able to do: any of the inner lists, each of them as a whole. */
  Capabilities?: string[][] | null | undefined;
  /** Options of the driver. */
  Options?: StringMap | null | undefined;
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
