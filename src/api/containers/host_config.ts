import { type Binds, toBinds } from "../../convert/host_config/binds.ts";
import {
  type DeviceRate,
  type DeviceWeight,
  toBlockWeight,
  toByteRate,
  toDeviceWeight,
  toOperationRate,
} from "../../convert/host_config/block_device.ts";
import {
  integerFrom,
  listOf,
  oneOf,
  toBoolean,
  toText,
  toTextMap,
  toTexts,
  toTextsOrNumbers,
} from "../../convert/checks.ts";
import { type DeviceRequestOption, toDeviceRequest } from "../../specs/device_request.ts";
import { type Device, toDevice } from "../../convert/host_config/devices.ts";
import { type ExtraHosts, toExtraHosts } from "../../convert/host_config/extra_hosts.ts";
import { type EngineFields, type Fields, setFields } from "../../operation/old_fields.ts";
import { type Links, toLinks } from "../../convert/host_config/links.ts";
import { type LogConfigOption, toLogConfig } from "../../convert/host_config/log_config.ts";
import { toLxcConfig } from "../../convert/host_config/lxc_config.ts";
import { type PortBindings, toPortBindings } from "../../convert/ports/port_bindings.ts";
import {
  type RestartPolicyOption,
  toRestartPolicy,
} from "../../convert/host_config/restart_policy.ts";
import { toBytes, toBytesOrUnlimited } from "../../convert/size.ts";
import { type Mount, toMounts } from "../../specs/mount.ts";
import { type Tmpfs, toTmpfs } from "../../convert/host_config/tmpfs.ts";
import { toUlimit, type UlimitOption } from "../../convert/host_config/ulimit.ts";
import { toVolumesFrom } from "../../convert/host_config/volumes.ts";
import type { Isolation } from "../../types/common.ts";
import type { DeviceRequest, HostConfig } from "../../types/host_config.ts";
import type { MountJSON } from "../../types/mounts.ts";

