import type { StringMap } from "./common.ts";
import type { ContainerConfig } from "./container_config.ts";
import type { EndpointSettings } from "./endpoints.ts";
import type { Health, HealthStatus } from "./health.ts";
import type { HostConfig } from "./host_config.ts";
import type { MountPoint } from "./mounts.ts";
import type { OCIDescriptor } from "./oci.ts";
import type { PortMap, PortSummary } from "./ports.ts";

/** What a container is doing; `stopped` is what Podman calls `exited`. */
export type ContainerStatus =
  | "created"
  | "running"
  | "paused"
  | "restarting"
  | "removing"
  | "exited"
  | "dead"
  | "stopped";

/** A container in a list. */
export interface ContainerSummary {
  /** The container's id, 64 hexadecimal digits. */
  Id: string;
  /** The container's names, each behind a slash. */
  Names: string[];
  /** The image as it was named when the container was created. */
  Image: string;
  /** The image's id. */
  ImageID: string;
  /** The image's manifest for this platform. Since API 1.48. */
  ImageManifestDescriptor?: OCIDescriptor | null;
  /** The command as one line. */
  Command: string;
  /** When the container was created, in seconds since 1970. */
  Created: number;
  /** The ports that are exposed. */
  Ports: PortSummary[];
  /** The size of what the container wrote, in bytes; only when sizes were asked for. */
  SizeRw?: number | null;
  /** The size of all its files, in bytes; only when sizes were asked for. */
  SizeRootFs?: number | null;
  /** Labels. */
  Labels: StringMap;
  /** What the container is doing. */
  State: ContainerStatus;
  /** The same for people, e.g. `Up 2 hours`. */
  Status: string;
  /** How it sits on its host, in short. */
  HostConfig: ContainerSummaryHostConfig;
  /** Its networks. */
  NetworkSettings: ContainerSummaryNetworks | null;
  /** Its mounts. */
  Mounts: MountPoint[];
  /** What its health checks say. Since API 1.52. */
  Health?: ContainerSummaryHealth | null;
}

/** How a listed container sits on its host. */
export interface ContainerSummaryHostConfig {
  /** `host`, `none`, `container:<id>` or the name of its first network. */
  NetworkMode?: string;
  /** Free notes on the container. Since API 1.46. */
  Annotations?: StringMap | null;
}

/** The networks of a listed container. */
export interface ContainerSummaryNetworks {
  /** The container's place in each network, by the network's name. */
  Networks: Record<string, EndpointSettings> | null;
}

/** The health of a listed container. Since API 1.52. */
export interface ContainerSummaryHealth {
  /** What the checks say together. */
  Status?: HealthStatus;
  /** How many checks failed in a row. */
  FailingStreak?: number;
}

/** All that the Engine knows of a container. */
export interface ContainerInspect {
  /** The container's id, 64 hexadecimal digits. */
  Id: string;
  /** When the container was created. */
  Created: string;
  /** The first word of the command. */
  Path: string;
  /** The other words of the command. */
  Args: string[];
  /** What the container is doing, and how it ended. */
  State: ContainerState;
  /** The image's id. */
  Image: string;
  /** The image's manifest for this platform. Since API 1.48. */
  ImageManifestDescriptor?: OCIDescriptor | null;
  /** The host's file that is `/etc/resolv.conf`. */
  ResolvConfPath: string;
  /** The host's file that is `/etc/hostname`. */
  HostnamePath: string;
  /** The host's file that is `/etc/hosts`. */
  HostsPath: string;
  /** The host's file that holds the output, if the logging driver keeps one. */
  LogPath: string | null;
  /** The name, behind a slash. */
  Name: string;
  /** How often the Engine has started it again. */
  RestartCount: number;
  /** The storage driver. */
  Driver: string;
  /** The operating system. */
  Platform?: string;
  /** The label of its mounts (SELinux). */
  MountLabel: string;
  /** The label of its processes (SELinux). */
  ProcessLabel: string;
  /** The profile that confines it (AppArmor). */
  AppArmorProfile: string;
  /** The ids of commands that run in it. */
  ExecIDs: string[] | null;
  /** How it sits on its host. */
  HostConfig: HostConfig;
  /** What the storage driver knows. */
  GraphDriver?: StorageDriverData | null;
  /** What the snapshotter knows. Since API 1.52. */
  Storage?: ContainerStorage | null;
  /** The size of what it wrote, in bytes; only when sizes were asked for. */
  SizeRw?: number | null;
  /** The size of all its files, in bytes; only when sizes were asked for. */
  SizeRootFs?: number | null;
  /** Its mounts. */
  Mounts: MountPoint[];
  /** What it is, wherever it runs. */
  Config: ContainerConfig;
  /** Its networks. */
  NetworkSettings: NetworkSettings;
}

