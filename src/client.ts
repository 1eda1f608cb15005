// Written by tools/write_client.ts: change the functions in src/api instead.
import { type APIClientOptions, createEngine } from "./create_engine.ts";
import type { Engine } from "./engine/engine.ts";

import type * as buildPrune from "./api/build/prune.ts";
import type * as buildSession from "./api/build/session.ts";
import type * as configsCreate from "./api/configs/create.ts";
import type * as configsList from "./api/configs/list.ts";
import type * as configsUpdate from "./api/configs/update.ts";
import * as containersAttach from "./api/containers/attach.ts";
import * as containersAttachSocket from "./api/containers/attach_socket.ts";
import * as containersChanges from "./api/containers/changes.ts";
import type * as containersCheckpoints from "./api/containers/checkpoints.ts";
import type * as containersCommit from "./api/containers/commit.ts";
import * as containersContainerConfig from "./api/containers/container_config.ts";
import * as containersCreate from "./api/containers/create.ts";
import type * as containersCreateCheckpoint from "./api/containers/create_checkpoint.ts";
import * as containersCreateFromConfig from "./api/containers/create_from_config.ts";
import * as containersHostConfig from "./api/containers/host_config.ts";
import * as containersInspect from "./api/containers/inspect.ts";
import * as containersKill from "./api/containers/kill.ts";
import * as containersList from "./api/containers/list.ts";
import * as containersLogs from "./api/containers/logs.ts";
import * as containersNetworkingConfig from "./api/containers/networking_config.ts";
import * as containersPause from "./api/containers/pause.ts";
import * as containersPort from "./api/containers/port.ts";
import type * as containersPrune from "./api/containers/prune.ts";
import type * as containersPutArchive from "./api/containers/put_archive.ts";
import * as containersRegisterWait from "./api/containers/register_wait.ts";
import * as containersRemove from "./api/containers/remove.ts";
import type * as containersRemoveCheckpoint from "./api/containers/remove_checkpoint.ts";
import * as containersRename from "./api/containers/rename.ts";
import * as containersResize from "./api/containers/resize.ts";
import * as containersRestart from "./api/containers/restart.ts";
import * as containersStart from "./api/containers/start.ts";
import * as containersStats from "./api/containers/stats.ts";
import * as containersStop from "./api/containers/stop.ts";
import * as containersTop from "./api/containers/top.ts";
import * as containersUnpause from "./api/containers/unpause.ts";
import type * as containersUpdate from "./api/containers/update.ts";
import * as containersWait from "./api/containers/wait.ts";
import * as execCreate from "./api/exec/create.ts";
import type * as execExitCode from "./api/exec/exit_code.ts";
import * as execInspect from "./api/exec/inspect.ts";
import * as execResize from "./api/exec/resize.ts";
import * as execStart from "./api/exec/start.ts";
import type * as imagesGet from "./api/images/get.ts";
import type * as imagesGetSeveral from "./api/images/get_several.ts";
import type * as imagesHistory from "./api/images/history.ts";
import type * as imagesImport from "./api/images/import.ts";
import type * as imagesImportAny from "./api/images/import_any.ts";
import type * as imagesImportFromImage from "./api/images/import_from_image.ts";
import type * as imagesInspect from "./api/images/inspect.ts";
import type * as imagesInspectAttestations from "./api/images/inspect_attestations.ts";
import type * as imagesInspectDistribution from "./api/images/inspect_distribution.ts";
import type * as imagesList from "./api/images/list.ts";
import type * as imagesLoad from "./api/images/load.ts";
import type * as imagesPrune from "./api/images/prune.ts";
import type * as imagesPull from "./api/images/pull.ts";
import type * as imagesPush from "./api/images/push.ts";
import type * as imagesRemove from "./api/images/remove.ts";
import type * as imagesSearch from "./api/images/search.ts";
import type * as imagesTag from "./api/images/tag.ts";
import * as networksConnect from "./api/networks/connect.ts";
import type * as networksCreate from "./api/networks/create.ts";
import * as networksDisconnect from "./api/networks/disconnect.ts";
import * as networksInspect from "./api/networks/inspect.ts";
import * as networksList from "./api/networks/list.ts";
import type * as networksPrune from "./api/networks/prune.ts";
import * as networksRemove from "./api/networks/remove.ts";
import type * as nodesList from "./api/nodes/list.ts";
import type * as nodesRemove from "./api/nodes/remove.ts";
import type * as nodesUpdate from "./api/nodes/update.ts";
import type * as pluginsConfigure from "./api/plugins/configure.ts";
import type * as pluginsCreate from "./api/plugins/create.ts";
import type * as pluginsDisable from "./api/plugins/disable.ts";
import type * as pluginsEnable from "./api/plugins/enable.ts";
import type * as pluginsList from "./api/plugins/list.ts";
import type * as pluginsPull from "./api/plugins/pull.ts";
import type * as pluginsRemove from "./api/plugins/remove.ts";
import type * as pluginsUpgrade from "./api/plugins/upgrade.ts";
import type * as secretsCreate from "./api/secrets/create.ts";
import type * as secretsList from "./api/secrets/list.ts";
import type * as secretsUpdate from "./api/secrets/update.ts";
import type * as servicesCreate from "./api/services/create.ts";
import type * as servicesInspect from "./api/services/inspect.ts";
import type * as servicesList from "./api/services/list.ts";
import type * as servicesListTasks from "./api/services/list_tasks.ts";
import type * as servicesTaskLogs from "./api/services/task_logs.ts";
import type * as servicesUpdate from "./api/services/update.ts";
import type * as swarmInit from "./api/swarm/init.ts";
import type * as swarmJoin from "./api/swarm/join.ts";
import type * as swarmLeave from "./api/swarm/leave.ts";
import * as swarmSwarmSpec from "./api/swarm/swarm_spec.ts";
import type * as swarmUpdate from "./api/swarm/update.ts";
import type * as systemDf from "./api/system/df.ts";
import * as systemEvents from "./api/system/events.ts";
import * as systemInfo from "./api/system/info.ts";
import type * as systemLogin from "./api/system/login.ts";
import * as systemPing from "./api/system/ping.ts";
import type * as systemRequest from "./api/system/request.ts";
import * as systemVersion from "./api/system/version.ts";
import type * as volumesCreate from "./api/volumes/create.ts";
import * as volumesInspect from "./api/volumes/inspect.ts";
import * as volumesList from "./api/volumes/list.ts";
import type * as volumesPrune from "./api/volumes/prune.ts";
import * as volumesRemove from "./api/volumes/remove.ts";
import type * as volumesUpdate from "./api/volumes/update.ts";
import { copyBytes, snapshot } from "./convert/snapshot.ts";
import type { BuildOptions } from "./api/build/build_call.ts";
import type { PluginRegistryOptions } from "./api/common/plugin_registry.ts";
import type { ContainerSocket } from "./api/common/socket.ts";
import type { ServiceLogsOptions } from "./api/common/task_output.ts";
import type { TransferProgress } from "./api/common/transfer.ts";
import type { WaitOptions } from "./api/containers/register_wait.ts";
import type { BuildStream } from "./build/build_stream.ts";
import type { BuildSession } from "./build/session/session.ts";
import type { Command } from "./convert/command.ts";
import type { Data } from "./convert/data.ts";
import type { VersionIndex } from "./convert/object_version.ts";
import type { Port } from "./convert/ports/port.ts";
import type { Reference, VolumeReference } from "./convert/reference.ts";
import type { CallOptions } from "./engine/engine.ts";
import type { EndpointConfigOptions } from "./specs/endpoint_config.ts";
import type { HostConfigOptions } from "./specs/host_config.ts";
import type { SwarmSpec, SwarmSpecOptions } from "./specs/swarm_spec.ts";
import type { BatchStream } from "./streams/batch_stream.ts";
import type { Frame } from "./streams/frames.ts";
import type { CollectedOutput } from "./streams/output.ts";
import type { BuildPruneReport } from "./types/build.ts";
import type { BuildRecord } from "./types/build_trace.ts";
import type { IdResponse } from "./types/common.ts";
import type { Config, ConfigCreateResult } from "./types/configs.ts";
import type {
  ContainerCreateBody,
  ContainerCreateResult,
  ContainerUpdateResult,
} from "./types/container_config.ts";
import type {
  ArchiveStat,
  Checkpoint,
  ContainerInspect,
  ContainersPruneReport,
  ContainerSummary,
  ContainerTop,
  FilesystemChange,
  LogRecord,
} from "./types/containers.ts";
import type { EngineEvent, EngineVersion, PingInfo } from "./types/daemon.ts";
import type { DiskUsage } from "./types/disk_usage.ts";
import type { EndpointSettings, NetworkingConfig } from "./types/endpoints.ts";
import type { ExecInspect } from "./types/exec.ts";
import type { HostConfig } from "./types/host_config.ts";
import type { AttestationStatement } from "./types/image_identity.ts";
import type {
  ImageDeleteItem,
  ImageHistoryItem,
  ImageInspect,
  ImageSearchResult,
  ImagesPruneReport,
  ImageSummary,
} from "./types/images.ts";
import type {
  NetworkCreateResult,
  NetworkInspect,
  NetworksPruneReport,
  NetworkSummary,
} from "./types/networks.ts";
import type { SwarmNode } from "./types/nodes.ts";
import type { Plugin, PluginPrivilege } from "./types/plugins.ts";
import type { PortBinding } from "./types/ports.ts";
import type { ProgressRecord } from "./types/progress.ts";
import type { AuthResult, DistributionInspect } from "./types/registry.ts";
import type { Secret, SecretCreateResult } from "./types/secrets.ts";
import type { Service, ServiceCreateResult, ServiceUpdateResult } from "./types/services.ts";
import type { ContainerStats } from "./types/stats.ts";
import type { SwarmInspect, SwarmUnlockKey } from "./types/swarm.ts";
import type { SystemInfo } from "./types/system_info.ts";
import type { TaskTemplateJSON } from "./types/task_spec.ts";
import type { Task } from "./types/tasks.ts";
import type { Volume, VolumeList, VolumesPruneReport } from "./types/volumes.ts";

/**
 * A client of one Docker Engine. Each method is one operation of the Engine's API and returns what
 * the Engine answers.
 *
 * Nothing is opened before the first call, and an idle client keeps no process alive.
 *
 * @example Run a command in a container
 * ```ts no-run
 * import { APIClient } from "@longshore/docker";
 *
 * await using client = new APIClient();
 * const container = await client.createContainer("busybox", { command: "echo hello" });
 * await client.start(container);
 * const code = await client.wait(container);
 * console.log(code, await client.logs(container));
 * await client.removeContainer(container);
 * ```
 */
export class APIClient implements AsyncDisposable {
  readonly #engine: Engine;

  /**
   * Makes a client; nothing is opened, read or sent.
   *
   * @param options The engine's address and how to talk to it, or the address alone.
   * @throws {TypeError} When an option is unknown or has another type, or the address or a header is malformed.
   * @throws {InvalidVersion} When the version is malformed.
   */
  constructor(options: APIClientOptions | string = {}) {
    this.#engine = createEngine(options);
  }

  /** The API version in use; `null` until the first call that needs it has learned it. */
  get apiVersion(): string | null {
    return this.#engine.version;
  }

  /** The engine's address. */
  get baseUrl(): string {
    return this.#engine.address;
  }

  /** What the free functions of `@longshore/docker/api` take as their first argument. */
  get engine(): Engine {
    return this.#engine;
  }

  /** Closes all connections; calls and streams under way reject with a {@linkcode ConnectionError}. */
  close(): void {
    this.#engine.close();
  }

