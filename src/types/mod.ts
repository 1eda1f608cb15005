/**
 * The types of what the Engine answers and takes, spelt as the Engine spells them.
 *
 * @example
 * ```ts
 * import type { ContainerSummary } from "@longshore/docker/types";
 *
 * export function isUp({ State }: ContainerSummary): boolean {
 *   return State === "running";
 * }
 * ```
 *
 * @module
 */
export type { BuildCacheRecord, BuildPruneReport } from "./build.ts";
export type {
  BuildLog,
  BuildProgressGroup,
  BuildRange,
  BuildRecord,
  BuildStatus,
  BuildTrace,
  BuildVertex,
  BuildWarning,
} from "./build_trace.ts";
export type {
  CapacityRange,
  ClusterVolume,
  ClusterVolumeAccessMode,
  ClusterVolumeFileSystem,
  ClusterVolumeInfo,
  ClusterVolumePublishStatus,
  ClusterVolumeSecret,
  ClusterVolumeSpec,
  Topology,
  TopologyRequirement,
} from "./cluster_volumes.ts";
export type {
  DriverConfigJSON,
  EmptyObjectSet,
  Filters,
  FilterValue,
  IdResponse,
  Isolation,
  JSONValue,
  ObjectVersion,
  StringMap,
  Ulimit,
} from "./common.ts";
export type { Config, ConfigCreateResult, ConfigSpec } from "./configs.ts";
export type {
  ContainerConfig,
  ContainerCreateBody,
  ContainerCreateResult,
  ContainerUpdateBody,
  ContainerUpdateResult,
} from "./container_config.ts";
export type {
  ArchiveStat,
  Checkpoint,
  ContainerInspect,
  ContainersPruneReport,
  ContainerState,
  ContainerStatus,
  ContainerStorage,
  ContainerSummary,
  ContainerSummaryHealth,
  ContainerSummaryHostConfig,
  ContainerSummaryNetworks,
  ContainerTop,
  ContainerWaitResult,
  FilesystemChange,
  LogRecord,
  NetworkSettings,
  PrefixedAddress,
  StorageDriverData,
} from "./containers.ts";
export type {
  EngineComponent,
  EngineEvent,
  EngineVersion,
  EventActor,
  EventType,
  PingInfo,
} from "./daemon.ts";
export type { DiskUsage, DiskUsageSum } from "./disk_usage.ts";
export type { EndpointIPAMConfig, EndpointSettings, NetworkingConfig } from "./endpoints.ts";
export type { ExecCreateBody, ExecInspect, ProcessConfig } from "./exec.ts";
export type { Health, HealthcheckJSON, HealthcheckResult, HealthStatus } from "./health.ts";
export type {
  ContainerResources,
  ContainerRestartPolicy,
  DeviceMapping,
  DeviceRequest,
  HostConfig,
  LogConfig,
  ThrottleDevice,
  WeightDevice,
} from "./host_config.ts";
export type {
  AttestationStatement,
  BuildIdentity,
  ImageIdentity,
  PullIdentity,
  SignatureIdentity,
  SignatureTimestamp,
  SignerIdentity,
} from "./image_identity.ts";
export type {
  ImageConfig,
  ImageDeleteItem,
  ImageHistoryItem,
  ImageInspect,
  ImageManifestImage,
  ImageManifestSummary,
  ImageRootFS,
  ImageSearchResult,
  ImagesPruneReport,
  ImageSummary,
} from "./images.ts";
export type {
  BindOptions,
  ImageMountOptions,
  MountConsistency,
  MountJSON,
  MountPoint,
  MountPropagation,
  MountType,
  TmpfsOptions,
  VolumeOptions,
} from "./mounts.ts";
export type {
  IPAMConfigJSON,
  IPAMPoolJSON,
  NetworkConfigFrom,
  NetworkConnectBody,
  NetworkCreateBody,
  NetworkCreateResult,
  NetworkDisconnectBody,
  NetworkEndpoint,
  NetworkInspect,
  NetworkPeer,
  NetworkScope,
  NetworkService,
  NetworksPruneReport,
  NetworkStatus,
  NetworkSummary,
  NetworkTask,
  SubnetStatus,
} from "./networks.ts";
export type {
  ManagerStatus,
  NodeDescription,
  NodeEngine,
  NodePlugin,
  NodeStatus,
  NodeStoragePlugin,
  SwarmNode,
} from "./nodes.ts";
export type { OCIDescriptor, OCIPlatform } from "./oci.ts";
export type {
  Plugin,
  PluginArgs,
  PluginConfig,
  PluginDevice,
  PluginEnv,
  PluginInterface,
  PluginInterfaceType,
  PluginLinux,
  PluginMount,
  PluginPrivilege,
  PluginSettings,
  PluginUser,
} from "./plugins.ts";
export type { PortBinding, PortMap, PortProtocol, PortSummary } from "./ports.ts";
export type { ErrorDetail, ProgressDetail, ProgressRecord } from "./progress.ts";
export type { AuthConfig, AuthResult, DistributionInspect } from "./registry.ts";
export type { Secret, SecretCreateResult, SecretSpec } from "./secrets.ts";
export type {
  EndpointSpecJSON,
  Service,
  ServiceCreateResult,
  ServiceEndpoint,
  ServiceModeJSON,
  ServicePort,
  ServiceSpec,
  ServiceStatus,
  ServiceUpdateResult,
  ServiceUpdateStatus,
  ServiceVirtualIP,
  UpdateConfigJSON,
} from "./services.ts";
export type {
  BlkioEntry,
  BlkioStats,
  ContainerStats,
  CPUStats,
  CPUUsage,
  MemoryStats,
  NetworkStats,
  PidsStats,
  StorageStats,
  ThrottlingData,
} from "./stats.ts";
export type {
  ClusterInfo,
  JoinTokens,
  NodeAvailability,
  NodeSpec,
  SwarmCAConfig,
  SwarmExternalCAJSON,
  SwarmInitBody,
  SwarmInspect,
  SwarmJoinBody,
  SwarmRaft,
  SwarmSpecJSON,
  SwarmUnlockKey,
  TLSInfo,
} from "./swarm.ts";
export type {
  SwarmDriver,
  SwarmIPAMOptions,
  SwarmIPAMPool,
  SwarmNetwork,
  SwarmNetworkSpec,
} from "./swarm_networks.ts";
export type {
  AddressPool,
  ComponentCommit,
  ContainerdInfo,
  DeviceInfo,
  DriverInfo,
  LocalNodeState,
  PluginsInfo,
  RegistryIndexInfo,
  RegistryServiceConfig,
  RuntimeInfo,
  SwarmInfo,
  SwarmPeer,
  SystemInfo,
} from "./system_info.ts";
export type {
  ConfigReferenceJSON,
  ContainerSpecJSON,
  CredentialSpec,
  DNSConfigJSON,
  FileTarget,
  GenericResource,
  NetworkAttachmentConfig,
  PlacementJSON,
  PlacementPreference,
  PluginSpec,
  PluginSpecPrivilege,
  PrivilegesJSON,
  ResourceAmounts,
  ResourceLimits,
  ResourcesJSON,
  RestartPolicyJSON,
  SecretReferenceJSON,
  SELinuxContext,
  ServicePlatform,
  TaskTemplateJSON,
} from "./task_spec.ts";
export type {
  NetworkAttachment,
  Task,
  TaskContainerStatus,
  TaskState,
  TaskStatus,
  TaskVolume,
} from "./tasks.ts";
export type {
  Volume,
  VolumeCreateBody,
  VolumeList,
  VolumesPruneReport,
  VolumeUsage,
} from "./volumes.ts";
