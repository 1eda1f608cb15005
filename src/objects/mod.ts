/**
 * Docker as objects and tasks, over the functions of `@longshore/docker/api`: {@linkcode DockerClient}
 * and its collections, and the tasks as functions of their own for small bundles.
 *
 * @example A command, its output and its exit code
 * ```ts no-run
 * import { DockerClient } from "./docker_client.ts";
 *
 * const docker = await DockerClient.fromEnv();
 * const { exitCode, stdout } = await docker.containers.run("busybox", "date -u", { check: false });
 * console.log(exitCode, stdout);
 * docker.close();
 * ```
 *
 * @module
 */
export { createEngine } from "../create_engine.ts";
export { Config, ConfigCollection, type ConfigCreateOptions } from "./configs.ts";
export { Container } from "./container.ts";
export { containerLines, type ContainerLinesOptions } from "./container_lines.ts";
export type { ContainerOptions } from "./container_options.ts";
export {
  ContainerCollection,
  type ContainerListOptions,
  type ContainerRunOptions,
} from "./containers.ts";
export {
  DockerClient,
  DockerScope,
  type ReapScopesOptions,
  type ScopeOptions,
} from "./docker_client.ts";
export {
  type ContainerExecOptions,
  execDetached,
  execInContainer,
  execLines,
  type ExecOptions,
} from "./exec.ts";
export { execRun, type ExecRunOptions, type ExecRunResult } from "./exec_run.ts";
export { Image, type ImageSaveOptions } from "./image.ts";
export {
  type ImageBuildOptions,
  ImageCollection,
  type ImageListOptions,
  type ImageLoadOptions,
  type ImagePullOptions,
  type ImagePushOptions,
} from "./images.ts";
export {
  Collection,
  type CollectionOptions,
  type EngineOwner,
  type MadeLabels,
  Model,
} from "./model.ts";
export { Network, NetworkCollection, type NetworkListOptions } from "./networks.ts";
export { Node, NodeCollection } from "./nodes.ts";
export { Plugin, PluginCollection, type PluginInstallOptions } from "./plugins.ts";
export type { ProcessOutput, ProcessResult } from "./process_io.ts";
export type { OutputLines } from "./process_lines.ts";
export type { OnProgress } from "./progress.ts";
export type { PruneBuildsOptions } from "../api/build/prune.ts";
export type { PullImageOptions } from "./pull_image.ts";
export type { PullingOptions, PullPolicy } from "./pulling.ts";
export { RegistryData } from "./registry_data.ts";
export { runContainer, runContainerLines, type RunContainerOptions } from "./run.ts";
export { startContainer, type StartContainerOptions } from "./start_container.ts";
export { Secret, SecretCollection, type SecretCreateOptions } from "./secrets.ts";
export type { ConvergenceOptions } from "./convergence.ts";
export type { ConvergenceLimits } from "./convergence_limits.ts";
export type { ServiceCreateOptions, ServiceUpdateOptions } from "./service_options.ts";
export {
  Service,
  ServiceCollection,
  type ServiceGetOptions,
  type ServiceOutputOptions,
  type ServiceScaleOptions,
} from "./services.ts";
export {
  Swarm,
  type SwarmInitOptions,
  type SwarmJoinOptions,
  type SwarmUpdateOptions,
} from "./swarm.ts";
export {
  type ContainerUsage,
  measureUsage,
  toUsage,
  type UsageOptions,
  usageStream,
} from "./usage.ts";
export { Volume, VolumeCollection } from "./volumes.ts";
export { lines, type LinesOptions, type OutputLine } from "../streams/output_lines.ts";
export {
  followLogs,
  type FollowLogsOptions,
  type LoggingContainer,
  type NamedLine,
} from "./follow_logs.ts";
export { allOf, anyOf } from "./wait/combined.ts";
export { command } from "./wait/command.ts";
export type { ContainerCondition } from "./wait/condition.ts";
export { exited, type ExitedOptions } from "./wait/exited.ts";
export { healthy } from "./wait/healthy.ts";
export { http, type HttpConditionOptions } from "./wait/http.ts";
export { logLine, type LogLineOptions } from "./wait/log_line.ts";
export { portOpen } from "./wait/port_open.ts";
export type { WaitTarget } from "./wait/target.ts";
export { waitUntil, type WaitUntilOptions } from "./wait/wait_until.ts";
export { DockerError, TimeoutError } from "../errors.ts";
export { ContainerError, type ContainerErrorDetails } from "./container_error.ts";
export { WaitError } from "./wait/wait_error.ts";
export { ContainerFile } from "./copy/container_file.ts";
export { copyFrom, type CopyFromOptions, openContainerFile } from "./copy/copy_from.ts";
export { copyInto, type CopyIntoOptions } from "./copy/copy_into.ts";
export type { PathStat } from "./copy/path_stat.ts";
export {
  attachTerminal,
  type AttachTerminalOptions,
  openShell,
  type ShellOptions,
} from "./terminal.ts";
export { reconnectingEvents, type ReconnectingEventsOptions } from "./events.ts";
export type { LabelledObject, ScopedKind, ScopedObject } from "./scope.ts";
