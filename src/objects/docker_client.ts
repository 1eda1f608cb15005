import { df, events, info, login, ping, version } from "../api/mod.ts";
import type { DfOptions, VersionOptions } from "../api/system/daemon.ts";
import type { EventsOptions } from "../api/system/events.ts";
import type { LoginOptions } from "../api/system/login.ts";
import { APIClient } from "../client.ts";
import type { APIClientOptions } from "../create_engine.ts";
import type { CallOptions, Engine } from "../engine/engine.ts";
import { fromEnv, type FromEnvOptions } from "../environment/from_env.ts";
import type { BatchStream } from "../streams/batch_stream.ts";
import type { EngineEvent, EngineVersion } from "../types/daemon.ts";
import type { DiskUsage } from "../types/disk_usage.ts";
import type { AuthResult } from "../types/registry.ts";
import type { SystemInfo } from "../types/system_info.ts";
import { ConfigCollection } from "./configs.ts";
import { ContainerCollection } from "./containers.ts";
import { ImageCollection } from "./images.ts";
import type { CollectionOptions } from "./model.ts";
import { NetworkCollection } from "./networks.ts";
import { NodeCollection } from "./nodes.ts";
import { PluginCollection } from "./plugins.ts";
import { SecretCollection } from "./secrets.ts";
import { ServiceCollection } from "./services.ts";
import { Swarm } from "./swarm.ts";
import { VolumeCollection } from "./volumes.ts";

/**
 * Docker as objects and tasks: collections of containers, images, networks and so on over an
 * {@linkcode APIClient}, under the names of docker-py's high-level client.
 *
 * @example Usage
 * ```ts no-run
 * import { DockerClient } from "./docker_client.ts";
 *
 * const docker = await DockerClient.fromEnv();
 * const { stdout } = await docker.containers.run("busybox", ["echo", "hello"]);
 * console.log(stdout); // hello
 * docker.close();
 * ```
 */
export class DockerClient implements AsyncDisposable {
  /** The low-level client. */
  readonly api: APIClient;
  /** The configs of the swarm. */
  readonly configs: ConfigCollection;
  /** The containers. */
  readonly containers: ContainerCollection;
  /** The images. */
  readonly images: ImageCollection;
  /** The networks. */
  readonly networks: NetworkCollection;
  /** The nodes of the swarm. */
  readonly nodes: NodeCollection;
  /** The plugins. */
  readonly plugins: PluginCollection;
  /** The secrets of the swarm. */
  readonly secrets: SecretCollection;
  /** The services of the swarm. */
  readonly services: ServiceCollection;
  /** The swarm. */
  readonly swarm: Swarm;
  /** The volumes. */
  readonly volumes: VolumeCollection;

  /**
   * Makes a client; nothing is opened, read or sent.
   *
   * @param options The engine's address and how to talk to it, or a low-level client that is there.
   * @param collections Labels that everything gets that is made through the client.
   */
  constructor(options: APIClientOptions | APIClient = {}, collections: CollectionOptions = {}) {
    this.api = options instanceof APIClient ? options : new APIClient(options);
    const { engine } = this.api;
    this.configs = new ConfigCollection(engine, collections);
    this.containers = new ContainerCollection(engine, collections);
    this.images = new ImageCollection(engine, collections);
    this.networks = new NetworkCollection(engine, collections);
    this.nodes = new NodeCollection(engine, collections);
    this.plugins = new PluginCollection(engine, collections);
    this.secrets = new SecretCollection(engine, collections);
    this.services = new ServiceCollection(engine, collections);
    this.swarm = new Swarm(engine);
    this.volumes = new VolumeCollection(engine, collections);
  }

  /**
   * Makes a client of the engine that the `docker` command would talk to: see {@linkcode fromEnv}.
   *
   * @param options What goes before the environment.
   * @throws {ConnectionError} When nothing names an engine and none listens.
   */
  static async fromEnv(options?: FromEnvOptions): Promise<DockerClient> {
    return new DockerClient(await fromEnv(options));
  }

  /**
   * Makes a client of the engine of one of the `docker` command's contexts.
   *
   * @param name The context's name; the one in use without it.
   * @param options What goes before the context.
   * @throws {InvalidConfigFile} When there is no such context.
   */
  static async fromContext(
    name?: string,
    options: Omit<FromEnvOptions, "context" | "baseUrl"> = {},
  ): Promise<DockerClient> {
    return new DockerClient(
      await fromEnv(name === undefined ? options : { ...options, context: name }),
    );
  }

  /** The requests of the client: what the functions of `@longshore/docker/api` take first. */
  get engine(): Engine {
    return this.api.engine;
  }

  /** Streams events: `GET /events`. */
  events(options: EventsOptions & { decode: true }): Promise<BatchStream<EngineEvent>>;
  /** Streams events as bytes. */
  events(
    options?: EventsOptions & { decode?: false | null | undefined },
  ): Promise<BatchStream<Uint8Array>>;
  events(options?: EventsOptions): Promise<BatchStream<Uint8Array> | BatchStream<EngineEvent>> {
    return events(this.engine, options);
  }

  /** Returns what takes disk space: `GET /system/df`, since API 1.25. */
  df(options?: DfOptions): Promise<DiskUsage> {
    return df(this.engine, options);
  }

  /** Returns what the Engine tells of itself: `GET /info`. */
  info(options?: CallOptions): Promise<SystemInfo> {
    return info(this.engine, options);
  }

  /**
   * Logs in to a registry: `POST /auth`; later pulls and pushes use the credentials.
   *
   * @param username The user's name.
   * @param options The password and the registry.
   */
  login(username: string, options?: LoginOptions): Promise<AuthResult> {
    return login(this.engine, username, options);
  }

  /** Asks whether the Engine is there: `GET /_ping`. */
  ping(options?: CallOptions): Promise<boolean> {
    return ping(this.engine, options);
  }

  /** Returns the versions of the Engine: `GET /version`. */
  version(options?: VersionOptions): Promise<EngineVersion> {
    return version(this.engine, options);
  }

  /** Closes all connections; calls under way reject with a `ConnectionError`. */
  close(): void {
    this.api.close();
  }

  /** Closes all connections, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }
}
