import { type Binds, toBinds } from "../convert/host_config/binds.ts";
import {
  integerFrom,
  listOf,
  oneOf,
  toBoolean,
  toInteger,
  toText,
  toTextMap,
  toTextOrNumber,
  toTexts,
} from "../convert/checks.ts";
import { toNameServers, toWordTexts } from "../convert/host_name.ts";
import { type ExtraHosts, toExtraHosts } from "../convert/host_config/extra_hosts.ts";
import { type Links, toLinks } from "../convert/host_config/links.ts";
import { type LogConfigOption, toLogConfig } from "../convert/host_config/log_config.ts";
import { toLxcConfig } from "../convert/host_config/lxc_config.ts";
import { namespaceMode, OTHER } from "../convert/namespace_mode.ts";
import { type PortBindings, toPortBindings } from "../convert/ports/port_bindings.ts";
import {
  type RestartPolicyOption,
  toRestartPolicy,
} from "../convert/host_config/restart_policy.ts";
import { wrongShape } from "../convert/refuse.ts";
import { toBytes } from "../convert/size.ts";
import { type Tmpfs, toTmpfs } from "../convert/host_config/tmpfs.ts";
import { toVolumesFrom } from "../convert/host_config/volumes.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";
import type { VersionRange } from "../operation/versions.ts";
import type { Isolation } from "../types/common.ts";
import type { HostConfig } from "../types/host_config.ts";
import type { MountJSON } from "../types/mounts.ts";
import { type ContainerResourcesOptions, RESOURCE_FIELDS } from "./container_resources.ts";
import { type Mount, toMounts } from "./mount.ts";
import { MOUNT_FIELDS } from "./mount_options.ts";

/** Options of {@linkcode createHostConfig}; a size is a number of bytes or a string such as `"128m"`. */
export interface HostConfigOptions
  extends ContainerResourcesOptions, EngineSpelt<HostConfig>, ExtraFields {
  /** Notes for the container's runtime. Since API 1.43. */
  annotations?: Readonly<Record<string, string>> | null | undefined;
  /** Whether the Engine removes the container when it ends. Since API 1.25. */
  autoRemove?: boolean | null | undefined;
  /** Host paths and volumes: `{ "/host": { bind: "/container", mode: "ro" } }` or `["/host:/container:ro"]`. */
  binds?: Binds | null | undefined;
  /** Capabilities of the kernel to add, e.g. `["SYS_ADMIN"]`. */
  capAdd?: readonly string[] | null | undefined;
  /** Capabilities of the kernel to drop. */
  capDrop?: readonly string[] | null | undefined;
  /** The cgroup namespace. Since API 1.41. */
  cgroupns?: "private" | "host" | "" | null | undefined;
  /** Addresses of name servers. */
  dns?: readonly string[] | null | undefined;
  /** Options of the resolver. */
  dnsOpt?: readonly string[] | null | undefined;
  /** DNS search domains. */
  dnsSearch?: readonly string[] | null | undefined;
  /** Names for the hosts file, e.g. `{ db: "10.0.0.7" }`. */
  extraHosts?: ExtraHosts | null | undefined;
  /** Further groups of the process, names or numbers. */
  groupAdd?: readonly (string | number)[] | null | undefined;
  /** Whether a small init process reaps and forwards signals. Since API 1.25. */
  init?: boolean | null | undefined;
  /** The path of the init process on the host. Since API 1.25. Until API 1.28. */
  initPath?: string | null | undefined;
  /** Who shares the container's memory segments: `none`, `private`, `shareable`, `host` or `container:<id>`. */
  ipcMode?: string | null | undefined;
  /** How containers are kept apart (Windows). */
  isolation?: Isolation | null | undefined;
  /** Links to containers: `{ name: "alias" }` or `[["name", "alias"]]`. */
  links?: Links | null | undefined;
  /** Where the output goes: `{ type: "json-file", config: { "max-size": "10m" } }`. */
  logConfig?: LogConfigOption | null | undefined;
  /** Settings of the LXC driver. Until API 1.21. */
  lxcConf?:
    | Readonly<Record<string, string>>
    | readonly { Key: string; Value: string }[]
    | null
    | undefined;
  /** Paths that the container cannot see into, in place of the usual ones. Since API 1.38. */
  maskedPaths?: readonly string[] | null | undefined;
  /** Mounts; a string is `source:target[:ro]`. Since API 1.25. */
  mounts?: readonly (Mount | MountJSON | string)[] | null | undefined;
  /** `bridge`, `host`, `none`, `container:<name or id>` or a network's name. */
  networkMode?: string | null | undefined;
  /** How soon the container is killed when memory runs out, -1000 (never) to 1000. */
  oomScoreAdj?: number | null | undefined;
  /** `host` or `container:<name or id>` for the processes that the container sees. */
  pidMode?: string | null | undefined;
  /** Where ports are published: `{ 1111: 4567, "53/udp": ["127.0.0.1", 5353], 2222: null }`. */
  portBindings?: PortBindings | null | undefined;
  /** Whether the container may do all that the host's root may. */
  privileged?: boolean | null | undefined;
  /** Whether every exposed port is published on a port that the Engine picks. */
  publishAllPorts?: boolean | null | undefined;
  /** Whether the container's own file system can only be read. */
  readOnly?: boolean | null | undefined;
  /** Paths that the container can only read, in place of the usual ones. Since API 1.38. */
  readonlyPaths?: readonly string[] | null | undefined;
  /** What happens when the container ends: `{ Name: "on-failure", MaximumRetryCount: 5 }`. */
  restartPolicy?: RestartPolicyOption | null | undefined;
  /** The OCI runtime's name. */
  runtime?: string | null | undefined;
  /** Options of security modules, e.g. `["no-new-privileges"]`. */
  securityOpt?: readonly string[] | null | undefined;
  /** The size of `/dev/shm`. */
  shmSize?: number | string | null | undefined;
  /** Options of the storage driver, e.g. `{ size: "120G" }`. */
  storageOpt?: Readonly<Record<string, string>> | null | undefined;
  /** Sysctls, e.g. `{ "net.core.somaxconn": 1024 }`. */
  sysctls?: Readonly<Record<string, string | number>> | null | undefined;
  /** Directories in memory: `{ "/run": "size=64m" }` or `["/run:size=64m"]`. */
  tmpfs?: Tmpfs | null | undefined;
  /** `host` turns the remapping of users off. */
  usernsMode?: "host" | "" | null | undefined;
  /** The namespace of the host's name, the container's own or `host`. */
  utsMode?: string | null | undefined;
  /** The driver of volumes that are made on the way. */
  volumeDriver?: string | null | undefined;
  /** Containers whose volumes are taken over, e.g. `["db", "logs:ro"]`. */
  volumesFrom?: string | readonly string[] | null | undefined;
}