/** Options of {@linkcode createHostConfig}; a size is a number of bytes or a string such as `"128m"`. */
export interface HostConfigOptions extends EngineFields {
  /** Notes for the container's runtime. Since API 1.43. */
  annotations?: Readonly<Record<string, string>>;
  /** Whether the Engine removes the container when it ends. */
  autoRemove?: boolean;
  /** Host paths and volumes: `{ "/host": { bind: "/container", mode: "ro" } }` or `["/host:/container:ro"]`. */
  binds?: Binds;
  /** The weight of the container's block I/O, 10 to 1000. */
  blkioWeight?: number;
  /** Weights of block I/O, device by device. */
  blkioWeightDevice?: readonly DeviceWeight[];
  /** Capabilities of the kernel to add, e.g. `["SYS_ADMIN"]`. */
  capAdd?: readonly string[];
  /** Capabilities of the kernel to drop. */
  capDrop?: readonly string[];
  /** The cgroup namespace. Since API 1.41. */
  cgroupns?: "private" | "host" | "";
  /** The cgroup under which the container's own is made. */
  cgroupParent?: string;
  /** The number of processors (Windows). */
  cpuCount?: number;
  /** The share of the processors, in percent (Windows). */
  cpuPercent?: number;
  /** The scheduler's period, in microseconds. */
  cpuPeriod?: number;
  /** The processor time in each period, in microseconds; -1 is unlimited. */
  cpuQuota?: number;
  /** The period of the real-time scheduler, in microseconds. */
  cpuRtPeriod?: number;
  /** The real-time processor time in each period, in microseconds. */
  cpuRtRuntime?: number;
  /** The weight of the container's processor time against others'; 1024 is usual. */
  cpuShares?: number;
  /** The processors to run on, e.g. `0-3` or `0,1`. */
  cpusetCpus?: string;
  /** The memory nodes to use, e.g. `0-3` or `0,1`. */
  cpusetMems?: string;
  /** Rules of the devices cgroup, e.g. `["c 13:* rwm"]`. */
  deviceCgroupRules?: readonly string[];
  /** Greatest read rates, in bytes a second (or a string such as `"1m"`). */
  deviceReadBps?: readonly DeviceRate[];
  /** Greatest read rates, in operations a second. */
  deviceReadIops?: readonly DeviceRate[];
  /** Devices that drivers hand out, such as graphics processors. Since API 1.40. */
  deviceRequests?: readonly (DeviceRequestOption | DeviceRequest)[];
  /** Greatest write rates, in bytes a second (or a string such as `"1m"`). */
  deviceWriteBps?: readonly DeviceRate[];
  /** Greatest write rates, in operations a second. */
  deviceWriteIops?: readonly DeviceRate[];
  /** Devices of the host, e.g. `"/dev/sda:/dev/xvda:rwm"`. */
  devices?: readonly Device[];
  /** Addresses of name servers. */
  dns?: readonly string[];
  /** Options of the resolver. */
  dnsOpt?: readonly string[];
  /** Domains in which short names are looked up. */
  dnsSearch?: readonly string[];
  /** Names for the hosts file, e.g. `{ db: "10.0.0.7" }`. */
  extraHosts?: ExtraHosts;
  /** Further groups of the process, names or numbers. */
  groupAdd?: readonly (string | number)[];
  /** Whether a small init process reaps and forwards signals. */
  init?: boolean;
  /** The path of that process on the host; known to API 1.25 to 1.28 only. */
  initPath?: string;
  /** Who shares the container's memory segments: `none`, `private`, `shareable`, `host` or `container:<id>`. */
  ipcMode?: string;
  /** How containers are kept apart (Windows). */
  isolation?: Isolation;
  /** The limit of kernel memory, a size. Until API 1.41. */
  kernelMemory?: number | string;
  /** Links to containers: `{ name: "alias" }` or `[["name", "alias"]]`. */
  links?: Links;
  /** Where the output goes: `{ type: "json-file", config: { "max-size": "10m" } }`. */
  logConfig?: LogConfigOption;
  /** Settings of the LXC driver; known up to API 1.21 only. */
  lxcConf?: Readonly<Record<string, string>> | readonly { Key: string; Value: string }[];
  /** Paths that the container cannot see into, in place of the usual ones. Since API 1.38. */
  maskedPaths?: readonly string[];
  /** The limit of memory, a size. */
  memLimit?: number | string;
  /** The memory that the container is held to when memory is short, a size. */
  memReservation?: number | string;
  /** How willingly memory is swapped out, 0 to 100. */
  memSwappiness?: number;
  /** The limit of memory and swap together, a size; -1 is unlimited swap. */
  memswapLimit?: number | string;
  /** Mounts; a string is `source:target[:ro]`. */
  mounts?: readonly (Mount | MountJSON | string)[];
  /** Processor time in billionths of a processor: 500000000 is half of one. */
  nanoCpus?: number;
  /** `bridge`, `host`, `none`, `container:<name or id>` or a network's name. */
  networkMode?: string;
  /** Whether the container is spared when memory runs out. */
  oomKillDisable?: boolean;
  /** How soon the container is killed when memory runs out, -1000 (never) to 1000. */
  oomScoreAdj?: number;
  /** `host` or `container:<name or id>` for the processes that the container sees. */
  pidMode?: string;
  /** The greatest number of processes; -1 is unlimited. */
  pidsLimit?: number;
  /** Where ports are published: `{ 1111: 4567, "53/udp": ["127.0.0.1", 5353], 2222: null }`. */
  portBindings?: PortBindings;
  /** Whether the container may do all that the host's root may. */
  privileged?: boolean;
  /** Whether every exposed port is published on a port that the Engine picks. */
  publishAllPorts?: boolean;
  /** Whether the container's own file system can only be read. */
  readOnly?: boolean;
  /** Paths that the container can only read, in place of the usual ones. Since API 1.38. */
  readonlyPaths?: readonly string[];
  /** What happens when the container ends: `{ Name: "on-failure", MaximumRetryCount: 5 }`. */
  restartPolicy?: RestartPolicyOption;
  /** The OCI runtime's name. */
  runtime?: string;
  /** Options of security modules, e.g. `["no-new-privileges"]`. */
  securityOpt?: readonly string[];
  /** The size of `/dev/shm`. */
  shmSize?: number | string;
  /** Options of the storage driver, e.g. `{ size: "120G" }`. */
  storageOpt?: Readonly<Record<string, string>>;
  /** Settings of the kernel that are the container's own, e.g. `{ "net.core.somaxconn": 1024 }`. */
  sysctls?: Readonly<Record<string, string | number>>;
  /** Folders in memory: `{ "/run": "size=64m" }` or `["/run:size=64m"]`. */
  tmpfs?: Tmpfs;
  /** Limits of a process's resources: `[{ name: "nofile", soft: 1024, hard: 2048 }]`. */
  ulimits?: readonly UlimitOption[];
  /** `host` turns the remapping of users off. */
  usernsMode?: "host" | "";
  /** The namespace of the host's name, the container's own or `host`. */
  utsMode?: string;
  /** The driver of volumes that are made on the way. */
  volumeDriver?: string;
  /** Containers whose volumes are taken over, e.g. `["db", "logs:ro"]`. */
  volumesFrom?: string | readonly string[];
}

