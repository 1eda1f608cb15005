/**
 * A client of the Docker Engine API for Deno, Bun and Node, without dependencies.
 *
 * @example A container from creation to removal
 * ```ts no-run
 * import { APIClient } from "@longshore/docker";
 *
 * await using client = new APIClient();
 * const container = await client.createContainer("busybox", { command: "sh -c 'echo hello; exit 3'" });
 * await using exit = await client.registerWait(container, { condition: "next-exit" });
 * await client.start(container);
 * for await (const bytes of await client.logs(container, { stream: true })) {
 *   console.log(new TextDecoder().decode(bytes));
 * }
 * console.log(await exit.exitCode());
 * await client.removeContainer(container);
 * ```
 *
 * @module
 */
export type { BuildOptions } from "./src/api/build/build_call.ts";
export type { BuildParameters, ContainerLimits } from "./src/api/build/build_options.ts";
export type { PruneBuildsOptions } from "./src/api/build/prune.ts";
export type { OpenSessionOptions } from "./src/api/build/session.ts";
export type { CreationOptions } from "./src/api/common/creation.ts";
export type { PluginRegistryOptions } from "./src/api/common/plugin_registry.ts";
export type { ProgressOptions } from "./src/api/common/progress.ts";
export type { RegistryOptions } from "./src/api/common/registry_auth.ts";
export { ContainerSocket, type SocketConnection } from "./src/api/common/socket.ts";
export type { ServiceLogsOptions } from "./src/api/common/task_output.ts";
export type { TransferOptions } from "./src/api/common/transfer.ts";
export type { CreateConfigOptions } from "./src/api/configs/create.ts";
export type { ConfigsOptions } from "./src/api/configs/list.ts";
export type { ConfigUpdateOptions } from "./src/api/configs/update.ts";
export type { AttachOptions } from "./src/api/containers/attach.ts";
export type { AttachParams, AttachSocketOptions } from "./src/api/containers/attach_socket.ts";
export type { CheckpointsOptions } from "./src/api/containers/checkpoints.ts";
export type { CommitOptions } from "./src/api/containers/commit.ts";
export type { ContainerConfigOptions } from "./src/api/containers/container_config.ts";
export type { CreateContainerOptions } from "./src/api/containers/create.ts";
export type { CreateCheckpointOptions } from "./src/api/containers/create_checkpoint.ts";
export type { CreateContainerFromConfigOptions } from "./src/api/containers/create_from_config.ts";
export type { InspectContainerOptions } from "./src/api/containers/inspect.ts";
export type { ContainersOptions } from "./src/api/containers/list.ts";
export type { LogsOptions, LogsResult, TextLogsOptions } from "./src/api/containers/logs.ts";
export type { Endpoints } from "./src/api/containers/networking_config.ts";
export type { PruneContainersOptions } from "./src/api/containers/prune.ts";
export type { PutArchiveOptions } from "./src/api/containers/put_archive.ts";
export type {
  RegisteredWait,
  WaitCondition,
  WaitOptions,
} from "./src/api/containers/register_wait.ts";
export type { RemoveContainerOptions } from "./src/api/containers/remove.ts";
export type { RemoveCheckpointOptions } from "./src/api/containers/remove_checkpoint.ts";
export type { RestartOptions } from "./src/api/containers/restart.ts";
export type { StartOptions } from "./src/api/containers/start.ts";
export type { StatsOptions } from "./src/api/containers/stats.ts";
export type { StopOptions } from "./src/api/containers/stop.ts";
export type { TopOptions } from "./src/api/containers/top.ts";
export type { UpdateContainerOptions } from "./src/api/containers/update.ts";
export type { ExecCreateOptions } from "./src/api/exec/create.ts";
export type { ExecExitCodeOptions } from "./src/api/exec/exit_code.ts";
export type { ExecResizeOptions } from "./src/api/exec/resize.ts";
export type { ExecResult, ExecStartOptions } from "./src/api/exec/start.ts";
export type { GetImageOptions } from "./src/api/images/get.ts";
export type { GetImagesOptions } from "./src/api/images/get_several.ts";
export type { HistoryOptions } from "./src/api/images/history.ts";
export type { ImportImageOptions } from "./src/api/images/import.ts";
export type { ImportAnyImageOptions } from "./src/api/images/import_any.ts";
export type { ImportImageFromImageOptions } from "./src/api/images/import_from_image.ts";
export type { InspectImageOptions } from "./src/api/images/inspect.ts";
export type { InspectImageAttestationsOptions } from "./src/api/images/inspect_attestations.ts";
export type { InspectDistributionOptions } from "./src/api/images/inspect_distribution.ts";
export type { ImagesOptions } from "./src/api/images/list.ts";
export type { LoadImageOptions } from "./src/api/images/load.ts";
export type { PruneImagesOptions } from "./src/api/images/prune.ts";
export type { PullOptions } from "./src/api/images/pull.ts";
export type { PushOptions } from "./src/api/images/push.ts";
export type { RemoveImageOptions } from "./src/api/images/remove.ts";
export type { SearchOptions } from "./src/api/images/search.ts";
export type { TagOptions } from "./src/api/images/tag.ts";
export type { ConnectContainerToNetworkOptions } from "./src/api/networks/connect.ts";
export type { CreateNetworkOptions } from "./src/api/networks/create.ts";
export type { DisconnectContainerFromNetworkOptions } from "./src/api/networks/disconnect.ts";
export type { InspectNetworkOptions } from "./src/api/networks/inspect.ts";
export type { NetworksOptions } from "./src/api/networks/list.ts";
export type { PruneNetworksOptions } from "./src/api/networks/prune.ts";
export type { NodesOptions } from "./src/api/nodes/list.ts";
export type { RemoveNodeOptions } from "./src/api/nodes/remove.ts";
export type { NodeSpecOptions, UpdateNodeOptions } from "./src/api/nodes/update.ts";
export type { PluginSettingValues } from "./src/api/plugins/configure.ts";
export type { CreatePluginOptions } from "./src/api/plugins/create.ts";
export type { DisablePluginOptions } from "./src/api/plugins/disable.ts";
export type { EnablePluginOptions } from "./src/api/plugins/enable.ts";
export type { PluginsOptions } from "./src/api/plugins/list.ts";
export type { PullPluginOptions } from "./src/api/plugins/pull.ts";
export type { RemovePluginOptions } from "./src/api/plugins/remove.ts";
export type { UpgradePluginOptions } from "./src/api/plugins/upgrade.ts";
export type { CreateSecretOptions } from "./src/api/secrets/create.ts";
export type { SecretsOptions } from "./src/api/secrets/list.ts";
export type { UpdateSecretOptions } from "./src/api/secrets/update.ts";
export type { CreateServiceOptions } from "./src/api/services/create.ts";
export type { InspectServiceOptions } from "./src/api/services/inspect.ts";
export type { ServicesOptions } from "./src/api/services/list.ts";
export type { TasksOptions } from "./src/api/services/list_tasks.ts";
export type { TaskLogsOptions } from "./src/api/services/task_logs.ts";
export type {
  ContainerSpecChanges,
  TaskTemplateChanges,
  UpdateServiceOptions,
} from "./src/api/services/update.ts";
export type { InitSwarmOptions } from "./src/api/swarm/init.ts";
export type { JoinSwarmOptions } from "./src/api/swarm/join.ts";
export type { LeaveSwarmOptions } from "./src/api/swarm/leave.ts";
export type { UpdateSwarmOptions } from "./src/api/swarm/update.ts";
export type { DfOptions } from "./src/api/system/df.ts";
export type { EventsOptions } from "./src/api/system/events.ts";
export type { LoginCredentials, LoginOptions } from "./src/api/system/login.ts";
export { type EngineRequestOptions, EngineResponse } from "./src/api/system/request.ts";
export type { VersionOptions } from "./src/api/system/version.ts";
export type { CreateVolumeOptions } from "./src/api/volumes/create.ts";
export type { VolumesOptions } from "./src/api/volumes/list.ts";
export type { PruneVolumesOptions } from "./src/api/volumes/prune.ts";
export type { RemoveVolumeOptions } from "./src/api/volumes/remove.ts";
export type { UpdateVolumeOptions } from "./src/api/volumes/update.ts";
export type { BuildResult } from "./src/build/build_result.ts";
export type { BuildStream } from "./src/build/build_stream.ts";
export type {
  BuildDestination,
  BuildOutput,
  BuildOutputs,
} from "./src/build/output/output_options.ts";
export type { SessionOptions } from "./src/build/session/options.ts";
export type { BuildSecrets, SecretSource } from "./src/build/session/secret_options.ts";
export type { BuildSession } from "./src/build/session/session.ts";
export type { BuildSsh, SshSource } from "./src/build/session/ssh_options.ts";
export type {
  BuildAttestations,
  BuildCache,
  FrontendCall,
  SolveOptions,
} from "./src/build/solve/solve_options.ts";
export type { BuildSourceOptions } from "./src/build/source.ts";
export { APIClient } from "./src/client.ts";
export {
  Context,
  type ContextEndpointOptions,
  type ContextInspect,
  type ContextOptions,
  type ContextStorage,
} from "./src/contexts/context.ts";
export { ContextAPI, type CreateContextOptions } from "./src/contexts/context_api.ts";
export type { ContextEndpointMetadata, ContextMetadata } from "./src/contexts/metadata.ts";
export type { ContextEndpoint } from "./src/contexts/read_context.ts";
export type { Command } from "./src/convert/command.ts";
export type { Data, FileData } from "./src/convert/data.ts";
export type { Duration } from "./src/convert/duration.ts";
export type { Environment } from "./src/convert/environment.ts";
export type { Binds, BindTarget } from "./src/convert/host_config/binds.ts";
export type { DeviceRate, DeviceWeight } from "./src/convert/host_config/block_device.ts";
export type { Device } from "./src/convert/host_config/devices.ts";
export type { ExtraHosts } from "./src/convert/host_config/extra_hosts.ts";
export type { Links } from "./src/convert/host_config/links.ts";
export type { LogConfigOption } from "./src/convert/host_config/log_config.ts";
export type { RestartPolicyOption } from "./src/convert/host_config/restart_policy.ts";
export type { Tmpfs } from "./src/convert/host_config/tmpfs.ts";
export type { UlimitOption } from "./src/convert/host_config/ulimit.ts";
export type { Labels } from "./src/convert/labels.ts";
export type { VersionIndex } from "./src/convert/object_version.ts";
export type { PlatformSelector } from "./src/convert/platform.ts";
export type { ExposedPorts } from "./src/convert/ports/exposed_ports.ts";
export type { Port } from "./src/convert/ports/port.ts";
export type {
  HostAddress,
  HostBinding,
  HostPort,
  PortBindings,
} from "./src/convert/ports/port_bindings.ts";
export type {
  ServicePort as PublishedPort,
  ServicePorts,
} from "./src/convert/ports/service_ports.ts";
export type { Reference, VolumeReference } from "./src/convert/reference.ts";
export { TLSConfig, type TLSConfigOptions } from "./src/connect/tls_config.ts";
export type { APIClientOptions, SSHOptions } from "./src/create_engine.ts";
export type { CallOptions, Engine, Timeouts } from "./src/engine/engine.ts";
export { fromEnv, type FromEnvOptions } from "./src/environment/from_env.ts";
export { Store, type StoredCredentials } from "./src/environment/store.ts";
export {
  APIError,
  type APIErrorDetails,
  BadRequest,
  Conflict,
  ConnectionError,
  CredentialsNotFound,
  DeprecatedMethod,
  DockerError,
  Forbidden,
  ImageNotFound,
  InvalidConfigFile,
  InvalidRepository,
  InvalidVersion,
  NotFound,
  NullResource,
  ProtocolError,
  ServerError,
  TimeoutError,
  type TimeoutPhase,
  TLSParameterError,
  Unauthorized,
} from "./src/errors.ts";
export { BuildError, type FailedStep } from "./src/build/build_error.ts";
export {
  ContextAlreadyExists,
  ContextException,
  ContextNotFound,
  MissingContextParameter,
} from "./src/contexts/context_errors.ts";
export { ContainerError, type ContainerErrorDetails } from "./src/objects/container_error.ts";
export { WaitError } from "./src/objects/wait/wait_error.ts";
export {
  Config as ConfigObject,
  ConfigCollection,
  type ConfigCreateOptions,
} from "./src/objects/configs.ts";
export { Container } from "./src/objects/container.ts";
export { containerLines, type ContainerLinesOptions } from "./src/objects/container_lines.ts";
export type { ContainerOptions } from "./src/objects/container_options.ts";
export {
  ContainerCollection,
  type ContainerListOptions,
  type ContainerRunOptions,
} from "./src/objects/containers.ts";
export type { ConvergenceOptions } from "./src/objects/convergence.ts";
export type { ConvergenceLimits } from "./src/objects/convergence_limits.ts";
export { ContainerFile } from "./src/objects/copy/container_file.ts";
export { copyFrom, type CopyFromOptions, openContainerFile } from "./src/objects/copy/copy_from.ts";
export { copyInto, type CopyIntoOptions } from "./src/objects/copy/copy_into.ts";
export type { PathStat } from "./src/objects/copy/path_stat.ts";
export {
  DockerClient,
  DockerScope,
  type ReapScopesOptions,
  type ScopeOptions,
} from "./src/objects/docker_client.ts";
export { reconnectingEvents, type ReconnectingEventsOptions } from "./src/objects/events.ts";
export {
  type ContainerExecOptions,
  execDetached,
  execInContainer,
  execLines,
  type ExecOptions,
} from "./src/objects/exec.ts";
export { execRun, type ExecRunOptions, type ExecRunResult } from "./src/objects/exec_run.ts";
export {
  followLogs,
  type FollowLogsOptions,
  type LoggingContainer,
  type NamedLine,
} from "./src/objects/follow_logs.ts";
export { Image, type ImageSaveOptions } from "./src/objects/image.ts";
export {
  type ImageBuildOptions,
  ImageCollection,
  type ImageListOptions,
  type ImageLoadOptions,
  type ImagePullOptions,
  type ImagePushOptions,
} from "./src/objects/images.ts";
export {
  Collection,
  type CollectionOptions,
  type EngineOwner,
  type MadeLabels,
  Model,
} from "./src/objects/model.ts";
export { Network, NetworkCollection, type NetworkListOptions } from "./src/objects/networks.ts";
export { Node, NodeCollection } from "./src/objects/nodes.ts";
export {
  Plugin as PluginObject,
  PluginCollection,
  type PluginInstallOptions,
} from "./src/objects/plugins.ts";
export type { ProcessOutput, ProcessResult } from "./src/objects/process_io.ts";
export type { OutputLines } from "./src/objects/process_lines.ts";
export type { OnProgress } from "./src/objects/progress.ts";
export type { PullImageOptions } from "./src/objects/pull_image.ts";
export type { PullingOptions, PullPolicy } from "./src/objects/pulling.ts";
export { RegistryData } from "./src/objects/registry_data.ts";
export { runContainer, runContainerLines, type RunContainerOptions } from "./src/objects/run.ts";
export { startContainer, type StartContainerOptions } from "./src/objects/start_container.ts";
export type { LabelledObject, ScopedKind, ScopedObject } from "./src/objects/scope.ts";
export {
  Secret as SecretObject,
  SecretCollection,
  type SecretCreateOptions,
} from "./src/objects/secrets.ts";
export type { ServiceCreateOptions, ServiceUpdateOptions } from "./src/objects/service_options.ts";
export {
  Service as ServiceObject,
  ServiceCollection,
  type ServiceGetOptions,
  type ServiceOutputOptions,
  type ServiceScaleOptions,
} from "./src/objects/services.ts";
export {
  Swarm,
  type SwarmInitOptions,
  type SwarmJoinOptions,
  type SwarmUpdateOptions,
} from "./src/objects/swarm.ts";
export {
  attachTerminal,
  type AttachTerminalOptions,
  openShell,
  type ShellOptions,
} from "./src/objects/terminal.ts";
export {
  type ContainerUsage,
  measureUsage,
  toUsage,
  type UsageOptions,
  usageStream,
} from "./src/objects/usage.ts";
export { Volume as VolumeObject, VolumeCollection } from "./src/objects/volumes.ts";
export { allOf, anyOf } from "./src/objects/wait/combined.ts";
export { command } from "./src/objects/wait/command.ts";
export type { ContainerCondition } from "./src/objects/wait/condition.ts";
export { exited, type ExitedOptions } from "./src/objects/wait/exited.ts";
export { healthy } from "./src/objects/wait/healthy.ts";
export { http, type HttpConditionOptions } from "./src/objects/wait/http.ts";
export { logLine, type LogLineOptions } from "./src/objects/wait/log_line.ts";
export { portOpen } from "./src/objects/wait/port_open.ts";
export type { WaitTarget } from "./src/objects/wait/target.ts";
export { waitUntil, type WaitUntilOptions } from "./src/objects/wait/wait_until.ts";
export type { EngineSpelt, ExtraFields } from "./src/operation/fields.ts";
export type { EngineFieldName } from "./src/operation/option.ts";
export type { QueryValue } from "./src/operation/query.ts";
export type { OutputName } from "./src/platform/types.ts";
export {
  type ProgressSource,
  type RenderedProgress,
  renderProgress,
  type RenderProgressOptions,
} from "./src/progress/render.ts";
export type { ProgressOutput } from "./src/progress/types.ts";
export type { ClusterVolumeSpecOptions } from "./src/specs/cluster_volume_spec.ts";
export { ConfigReference, type ConfigReferenceOptions } from "./src/specs/config_reference.ts";
export type { ContainerResourcesOptions } from "./src/specs/container_resources.ts";
export { ContainerSpec, type ContainerSpecOptions } from "./src/specs/container_spec.ts";
export type { DeviceRequestOption } from "./src/specs/device_request.ts";
export { DNSConfig, type DNSConfigOptions } from "./src/specs/dns_config.ts";
export { DriverConfig, type DriverConfigOptions } from "./src/specs/driver_config.ts";
export type { EndpointConfigOptions } from "./src/specs/endpoint_config.ts";
export { EndpointSpec, type EndpointSpecOptions } from "./src/specs/endpoint_spec.ts";
export type { FileTargetOptions } from "./src/specs/file_target.ts";
export { Healthcheck, type HealthcheckOptions } from "./src/specs/healthcheck.ts";
export type { HostConfigOptions } from "./src/specs/host_config.ts";
export { IPAMConfig, type IPAMConfigOptions } from "./src/specs/ipam_config.ts";
export { IPAMPool, type IPAMPoolOptions } from "./src/specs/ipam_pool.ts";
export { Mount } from "./src/specs/mount.ts";
export type { MountOptions, TmpfsMountOptions } from "./src/specs/mount_options.ts";
export { Placement, type PlacementOptions } from "./src/specs/placement.ts";
export { Privileges, type PrivilegesOptions } from "./src/specs/privileges.ts";
export { Resources, type ResourcesOptions } from "./src/specs/resources.ts";
export { RestartPolicy, type RestartPolicyOptions } from "./src/specs/restart_policy.ts";
export { SecretReference } from "./src/specs/secret_reference.ts";
export {
  ServiceMode,
  type ServiceModeName,
  type ServiceModeOptions,
} from "./src/specs/service_mode.ts";
export type { ServiceSpecOptions } from "./src/specs/service_spec.ts";
export { SwarmExternalCA, type SwarmExternalCAOptions } from "./src/specs/swarm_external_ca.ts";
export { SwarmSpec, type SwarmSpecOptions } from "./src/specs/swarm_spec.ts";
export { TaskTemplate, type TaskTemplateOptions } from "./src/specs/task_template.ts";
export { UpdateConfig, type UpdateConfigOptions } from "./src/specs/update_config.ts";
export type { BatchStream, IterationOptions, StreamIterator } from "./src/streams/batch_stream.ts";
export type { Frame } from "./src/streams/frames.ts";
export type { CollectedOutput } from "./src/streams/output.ts";
export { lines, type LinesOptions, type OutputLine } from "./src/streams/output_lines.ts";
export type * from "./src/types/mod.ts";