  /** Closes all connections, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  // The system

  /**
   * Returns what takes disk space (`GET /system/df`). Since API 1.25.
   *
   * @param options What is counted.
   * @returns Images, containers, volumes and build cache: in lists up to API 1.52, in sums from API 1.52.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Images } = await new APIClient().df();
   * for (const { RepoTags, Size } of Images ?? []) console.log(RepoTags, Size);
   * ```
   */
  async df(options?: systemDf.DfOptions): Promise<DiskUsage> {
    const kept = snapshot([options] as const);
    const { df } = await import("./api/system/df.ts");
    return await df(this.#engine, ...kept);
  }

  /**
   * Streams events as objects (`GET /events`): what happens to containers, images, networks and all else.
   *
   * The Engine answers a moment before it listens: who must not miss an event of that moment gives `since`.
   *
   * @param options Which events, and of what time.
   * @returns A stream of events, which ends at `until`, or when it is left.
   * @throws {BadRequest} When `since` is behind `until`.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const filters = { type: "container", event: ["start", "die"] };
   * for await (const { Action, Actor } of await client.events({ decode: true, filters })) {
   *   console.log(Action, Actor.Attributes?.name);
   * }
   * ```
   */
  events(options: systemEvents.EventsOptions & { decode: true }): Promise<BatchStream<EngineEvent>>;
  /**
   * Streams events as bytes: one JSON object a line (`GET /events`).
   *
   * @param options Which events, and of what time.
   */
  events(
    options?: systemEvents.EventsOptions & { decode?: false | null | undefined },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /**
   * Streams events (`GET /events`).
   *
   * @param options Which events, of what time, and in which form.
   */
  events(
    options?: systemEvents.EventsOptions,
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<EngineEvent>>;
  events(
    options?: systemEvents.EventsOptions,
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<EngineEvent>> {
    return systemEvents.events(this.#engine, options);
  }

  /**
   * Returns what the Engine tells of itself and its host (`GET /info`).
   *
   * @param options The call's own options.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { NCPU, MemTotal } = await new APIClient().info();
   * console.log(NCPU, MemTotal);
   * ```
   */
  info(options?: CallOptions): Promise<SystemInfo> {
    return systemInfo.info(this.#engine, options);
  }

  /**
   * Logs in to a registry (`POST /auth`). Later pulls, pushes and builds of this client use the credentials.
   *
   * Where the client knows the same user and password already, from a login or from the
   * configuration file, nothing is asked; `reauth` asks anyway. Nothing is written to any file.
   *
   * @param username The user's name.
   * @param options The password and the registry.
   * @returns How it went, and the registry's identity token if it gave one.
   * @throws {APIError} When the registry refuses the credentials.
   * @throws {InvalidConfigFile} When `dockercfgPath` cannot be read.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.login("me", { password: "secret", registry: "registry.example:5000" });
   * await client.pull("registry.example:5000/team/app", { tag: "1.2" });
   * ```
   */
  async login(username: string, options?: systemLogin.LoginOptions): Promise<AuthResult> {
    const kept = snapshot([username, options] as const);
    const { login } = await import("./api/system/login.ts");
    return await login(this.#engine, ...kept);
  }

  /**
   * Asks whether the Engine is there (`GET /_ping`).
   *
   * @param options The call's own options.
   * @returns True when it answers `OK`.
   * @throws {ConnectionError} When nothing answers at the address.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * console.log(await new APIClient().ping());
   * ```
   */
  ping(options?: CallOptions): Promise<boolean> {
    return systemPing.ping(this.#engine, options);
  }

  /**
   * Asks what the Engine is, without a body and without an API version (`HEAD /_ping`; `GET /_ping` of
   * Engines before API 1.40).
   *
   * @param options The call's own options.
   * @returns The newest API version, the operating system, the builder, and the state of the swarm.
   * @throws {ConnectionError} When nothing answers at the address.
   * @throws {APIError} When the Engine is not well.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { apiVersion, osType, swarm } = await new APIClient().pingInfo();
   * console.log(apiVersion, osType, swarm?.state);
   * ```
   */
  async pingInfo(options?: CallOptions): Promise<PingInfo> {
    const kept = snapshot([options] as const);
    const { pingInfo } = await import("./api/system/ping_info.ts");
    return await pingInfo(this.#engine, ...kept);
  }

  /**
   * Sends any request: with the client's API version, credentials, limits in time, streams and errors.
   *
   * @param method The method, e.g. `POST`.
   * @param path The path without the API version, its variable parts percent-encoded.
   * @param options The query, the body and how to send them; `upgrade: true` hands the connection over.
   * @returns The connection, once the Engine has switched to raw bytes.
   * @throws {APIError} When the Engine answers with a status of 400 or more.
   */
  request(
    method: string,
    path: string,
    options: systemRequest.EngineRequestOptions & { upgrade: true | string },
  ): Promise<ContainerSocket<Uint8Array<ArrayBuffer>>>;
  /**
   * Sends any request: with the client's API version, credentials, limits in time, streams and errors.
   *
   * @param method The method, e.g. `POST`.
   * @param path The path without the API version, its variable parts percent-encoded.
   * @param options The query, the body and how to send them.
   * @returns The response, whose body is still to be read.
   * @throws {APIError} When the Engine answers with a status of 400 or more.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const response = await client.request("GET", "/distribution/busybox/json", { registry: "busybox" });
   * console.log(await response.json());
   * ```
   */
  request(
    method: string,
    path: string,
    options?: systemRequest.EngineRequestOptions & { upgrade?: false | null | undefined },
  ): Promise<systemRequest.EngineResponse>;
  /**
   * Sends any request.
   *
   * @param method The method, e.g. `POST`.
   * @param path The path without the API version, its variable parts percent-encoded.
   * @param options The query, the body and how to send them.
   */
  request(
    method: string,
    path: string,
    options?: systemRequest.EngineRequestOptions,
  ): Promise<systemRequest.EngineResponse | ContainerSocket<Uint8Array<ArrayBuffer>>>;
  async request(
    method: string,
    path: string,
    given?: systemRequest.EngineRequestOptions,
  ): Promise<systemRequest.EngineResponse | ContainerSocket<Uint8Array<ArrayBuffer>>> {
    const kept = snapshot([method, path, given] as const);
    const { request } = await import("./api/system/request.ts");
    return await request(this.#engine, ...kept);
  }

  /**
   * Returns the versions of the Engine and its components (`GET /version`).
   *
   * @param options Whether the path carries the API version.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Version, ApiVersion } = await new APIClient().version();
   * console.log(Version, ApiVersion);
   * ```
   */
  version(options?: systemVersion.VersionOptions): Promise<EngineVersion> {
    return systemVersion.version(this.#engine, options);
  }

  // Containers

  /**
   * Streams what a container writes from now on, stdout and stderr told apart (`POST /containers/{id}/attach`).
   *
   * Once this resolves the Engine has noted it: a container that is started behind it loses no output.
   *
   * @param container The container, running or not yet started.
   * @param options What of its output.
   * @returns A stream of frames in order of arrival, until the container ends.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const container = await client.createContainer("busybox", { command: "echo hello" });
   * const output = await client.attach(container, { stream: true, demux: true });
   * await client.start(container);
   * for await (const { stream, data } of output) console.log(stream, data.length);
   * ```
   */
  attach(
    container: Reference,
    options: containersAttach.AttachOptions & { stream: true; demux: true },
  ): Promise<BatchStream<Frame>>;
  /**
   * Streams what a container writes from now on, as bytes (`POST /containers/{id}/attach`).
   *
   * @param container The container, running or not yet started.
   * @param options What of its output.
   * @returns A stream of bytes, stdout and stderr in order of arrival, until the container ends.
   */
  attach(
    container: Reference,
    options: containersAttach.AttachOptions & { stream: true; demux?: false | null | undefined },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /**
   * Collects what a container writes until it ends, stdout and stderr told apart (`POST /containers/{id}/attach`).
   *
   * @param container The container; of one that has ended there is only what it wrote, with `logs`.
   * @param options What of its output.
   */
  attach(
    container: Reference,
    options: containersAttach.AttachOptions & { stream?: false | null | undefined; demux: true },
  ): Promise<CollectedOutput>;
  /**
   * Collects what a container writes until it ends, as one text (`POST /containers/{id}/attach`).
   *
   * @param container The container; of one that has ended there is only what it wrote, with `logs`.
   * @param options What of its output.
   */
  attach(
    container: Reference,
    options?: containersAttach.AttachOptions & {
      stream?: false | null | undefined;
      demux?: false | null | undefined;
    },
  ): Promise<string>;
  /**
   * Collects or streams what a container writes (`POST /containers/{id}/attach`).
   *
   * @param container The container.
   * @param options What of its output, and in which form.
   */
  attach(
    container: Reference,
    options?: containersAttach.AttachOptions,
  ): Promise<string | CollectedOutput | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>>;
  attach(
    container: Reference,
    options?: containersAttach.AttachOptions,
  ): Promise<string | CollectedOutput | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>> {
    return containersAttach.attach(this.#engine, container, options);
  }

  /**
   * Connects to a container's streams and receives frames (`POST /containers/{id}/attach`).
   *
   * @param container The container, running or not yet started.
   * @param options What is connected to.
   * @returns The connection, whose `readable` tells stdout and stderr apart.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const socket = await client.attachSocket("cat", { params: { stdin: true }, demux: true });
   * const writer = socket.writable.getWriter();
   * await writer.write("hello");
   * await writer.close();
   * for await (const { stream, data } of socket.readable) console.log(stream, data.length);
   * ```
   */
  attachSocket(
    container: Reference,
    options: containersAttachSocket.AttachSocketOptions & { demux: true },
  ): Promise<ContainerSocket<Frame>>;
  /**
   * Connects to a container's streams (`POST /containers/{id}/attach`, or `GET .../attach/ws`).
   *
   * The end of its input reaches the container only if it was created with `stdinOpen` and without
   * `detach`; of one with a terminal, detach keys or the end-of-text character end it.
   *
   * @param container The container, running or not yet started.
   * @param options What is connected to, and how.
   * @returns The connection; `readable` gives the wire's bytes, frame headers included if the container has no
   * terminal.
   */
  attachSocket(
    container: Reference,
    options?: containersAttachSocket.AttachSocketOptions & { demux?: false | null | undefined },
  ): Promise<ContainerSocket<Uint8Array<ArrayBuffer>>>;
  /**
   * Connects to a container's streams (`POST /containers/{id}/attach`, or `GET .../attach/ws`).
   *
   * @param container The container, running or not yet started.
   * @param options What is connected to, and how.
   */
  attachSocket(
    container: Reference,
    options?: containersAttachSocket.AttachSocketOptions,
  ): Promise<ContainerSocket<Uint8Array<ArrayBuffer>> | ContainerSocket<Frame>>;
  attachSocket(
    container: Reference,
    options?: containersAttachSocket.AttachSocketOptions,
  ): Promise<ContainerSocket<Uint8Array<ArrayBuffer>> | ContainerSocket<Frame>> {
    return containersAttachSocket.attachSocket(this.#engine, container, options);
  }

  /**
   * Lists what a container changed of its image's files (`GET /containers/{id}/changes`).
   *
   * @param container The container.
   * @param options The call's own options.
   * @returns Paths with 0 for changed, 1 for added and 2 for deleted; `null` for none.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for (const { Kind, Path } of await client.diff("web") ?? []) console.log("CAD"[Kind], Path);
   * ```
   */
  diff(container: Reference, options?: CallOptions): Promise<FilesystemChange[] | null> {
    return containersChanges.diff(this.#engine, container, options);
  }

  /**
   * Lists the checkpoints of a container (`GET /containers/{id}/checkpoints`). Since API 1.25, of Engines
   * with experimental features on, which need CRIU on their host.
   *
   * @param container The container.
   * @param options Where the checkpoints are kept.
   * @returns The checkpoints by name; `null` or an empty list for none.
   * @throws {NotFound} When there is no such container, or the Engine has no checkpoints.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * for (const { Name } of await new APIClient().checkpoints("web")) console.log(Name);
   * ```
   */
  async checkpoints(
    container: Reference,
    options?: containersCheckpoints.CheckpointsOptions,
  ): Promise<Checkpoint[]> {
    const kept = snapshot([container, options] as const);
    const { checkpoints } = await import("./api/containers/checkpoints.ts");
    return await checkpoints(this.#engine, ...kept);
  }

  /**
   * Makes an image of a container (`POST /commit`).
   *
   * @param container The container.
   * @param options The image's name and what is changed in it.
   * @returns The image's `Id`.
   * @throws {NotFound} When there is no such container.
   * @throws {BadRequest} When an instruction in `changes` is malformed.
   * @throws {TypeError} When there is a tag of no repository, which the Engine would drop.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { Id } = await client.commit("web", {
   *   repository: "web",
   *   tag: "edited",
   *   message: "Edited by hand",
   *   changes: ["ENV EDITED=1"],
   * });
   * console.log(Id);
   * ```
   */
  async commit(
    container: Reference,
    options?: containersCommit.CommitOptions,
  ): Promise<IdResponse> {
    const kept = snapshot([container, options] as const);
    const { commit } = await import("./api/containers/commit.ts");
    return await commit(this.#engine, ...kept);
  }

  /**
   * Says what a container is, for {@linkcode APIClient.createContainerFromConfig}; sends nothing.
   *
   * @param image The image: a name or an id.
   * @param options The container's configuration.
   * @returns The Engine's JSON.
   * @throws {TypeError} When an option has another shape or is unknown.
   * @throws {RangeError} When an option's value is not allowed.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const config = client.createContainerConfig("busybox", { command: "sleep 5", tty: true });
   * await client.createContainerFromConfig(config, { name: "sleeper" });
   * ```
   */
  createContainerConfig(
    image: Reference,
    options?: containersContainerConfig.ContainerConfigOptions,
  ): ContainerCreateBody {
    return containersContainerConfig.createContainerConfig(image, options);
  }

  /**
   * Streams a file or directory of a container as a tar archive (`POST /containers/{id}/copy`); until API 1.23.
   *
   * @deprecated Use {@linkcode APIClient.getArchive}.
   * @param container The container.
   * @param resource The path inside the container.
   * @param options The call's own options.
   * @returns The archive's bytes.
   * @throws {InvalidVersion} When the API version is newer than 1.23.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient({ version: "1.23" });
   * for await (const bytes of await client.copy("web", "/etc/hostname")) console.log(bytes.length);
   * ```
   */
  async copy(
    container: Reference,
    resource: string,
    options?: CallOptions,
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>> {
    const kept = snapshot([container, resource, options] as const);
    const { copy } = await import("./api/containers/copy.ts");
    return await copy(this.#engine, ...kept);
  }

  /**
   * Creates a container (`POST /containers/create`).
   *
   * @param image The image: a name or an id.
   * @param options The container's configuration.
   * @returns The container's `Id`, and `Warnings`.
   * @throws {ImageNotFound} When the Engine does not have the image.
   * @throws {Conflict} When the name is taken.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { Id } = await client.createContainer("busybox", {
   *   command: ["sh", "-c", "echo $GREETING"],
   *   environment: { GREETING: "hello" },
   * });
   * console.log(Id);
   * ```
   */
  createContainer(
    image: Reference,
    options?: containersCreate.CreateContainerOptions,
  ): Promise<ContainerCreateResult> {
    return containersCreate.createContainer(this.#engine, image, options);
  }

  /**
   * Saves the state of a running container (`POST /containers/{id}/checkpoints`), to go on from there with
   * `checkpoint` of {@linkcode start}. Since API 1.25, of Engines with experimental features on, which need
   * CRIU on their host.
   *
   * @param container The container.
   * @param checkpoint The checkpoint's name.
   * @param options Where it is kept, and whether the container stops.
   * @returns True.
   * @throws {NotFound} When there is no such container, or the Engine has no checkpoints.
   * @throws {ServerError} When the container's state cannot be saved.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.createCheckpoint("web", "warm", { exit: true });
   * await client.start("web", { checkpoint: "warm" });
   * ```
   */
  async createCheckpoint(
    container: Reference,
    checkpoint: string,
    options?: containersCreateCheckpoint.CreateCheckpointOptions,
  ): Promise<true> {
    const kept = snapshot([container, checkpoint, options] as const);
    const { createCheckpoint } = await import("./api/containers/create_checkpoint.ts");
    return await createCheckpoint(this.#engine, ...kept);
  }

  /**
   * Creates a container from the Engine's own JSON (`POST /containers/create`).
   *
   * @param config The body of the request, spelt as the Engine spells it.
   * @param options The container's name.
   * @returns The container's `Id`, and `Warnings`.
   * @throws {TypeError} When a field's name is misspelt; what is unknown otherwise is sent as it is.
   * @throws {ImageNotFound} When the Engine does not have the image.
   * @throws {Conflict} When the name is taken.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.createContainerFromConfig({ Image: "busybox", Cmd: ["true"] }, { name: "once" });
   * ```
   */
  createContainerFromConfig(
    config: ContainerCreateBody,
    options?: containersCreateFromConfig.CreateContainerFromConfigOptions,
  ): Promise<ContainerCreateResult> {
    return containersCreateFromConfig.createContainerFromConfig(this.#engine, config, options);
  }

  /**
   * Streams a container's file system as a tar archive (`GET /containers/{id}/export`).
   *
   * @param container The container.
   * @param options The call's own options.
   * @returns The archive's bytes.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * let size = 0;
   * for await (const bytes of await client.export("web")) size += bytes.length;
   * console.log(size);
   * ```
   */
  async export(
    container: Reference,
    options?: CallOptions,
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>> {
    const kept = snapshot([container, options] as const);
    const { exportContainer } = await import("./api/containers/export.ts");
    return await exportContainer(this.#engine, ...kept);
  }

  /**
   * Streams a file or directory of a container as a tar archive (`GET /containers/{id}/archive`).
   *
   * @param container The container, running or not.
   * @param path The path inside the container.
   * @param options The call's own options.
   * @returns The archive's bytes, and what the Engine knows of the file or directory.
   * @throws {NotFound} When there is no such container or path.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const [archive, stat] = await client.getArchive("web", "/etc/hostname");
   * console.log(stat.name, stat.size);
   * for await (const bytes of archive) console.log(bytes.length);
   * ```
   */
  async getArchive(
    container: Reference,
    path: string,
    options?: CallOptions,
  ): Promise<[stream: BatchStream<Uint8Array<ArrayBuffer>>, stat: ArchiveStat]> {
    const kept = snapshot([container, path, options] as const);
    const { getArchive } = await import("./api/containers/get_archive.ts");
    return await getArchive(this.#engine, ...kept);
  }

  /**
   * Says how a container sits on its host, for `hostConfig` of {@linkcode APIClient.createContainer}; sends nothing.
   *
   * @param options Memory, CPUs, ports, mounts and the like.
   * @returns The Engine's JSON, with nothing in it that was not given.
   * @throws {TypeError} When an option has another shape or is unknown; the message shows the accepted forms.
   * @throws {RangeError} When an option's value is not allowed.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const hostConfig = client.createHostConfig({
   *   memLimit: "128m",
   *   portBindings: { 80: ["127.0.0.1", 8080], "53/udp": null },
   *   binds: { "/srv/site": { bind: "/usr/share/nginx/html", mode: "ro" } },
   * });
   * await client.createContainer("nginx", { hostConfig });
   * ```
   */
  createHostConfig(options?: HostConfigOptions): HostConfig {
    return containersHostConfig.createHostConfig(options);
  }

  /**
   * Returns what the Engine knows of a container (`GET /containers/{id}/json`).
   *
   * @param container The container.
   * @param options The call's own options.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { State } = await client.inspectContainer("web");
   * console.log(State.Status);
   * ```
   */
  inspectContainer(
    container: Reference,
    options?: containersInspect.InspectContainerOptions,
  ): Promise<ContainerInspect> {
    return containersInspect.inspectContainer(this.#engine, container, options);
  }

  /**
   * Sends a signal to a container (`POST /containers/{id}/kill`).
   *
   * @param container The container.
   * @param posixSignal The signal, e.g. `SIGHUP` or 1; `SIGKILL` without it.
   * @param options The call's own options.
   * @returns True.
   * @throws {NotFound} When there is no such container.
   * @throws {Conflict} When it is not running.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.kill("web", "SIGHUP");
   * ```
   */
  kill(
    container: Reference,
    posixSignal?: string | number | null,
    options?: CallOptions,
  ): Promise<true> {
    return containersKill.kill(this.#engine, container, posixSignal, options);
  }

  /**
   * Lists containers (`GET /containers/json`).
   *
   * @param options Which containers, and what of them.
   * @returns The containers, those created last first.
   * @throws {APIError} When the Engine refuses a filter.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for (const { Names, Status } of await client.containers({ all: true })) console.log(Names[0], Status);
   * ```
   */
  containers(
    options: containersList.ContainersOptions & { quiet: true },
  ): Promise<Pick<ContainerSummary, "Id">[]>;
  /**
   * Lists containers (`GET /containers/json`).
   *
   * @param options Which containers, and what of them.
   */
  containers(options?: containersList.ContainersOptions): Promise<ContainerSummary[]>;
  containers(options?: containersList.ContainersOptions): Promise<Pick<ContainerSummary, "Id">[]> {
    return containersList.containers(this.#engine, options);
  }

  /**
   * Streams a container's output as records of lines (`GET /containers/{id}/logs`). Since API 1.54.
   *
   * @param container The container.
   * @param options What of its output; with `stream` it is followed unless `follow` is false.
   * @returns A stream of lines with their source and time.
   */
  logs(
    container: Reference,
    options: containersLogs.LogsOptions & { stream: true; format: "json" },
  ): Promise<BatchStream<LogRecord>>;
  /**
   * Reads a container's output as records of lines (`GET /containers/{id}/logs`). Since API 1.54.
   *
   * @param container The container.
   * @param options What of its output.
   */
  logs(
    container: Reference,
    options: containersLogs.LogsOptions & { stream?: false | null | undefined; format: "json" },
  ): Promise<LogRecord[]>;
  /**
   * Streams a container's output, stdout and stderr told apart (`GET /containers/{id}/logs`).
   *
   * @param container The container.
   * @param options What of its output; with `stream` it is followed unless `follow` is false.
   * @returns A stream of frames in order of arrival.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const decoder = new TextDecoder();
   * for await (const { stream, data } of await client.logs("web", { stream: true, demux: true })) {
   *   console.log(stream, decoder.decode(data));
   * }
   * ```
   */
  logs(
    container: Reference,
    options: containersLogs.TextLogsOptions & { stream: true; demux: true },
  ): Promise<BatchStream<Frame>>;
  /**
   * Streams a container's output as bytes (`GET /containers/{id}/logs`).
   *
   * @param container The container.
   * @param options What of its output; with `stream` it is followed unless `follow` is false.
   * @returns A stream of bytes, stdout and stderr in order of arrival.
   */
  logs(
    container: Reference,
    options: containersLogs.LogsOptions & {
      stream: true;
      demux?: false | null | undefined;
      format?: null | undefined;
    },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /**
   * Reads a container's output, stdout and stderr told apart (`GET /containers/{id}/logs`).
   *
   * @param container The container.
   * @param options What of its output.
   */
  logs(
    container: Reference,
    options: containersLogs.TextLogsOptions & {
      stream?: false | null | undefined;
      demux: true;
      format?: null | undefined;
    },
  ): Promise<CollectedOutput>;
  /**
   * Reads a container's output as one text (`GET /containers/{id}/logs`).
   *
   * @param container The container.
   * @param options What of its output.
   */
  logs(
    container: Reference,
    options?: containersLogs.TextLogsOptions & {
      stream?: false | null | undefined;
      demux?: false | null | undefined;
      format?: null | undefined;
    },
  ): Promise<string>;
  /**
   * Reads or streams a container's output (`GET /containers/{id}/logs`).
   *
   * @param container The container.
   * @param options What of its output, and in which form.
   */
  logs(
    container: Reference,
    options?: containersLogs.TextLogsOptions,
  ): Promise<string | CollectedOutput | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>>;
  /**
   * Reads or streams a container's output, in any form (`GET /containers/{id}/logs`).
   *
   * @param container The container.
   * @param options What of its output, and in which form.
   */
  logs(
    container: Reference,
    options?: containersLogs.LogsOptions,
  ): Promise<containersLogs.LogsResult>;
  logs(
    container: Reference,
    options?: containersLogs.LogsOptions,
  ): Promise<containersLogs.LogsResult> {
    return containersLogs.logs(this.#engine, container, options);
  }

  /**
   * Says how a container sits in a network, for {@linkcode APIClient.createNetworkingConfig}; sends nothing.
   *
   * @param options The names, links and addresses.
   * @returns The Engine's JSON.
   * @throws {TypeError} When an option has another shape or is unknown.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const endpoint = client.createEndpointConfig({
   *   aliases: ["web", "app"],
   *   links: ["app_db"],
   *   ipv4Address: "132.65.0.123",
   * });
   * console.log(endpoint.IPAMConfig);
   * ```
   */
  createEndpointConfig(options?: EndpointConfigOptions): EndpointSettings {
    return containersNetworkingConfig.createEndpointConfig(options);
  }

  /**
   * Says which networks a container joins, for `networkingConfig` of {@linkcode APIClient.createContainer}; sends
   * nothing.
   *
   * Before API 1.44 there can be only one; further ones are joined by
   * {@linkcode APIClient.connectContainerToNetwork}.
   *
   * @param endpoints The container's place in each network, by the network's name or id.
   * @returns The Engine's JSON.
   * @throws {TypeError} When an endpoint has another shape.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const networkingConfig = client.createNetworkingConfig({
   *   front: client.createEndpointConfig({ aliases: ["web"] }),
   * });
   * await client.createContainer("nginx", { networkingConfig });
   * ```
   */
  createNetworkingConfig(endpoints?: containersNetworkingConfig.Endpoints): NetworkingConfig {
    return containersNetworkingConfig.createNetworkingConfig(endpoints);
  }

  /**
   * Freezes all processes of a container (`POST /containers/{id}/pause`).
   *
   * @param container The container.
   * @param options The call's own options.
   * @returns True.
   * @throws {NotFound} When there is no such container.
   * @throws {Conflict} When it is not running or is paused already.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.pause("web");
   * ```
   */
  pause(container: Reference, options?: CallOptions): Promise<true> {
    return containersPause.pause(this.#engine, container, options);
  }

  /**
   * Finds where on the host a container's port is published (`GET /containers/{id}/json`).
   *
   * @param container The container.
   * @param privatePort The port, e.g. `80` or `"53/udp"`; without a protocol the first of TCP, UDP and SCTP that
   * is published.
   * @param options The call's own options.
   * @returns Addresses and ports of the host; `null` when the port is not published.
   * @throws {NotFound} When there is no such container.
   * @throws {TypeError} When the port cannot be read.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for (const { HostIp, HostPort } of await client.port("web", 80) ?? []) console.log(HostIp, HostPort);
   * ```
   */
  port(
    container: Reference,
    privatePort: Port,
    options?: CallOptions,
  ): Promise<PortBinding[] | null> {
    return containersPort.port(this.#engine, container, privatePort, options);
  }

  /**
   * Removes stopped containers (`POST /containers/prune`). Since API 1.25.
   *
   * @param options Which of them.
   * @returns The ids of what was removed, and the space that became free, in bytes.
   * @throws {APIError} When the Engine refuses a filter.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { SpaceReclaimed } = await client.pruneContainers({ filters: { until: "24h" } });
   * console.log(SpaceReclaimed);
   * ```
   */
  async pruneContainers(
    options?: containersPrune.PruneContainersOptions,
  ): Promise<ContainersPruneReport> {
    const kept = snapshot([options] as const);
    const { pruneContainers } = await import("./api/containers/prune.ts");
    return await pruneContainers(this.#engine, ...kept);
  }

  /**
   * Unpacks a tar archive in a container (`PUT /containers/{id}/archive`).
   *
   * @param container The container, running or not.
   * @param path The directory inside the container; it must exist.
   * @param data The archive: bytes, a `Blob` or a stream, which is sent as it comes.
   * @param options How it is unpacked.
   * @returns True.
   * @throws {NotFound} When there is no such container or directory.
   * @throws {APIError} When the archive is damaged or the container's file system can only be read.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const archive = await fetch("https://example.com/site.tar");
   * await client.putArchive("web", "/usr/share/nginx/html", archive.body!);
   * ```
   */
  async putArchive(
    container: Reference,
    path: string,
    data: Data,
    options?: containersPutArchive.PutArchiveOptions,
  ): Promise<true> {
    const kept = snapshot([container, path, data, options] as const);
    const { putArchive } = await import("./api/containers/put_archive.ts");
    return await putArchive(this.#engine, ...kept);
  }

  /**
   * Registers a wait and resolves once the Engine has taken note of it (`POST /containers/{id}/wait`):
   * the moment to start a container whose exit must not be missed. Since API 1.30.
   *
   * Until `exitCode()` is asked for, the wait keeps no process alive. One for the next exit is given up
   * when {@linkcode start} is refused, one that is not used any more with the object itself.
   *
   * @param container The container.
   * @param options What is waited for.
   * @returns The wait; its `exitCode()` resolves when the container has stopped.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const container = await client.createContainer("busybox", { command: "true" });
   * await using exit = await client.registerWait(container, { condition: "next-exit" });
   * await client.start(container);
   * console.log(await exit.exitCode());
   * ```
   */
  registerWait(
    container: Reference,
    options?: containersRegisterWait.WaitOptions,
  ): Promise<containersRegisterWait.RegisteredWait> {
    return containersRegisterWait.registerWait(this.#engine, container, options);
  }

  /**
   * Removes a container (`DELETE /containers/{id}`).
   *
   * @param container The container.
   * @param options What else is removed, and whether a running container is killed.
   * @returns True.
   * @throws {NotFound} When there is no such container.
   * @throws {Conflict} When it is running and `force` is not set.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.removeContainer("web", { v: true, force: true });
   * ```
   */
  removeContainer(
    container: Reference,
    options?: containersRemove.RemoveContainerOptions,
  ): Promise<true> {
    return containersRemove.removeContainer(this.#engine, container, options);
  }

  /**
   * Removes a checkpoint of a container (`DELETE /containers/{id}/checkpoints/{checkpoint}`). Since API 1.25,
   * of Engines with experimental features on.
   *
   * @param container The container.
   * @param checkpoint The checkpoint's name.
   * @param options Where it is kept.
   * @returns True.
   * @throws {NotFound} When there is no such container, or the Engine has no checkpoints.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().removeCheckpoint("web", "warm");
   * ```
   */
  async removeCheckpoint(
    container: Reference,
    checkpoint: string,
    options?: containersRemoveCheckpoint.RemoveCheckpointOptions,
  ): Promise<true> {
    const kept = snapshot([container, checkpoint, options] as const);
    const { removeCheckpoint } = await import("./api/containers/remove_checkpoint.ts");
    return await removeCheckpoint(this.#engine, ...kept);
  }

  /**
   * Renames a container (`POST /containers/{id}/rename`).
   *
   * @param container The container.
   * @param name Its new name.
   * @param options The call's own options.
   * @returns True.
   * @throws {NotFound} When there is no such container.
   * @throws {Conflict} When the name is taken.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.rename("web", "web-old");
   * ```
   */
  rename(container: Reference, name: string, options?: CallOptions): Promise<true> {
    return containersRename.rename(this.#engine, container, name, options);
  }

  /**
   * Resizes the terminal of a running container (`POST /containers/{id}/resize`).
   *
   * @param container The container.
   * @param height The height, in lines.
   * @param width The width, in characters.
   * @param options The call's own options.
   * @returns True.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.resize("shell", 50, 132);
   * ```
   */
  resize(
    container: Reference,
    height: number,
    width: number,
    options?: CallOptions,
  ): Promise<true> {
    return containersResize.resize(this.#engine, container, height, width, options);
  }

  /**
   * Stops a container if it runs, and starts it (`POST /containers/{id}/restart`).
   *
   * @param container The container.
   * @param options How long it may take to stop, in seconds, before it is killed; 10 without it.
   * @returns True.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.restart("web", { timeout: 30 });
   * ```
   */
  restart(container: Reference, options?: containersRestart.RestartOptions): Promise<true> {
    return containersRestart.restart(this.#engine, container, options);
  }

  /**
   * Starts a container (`POST /containers/{id}/start`).
   *
   * @param container The container.
   * @param options The keys that detach from its tty.
   * @returns True, for a container that ran already too.
   * @throws {NotFound} When there is no such container.
   * @throws {DeprecatedMethod} When configuration is given: it belongs to {@linkcode createContainer}.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.start("web");
   * ```
   */
  start(container: Reference, options?: containersStart.StartOptions): Promise<true> {
    return containersStart.start(this.#engine, container, options);
  }

  /**
   * Returns what a container has at a path, without its content (`HEAD /containers/{id}/archive`).
   *
   * @param container The container, running or not.
   * @param path The path inside the container.
   * @param options The call's own options.
   * @returns Name, size in bytes, mode as Go's `os.FileMode`, time of the last change, and the target of a link.
   * @throws {NotFound} When there is no such container or path.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { name, size } = await client.statArchive("web", "/etc/passwd");
   * console.log(name, size);
   * ```
   */
  async statArchive(
    container: Reference,
    path: string,
    options?: CallOptions,
  ): Promise<ArchiveStat> {
    const kept = snapshot([container, path, options] as const);
    const { statArchive } = await import("./api/containers/stat_archive.ts");
    return await statArchive(this.#engine, ...kept);
  }

  /**
   * Measures a container's resources once (`GET /containers/{id}/stats`).
   *
   * @param container The container.
   * @param options That there is one sample only, and whether it comes at once.
   * @returns The sample; without `oneShot` the Engine takes two, a second apart, to compare them.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { memory_stats } = await client.stats("web", { stream: false });
   * console.log(memory_stats?.usage);
   * ```
   */
  stats(
    container: Reference,
    options: containersStats.StatsOptions & { stream: false },
  ): Promise<ContainerStats>;
  /**
   * Measures a container's resources every second (`GET /containers/{id}/stats`).
   *
   * @param container The container.
   * @param options That samples are objects.
   * @returns A stream of samples, until the container is removed.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for await (const { pids_stats } of await client.stats("web", { decode: true })) {
   *   console.log(pids_stats?.current);
   * }
   * ```
   */
  stats(
    container: Reference,
    options: containersStats.StatsOptions & { stream?: true; decode: true },
  ): Promise<BatchStream<ContainerStats>>;
  /**
   * Measures a container's resources every second (`GET /containers/{id}/stats`).
   *
   * @param container The container.
   * @param options The call's own options.
   * @returns The bytes of JSON objects, one a sample, until the container is removed.
   */
  stats(
    container: Reference,
    options?: containersStats.StatsOptions & { stream?: true; decode?: false | null | undefined },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /**
   * Measures a container's resources (`GET /containers/{id}/stats`).
   *
   * @param container The container.
   * @param options How often, and in which form.
   */
  stats(
    container: Reference,
    options?: containersStats.StatsOptions,
  ): Promise<ContainerStats | BatchStream<ContainerStats> | BatchStream<Uint8Array<ArrayBuffer>>>;
  stats(
    container: Reference,
    options?: containersStats.StatsOptions,
  ): Promise<ContainerStats | BatchStream<ContainerStats> | BatchStream<Uint8Array<ArrayBuffer>>> {
    return containersStats.stats(this.#engine, container, options);
  }

  /**
   * Stops a container (`POST /containers/{id}/stop`).
   *
   * @param container The container.
   * @param options How long it may take, in seconds, before it is killed; 10 without it.
   * @returns True, for a container that had stopped already too.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.stop("web", { timeout: 30 });
   * ```
   */
  stop(container: Reference, options?: containersStop.StopOptions): Promise<true> {
    return containersStop.stop(this.#engine, container, options);
  }

  /**
   * Lists the processes of a running container (`GET /containers/{id}/top`).
   *
   * @param container The container.
   * @param options Arguments of the host's `ps`, which must be among what the Engine allows.
   * @returns The column titles, and the columns of each process.
   * @throws {NotFound} When there is no such container.
   * @throws {Conflict} When it is not running.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { Titles, Processes } = await client.top("web", { psArgs: "aux" });
   * console.log(Titles.join(" "), Processes.length);
   * ```
   */
  top(container: Reference, options?: containersTop.TopOptions): Promise<ContainerTop> {
    return containersTop.top(this.#engine, container, options);
  }

  /**
   * Lets the processes of a paused container go on (`POST /containers/{id}/unpause`).
   *
   * @param container The container.
   * @param options The call's own options.
   * @returns True.
   * @throws {NotFound} When there is no such container.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.unpause("web");
   * ```
   */
  unpause(container: Reference, options?: CallOptions): Promise<true> {
    return containersUnpause.unpause(this.#engine, container, options);
  }

  /**
   * Changes a container's resources while it runs (`POST /containers/{id}/update`).
   *
   * @param container The container.
   * @param options What is changed.
   * @returns `Warnings`, for what the Engine did otherwise than asked.
   * @throws {NotFound} When there is no such container.
   * @throws {Conflict} When the container's state does not allow it.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.updateContainer("web", { memLimit: "256m", memswapLimit: "512m" });
   * ```
   */
  async updateContainer(
    container: Reference,
    options?: containersUpdate.UpdateContainerOptions,
  ): Promise<ContainerUpdateResult> {
    const kept = snapshot([container, options] as const);
    const { updateContainer } = await import("./api/containers/update.ts");
    return await updateContainer(this.#engine, ...kept);
  }

  /**
   * Waits until a container stops (`POST /containers/{id}/wait`).
   *
   * @param container The container.
   * @param options What is waited for, and how long, in seconds.
   * @returns The exit code, -1 when the Engine gives none.
   * @throws {NotFound} When there is no such container.
   * @throws {TimeoutError} When it takes longer than `timeout`.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * console.log(await client.wait("job", { timeout: 300 }));
   * ```
   */
  wait(container: Reference, options?: WaitOptions): Promise<number> {
    return containersWait.wait(this.#engine, container, options);
  }

  // Commands in containers

  /**
   * Sets a command up in a running container (`POST /containers/{id}/exec`); {@linkcode APIClient.execStart} runs it.
   *
   * @param container The container.
   * @param cmd The command: a list of words, or a string that is split as a shell splits words.
   * @param options Streams, terminal, user, environment and directory.
   * @returns The `Id` for the other methods.
   * @throws {NotFound} When there is no such container.
   * @throws {Conflict} When it is not running.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const exec = await client.execCreate("web", "nginx -t", { environment: { LANG: "C" } });
   * console.log(await client.execStart(exec), await client.execExitCode(exec));
   * ```
   */
  execCreate(
    container: Reference,
    cmd: Command,
    options?: execCreate.ExecCreateOptions,
  ): Promise<IdResponse> {
    return execCreate.execCreate(this.#engine, container, cmd, options);
  }

  /**
   * Waits for the exit code of a command in a container: asks {@linkcode APIClient.execInspect} until it has one.
   *
   * The Engine has no call that waits. A command that was never started has no exit code either:
   * give a `timeout` or a `signal` when that can be.
   *
   * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
   * @param options How long it may take, in seconds.
   * @returns The exit code.
   * @throws {NotFound} When there is no such exec; the Engine forgets one soon after it has ended.
   * @throws {TimeoutError} When it takes longer than `timeout`.
   * @throws {ProtocolError} When the answer does not say whether it runs.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const exec = await client.execCreate("web", "sh -c 'exit 3'");
   * await client.execStart(exec, { detach: true });
   * console.log(await client.execExitCode(exec, { timeout: 60 }));
   * ```
   */
  async execExitCode(
    execId: Reference,
    options?: execExitCode.ExecExitCodeOptions,
  ): Promise<number> {
    const kept = snapshot([execId, options] as const);
    const { execExitCode } = await import("./api/exec/exit_code.ts");
    return await execExitCode(this.#engine, ...kept);
  }

  /**
   * Returns what the Engine knows of a command in a container (`GET /exec/{id}/json`).
   *
   * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
   * @param options The call's own options.
   * @returns The Engine's JSON; `ExitCode` is `null` until the command has ended.
   * @throws {NotFound} When there is no such exec.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const exec = await client.execCreate("web", "true");
   * console.log((await client.execInspect(exec)).Running);
   * ```
   */
  execInspect(execId: Reference, options?: CallOptions): Promise<ExecInspect> {
    return execInspect.execInspect(this.#engine, execId, options);
  }

  /**
   * Resizes the terminal of a running command (`POST /exec/{id}/resize`).
   *
   * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
   * @param options The height and the width, both of them.
   * @returns True.
   * @throws {TypeError} When one of them is missing.
   * @throws {NotFound} When there is no such exec.
   * @throws {APIError} When the command is not running.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const exec = await client.execCreate("web", "sh", { stdin: true, tty: true });
   * const socket = await client.execStart(exec, { tty: true, socket: true });
   * await client.execResize(exec, { height: 50, width: 132 });
   * socket.close();
   * ```
   */
  execResize(execId: Reference, options: execResize.ExecResizeOptions): Promise<true> {
    return execResize.execResize(this.#engine, execId, options);
  }

  /**
   * Starts a command and connects to its streams, stdout and stderr told apart (`POST /exec/{id}/start`).
   *
   * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
   * @param options That the connection is wanted, with frames.
   * @returns The connection.
   * @throws {NotFound} When there is no such exec.
   * @throws {Conflict} When the container does not run.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const exec = await client.execCreate("web", "cat", { stdin: true });
   * const socket = await client.execStart(exec, { socket: true, demux: true });
   * const writer = socket.writable.getWriter();
   * await writer.write("hello");
   * await writer.close();
   * for await (const { stream, data } of socket.readable) console.log(stream, data.length);
   * console.log(await client.execExitCode(exec));
   * ```
   */
  execStart(
    execId: Reference,
    options: execStart.ExecStartOptions & { socket: true; demux: true },
  ): Promise<ContainerSocket<Frame>>;
  /**
   * Starts a command and connects to its streams (`POST /exec/{id}/start`).
   *
   * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
   * @param options That the connection is wanted.
   * @returns The connection; `readable` gives the wire's bytes, frame headers included without `tty`.
   */
  execStart(
    execId: Reference,
    options: execStart.ExecStartOptions & { socket: true; demux?: false | null | undefined },
  ): Promise<ContainerSocket<Uint8Array<ArrayBuffer>>>;
  /**
   * Starts a command and streams its output, stdout and stderr told apart (`POST /exec/{id}/start`).
   *
   * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
   * @param options That the output is streamed as frames.
   * @returns A stream of frames in order of arrival; cancelling it does not end the command.
   */
  execStart(
    execId: Reference,
    options: execStart.ExecStartOptions & {
      socket?: false | null | undefined;
      stream: true;
      demux: true;
    },
  ): Promise<BatchStream<Frame>>;
  /**
   * Starts a command and streams its output as bytes (`POST /exec/{id}/start`).
   *
   * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
   * @param options That the output is streamed.
   * @returns A stream of bytes, stdout and stderr in order of arrival; cancelling it does not end the command.
   */
  execStart(
    execId: Reference,
    options: execStart.ExecStartOptions & {
      socket?: false | null | undefined;
      stream: true;
      demux?: false | null | undefined;
    },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /**
   * Runs a command to its end and returns its output, stdout and stderr told apart (`POST /exec/{id}/start`).
   *
   * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
   * @param options That stdout and stderr are told apart.
   */
  execStart(
    execId: Reference,
    options: execStart.ExecStartOptions & {
      socket?: false | null | undefined;
      stream?: false | null | undefined;
      demux: true;
    },
  ): Promise<CollectedOutput>;
  /**
   * Runs a command to its end and returns its output as one text (`POST /exec/{id}/start`).
   *
   * A command that cannot be run says so in its output, with exit code 126 or 127; with `detach` the call rejects.
   *
   * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
   * @param options Whether it has a terminal, or is left to itself (`detach`: the text is empty).
   */
  execStart(
    execId: Reference,
    options?: execStart.ExecStartOptions & {
      socket?: false | null | undefined;
      stream?: false | null | undefined;
      demux?: false | null | undefined;
    },
  ): Promise<string>;
  /**
   * Starts a command in a container (`POST /exec/{id}/start`).
   *
   * @param execId What {@linkcode APIClient.execCreate} returned, or its id.
   * @param options What is returned, and in which form.
   */
  execStart(execId: Reference, options?: execStart.ExecStartOptions): Promise<execStart.ExecResult>;
  execStart(
    execId: Reference,
    options?: execStart.ExecStartOptions,
  ): Promise<execStart.ExecResult> {
    return execStart.execStart(this.#engine, execId, options);
  }

  // Images

  /**
   * Reads an image, all its layers, as a tar archive (`GET /images/{name}/get`).
   *
   * @param image The image: a name, then the archive holds the name too, or an id.
   * @param options The platform.
   * @returns The archive's bytes as they come; {@linkcode APIClient.loadImage} takes them.
   * @throws {ImageNotFound} When there is no such image.
   * @throws {APIError} (the stream) When the archive is cut; with the Engine's words, if it tells why.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const here = new APIClient();
   * const there = new APIClient({ baseUrl: "tcp://192.0.2.7:2375" });
   * for await (const { stream } of await here.loadImage(await there.getImage("busybox"))) {
   *   console.log(stream);
   * }
   * ```
   */
  async getImage(
    image: Reference,
    options?: imagesGet.GetImageOptions,
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>> {
    const kept = snapshot([image, options] as const);
    const { getImage } = await import("./api/images/get.ts");
    return await getImage(this.#engine, ...kept);
  }

  /**
   * Reads several images as one tar archive, in which layers that they share stand once
   * (`GET /images/get`).
   *
   * @param images The images: names, then the archive holds the names too, or ids.
   * @param options The platform.
   * @returns The archive's bytes as they come; {@linkcode APIClient.loadImage} takes them.
   * @throws {ImageNotFound} When one of them is not there.
   * @throws {APIError} (the stream) When the archive is cut; with the Engine's words, if it tells why.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * let size = 0;
   * for await (const bytes of await client.getImages(["busybox:1.36", "app:1"])) size += bytes.length;
   * console.log(size);
   * ```
   */
  async getImages(
    images: readonly Reference[],
    options?: imagesGetSeveral.GetImagesOptions,
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>> {
    const kept = snapshot([images, options] as const);
    const { getImages } = await import("./api/images/get_several.ts");
    return await getImages(this.#engine, ...kept);
  }

  /**
   * Returns how an image came to be, the last step first (`GET /images/{name}/history`).
   *
   * @param image The image: a name or an id.
   * @param options The platform.
   * @throws {ImageNotFound} When there is no such image.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * for (const step of await new APIClient().history("busybox")) {
   *   console.log(step.CreatedBy, step.Size);
   * }
   * ```
   */
  async history(
    image: Reference,
    options?: imagesHistory.HistoryOptions,
  ): Promise<ImageHistoryItem[]> {
    const kept = snapshot([image, options] as const);
    const { history } = await import("./api/images/history.ts");
    return await history(this.#engine, ...kept);
  }

  /**
   * Imports a tar archive of a file system as an image (`POST /images/create`).
   *
   * @param data The archive: bytes, a `Blob` or a stream, which is sent as it comes.
   * @param options The image's name, and instructions that apply to it.
   * @returns The Engine's progress records as text; the last one's `status` is the image's id.
   * @throws {APIError} When the archive is not one, also while it is being sent.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { body } = await fetch("https://example.com/rootfs.tar");
   * await new APIClient().importImageFromData(body!, { repository: "rootfs", tag: "latest" });
   * ```
   */
  async importImageFromData(
    data: Data,
    options?: imagesImport.ImportImageOptions,
  ): Promise<string> {
    const kept = snapshot([data, options] as const);
    const { importImageFromData } = await import("./api/images/import.ts");
    return await importImageFromData(this.#engine, ...kept);
  }

  /**
   * Imports a tar archive whose length is not known before (`POST /images/create`).
   *
   * @param stream The archive; it is sent in chunks, as it comes.
   * @param options The image's name, and instructions that apply to it.
   * @returns The Engine's progress records as text; the last one's `status` is the image's id.
   * @throws {APIError} When the archive is not one, also while it is being sent.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.importImageFromStream(await client.export("web"), { repository: "web-flat" });
   * ```
   */
  async importImageFromStream(
    stream: Data,
    options?: imagesImport.ImportImageOptions,
  ): Promise<string> {
    const kept = snapshot([stream, options] as const);
    const { importImageFromStream } = await import("./api/images/import.ts");
    return await importImageFromStream(this.#engine, ...kept);
  }

  /**
   * Imports a tar archive that is a file on this machine (`POST /images/create`).
   *
   * @param filename The file's path.
   * @param options The image's name, and instructions that apply to it.
   * @returns The Engine's progress records as text; the last one's `status` is the image's id.
   * @throws {DockerError} When there is no such file.
   * @throws {APIError} When the file is no archive.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().importImageFromFile("rootfs.tar.gz", { repository: "rootfs" });
   * ```
   */
  async importImageFromFile(
    filename: string,
    options?: imagesImport.ImportImageOptions,
  ): Promise<string> {
    const kept = snapshot([filename, options] as const);
    const { importImageFromFile } = await import("./api/images/import.ts");
    return await importImageFromFile(this.#engine, ...kept);
  }

  /**
   * Imports a tar archive that the Engine fetches (`POST /images/create`).
   *
   * @param url The archive's address, `http` or `https`, as the Engine reaches it.
   * @param options The image's name, and instructions that apply to it.
   * @returns The Engine's progress records as text; the last one's `status` is the image's id.
   * @throws {APIError} When the Engine cannot fetch it, or it is no archive.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().importImageFromUrl("https://example.com/rootfs.tar", {
   *   repository: "rootfs",
   * });
   * ```
   */
  async importImageFromUrl(
    url: string,
    options?: imagesImport.ImportImageOptions,
  ): Promise<string> {
    const kept = snapshot([url, options] as const);
    const { importImageFromUrl } = await import("./api/images/import.ts");
    return await importImageFromUrl(this.#engine, ...kept);
  }

  /**
   * Imports an image from a file, a URL, bytes or another image (`POST /images/create`).
   *
   * @param options Where it comes from, as `src` or `image`; its name, and instructions that apply to it.
   * @returns The Engine's progress records as text; the last one's `status` is the image's id.
   * @throws {DockerError} When `src` is a string that is neither a file nor a URL.
   * @throws {APIError} When what comes from there is no archive.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.importImage({ src: "./rootfs.tar", repository: "rootfs", changes: 'CMD ["sh"]' });
   * ```
   */
  async importImage(options: imagesImportAny.ImportAnyImageOptions): Promise<string> {
    const kept = snapshot([options] as const);
    const { importImage } = await import("./api/images/import_any.ts");
    return await importImage(this.#engine, ...kept);
  }

  /**
   * Pulls an image by the parameters of an import (`POST /images/create`); the same as
   * {@linkcode APIClient.pull}. The Engine takes no notice of `repository`, `changes` and `message`.
   *
   * @param image The image to pull.
   * @param options Its tag, and credentials.
   * @returns The Engine's progress records as text.
   * @throws {ImageNotFound} When the registry does not have it.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().importImageFromImage("busybox", { tag: "1.36" });
   * ```
   */
  async importImageFromImage(
    image: string,
    options?: imagesImportFromImage.ImportImageFromImageOptions,
  ): Promise<string> {
    const kept = snapshot([image, options] as const);
    const { importImageFromImage } = await import("./api/images/import_from_image.ts");
    return await importImageFromImage(this.#engine, ...kept);
  }

  /**
   * Puts a file into an image (`POST /images/{name}/insert`), as Engines before API 1.12 did it.
   *
   * @param image The image: a name or an id.
   * @param url Where the Engine fetches the file.
   * @param path Where in the image it goes.
   * @param options The call's own options.
   * @throws {InvalidVersion} Always, unless the API version is fixed at 1.11 or older: a build with
   * an `ADD` line takes its place.
   */
  async insert(
    image: Reference,
    url: string,
    path: string,
    options?: CallOptions,
  ): Promise<string> {
    const kept = snapshot([image, url, path, options] as const);
    const { insert } = await import("./api/images/insert.ts");
    return await insert(this.#engine, ...kept);
  }

  /**
   * Returns what the Engine knows of an image (`GET /images/{name}/json`).
   *
   * @param image The image: a name or an id.
   * @param options What is told of an image for several platforms.
   * @throws {ImageNotFound} When there is no such image.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Architecture, Os } = await new APIClient().inspectImage("busybox");
   * console.log(Architecture, Os);
   * ```
   */
  async inspectImage(
    image: Reference,
    options?: imagesInspect.InspectImageOptions,
  ): Promise<ImageInspect> {
    const kept = snapshot([image, options] as const);
    const { inspectImage } = await import("./api/images/inspect.ts");
    return await inspectImage(this.#engine, ...kept);
  }

  /**
   * Returns the statements about how an image was made that came with it
   * (`GET /images/{name}/attestations`). Since API 1.55; the Engine needs the containerd image store.
   *
   * @param image The image: a name or an id.
   * @param options Which statements, and whether they are told in full.
   * @returns The statements; none for an image without.
   * @throws {ImageNotFound} When there is no such image.
   * @throws {ServerError} (501) When the Engine's image store keeps no attestations.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for (const { PredicateType } of await client.inspectImageAttestations("busybox")) {
   *   console.log(PredicateType);
   * }
   * ```
   */
  async inspectImageAttestations(
    image: Reference,
    options?: imagesInspectAttestations.InspectImageAttestationsOptions,
  ): Promise<AttestationStatement[]> {
    const kept = snapshot([image, options] as const);
    const { inspectImageAttestations } = await import("./api/images/inspect_attestations.ts");
    return await inspectImageAttestations(this.#engine, ...kept);
  }

  /**
   * Asks the registry for an image, without pulling it (`GET /distribution/{name}/json`). Since API 1.30.
   *
   * @param image The image's name, e.g. `busybox` or `registry.example:5000/team/app:1.2`.
   * @param options Credentials, in place of those of `login` and of the configuration file.
   * @returns What its name points to, and its platforms.
   * @throws {ImageNotFound} When the registry does not have it.
   * @throws {APIError} When the registry cannot be reached or refuses the credentials.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Descriptor, Platforms } = await new APIClient().inspectDistribution("busybox:1.36");
   * console.log(Descriptor.digest, Platforms?.map(({ architecture }) => architecture));
   * ```
   */
  async inspectDistribution(
    image: string,
    options?: imagesInspectDistribution.InspectDistributionOptions,
  ): Promise<DistributionInspect> {
    const kept = snapshot([image, options] as const);
    const { inspectDistribution } = await import("./api/images/inspect_distribution.ts");
    return await inspectDistribution(this.#engine, ...kept);
  }

  /**
   * Lists images' ids (`GET /images/json`).
   *
   * @param options Which images.
   */
  images(options: imagesList.ImagesOptions & { quiet: true }): Promise<string[]>;
  /**
   * Lists images (`GET /images/json`).
   *
   * @param options Which images.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * for (const { RepoTags, Size } of await new APIClient().images()) console.log(RepoTags, Size);
   * ```
   */
  images(
    options?: imagesList.ImagesOptions & { quiet?: false | null | undefined },
  ): Promise<ImageSummary[]>;
  /**
   * Lists images or their ids (`GET /images/json`).
   *
   * @param options Which images.
   * @throws {InvalidVersion} When `viz` is set and the API version is newer than 1.6.
   */
  images(options?: imagesList.ImagesOptions): Promise<ImageSummary[] | string[]>;
  async images(options?: imagesList.ImagesOptions): Promise<ImageSummary[] | string[]> {
    const kept = snapshot([options] as const);
    const { images } = await import("./api/images/list.ts");
    return await images(this.#engine, ...kept);
  }

  /**
   * Loads images from a tar archive of {@linkcode APIClient.getImage} (`POST /images/load`).
   *
   * @param data The archive: bytes, a `Blob` or a stream, which is sent as it comes.
   * @param options How much is told.
   * @returns A stream of progress records; the load is done at its end, and the last record names the image.
   * @throws {APIError} When the archive is not one; the stream rejects when that turns out later.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { body } = await fetch("https://example.com/image.tar");
   * for await (const record of await new APIClient().loadImage(body!)) console.log(record.stream);
   * ```
   */
  async loadImage(
    data: Data,
    options?: imagesLoad.LoadImageOptions,
  ): Promise<BatchStream<ProgressRecord>> {
    const kept = snapshot([data, options] as const);
    const { loadImage } = await import("./api/images/load.ts");
    return await loadImage(this.#engine, ...kept);
  }

  /**
   * Removes images that nothing uses (`POST /images/prune`). Since API 1.25.
   *
   * @param options Which ones; without filters those that have no name.
   * @returns What was removed, and the disk space won.
   * @throws {APIError} When the Engine refuses a filter.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { SpaceReclaimed } = await new APIClient().pruneImages({ filters: { until: "24h" } });
   * console.log(SpaceReclaimed);
   * ```
   */
  async pruneImages(options?: imagesPrune.PruneImagesOptions): Promise<ImagesPruneReport> {
    const kept = snapshot([options] as const);
    const { pruneImages } = await import("./api/images/prune.ts");
    return await pruneImages(this.#engine, ...kept);
  }

  /**
   * Pulls an image and streams the progress as records (`POST /images/create`).
   *
   * @param repository The image's name, e.g. `busybox`, `registry.example:5000/team/app:1.2` or `app@sha256:...`.
   * @param options The tag, credentials, and how the progress is told.
   * @returns A stream of records; the pull is done at its end. A failure makes it reject.
   * @throws {ImageNotFound} When the registry does not have it.
   * @throws {InvalidRepository} When the name or tag is malformed.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for await (const { id, status } of await client.pull("busybox", { decode: true })) {
   *   console.log(id, status);
   * }
   * ```
   */
  pull(
    repository: string,
    options: imagesPull.PullOptions & { decode: true },
  ): Promise<BatchStream<ProgressRecord>>;
  /**
   * Pulls an image and streams the progress as bytes (`POST /images/create`).
   *
   * @param repository The image's name.
   * @param options The tag and credentials.
   * @returns A stream of bytes; the pull is done at its end. A failure makes it reject.
   */
  pull(
    repository: string,
    options: imagesPull.PullOptions & { stream: true; decode?: false | null | undefined },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /**
   * Pulls an image (`POST /images/create`); without a tag or digest, its tag `latest`.
   *
   * @param repository The image's name.
   * @param options The tag and credentials.
   * @returns The Engine's progress records as text, once the pull is done.
   * @throws {ImageNotFound} When the registry does not have it.
   */
  pull(
    repository: string,
    options?: imagesPull.PullOptions & {
      stream?: false | null | undefined;
      decode?: false | null | undefined;
    },
  ): Promise<string>;
  /**
   * Pulls an image (`POST /images/create`).
   *
   * @param repository The image's name.
   * @param options The tag, credentials, and how the progress is told.
   */
  pull(
    repository: string,
    options?: imagesPull.PullOptions,
  ): Promise<string | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<ProgressRecord>>;
  async pull(repository: string, options?: imagesPull.PullOptions): Promise<TransferProgress> {
    const kept = snapshot([repository, options] as const);
    const { pull } = await import("./api/images/pull.ts");
    return await pull(this.#engine, ...kept);
  }

  /**
   * Pushes an image and streams the progress as records (`POST /images/{name}/push`).
   *
   * @param repository The image's name, with the registry that it goes to, e.g. `registry.example:5000/team/app:1.2`.
   * @param options The tag, credentials, and how the progress is told.
   * @returns A stream of records; the push is done at its end. A failure makes it reject.
   * @throws {InvalidRepository} When the name or tag is malformed, or a digest.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.tag("app", "registry.example:5000/app", { tag: "1.2" });
   * for await (const record of await client.push("registry.example:5000/app", { tag: "1.2", decode: true })) {
   *   if (record.aux) console.log(record.aux);
   * }
   * ```
   */
  push(
    repository: string,
    options: imagesPush.PushOptions & { decode: true },
  ): Promise<BatchStream<ProgressRecord>>;
  /**
   * Pushes an image and streams the progress as bytes (`POST /images/{name}/push`).
   *
   * @param repository The image's name, with the registry that it goes to.
   * @param options The tag and credentials.
   * @returns A stream of bytes; the push is done at its end. A failure makes it reject.
   */
  push(
    repository: string,
    options: imagesPush.PushOptions & { stream: true; decode?: false | null | undefined },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /**
   * Pushes an image (`POST /images/{name}/push`); without a tag, all tags of the repository.
   *
   * @param repository The image's name, with the registry that it goes to.
   * @param options The tag and credentials.
   * @returns The Engine's progress records as text, once the push is done.
   * @throws {APIError} When the Engine does not have the image, or the registry refuses it.
   */
  push(
    repository: string,
    options?: imagesPush.PushOptions & {
      stream?: false | null | undefined;
      decode?: false | null | undefined;
    },
  ): Promise<string>;
  /**
   * Pushes an image (`POST /images/{name}/push`).
   *
   * @param repository The image's name, with the registry that it goes to.
   * @param options The tag, credentials, and how the progress is told.
   */
  push(
    repository: string,
    options?: imagesPush.PushOptions,
  ): Promise<string | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<ProgressRecord>>;
  async push(repository: string, options?: imagesPush.PushOptions): Promise<TransferProgress> {
    const kept = snapshot([repository, options] as const);
    const { push } = await import("./api/images/push.ts");
    return await push(this.#engine, ...kept);
  }

  /**
   * Removes an image (`DELETE /images/{name}`).
   *
   * @param image The image: a name, of which only the tag goes while there are others, or an id.
   * @param options Whether it is removed against resistance.
   * @returns What was untagged and deleted.
   * @throws {ImageNotFound} When there is no such image.
   * @throws {Conflict} When a container uses it.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().removeImage("rootfs:latest");
   * ```
   */
  async removeImage(
    image: Reference,
    options?: imagesRemove.RemoveImageOptions,
  ): Promise<ImageDeleteItem[]> {
    const kept = snapshot([image, options] as const);
    const { removeImage } = await import("./api/images/remove.ts");
    return await removeImage(this.#engine, ...kept);
  }

  /**
   * Searches a registry, Docker Hub unless the term begins with another's host (`GET /images/search`).
   *
   * @param term What is searched for.
   * @param options How many results, and which.
   * @returns The repositories that were found.
   * @throws {APIError} When the registry cannot be reached, or does not offer a search.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * for (const { name, star_count } of await new APIClient().search("busybox", { limit: 5 })) {
   *   console.log(name, star_count);
   * }
   * ```
   */
  async search(term: string, options?: imagesSearch.SearchOptions): Promise<ImageSearchResult[]> {
    const kept = snapshot([term, options] as const);
    const { search } = await import("./api/images/search.ts");
    return await search(this.#engine, ...kept);
  }

  /**
   * Gives an image a further name (`POST /images/{name}/tag`).
   *
   * @param image The image: a name or an id.
   * @param repository The new name, e.g. `registry.example:5000/team/app`.
   * @param options The tag.
   * @returns True.
   * @throws {ImageNotFound} When there is no such image.
   * @throws {InvalidRepository} When the new name or tag is malformed, or a digest.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().tag("busybox", "registry.example:5000/busybox", { tag: "1.36" });
   * ```
   */
  async tag(image: Reference, repository: string, options?: imagesTag.TagOptions): Promise<true> {
    const kept = snapshot([image, repository, options] as const);
    const { tag } = await import("./api/images/tag.ts");
    return await tag(this.#engine, ...kept);
  }

  // Build

  /**
   * Builds an image and streams the output as records (`POST /build`).
   *
   * @param options What it is built from (`path` or `fileobj`), its name, and how.
   * @returns A stream of records; the image is there at its end. A step that fails makes it reject.
   * @throws {BuildError} (the stream) When a step fails; its `records` are the output so far.
   * @throws {BadRequest} When the Dockerfile cannot be parsed.
   * @throws {TypeError} When neither `path` nor `fileobj` is given, or the path is no directory.
   * @throws {RangeError} When a secret's file, its variable or an SSH agent is not there.
   * @throws {DockerError} When something needs a BuildKit session, and the Engine has none.
   *
   * @example Build a directory with BuildKit
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for await (
   *   const { trace } of await client.build({ path: ".", tag: "app", version: "2", decode: true })
   * ) {
   *   for (const { name, completed } of trace?.vertexes ?? []) console.log(name, completed);
   * }
   * ```
   */
  build(options: BuildOptions & { decode: true }): Promise<BuildStream<BuildRecord>>;
  /**
   * Builds an image and streams the output as the Engine's bytes, JSON line by line (`POST /build`).
   *
   * @param options What it is built from (`path` or `fileobj`), its name, and how.
   * @returns A stream of bytes; the image is there at its end. A step that fails makes it reject.
   */
  build(
    options: BuildOptions & { decode?: false | null | undefined },
  ): Promise<BuildStream<Uint8Array>>;
  /**
   * Builds an image (`POST /build`).
   *
   * @param options What it is built from (`path` or `fileobj`), its name, and how.
   */
  build(options: BuildOptions): Promise<BuildStream<Uint8Array> | BuildStream<BuildRecord>>;
  async build(options: BuildOptions): Promise<BuildStream<Uint8Array> | BuildStream<BuildRecord>> {
    const kept = snapshot([options] as const);
    const { build } = await import("./api/build/build.ts");
    return await build(this.#engine, ...kept);
  }

  /**
   * Ends a BuildKit build that runs (`POST /build/cancel`). Since API 1.39. The build's own stream
   * rejects; to cancel the stream, or to abort its signal, ends the build too.
   *
   * @param buildId The `buildId` that the build was started with.
   * @param options The call's own options.
   * @returns True, for a build that is over or was never there too.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const output = await client.build({ path: ".", version: "2", buildId: "nightly", decode: true });
   * setTimeout(() => client.cancelBuild("nightly"), 60_000);
   * for await (const { error } of output) console.log(error);
   * ```
   */
  async cancelBuild(buildId: string, options?: CallOptions): Promise<true> {
    const kept = snapshot([buildId, options] as const);
    const { cancelBuild } = await import("./api/build/cancel.ts");
    return await cancelBuild(this.#engine, ...kept);
  }

  /**
   * Removes what BuildKit builds have left in their cache (`POST /build/prune`). Since API 1.31.
   *
   * @param options What is removed, and how much is kept; without any, what no build can use again.
   * @returns What was removed, and the disk space won.
   * @throws {APIError} When the Engine refuses a filter.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { SpaceReclaimed } = await new APIClient().pruneBuilds({ filters: { until: "24h" } });
   * console.log(SpaceReclaimed);
   * ```
   */
  async pruneBuilds(options?: buildPrune.PruneBuildsOptions): Promise<BuildPruneReport> {
    const kept = snapshot([options] as const);
    const { pruneBuilds } = await import("./api/build/prune.ts");
    return await pruneBuilds(this.#engine, ...kept);
  }

  /**
   * Opens a BuildKit session (`POST /session`): what a builder asks the client for, secrets, SSH agents
   * and credentials, for programs that send `POST /build` or drive `POST /grpc` themselves. `build`
   * opens one by itself. Since API 1.39.
   *
   * @param options What the session gives.
   * @returns The session; its `id` is the parameter `session` of a build. It stays open until it is closed.
   * @throws {RangeError} When a secret's file, its variable or an SSH agent is not there.
   * @throws {DockerError} When the Engine has no sessions.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await using session = await client.openSession({ secrets: { token: { env: "TOKEN" } } });
   * console.log(session.id);
   * ```
   */
  async openSession(options?: buildSession.OpenSessionOptions): Promise<BuildSession> {
    const kept = snapshot([options] as const);
    const { openSession } = await import("./api/build/session.ts");
    return await openSession(this.#engine, ...kept);
  }

  // Networks

  /**
   * Brings a container into a network (`POST /networks/{id}/connect`).
   *
   * @param container The container, running or not.
   * @param netId The network.
   * @param options The container's names and addresses in it.
   * @returns True.
   * @throws {NotFound} When there is no such container or network.
   * @throws {APIError} When the container is in the network already, or an address is not free.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * await client.connectContainerToNetwork("web", "backend", {
   *   aliases: ["www"],
   *   ipv4Address: "172.28.0.10",
   * });
   * ```
   */
  connectContainerToNetwork(
    container: Reference,
    netId: Reference,
    options?: networksConnect.ConnectContainerToNetworkOptions,
  ): Promise<true> {
    return networksConnect.connectContainerToNetwork(this.#engine, container, netId, options);
  }

  /**
   * Creates a network (`POST /networks/create`).
   *
   * @param name The name.
   * @param options The network's driver, addresses and reach.
   * @returns The network's `Id`, and a `Warning`.
   * @throws {Conflict} When the name is taken, or the addresses are.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { Id } = await client.createNetwork("backend", {
   *   driver: "bridge",
   *   ipam: { Config: [{ Subnet: "172.28.0.0/16", Gateway: "172.28.0.1" }] },
   * });
   * console.log(Id);
   * ```
   */
  async createNetwork(
    name: string,
    options?: networksCreate.CreateNetworkOptions,
  ): Promise<NetworkCreateResult> {
    const kept = snapshot([name, options] as const);
    const { createNetwork } = await import("./api/networks/create.ts");
    return await createNetwork(this.#engine, ...kept);
  }

  /**
   * Takes a container out of a network (`POST /networks/{id}/disconnect`).
   *
   * @param container The container.
   * @param netId The network.
   * @param options Whether the Engine goes on when the container cannot be reached.
   * @returns True.
   * @throws {NotFound} When there is no such container or network.
   * @throws {APIError} When the container is not in the network.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().disconnectContainerFromNetwork("web", "backend", { force: true });
   * ```
   */
  disconnectContainerFromNetwork(
    container: Reference,
    netId: Reference,
    options?: networksDisconnect.DisconnectContainerFromNetworkOptions,
  ): Promise<true> {
    return networksDisconnect.disconnectContainerFromNetwork(
      this.#engine,
      container,
      netId,
      options,
    );
  }

  /**
   * Returns what the Engine knows of a network (`GET /networks/{id}`).
   *
   * @param netId The network.
   * @param options Whether the services of the whole swarm are told, and which reach is meant.
   * @returns The network, with the containers in it.
   * @throws {NotFound} When there is no such network.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Containers } = await new APIClient().inspectNetwork("bridge");
   * for (const { Name, IPv4Address } of Object.values(Containers ?? {})) console.log(Name, IPv4Address);
   * ```
   */
  inspectNetwork(
    netId: Reference,
    options?: networksInspect.InspectNetworkOptions,
  ): Promise<NetworkInspect> {
    return networksInspect.inspectNetwork(this.#engine, netId, options);
  }

  /**
   * Lists networks (`GET /networks`).
   *
   * @param options Which networks.
   * @returns The networks, without the containers in them.
   * @throws {APIError} When the Engine refuses a filter.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for (const { Name } of await client.networks({ filters: { driver: "bridge" } })) console.log(Name);
   * ```
   */
  networks(options?: networksList.NetworksOptions): Promise<NetworkSummary[]> {
    return networksList.networks(this.#engine, options);
  }

  /**
   * Removes the networks that no container uses (`POST /networks/prune`). Since API 1.25.
   *
   * @param options Which of them.
   * @returns The names of those that are gone.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { NetworksDeleted } = await client.pruneNetworks({ filters: { until: "24h" } });
   * console.log(NetworksDeleted);
   * ```
   */
  async pruneNetworks(options?: networksPrune.PruneNetworksOptions): Promise<NetworksPruneReport> {
    const kept = snapshot([options] as const);
    const { pruneNetworks } = await import("./api/networks/prune.ts");
    return await pruneNetworks(this.#engine, ...kept);
  }

  /**
   * Removes a network (`DELETE /networks/{id}`).
   *
   * @param netId The network.
   * @param options The call's own options.
   * @returns True.
   * @throws {NotFound} When there is no such network.
   * @throws {Forbidden} When containers are in it, or it is one of the Engine's own.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().removeNetwork("backend");
   * ```
   */
  removeNetwork(netId: Reference, options?: CallOptions): Promise<true> {
    return networksRemove.removeNetwork(this.#engine, netId, options);
  }

  // Volumes

  /**
   * Creates a volume (`POST /volumes/create`).
   *
   * @param options The volume's name, driver and labels.
   * @returns The volume; one that has the same name and driver is returned as it is.
   * @throws {Conflict} When another driver has a volume of that name.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { Mountpoint } = await client.createVolume({
   *   name: "scratch",
   *   driver: "local",
   *   driverOpts: { type: "tmpfs", device: "tmpfs", o: "size=10m" },
   * });
   * console.log(Mountpoint);
   * ```
   */
  async createVolume(options?: volumesCreate.CreateVolumeOptions): Promise<Volume> {
    const kept = snapshot([options] as const);
    const { createVolume } = await import("./api/volumes/create.ts");
    return await createVolume(this.#engine, ...kept);
  }

  /**
   * Returns what the Engine knows of a volume (`GET /volumes/{name}`).
   *
   * @param name The volume.
   * @param options The call's own options.
   * @throws {NotFound} When there is no such volume.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Driver, Labels } = await new APIClient().inspectVolume("scratch");
   * console.log(Driver, Labels);
   * ```
   */
  inspectVolume(name: VolumeReference, options?: CallOptions): Promise<Volume> {
    return volumesInspect.inspectVolume(this.#engine, name, options);
  }

  /**
   * Lists volumes (`GET /volumes`).
   *
   * @param options Which volumes.
   * @returns The `Volumes`, and `Warnings` of drivers that failed.
   * @throws {APIError} When the Engine refuses a filter.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Volumes } = await new APIClient().volumes({ filters: { dangling: true } });
   * for (const { Name } of Volumes ?? []) console.log(Name);
   * ```
   */
  volumes(options?: volumesList.VolumesOptions): Promise<VolumeList> {
    return volumesList.volumes(this.#engine, options);
  }

  /**
   * Removes the volumes that no container uses (`POST /volumes/prune`), from API 1.42 without
   * `filters: { all: true }` only those that were made without a name. Since API 1.25.
   *
   * @param options Which of them.
   * @returns The names of those that are gone, and the disk space won, in bytes.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { SpaceReclaimed } = await client.pruneVolumes({ filters: { label: "scratch" } });
   * console.log(SpaceReclaimed);
   * ```
   */
  async pruneVolumes(options?: volumesPrune.PruneVolumesOptions): Promise<VolumesPruneReport> {
    const kept = snapshot([options] as const);
    const { pruneVolumes } = await import("./api/volumes/prune.ts");
    return await pruneVolumes(this.#engine, ...kept);
  }

  /**
   * Removes a volume (`DELETE /volumes/{name}`).
   *
   * @param name The volume.
   * @param options Whether a volume goes whose driver has lost it already.
   * @returns True.
   * @throws {NotFound} When there is no such volume.
   * @throws {Conflict} When a container uses it.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().removeVolume("scratch");
   * ```
   */
  removeVolume(name: VolumeReference, options?: volumesRemove.RemoveVolumeOptions): Promise<true> {
    return volumesRemove.removeVolume(this.#engine, name, options);
  }

  /**
   * Changes a volume of the whole swarm, one that a storage plugin made (`PUT /volumes/{name}`). Since
   * API 1.42.
   *
   * @param name The volume.
   * @param version The version that is changed, as `ClusterVolume` of {@linkcode inspectVolume} has it.
   * @param options What is changed.
   * @returns True.
   * @throws {NotFound} When there is no such volume.
   * @throws {TypeError} When it is no volume of the swarm, or nothing is to be changed.
   * @throws {APIError} When it was changed meanwhile, or the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { ClusterVolume } = await client.inspectVolume("shared");
   * await client.updateVolume("shared", ClusterVolume!.Version!, { availability: "drain" });
   * ```
   */
  async updateVolume(
    name: VolumeReference,
    version: VersionIndex,
    options?: volumesUpdate.UpdateVolumeOptions,
  ): Promise<true> {
    const kept = snapshot([name, version, options] as const);
    const { updateVolume } = await import("./api/volumes/update.ts");
    return await updateVolume(this.#engine, ...kept);
  }

  // Services and tasks

  /**
   * Creates a service (`POST /services/create`).
   *
   * @param taskTemplate How its tasks are made: a {@linkcode TaskTemplate}.
   * @param options What it is otherwise.
   * @returns The service's `ID`, and `Warnings`.
   * @throws {Conflict} When the name is taken.
   * @throws {TypeError} When something has another shape.
   * @throws {APIError} When the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient, ContainerSpec, ServiceMode, TaskTemplate } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { ID } = await client.createService(
   *   new TaskTemplate(new ContainerSpec("nginx", { env: { COLOR: "blue" } })),
   *   { name: "web", mode: new ServiceMode("replicated", { replicas: 3 }), endpointSpec: { ports: { 8080: 80 } } },
   * );
   * console.log(ID);
   * ```
   */
  async createService(
    taskTemplate: TaskTemplateJSON,
    options?: servicesCreate.CreateServiceOptions,
  ): Promise<ServiceCreateResult> {
    const kept = snapshot([taskTemplate, options] as const);
    const { createService } = await import("./api/services/create.ts");
    return await createService(this.#engine, ...kept);
  }

  /**
   * Returns what the swarm knows of a service (`GET /services/{id}`).
   *
   * @param service The service, by id or name.
   * @param options Whether the Engine's defaults are shown.
   * @throws {NotFound} When there is no such service.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Spec, UpdateStatus } = await new APIClient().inspectService("web");
   * console.log(Spec.Mode, UpdateStatus?.State);
   * ```
   */
  async inspectService(
    service: Reference,
    options?: servicesInspect.InspectServiceOptions,
  ): Promise<Service> {
    const kept = snapshot([service, options] as const);
    const { inspectService } = await import("./api/services/inspect.ts");
    return await inspectService(this.#engine, ...kept);
  }

  /**
   * Returns what the swarm knows of a task (`GET /tasks/{id}`).
   *
   * @param task The task.
   * @param options The call's own options.
   * @throws {NotFound} When there is no such task.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const [task] = await client.tasks({ filters: { service: "web" } });
   * console.log((await client.inspectTask(task!)).Status);
   * ```
   */
  async inspectTask(task: Reference, options?: CallOptions): Promise<Task> {
    const kept = snapshot([task, options] as const);
    const { inspectTask } = await import("./api/services/inspect_task.ts");
    return await inspectTask(this.#engine, ...kept);
  }

  /**
   * Lists services (`GET /services`).
   *
   * @param options Which services, and what of them.
   * @throws {APIError} When the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for (const { Spec, ServiceStatus } of await client.services({ status: true })) {
   *   console.log(Spec.Name, ServiceStatus?.RunningTasks);
   * }
   * ```
   */
  async services(options?: servicesList.ServicesOptions): Promise<Service[]> {
    const kept = snapshot([options] as const);
    const { services } = await import("./api/services/list.ts");
    return await services(this.#engine, ...kept);
  }

  /**
   * Lists tasks (`GET /tasks`).
   *
   * @param options Which tasks.
   * @throws {APIError} When the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for (const { Status, NodeID } of await client.tasks({ filters: { service: "web" } })) {
   *   console.log(Status.State, NodeID);
   * }
   * ```
   */
  async tasks(options?: servicesListTasks.TasksOptions): Promise<Task[]> {
    const kept = snapshot([options] as const);
    const { tasks } = await import("./api/services/list_tasks.ts");
    return await tasks(this.#engine, ...kept);
  }

  /**
   * Streams the output of a service's tasks, stdout and stderr told apart (`GET /services/{id}/logs`).
   *
   * @param service The service, by id or name.
   * @param options What of its output; `stdout`, `stderr` or both must be set.
   */
  serviceLogs(
    service: Reference,
    options: ServiceLogsOptions & { demux: true },
  ): Promise<BatchStream<Frame>>;
  /**
   * Streams the output of a service's tasks as bytes (`GET /services/{id}/logs`). The Engine has it
   * only with the logging drivers `json-file`, `local` and `journald`. Since API 1.25.
   *
   * @param service The service, by id or name.
   * @param options What of its output; `stdout`, `stderr` or both must be set.
   * @returns A stream of bytes; with `demux` of frames.
   * @throws {NotFound} When there is no such service.
   * @throws {TypeError} When neither `stdout` nor `stderr` is set.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const stream = await client.serviceLogs("web", { stdout: true, stderr: true, follow: true });
   * for await (const text of stream.pipeThrough(new TextDecoderStream())) console.log(text);
   * ```
   */
  serviceLogs(
    service: Reference,
    options: ServiceLogsOptions & { demux?: false | null | undefined },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /**
   * Streams the output of a service's tasks (`GET /services/{id}/logs`).
   *
   * @param service The service, by id or name.
   * @param options What of its output, and in which form.
   */
  serviceLogs(
    service: Reference,
    options: ServiceLogsOptions,
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>>;
  async serviceLogs(
    service: Reference,
    options: ServiceLogsOptions,
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>> {
    const kept = snapshot([service, options] as const);
    const { serviceLogs } = await import("./api/services/logs.ts");
    return await serviceLogs(this.#engine, ...kept);
  }

  /**
   * Removes a service and its tasks (`DELETE /services/{id}`).
   *
   * @param service The service, by id or name.
   * @param options The call's own options.
   * @returns True.
   * @throws {NotFound} When there is no such service.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().removeService("web");
   * ```
   */
  async removeService(service: Reference, options?: CallOptions): Promise<true> {
    const kept = snapshot([service, options] as const);
    const { removeService } = await import("./api/services/remove.ts");
    return await removeService(this.#engine, ...kept);
  }

  /**
   * Streams the output of a task, stdout and stderr told apart (`GET /tasks/{id}/logs`).
   *
   * @param task The task.
   * @param options What of its output; `stdout`, `stderr` or both must be set.
   */
  taskLogs(
    task: Reference,
    options: servicesTaskLogs.TaskLogsOptions & { demux: true },
  ): Promise<BatchStream<Frame>>;
  /**
   * Streams the output of a task as bytes (`GET /tasks/{id}/logs`). The Engine has it
   * only with the logging drivers `json-file`, `local` and `journald`. Since API 1.29.
   *
   * @param task The task.
   * @param options What of its output; `stdout`, `stderr` or both must be set.
   * @returns A stream of bytes; with `demux` of frames.
   * @throws {NotFound} When there is no such task.
   * @throws {TypeError} When neither `stdout` nor `stderr` is set.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const [task] = await client.tasks({ filters: { service: "web" } });
   * const stream = await client.taskLogs(task!, { stdout: true, stderr: true });
   * for await (const text of stream.pipeThrough(new TextDecoderStream())) console.log(text);
   * ```
   */
  taskLogs(
    task: Reference,
    options: servicesTaskLogs.TaskLogsOptions & { demux?: false },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /**
   * Streams the output of a task (`GET /tasks/{id}/logs`).
   *
   * @param task The task.
   * @param options What of its output, and in which form.
   */
  taskLogs(
    task: Reference,
    options: servicesTaskLogs.TaskLogsOptions,
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>>;
  async taskLogs(
    task: Reference,
    options: servicesTaskLogs.TaskLogsOptions,
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>> {
    const kept = snapshot([task, options] as const);
    const { taskLogs } = await import("./api/services/task_logs.ts");
    return await taskLogs(this.#engine, ...kept);
  }

  /**
   * Changes a service (`POST /services/{id}/update`). What is not given is reset, unless
   * `fetchCurrentSpec` is set; the name must be given, and cannot change.
   *
   * @param service The service, by id or name.
   * @param version The version that is changed, as {@linkcode inspectService} returns it.
   * @param options What the service is from now on.
   * @returns `Warnings`.
   * @throws {NotFound} When there is no such service.
   * @throws {APIError} When the service was changed meanwhile.
   *
   * @example
   * ```ts no-run
   * import { APIClient, ContainerSpec, TaskTemplate } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { ID, Version } = await client.inspectService("web");
   * await client.updateService(ID, Version, {
   *   fetchCurrentSpec: true,
   *   taskTemplate: new TaskTemplate(new ContainerSpec("nginx:1.27")),
   * });
   * ```
   */
  async updateService(
    service: Reference,
    version: VersionIndex,
    options?: servicesUpdate.UpdateServiceOptions,
  ): Promise<ServiceUpdateResult> {
    const kept = snapshot([service, version, options] as const);
    const { updateService } = await import("./api/services/update.ts");
    return await updateService(this.#engine, ...kept);
  }

  // Swarm

  /**
   * Makes a swarm with the Engine as its first node (`POST /swarm/init`).
   *
   * @param options Where it listens, and how it is set up.
   * @returns The node's id.
   * @throws {ServerError} When the Engine is in a swarm already.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const nodeId = await client.initSwarm({
   *   advertiseAddr: "192.168.1.10",
   *   swarmSpec: { taskHistoryRetentionLimit: 3 },
   * });
   * console.log(nodeId);
   * ```
   */
  async initSwarm(options?: swarmInit.InitSwarmOptions): Promise<string> {
    const kept = snapshot([options] as const);
    const { initSwarm } = await import("./api/swarm/init.ts");
    return await initSwarm(this.#engine, ...kept);
  }

  /**
   * Returns what the Engine knows of its swarm (`GET /swarm`).
   *
   * @param options The call's own options.
   * @returns The swarm, with the tokens that let nodes in.
   * @throws {APIError} When the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { ID, JoinTokens } = await new APIClient().inspectSwarm();
   * console.log(ID, JoinTokens.Worker);
   * ```
   */
  async inspectSwarm(options?: CallOptions): Promise<SwarmInspect> {
    const kept = snapshot([options] as const);
    const { inspectSwarm } = await import("./api/swarm/inspect.ts");
    return await inspectSwarm(this.#engine, ...kept);
  }

  /**
   * Lets the Engine join a swarm (`POST /swarm/join`).
   *
   * @param remoteAddrs Addresses of managers, e.g. `["192.168.1.10:2377"]`.
   * @param joinToken The token of a worker or of a manager; it says which of them the node becomes.
   * @param options Where the node listens.
   * @returns True.
   * @throws {ServerError} When no manager answers, or the Engine is in a swarm already.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const manager = new APIClient({ baseUrl: "tcp://192.168.1.10:2375" });
   * const { JoinTokens } = await manager.inspectSwarm();
   * await new APIClient().joinSwarm(["192.168.1.10:2377"], JoinTokens.Worker);
   * ```
   */
  async joinSwarm(
    remoteAddrs: readonly string[],
    joinToken: string,
    options?: swarmJoin.JoinSwarmOptions,
  ): Promise<true> {
    const kept = snapshot([remoteAddrs, joinToken, options] as const);
    const { joinSwarm } = await import("./api/swarm/join.ts");
    return await joinSwarm(this.#engine, ...kept);
  }

  /**
   * Lets the Engine leave its swarm (`POST /swarm/leave`).
   *
   * @param options Whether a manager leaves too, whatever becomes of the swarm.
   * @returns True.
   * @throws {ServerError} When the Engine is a manager, or in no swarm, and `force` is not set.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().leaveSwarm({ force: true });
   * ```
   */
  async leaveSwarm(options?: swarmLeave.LeaveSwarmOptions): Promise<true> {
    const kept = snapshot([options] as const);
    const { leaveSwarm } = await import("./api/swarm/leave.ts");
    return await leaveSwarm(this.#engine, ...kept);
  }

  /**
   * Says how a swarm is set up, for {@linkcode initSwarm} and {@linkcode updateSwarm}; the same as
   * `new SwarmSpec(options)`.
   *
   * @param options The settings.
   * @throws {TypeError} When one of them has another shape.
   * @throws {RangeError} When a number is negative.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const swarmSpec = client.createSwarmSpec({ snapshotInterval: 5000, nodeCertExpiry: "720h" });
   * await client.initSwarm({ advertiseAddr: "eth0", swarmSpec });
   * ```
   */
  createSwarmSpec(options?: SwarmSpecOptions): SwarmSpec {
    return swarmSwarmSpec.createSwarmSpec(options);
  }

  /**
   * Unlocks a manager after a restart (`POST /swarm/unlock`).
   *
   * @param key The key, as {@linkcode getUnlockKey} returns it.
   * @param options The call's own options.
   * @returns True.
   * @throws {APIError} When the key is wrong, or the manager is not locked.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().unlockSwarm("SWMKEY-1-...");
   * ```
   */
  async unlockSwarm(key: string | SwarmUnlockKey, options?: CallOptions): Promise<true> {
    const kept = snapshot([key, options] as const);
    const { unlockSwarm } = await import("./api/swarm/unlock.ts");
    return await unlockSwarm(this.#engine, ...kept);
  }

  /**
   * Returns the key that unlocks a manager after a restart (`GET /swarm/unlockkey`). Since API 1.25.
   *
   * @param options The call's own options.
   * @returns The key; empty if managers are not locked.
   * @throws {APIError} When the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { UnlockKey } = await new APIClient().getUnlockKey();
   * console.log(UnlockKey);
   * ```
   */
  async getUnlockKey(options?: CallOptions): Promise<SwarmUnlockKey> {
    const kept = snapshot([options] as const);
    const { getUnlockKey } = await import("./api/swarm/unlock_key.ts");
    return await getUnlockKey(this.#engine, ...kept);
  }

  /**
   * Changes the swarm (`POST /swarm/update`); without `swarmSpec` its settings stay as they are.
   *
   * @param version The version that is changed, as {@linkcode inspectSwarm} returns it.
   * @param options How the swarm is set up from now on, and which tokens are made anew.
   * @returns True.
   * @throws {APIError} When the swarm was changed meanwhile.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { Version } = await client.inspectSwarm();
   * await client.updateSwarm(Version, { rotateWorkerToken: true });
   * ```
   */
  async updateSwarm(
    version: VersionIndex,
    options?: swarmUpdate.UpdateSwarmOptions,
  ): Promise<true> {
    const kept = snapshot([version, options] as const);
    const { updateSwarm } = await import("./api/swarm/update.ts");
    return await updateSwarm(this.#engine, ...kept);
  }

  // Nodes

  /**
   * Returns what the swarm knows of a node (`GET /nodes/{id}`).
   *
   * @param nodeId The node, by id or name; `self` for the Engine itself.
   * @param options The call's own options.
   * @throws {NotFound} When there is no such node.
   * @throws {APIError} When the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Status } = await new APIClient().inspectNode("self");
   * console.log(Status.State);
   * ```
   */
  async inspectNode(nodeId: Reference, options?: CallOptions): Promise<SwarmNode> {
    const kept = snapshot([nodeId, options] as const);
    const { inspectNode } = await import("./api/nodes/inspect.ts");
    return await inspectNode(this.#engine, ...kept);
  }

  /**
   * Lists the nodes of the swarm (`GET /nodes`).
   *
   * @param options Which nodes.
   * @throws {APIError} When the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for (const { Description, Status } of await client.nodes({ filters: { role: "worker" } })) {
   *   console.log(Description.Hostname, Status.State);
   * }
   * ```
   */
  async nodes(options?: nodesList.NodesOptions): Promise<SwarmNode[]> {
    const kept = snapshot([options] as const);
    const { nodes } = await import("./api/nodes/list.ts");
    return await nodes(this.#engine, ...kept);
  }

  /**
   * Removes a node from the swarm (`DELETE /nodes/{id}`).
   *
   * @param nodeId The node, by id or name.
   * @param options Whether a node that is up goes too.
   * @returns True.
   * @throws {NotFound} When there is no such node.
   * @throws {APIError} When the node is up and `force` is not set.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().removeNode("worker-3", { force: true });
   * ```
   */
  async removeNode(nodeId: Reference, options?: nodesRemove.RemoveNodeOptions): Promise<true> {
    const kept = snapshot([nodeId, options] as const);
    const { removeNode } = await import("./api/nodes/remove.ts");
    return await removeNode(this.#engine, ...kept);
  }

  /**
   * Changes a node of the swarm (`POST /nodes/{id}/update`).
   *
   * @param nodeId The node, by id or name.
   * @param version The version that is changed, as {@linkcode inspectNode} returns it.
   * @param options How the node is set up from now on, all of it.
   * @returns True.
   * @throws {NotFound} When there is no such node.
   * @throws {APIError} When the node was changed meanwhile.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { ID, Version, Spec } = await client.inspectNode("worker-3");
   * await client.updateNode(ID, Version, { nodeSpec: { ...Spec, Availability: "drain" } });
   * ```
   */
  async updateNode(
    nodeId: Reference,
    version: VersionIndex,
    options?: nodesUpdate.UpdateNodeOptions,
  ): Promise<true> {
    const kept = snapshot([nodeId, version, options] as const);
    const { updateNode } = await import("./api/nodes/update.ts");
    return await updateNode(this.#engine, ...kept);
  }

  // Secrets

  /**
   * Creates a secret (`POST /secrets/create`): a file that only the tasks of services see. Since API
   * 1.25.
   *
   * @param name The name.
   * @param data The content, at most 500 kB; empty with a driver.
   * @param options Labels, and the driver that keeps it elsewhere.
   * @returns The secret's `ID`.
   * @throws {Conflict} When the name is taken.
   * @throws {APIError} When the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { ID } = await client.createSecret("password", crypto.getRandomValues(new Uint8Array(32)));
   * console.log(ID);
   * ```
   */
  async createSecret(
    name: string,
    data: Data,
    options?: secretsCreate.CreateSecretOptions,
  ): Promise<SecretCreateResult> {
    const kept = snapshot([name, copyBytes(data), options] as const);
    const { createSecret } = await import("./api/secrets/create.ts");
    return await createSecret(this.#engine, ...kept);
  }

  /**
   * Returns what the swarm knows of a secret, all but its content (`GET /secrets/{id}`). Since API
   * 1.25.
   *
   * @param id The secret, by id or name.
   * @param options The call's own options.
   * @throws {NotFound} When there is no such secret.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Spec, CreatedAt } = await new APIClient().inspectSecret("password");
   * console.log(Spec.Labels, CreatedAt);
   * ```
   */
  async inspectSecret(id: Reference, options?: CallOptions): Promise<Secret> {
    const kept = snapshot([id, options] as const);
    const { inspectSecret } = await import("./api/secrets/inspect.ts");
    return await inspectSecret(this.#engine, ...kept);
  }

  /**
   * Lists secrets (`GET /secrets`). Since API 1.25.
   *
   * @param options Which secrets.
   * @returns The secrets, without their content.
   * @throws {APIError} When the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * for (const { ID, Spec } of await client.secrets({ filters: { label: "app=web" } })) {
   *   console.log(ID, Spec.Name);
   * }
   * ```
   */
  async secrets(options?: secretsList.SecretsOptions): Promise<Secret[]> {
    const kept = snapshot([options] as const);
    const { secrets } = await import("./api/secrets/list.ts");
    return await secrets(this.#engine, ...kept);
  }

  /**
   * Removes a secret (`DELETE /secrets/{id}`). Since API 1.25.
   *
   * @param id The secret, by id or name.
   * @param options The call's own options.
   * @returns True.
   * @throws {NotFound} When there is no such secret.
   * @throws {BadRequest} When a service uses it.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().removeSecret("password");
   * ```
   */
  async removeSecret(id: Reference, options?: CallOptions): Promise<true> {
    const kept = snapshot([id, options] as const);
    const { removeSecret } = await import("./api/secrets/remove.ts");
    return await removeSecret(this.#engine, ...kept);
  }

  /**
   * Changes the labels of a secret (`POST /secrets/{id}/update`). Since API 1.26.
   *
   * @param id The secret, by id or name.
   * @param version The version that is changed, as {@linkcode inspectSecret} returns it.
   * @param options The labels; or the whole specification that {@linkcode inspectSecret} returned.
   * @returns True.
   * @throws {NotFound} When there is no such secret.
   * @throws {APIError} When it was changed meanwhile, or something else than labels is to be changed.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { ID, Version, Spec } = await client.inspectSecret("password");
   * await client.updateSecret(ID, Version, { labels: { ...Spec.Labels, app: "web" } });
   * ```
   */
  async updateSecret(
    id: Reference,
    version: VersionIndex,
    options?: secretsUpdate.UpdateSecretOptions,
  ): Promise<true> {
    const kept = snapshot([id, version, options] as const);
    const { updateSecret } = await import("./api/secrets/update.ts");
    return await updateSecret(this.#engine, ...kept);
  }

  // Configs

  /**
   * Creates a config (`POST /configs/create`): a file for the tasks of services that is no secret.
   * Since API 1.30.
   *
   * @param name The name.
   * @param data The content, at most 500 kB.
   * @param options Labels, and the driver of a template.
   * @returns The config's `ID`.
   * @throws {Conflict} When the name is taken.
   * @throws {APIError} When the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { ID } = await client.createConfig("settings", "color = blue\n");
   * console.log(ID);
   * ```
   */
  async createConfig(
    name: string,
    data: Data,
    options?: configsCreate.CreateConfigOptions,
  ): Promise<ConfigCreateResult> {
    const kept = snapshot([name, copyBytes(data), options] as const);
    const { createConfig } = await import("./api/configs/create.ts");
    return await createConfig(this.#engine, ...kept);
  }

  /**
   * Returns what the swarm knows of a config (`GET /configs/{id}`). Since API 1.30.
   *
   * @param id The config, by id or name.
   * @param options The call's own options.
   * @returns The config, its content in base64.
   * @throws {NotFound} When there is no such config.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Spec } = await new APIClient().inspectConfig("settings");
   * console.log(atob(Spec.Data ?? ""));
   * ```
   */
  async inspectConfig(id: Reference, options?: CallOptions): Promise<Config> {
    const kept = snapshot([id, options] as const);
    const { inspectConfig } = await import("./api/configs/inspect.ts");
    return await inspectConfig(this.#engine, ...kept);
  }

  /**
   * Lists configs (`GET /configs`). Since API 1.30.
   *
   * @param options Which configs.
   * @returns The configs, with their content.
   * @throws {APIError} When the Engine is no manager of a swarm.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * for (const { Spec } of await new APIClient().configs()) console.log(Spec.Name);
   * ```
   */
  async configs(options?: configsList.ConfigsOptions): Promise<Config[]> {
    const kept = snapshot([options] as const);
    const { configs } = await import("./api/configs/list.ts");
    return await configs(this.#engine, ...kept);
  }

  /**
   * Removes a config (`DELETE /configs/{id}`). Since API 1.30.
   *
   * @param id The config, by id or name.
   * @param options The call's own options.
   * @returns True.
   * @throws {NotFound} When there is no such config.
   * @throws {BadRequest} When a service uses it.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().removeConfig("settings");
   * ```
   */
  async removeConfig(id: Reference, options?: CallOptions): Promise<true> {
    const kept = snapshot([id, options] as const);
    const { removeConfig } = await import("./api/configs/remove.ts");
    return await removeConfig(this.#engine, ...kept);
  }

  /**
   * Changes the labels of a config (`POST /configs/{id}/update`). Since API 1.30.
   *
   * @param id The config, by id or name.
   * @param version The version that is changed, as {@linkcode inspectConfig} returns it.
   * @param options The labels; or the whole specification that {@linkcode inspectConfig} returned.
   * @returns True.
   * @throws {NotFound} When there is no such config.
   * @throws {APIError} When it was changed meanwhile, or something else than labels is to be changed.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const { ID, Version, Spec } = await client.inspectConfig("settings");
   * await client.updateConfig(ID, Version, { labels: { ...Spec.Labels, app: "web" } });
   * ```
   */
  async updateConfig(
    id: Reference,
    version: VersionIndex,
    options?: configsUpdate.ConfigUpdateOptions,
  ): Promise<true> {
    const kept = snapshot([id, version, options] as const);
    const { updateConfig } = await import("./api/configs/update.ts");
    return await updateConfig(this.#engine, ...kept);
  }

  // Plugins

  /**
   * Changes the settings of a plugin that is not enabled (`POST /plugins/{name}/set`). Since API
   * 1.25.
   *
   * @param name The plugin; without a tag `latest` is meant.
   * @param options The settings, e.g. `{ DEBUG: 1, "data.source": "/srv" }`.
   * @param callOptions The call's own options.
   * @returns True.
   * @throws {NotFound} When there is no such plugin.
   * @throws {ServerError} When the plugin is enabled, or has no such setting.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().configurePlugin("example/sshfs", { DEBUG: 1 });
   * ```
   */
  async configurePlugin(
    name: Reference,
    options: pluginsConfigure.PluginSettingValues,
    callOptions?: CallOptions,
  ): Promise<true> {
    const kept = snapshot([name, options, callOptions] as const);
    const { configurePlugin } = await import("./api/plugins/configure.ts");
    return await configurePlugin(this.#engine, ...kept);
  }

  /**
   * Makes a plugin of a directory, which is streamed while it is packed (`POST /plugins/create`). Since
   * API 1.25.
   *
   * @param name The plugin; without a tag `latest` is meant.
   * @param pluginDataDir The directory, with the plugin's `config.json` and its file system `rootfs`.
   * @param options Whether the directory is compressed on its way.
   * @returns True.
   * @throws {TypeError} When the directory has no `config.json` or no `rootfs`.
   * @throws {Conflict} When there is such a plugin.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().createPlugin("example/driver:dev", "./plugin");
   * ```
   */
  async createPlugin(
    name: string,
    pluginDataDir: string,
    options?: pluginsCreate.CreatePluginOptions,
  ): Promise<true> {
    const kept = snapshot([name, pluginDataDir, options] as const);
    const { createPlugin } = await import("./api/plugins/create.ts");
    return await createPlugin(this.#engine, ...kept);
  }

  /**
   * Disables a plugin (`POST /plugins/{name}/disable`). Since API 1.25.
   *
   * @param name The plugin; without a tag `latest` is meant.
   * @param options Whether a plugin that is in use is stopped too.
   * @returns True.
   * @throws {NotFound} When there is no such plugin.
   * @throws {Conflict} When the plugin is in use or not enabled.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().disablePlugin("example/sshfs", { force: true });
   * ```
   */
  async disablePlugin(
    name: Reference,
    options?: pluginsDisable.DisablePluginOptions,
  ): Promise<true> {
    const kept = snapshot([name, options] as const);
    const { disablePlugin } = await import("./api/plugins/disable.ts");
    return await disablePlugin(this.#engine, ...kept);
  }

  /**
   * Enables a plugin (`POST /plugins/{name}/enable`). Since API 1.25.
   *
   * @param name The plugin; without a tag `latest` is meant.
   * @param options How long the Engine tries to reach it, in seconds.
   * @returns True.
   * @throws {NotFound} When there is no such plugin.
   * @throws {ServerError} When its process cannot be started or does not listen on its socket.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().enablePlugin("example/sshfs", { timeout: 10 });
   * ```
   */
  async enablePlugin(name: Reference, options?: pluginsEnable.EnablePluginOptions): Promise<true> {
    const kept = snapshot([name, options] as const);
    const { enablePlugin } = await import("./api/plugins/enable.ts");
    return await enablePlugin(this.#engine, ...kept);
  }

  /**
   * Returns what the Engine knows of a plugin (`GET /plugins/{name}/json`). Since API 1.25.
   *
   * @param name The plugin; without a tag `latest` is meant.
   * @param options The call's own options.
   * @throws {NotFound} When there is no such plugin.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const { Enabled, Settings } = await new APIClient().inspectPlugin("example/sshfs");
   * console.log(Enabled, Settings.Env);
   * ```
   */
  async inspectPlugin(name: Reference, options?: CallOptions): Promise<Plugin> {
    const kept = snapshot([name, options] as const);
    const { inspectPlugin } = await import("./api/plugins/inspect.ts");
    return await inspectPlugin(this.#engine, ...kept);
  }

  /**
   * Lists plugins (`GET /plugins`). Since API 1.25.
   *
   * @param options Which plugins.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * for (const { Name, Enabled } of await new APIClient().plugins()) console.log(Name, Enabled);
   * ```
   */
  async plugins(options?: pluginsList.PluginsOptions): Promise<Plugin[]> {
    const kept = snapshot([options] as const);
    const { plugins } = await import("./api/plugins/list.ts");
    return await plugins(this.#engine, ...kept);
  }

  /**
   * Returns what a plugin in a registry wants to be allowed (`GET /plugins/privileges`). Since API
   * 1.25.
   *
   * @param name The plugin; without a tag `latest` is meant.
   * @param options The credentials for its registry.
   * @returns The privileges, which {@linkcode pullPlugin} must be given.
   * @throws {APIError} When the registry does not have the plugin.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * for (const { Name, Value } of await new APIClient().pluginPrivileges("example/sshfs")) {
   *   console.log(Name, Value);
   * }
   * ```
   */
  async pluginPrivileges(
    name: string,
    options?: PluginRegistryOptions,
  ): Promise<PluginPrivilege[]> {
    const kept = snapshot([name, options] as const);
    const { pluginPrivileges } = await import("./api/plugins/privileges.ts");
    return await pluginPrivileges(this.#engine, ...kept);
  }

  /**
   * Pulls a plugin from a registry, without enabling it (`POST /plugins/pull`). Since API 1.25.
   *
   * @param remote The plugin in its registry; without a tag `latest` is meant.
   * @param privileges What it is allowed: all that {@linkcode pluginPrivileges} returns.
   * @param options Its name here, and the credentials.
   * @returns The progress; the plugin is there when the stream has ended.
   * @throws {APIError} (the stream too) When the plugin cannot be pulled, or wants other privileges.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const privileges = await client.pluginPrivileges("example/sshfs");
   * for await (const { status } of await client.pullPlugin("example/sshfs", privileges)) {
   *   console.log(status);
   * }
   * ```
   */
  async pullPlugin(
    remote: string,
    privileges: readonly PluginPrivilege[],
    options?: pluginsPull.PullPluginOptions,
  ): Promise<BatchStream<ProgressRecord>> {
    const kept = snapshot([remote, privileges, options] as const);
    const { pullPlugin } = await import("./api/plugins/pull.ts");
    return await pullPlugin(this.#engine, ...kept);
  }

  /**
   * Pushes a plugin to the registry that its name says (`POST /plugins/{name}/push`). Since API
   * 1.25.
   *
   * @param name The plugin; without a tag `latest` is meant.
   * @param options The credentials.
   * @returns True, when the registry has it.
   * @throws {NotFound} When there is no such plugin.
   * @throws {APIError} When the registry refuses it.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().pushPlugin("registry.example:5000/driver:1.0");
   * ```
   */
  async pushPlugin(name: Reference, options?: PluginRegistryOptions): Promise<true> {
    const kept = snapshot([name, options] as const);
    const { pushPlugin } = await import("./api/plugins/push.ts");
    return await pushPlugin(this.#engine, ...kept);
  }

  /**
   * Removes a plugin (`DELETE /plugins/{name}`). Since API 1.25.
   *
   * @param name The plugin; without a tag `latest` is meant.
   * @param options Whether an enabled plugin is stopped first.
   * @returns True.
   * @throws {NotFound} When there is no such plugin.
   * @throws {APIError} When the plugin is enabled and `force` is not set.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * await new APIClient().removePlugin("example/sshfs", { force: true });
   * ```
   */
  async removePlugin(name: Reference, options?: pluginsRemove.RemovePluginOptions): Promise<true> {
    const kept = snapshot([name, options] as const);
    const { removePlugin } = await import("./api/plugins/remove.ts");
    return await removePlugin(this.#engine, ...kept);
  }

  /**
   * Puts another version in the place of a plugin that is not enabled (`POST
   * /plugins/{name}/upgrade`). Since API 1.26.
   *
   * @param name The plugin here.
   * @param remote The other version in its registry.
   * @param privileges What it is allowed: all that {@linkcode pluginPrivileges} returns of the other version.
   * @param options The credentials.
   * @returns The progress; the other version is there when the stream has ended.
   * @throws {APIError} (the stream too) When the plugin is enabled, cannot be pulled, or wants other privileges.
   *
   * @example
   * ```ts no-run
   * import { APIClient } from "@longshore/docker";
   *
   * const client = new APIClient();
   * const privileges = await client.pluginPrivileges("example/sshfs:2.0");
   * const progress = await client.upgradePlugin("example/sshfs", "example/sshfs:2.0", privileges);
   * for await (const { status } of progress) console.log(status);
   * ```
   */
  async upgradePlugin(
    name: Reference,
    remote: string,
    privileges: readonly PluginPrivilege[],
    options?: pluginsUpgrade.UpgradePluginOptions,
  ): Promise<BatchStream<ProgressRecord>> {
    const kept = snapshot([name, remote, privileges, options] as const);
    const { upgradePlugin } = await import("./api/plugins/upgrade.ts");
    return await upgradePlugin(this.#engine, ...kept);
  }
}