const IPC_MODES: Readonly<Record<string, VersionRange>> = {
  none: { since: "1.32" },
  private: { since: "1.32" },
  shareable: { since: "1.32" },
};

/** Passes a group; an empty one ends the Engine's runtime as the container starts. */
function toGroup(value: unknown, argument: string): string {
  const group = toTextOrNumber(value, argument);
  if (group === "") throw wrongShape(argument, value, "the name or number of a group");
  return group;
}

/** Whether an inspection returned it: Engines fill in fields and words that an API version does not know. */
function isReturned(host: object): boolean {
  return Object.hasOwn(host, "ContainerIDFile");
}

/** The fields of a container's host configuration. */
export const HOST_CONFIG_FIELDS: Fields<HostConfigOptions> = fieldsOf<HostConfigOptions>({
  ...RESOURCE_FIELDS,
  annotations: inBody("Annotations", toTextMap, { since: "1.43", isReturned }),
  autoRemove: inBody("AutoRemove", toBoolean, { since: "1.25" }),
  binds: inBody("Binds", toBinds),
  capAdd: inBody("CapAdd", toTexts),
  capDrop: inBody("CapDrop", toTexts),
  cgroupns: inBody("CgroupnsMode", oneOf("private", "host", ""), { since: "1.41", isReturned }),
  dns: inBody("Dns", toNameServers),
  dnsOpt: inBody("DnsOptions", toWordTexts),
  dnsSearch: inBody("DnsSearch", toWordTexts),
  extraHosts: inBody("ExtraHosts", toExtraHosts),
  groupAdd: inBody("GroupAdd", listOf(toGroup)),
  init: inBody("Init", toBoolean, { since: "1.25", zeroAsks: true }),
  initPath: inBody("InitPath", toText, {
    since: "1.25",
    until: "1.28",
    instead: "init, with the daemon's own init-path",
  }),
  ipcMode: inBody("IpcMode", namespaceMode("none", "shareable", OTHER), {
    words: IPC_MODES,
    isReturned,
  }),
  isolation: inBody("Isolation", oneOf("", "default", "process", "hyperv")),
  links: inBody("Links", toLinks),
  logConfig: inBody("LogConfig", toLogConfig),
  lxcConf: inBody("LxcConf", toLxcConfig, { until: "1.21" }),
  maskedPaths: inBody("MaskedPaths", toTexts, { since: "1.38", isReturned }),
  mounts: inBody("Mounts", toMounts, { since: "1.25", each: MOUNT_FIELDS }),
  networkMode: inBody("NetworkMode", toText),
  oomScoreAdj: inBody("OomScoreAdj", integerFrom(-1000, 1000)),
  pidMode: inBody("PidMode", namespaceMode(OTHER)),
  portBindings: inBody("PortBindings", toPortBindings),
  privileged: inBody("Privileged", toBoolean),
  publishAllPorts: inBody("PublishAllPorts", toBoolean),
  readOnly: inBody("ReadonlyRootfs", toBoolean),
  readonlyPaths: inBody("ReadonlyPaths", toTexts, { since: "1.38", isReturned }),
  restartPolicy: inBody("RestartPolicy", toRestartPolicy),
  runtime: inBody("Runtime", toText),
  securityOpt: inBody("SecurityOpt", toTexts),
  shmSize: inBody("ShmSize", toBytes),
  storageOpt: inBody("StorageOpt", toTextMap),
  sysctls: inBody("Sysctls", toTextMap),
  tmpfs: inBody("Tmpfs", toTmpfs),
  usernsMode: inBody("UsernsMode", oneOf("host", "")),
  utsMode: inBody("UTSMode", namespaceMode()),
  volumeDriver: inBody("VolumeDriver", toText),
  volumesFrom: inBody("VolumesFrom", toVolumesFrom),
  Capabilities: engineField(toTexts, {
    since: "1.40",
    until: "1.40",
    instead: "capAdd and capDrop",
  }),
  Cgroup: engineField(toText),
  ConsoleSize: engineField(listOf(toInteger)),
  ContainerIDFile: engineField(toText),
});