const FIELDS: Fields<HostConfigOptions> = {
  annotations: ["Annotations", toTextMap],
  autoRemove: ["AutoRemove", toBoolean],
  binds: ["Binds", toBinds],
  blkioWeight: ["BlkioWeight", toBlockWeight],
  blkioWeightDevice: ["BlkioWeightDevice", listOf(toDeviceWeight)],
  capAdd: ["CapAdd", toTexts],
  capDrop: ["CapDrop", toTexts],
  cgroupns: ["CgroupnsMode", oneOf("private", "host", "")],
  cgroupParent: ["CgroupParent", toText],
  cpuCount: ["CpuCount", integerFrom(0)],
  cpuPercent: ["CpuPercent", integerFrom(0, 100)],
  cpuPeriod: ["CpuPeriod", integerFrom(0)],
  cpuQuota: ["CpuQuota", integerFrom(-1)],
  cpuRtPeriod: ["CpuRealtimePeriod", integerFrom(0)],
  cpuRtRuntime: ["CpuRealtimeRuntime", integerFrom(0)],
  cpuShares: ["CpuShares", integerFrom(0)],
  cpusetCpus: ["CpusetCpus", toText],
  cpusetMems: ["CpusetMems", toText],
  deviceCgroupRules: ["DeviceCgroupRules", toTexts],
  deviceReadBps: ["BlkioDeviceReadBps", listOf(toByteRate)],
  deviceReadIops: ["BlkioDeviceReadIOps", listOf(toOperationRate)],
  deviceRequests: ["DeviceRequests", listOf(toDeviceRequest)],
  deviceWriteBps: ["BlkioDeviceWriteBps", listOf(toByteRate)],
  deviceWriteIops: ["BlkioDeviceWriteIOps", listOf(toOperationRate)],
  devices: ["Devices", listOf(toDevice)],
  dns: ["Dns", toTexts],
  dnsOpt: ["DnsOptions", toTexts],
  dnsSearch: ["DnsSearch", toTexts],
  extraHosts: ["ExtraHosts", toExtraHosts],
  groupAdd: ["GroupAdd", toTextsOrNumbers],
  init: ["Init", toBoolean],
  initPath: ["InitPath", toText],
  ipcMode: ["IpcMode", toText],
  isolation: ["Isolation", oneOf("", "default", "process", "hyperv")],
  kernelMemory: ["KernelMemory", toBytesOrUnlimited],
  links: ["Links", toLinks],
  logConfig: ["LogConfig", toLogConfig],
  lxcConf: ["LxcConf", toLxcConfig],
  maskedPaths: ["MaskedPaths", toTexts],
  memLimit: ["Memory", toBytes],
  memReservation: ["MemoryReservation", toBytes],
  memSwappiness: ["MemorySwappiness", integerFrom(0, 100)],
  memswapLimit: ["MemorySwap", toBytesOrUnlimited],
  mounts: ["Mounts", toMounts],
  nanoCpus: ["NanoCpus", integerFrom(0)],
  networkMode: ["NetworkMode", toText],
  oomKillDisable: ["OomKillDisable", toBoolean],
  oomScoreAdj: ["OomScoreAdj", integerFrom(-1000, 1000)],
  pidMode: ["PidMode", toText],
  pidsLimit: ["PidsLimit", integerFrom(-1)],
  portBindings: ["PortBindings", toPortBindings],
  privileged: ["Privileged", toBoolean],
  publishAllPorts: ["PublishAllPorts", toBoolean],
  readOnly: ["ReadonlyRootfs", toBoolean],
  readonlyPaths: ["ReadonlyPaths", toTexts],
  restartPolicy: ["RestartPolicy", toRestartPolicy],
  runtime: ["Runtime", toText],
  securityOpt: ["SecurityOpt", toTexts],
  shmSize: ["ShmSize", toBytes],
  storageOpt: ["StorageOpt", toTextMap],
  sysctls: ["Sysctls", toTextMap],
  tmpfs: ["Tmpfs", toTmpfs],
  ulimits: ["Ulimits", listOf(toUlimit)],
  usernsMode: ["UsernsMode", oneOf("host", "")],
  utsMode: ["UTSMode", toText],
  volumeDriver: ["VolumeDriver", toText],
  volumesFrom: ["VolumesFrom", toVolumesFrom],
};

/**
 * Says how a container sits on its host, for `hostConfig` of {@linkcode APIClient.createContainer}; sends nothing.
 *
 * @param engine The engine.
 * @param options Memory, processors, ports, mounts and the like; fields spelt as the Engine spells them pass.
 * @returns The Engine's JSON, with nothing in it that was not given.
 * @throws {TypeError} When an option has another shape or is unknown; the message shows the accepted forms.
 * @throws {RangeError} When an option's value is not allowed.
 *
 * @example
 * ```ts no-run
 * import { createContainer, createEngine, createHostConfig } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const hostConfig = createHostConfig(engine, {
 *   memLimit: "128m",
 *   portBindings: { 80: ["127.0.0.1", 8080], "53/udp": null },
 *   binds: { "/srv/site": { bind: "/usr/share/nginx/html", mode: "ro" } },
 * });
 * await createContainer(engine, "nginx", { hostConfig });
 * ```
 */
export function createHostConfig(options: HostConfigOptions = {}): HostConfig {
  const config: HostConfig = {};
  setFields(config, "Cannot create a host configuration", options, FIELDS);
  return config;
}
