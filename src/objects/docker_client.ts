import { df } from "../api/system/df.ts";
import { events } from "../api/system/events.ts";
import { info } from "../api/system/info.ts";
import { login } from "../api/system/login.ts";
import { ping } from "../api/system/ping.ts";
import { version } from "../api/system/version.ts";
import type { DfOptions } from "../api/system/df.ts";
import type { EventsOptions } from "../api/system/events.ts";
import type { LoginOptions } from "../api/system/login.ts";
import type { VersionOptions } from "../api/system/version.ts";
import { APIClient } from "../client.ts";
import type { APIClientOptions } from "../create_engine.ts";
import type { CallOptions, Engine } from "../engine/engine.ts";
import { abandonable } from "../engine/call_options.ts";
import { DockerError } from "../errors.ts";
import { fromEnv, type FromEnvOptions } from "../environment/from_env.ts";
import type { BatchStream } from "../streams/batch_stream.ts";
import type { EngineEvent, EngineVersion } from "../types/daemon.ts";
import type { DiskUsage } from "../types/disk_usage.ts";
import type { AuthResult } from "../types/registry.ts";
import type { SystemInfo } from "../types/system_info.ts";
import { toLabels } from "../convert/labels.ts";
import { EVENT_FILTERS, reconnectingEvents, type ReconnectingEventsOptions } from "./events.ts";
import { toBoolean, toFunction, toSeconds, toText } from "../convert/checks.ts";
import { wrongValue } from "../convert/refuse.ts";
import { checkOptions, refuseUnknown } from "../operation/check_options.ts";
import { takeOwn } from "../operation/own_options.ts";
import {
  type LabelledObject,
  labelledObjects,
  OWNER_LABEL,
  removeLabelled,
  SCOPE_LABEL,
  type ScopedObject,
  scopedObjects,
} from "./scope.ts";
import { ownerState, scopeOwner } from "./scope_owner.ts";
import { ConfigCollection } from "./configs.ts";
import { ContainerCollection } from "./containers.ts";
import { ImageCollection } from "./images.ts";
import { creationsSettled } from "./creation.ts";
import type { CollectionOptions, MadeLabels } from "./model.ts";
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
  constructor(
    options: APIClientOptions | APIClient | string = {},
    collections: CollectionOptions = {},
  ) {
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
   * @throws {ContextNotFound} When there is no such context.
   * @throws {InvalidConfigFile} When it cannot be read, or leads to no engine.
   */
  static async fromContext(
    name?: string,
    options: Omit<FromEnvOptions, "context" | "baseUrl"> = {},
  ): Promise<DockerClient> {
    checkOptions("Cannot make a client of a context", options);
    return new DockerClient(
      await fromEnv(name === undefined ? options : { ...options, context: name }),
    );
  }

  /** The requests of the client: what the functions of `@longshore/docker/api` take first. */
  get engine(): Engine {
    return this.api.engine;
  }

  /** Streams events and goes on when the Engine was restarted: see {@linkcode reconnectingEvents}. */
  events(
    options: ReconnectingEventsOptions & { reconnect: true },
  ): Promise<BatchStream<EngineEvent>>;
  /** Streams events: `GET /events`. */
  events(options: EventsOptions & { decode: true }): Promise<BatchStream<EngineEvent>>;
  /** Streams events as bytes. */
  events(
    options?: EventsOptions & { decode?: false | null | undefined },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  async events(
    options: EventsOptions & ReconnectingEventsOptions & { reconnect?: boolean | null } = {},
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<EngineEvent>> {
    const action = "Cannot follow the engine's events";
    const own = { reconnect: toBoolean, decode: toBoolean, onReconnect: toFunction };
    const [{ reconnect, decode, onReconnect }, rest] = takeOwn(action, options, own, EVENT_FILTERS);
    if (!reconnect) {
      if (onReconnect !== undefined) {
        throw new TypeError(`${action}: onReconnect means nothing without reconnect: true`);
      }
      return await events(this.engine, { ...rest, decode: decode ?? false });
    }
    if (decode === false) throw new TypeError(`${action}: what reconnects is decoded`);
    return await reconnectingEvents(this.engine, { ...rest, onReconnect });
  }

  /**
   * Opens a scope: a client that labels what is made through it, and removes it at its end. What is
   * labelled are containers, networks, volumes, built images, services, secrets and configs. A named
   * volume that comes about by a container's `volumes` alone has no label and stays: create it by
   * `scope.volumes` to have it removed.
   *
   * @param options A label of your own.
   *
   * @example Nothing is left behind
   * ```ts no-run
   * import { DockerClient } from "@longshore/docker";
   *
   * const docker = await DockerClient.fromEnv();
   * const scope = docker.scope({ label: "app=test" });
   * try {
   *   await scope.containers.run("redis", null, { detach: true });
   * } finally {
   *   await scope.end(); // or `await using` instead of try and finally
   * }
   * docker.close();
   * ```
   */
  scope(options: ScopeOptions = {}): DockerScope {
    return new DockerScope(this.api, options);
  }

  /**
   * Removes what the scopes of processes left that have ended without ending their scopes.
   *
   * A process is known to have ended when it ran on this host; those of other hosts count as ended
   * after `olderThan` seconds.
   *
   * @param options How old a scope of another host must be.
   * @returns What was removed.
   * @throws {DockerError} When something cannot be removed; all else is.
   */
  async reapScopes(options: ReapScopesOptions = {}): Promise<ScopedObject[]> {
    const own = { olderThan: toSeconds };
    const [{ olderThan = Infinity }, call] = takeOwn("Cannot reap scopes", options, own, []);
    const ended: ScopedObject[] = [];
    for (const object of await scopedObjects(this.engine, undefined, call)) {
      const { runs, opened } = await ownerState(this.engine, object.owner);
      if (!(runs ?? Date.now() / 1000 - opened < olderThan)) ended.push(object);
    }
    await removeLabelled(this.engine, ended, "the scopes made", call);
    return ended;
  }

  /**
   * Removes all that carries a label: services, containers, which are killed when they run, networks,
   * volumes, secrets, configs and images, in this order.
   *
   * @param label The label: `name`, or `name=value`.
   * @param options The call's own options.
   * @returns What was removed.
   * @throws {DockerError} When something cannot be removed; all else is.
   *
   * @example Clean up
   * ```ts no-run
   * import { DockerClient } from "@longshore/docker";
   *
   * const docker = await DockerClient.fromEnv();
   * for (const { kind, name } of await docker.removeLabelled("app=test")) console.log(kind, name);
   * docker.close();
   * ```
   */
  async removeLabelled(label: string, options: CallOptions = {}): Promise<LabelledObject[]> {
    checkOptions("Cannot remove what carries a label", options);
    if (!/^[^=\s]/.test(toText(label, "label"))) {
      throw wrongValue("label", label, "a label's name, or name=value");
    }
    const found = await labelledObjects(this.engine, label, options);
    const objects = found.map(({ kind, id, name }) => ({ kind, id, name }));
    await removeLabelled(this.engine, objects, `carries the label "${label}"`, options);
    return objects;
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

/** Options of {@linkcode DockerClient.scope}. */
export interface ScopeOptions {
  /** A label for all that is made, `name` or `name=value`, or several. */
  label?: string | Readonly<Record<string, string>> | null | undefined;
}

/** Options of {@linkcode DockerClient.reapScopes}. */
export interface ReapScopesOptions extends CallOptions {
  /** After how many seconds a scope of a process on another host counts as left. @default {Infinity} */
  olderThan?: number | null | undefined;
}

/** A client that labels what is made through it, and removes it at its end; its connections are those of the client that opened it. */
export class DockerScope extends DockerClient {
  /** The scope's id: the value of the label `longshore.scope`. */
  readonly id: string;
  readonly #own: Readonly<Record<string, string>>;
  readonly #labels: MadeLabels;
  readonly #state: { hasEnded: boolean };
  readonly #inner = new Set<DockerScope>();
  #onEnd: () => void = () => {};

  /**
   * Opens a scope: see {@linkcode DockerClient.scope}.
   *
   * @param api The low-level client.
   * @param options A label of your own.
   */
  constructor(api: APIClient, options: ScopeOptions = {}) {
    refuseUnknown("Cannot open a scope", options, ["label"]);
    const own = toOwn(options);
    const id = crypto.randomUUID();
    const state = { hasEnded: false };
    let owner: Promise<string> | undefined;
    const labels = async (): Promise<Record<string, string>> => {
      owner ??= scopeOwner(api.engine);
      const made = { ...own, [SCOPE_LABEL]: id, [OWNER_LABEL]: await owner };
      if (!state.hasEnded) return made;
      throw new DockerError("Cannot make anything through the scope: it has ended");
    };
    super(api, { labels });
    this.id = id;
    this.#own = own;
    this.#labels = labels;
    this.#state = state;
  }

  /**
   * Opens a scope within this one: what is made through it has the labels of both, and is removed when
   * either ends.
   *
   * @param options A label of its own.
   */
  override scope(options: ScopeOptions = {}): DockerScope {
    const action = "Cannot open a scope";
    if (this.#state.hasEnded) throw new DockerError(`${action}: the one around it has ended`);
    refuseUnknown(action, options, ["label"]);
    const inner = new DockerScope(this.api, { label: { ...this.#own, ...toOwn(options) } });
    this.#inner.add(inner);
    inner.#onEnd = (): void => void this.#inner.delete(inner);
    return inner;
  }

  /**
   * Removes all that was made through the scope and those within it; running containers are killed.
   * What is being created at the moment is waited for, and nothing more is made through the scope from
   * here on.
   *
   * @param options The call's own options.
   * @returns What was removed.
   * @throws {DockerError} When something cannot be removed; all else is.
   */
  async end(options: CallOptions = {}): Promise<ScopedObject[]> {
    checkOptions("Cannot end the scope", options);
    const scopes = this.#withInner();
    for (const one of scopes) one.#state.hasEnded = true;
    const settled = scopes.map((one) => creationsSettled(one.#labels));
    await abandonable(Promise.all(settled), options.signal);
    const ids = new Set(scopes.map(({ id }) => id));
    const found = await scopedObjects(this.engine, ids.size === 1 ? this.id : undefined, options);
    const objects = found.filter(({ scope }) => ids.has(scope));
    await removeLabelled(this.engine, objects, "the scope made", options);
    this.#onEnd();
    return objects;
  }

  /** Removes all that was made through the scope, at the end of an `await using` block. */
  override async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  /** The scope and those within it. */
  #withInner(): DockerScope[] {
    return [this, ...[...this.#inner].flatMap((one) => one.#withInner())];
  }
}

function toOwn({ label }: ScopeOptions): Record<string, string> {
  if (label == null) return {};
  return toLabels(typeof label === "string" ? [label] : label, "label");
}