/** What a container is doing, and how it ended. */
export interface ContainerState {
  /** All of it in one word. */
  Status: ContainerStatus;
  /** Whether it has a process, paused or not. */
  Running: boolean;
  /** Whether its processes are frozen. */
  Paused: boolean;
  /** Whether it ended and will be started again. */
  Restarting: boolean;
  /** Whether a process was killed for want of memory. */
  OOMKilled: boolean;
  /** Whether its removal failed half-way. */
  Dead: boolean;
  /** The id of its first process on the host; 0 when it does not run. */
  Pid: number;
  /** How its last run ended. */
  ExitCode: number;
  /** Why it could not be started. */
  Error: string;
  /** When it was started last; the year 1 if never. */
  StartedAt: string;
  /** When it ended last; the year 1 if never. */
  FinishedAt: string;
  /** What its health checks say, if it has any. */
  Health?: Health | null;
}

/** What the storage driver knows of a container or an image. */
export interface StorageDriverData {
  /** The driver's name. */
  Name: string;
  /** What the driver tells. */
  Data: StringMap | null;
}

/** What the snapshotter knows of a container. Since API 1.52. */
export interface ContainerStorage {
  /** The container's own file system. */
  RootFS?: {
    /** The snapshot that it is. */
    Snapshot?: {
      /** The snapshotter's name. */
      Name?: string;
    } | null;
  } | null;
}

/** A container's networks and published ports. */
export interface NetworkSettings {
  /** The id of its network stack. */
  SandboxID?: string;
  /** The file of its network namespace on the host. */
  SandboxKey?: string;
  /** Its exposed ports, and where they are published. */
  Ports?: PortMap | null;
  /** Its place in each network, by the network's name. */
  Networks: Record<string, EndpointSettings> | null;
  /** The name of the default bridge. Until API 1.51. */
  Bridge?: string;
  /** Whether the interface reflects its own packets. Until API 1.51. */
  HairpinMode?: boolean;
  /** The IPv6 address on the link. Until API 1.51. */
  LinkLocalIPv6Address?: string;
  /** The length of that address's prefix, in bits. Until API 1.51. */
  LinkLocalIPv6PrefixLen?: number;
  /** Further IPv4 addresses. Until API 1.51. */
  SecondaryIPAddresses?: PrefixedAddress[] | null;
  /** Further IPv6 addresses. Until API 1.51. */
  SecondaryIPv6Addresses?: PrefixedAddress[] | null;
  /** The id of the endpoint in the default bridge. Until API 1.51. */
  EndpointID?: string;
  /** The IPv4 gateway of the default bridge. Until API 1.51. */
  Gateway?: string;
  /** The IPv6 address in the default bridge. Until API 1.51. */
  GlobalIPv6Address?: string;
  /** The length of the IPv6 prefix, in bits. Until API 1.51. */
  GlobalIPv6PrefixLen?: number;
  /** The IPv4 address in the default bridge. Until API 1.51. */
  IPAddress?: string;
  /** The length of the IPv4 prefix, in bits. Until API 1.51. */
  IPPrefixLen?: number;
  /** The IPv6 gateway of the default bridge. Until API 1.51. */
  IPv6Gateway?: string;
  /** The hardware address in the default bridge. Until API 1.51. */
  MacAddress?: string;
}

/** An address and the length of its network's prefix. */
export interface PrefixedAddress {
  /** The address. */
  Addr: string;
  /** The length of the prefix, in bits. */
  PrefixLen: number;
}

/** The processes of a container, as the host's `ps` lists them. */
export interface ContainerTop {
  /** The heads of the columns. */
  Titles: string[];
  /** A line for each process, a text for each column. */
  Processes: string[][];
}

/** A path that differs between a container and its image. */
export interface FilesystemChange {
  /** The path. */
  Path: string;
  /** 0 for changed, 1 for added, 2 for removed. */
  Kind: 0 | 1 | 2;
}

/** How a container ended. */
export interface ContainerWaitResult {
  /** The exit code. */
  StatusCode: number;
  /** Why waiting failed, when it did. Since API 1.34. */
  Error?: {
    /** The Engine's words. */
    Message?: string;
  } | null;
}

/** What a removal of stopped containers removed. */
export interface ContainersPruneReport {
  /** The ids. */
  ContainersDeleted: string[] | null;
  /** The disk space won, in bytes. */
  SpaceReclaimed: number;
}

/** What the Engine says of a path in a container, beside its archive. */
export interface ArchiveStat {
  /** The last part of the path. */
  name: string;
  /** The size in bytes. */
  size: number;
  /** The kind and permissions, in the bits of Go's `FileMode`. */
  mode: number;
  /** When it was changed. */
  mtime: string;
  /** Where a symbolic link leads; empty for all else. */
  linkTarget: string;
}

/** A saved state of a container's processes. */
export interface Checkpoint {
  /** The name. */
  Name: string;
}

/** A line of a container's log as a record. Since API 1.54. */
export interface LogRecord {
  /** The line, its line feed included, as UTF-8. */
  Line: string;
  /** Where it was written to. */
  Source: "stdout" | "stderr";
  /** When it was written, as RFC 3339. */
  Timestamp: string;
  /** What the log driver adds, with `details`. */
  Attrs?: { Key: string; Value: string }[] | Record<string, string> | null;
}
