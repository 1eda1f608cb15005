import { inspectContainer } from "../api/containers/inspect.ts";
import { containers } from "../api/containers/list.ts";
import { pruneContainers } from "../api/containers/prune.ts";
import type { ContainersOptions } from "../api/containers/list.ts";
import type { PruneContainersOptions } from "../api/containers/prune.ts";
import { toBoolean } from "../convert/checks.ts";
import type { Command } from "../convert/command.ts";
import type { Reference } from "../convert/reference.ts";
import type { CallOptions } from "../engine/engine.ts";
import type {
  ContainerInspect,
  ContainersPruneReport,
  ContainerSummary,
} from "../types/containers.ts";
import { NotFound } from "../errors.ts";
import { takeOwn } from "../operation/own_options.ts";
import { Container } from "./container.ts";
import { containersOf } from "./containers_of.ts";
import { type ContainerOptions, toCreateOptions } from "./container_options.ts";
import { createWhole } from "./creation.ts";
import { Collection, type MadeLabels, madeLabels, refuseOthers } from "./model.ts";
import { Image } from "./image.ts";
import type { ContainerCreateResult } from "../types/container_config.ts";
import type { ProcessResult } from "./process_io.ts";
import type { OutputLines } from "./process_lines.ts";
import { containerCreation, discardRunning } from "./container_creation.ts";
import { runContainer, runContainerLines, type RunContainerOptions } from "./run.ts";
import { launch, type StartContainerOptions } from "./start_container.ts";

/** Options of {@linkcode ContainerCollection.run}. */
export interface ContainerRunOptions
  extends Omit<RunContainerOptions, "detach">, Pick<StartContainerOptions, "waitUntil"> {
  /** Whether the container is left running and returned; `remove` is false by default then. @default {false} */
  detach?: boolean | null | undefined;
  /** Whether the lines of the output are streamed as they come. @default {false} */
  stream?: boolean | null | undefined;
}

/** Options of {@linkcode ContainerCollection.list}. */
export interface ContainerListOptions
  extends
    CallOptions,
    Pick<ContainersOptions, "all" | "before" | "filters" | "limit" | "since" | "size"> {
  /** Whether containers are not asked for one by one: each has its line of the list only. @default {false} */
  sparse?: boolean | null | undefined;
  /** Whether containers that are removed while they are listed are left out. @default {false} */
  ignoreRemoved?: boolean | null | undefined;
}

const LIST_OPTIONS = ["all", "before", "filters", "limit", "since", "size"];

/** The containers of an Engine. */
export class ContainerCollection extends Collection<Container> {
  /**
   * Runs a command in a new container and leaves it running: see {@linkcode startContainer}.
   *
   * @param image The image's name or id.
   * @param command The command; a string is split as a shell splits words.
   * @param options `detach: true`, and what the container is.
   * @returns The container.
   */
  run(
    image: Reference,
    command: Command | null | undefined,
    options: ContainerRunOptions & { detach: true },
  ): Promise<Container>;
  /**
   * Runs a command in a new container and streams its lines: see {@linkcode runContainerLines}.
   *
   * @param image The image's name or id.
   * @param command The command.
   * @param options `stream: true`, and what the container is.
   */
  run(
    image: Reference,
    command: Command | null | undefined,
    options: ContainerRunOptions & { stream: true; detach?: false | null | undefined },
  ): Promise<OutputLines>;
  /**
   * Runs a command in a new container, to its end: see {@linkcode runContainer}.
   *
   * @param image The image's name or id; it is pulled if it is missing.
   * @param command The command; the image's own without it.
   * @param options What the container is, what it reads, and what counts as an error.
   * @returns The exit code and the output.
   * @throws {ContainerError} When the exit code is not 0, unless `check` is false.
   */
  run(
    image: Reference,
    command?: Command | null,
    options?: ContainerRunOptions & {
      stream?: false | null | undefined;
      detach?: false | null | undefined;
    },
  ): Promise<ProcessResult>;
  /** Runs a command in a new container, as the options say. */
  run(
    image: Reference,
    command?: Command | null,
    options?: ContainerRunOptions,
  ): Promise<Container | OutputLines | ProcessResult>;
  async run(
    image: Reference,
    command?: Command | null,
    options: ContainerRunOptions = {},
  ): Promise<Container | OutputLines | ProcessResult> {
    refuseOthers(image, Image, "image");
    const own = { detach: toBoolean, stream: toBoolean };
    const [{ detach, stream }, rest] = takeOwn("Cannot run a container", options, own);
    if (detach && stream) {
      throw new TypeError("Cannot run a container: what is detached streams no lines");
    }
    const { labels } = this;
    if (detach) {
      return await this.#runDetached(image, command, rest, labels);
    }
    const { waitUntil, ...attached } = rest;
    if (waitUntil != null) {
      throw new TypeError("Cannot run a container: waitUntil means nothing without detach: true");
    }
    return stream
      ? await runContainerLines(this.engine, image, command, attached, labels)
      : await runContainer(this.engine, image, command, attached, labels);
  }

  async #runDetached(
    image: Reference,
    command: Command | null | undefined,
    options: Omit<ContainerRunOptions, "detach" | "stream">,
    labels: MadeLabels,
  ): Promise<Container> {
    const { signal, timeouts, remove, autoRemove } = options;
    const call = { signal, timeouts };
    let created: Container | undefined;
    const id = await launch(this.engine, image, command, options, labels, async (id) => {
      // It may be gone by the time it can be asked for.
      if (remove || autoRemove) created = await this.get(id, call);
    });
    try {
      return await this.get(id, call);
    } catch (error) {
      if (created !== undefined && error instanceof NotFound) return created;
      // Nobody would know of it.
      await discardRunning(this.engine, id);
      throw error;
    }
  }

  /**
   * Creates a container: `POST /containers/create`.
   *
   * @param image The image's name or id.
   * @param command The command; the image's own without it.
   * @param options What the container is and how it sits on its host, flat as docker-py has them.
   * @throws {ImageNotFound} When the Engine does not have the image.
   * @throws {Conflict} When the name is taken.
   */
  override async create(
    image: Reference,
    command?: Command | null,
    options: ContainerOptions = {},
  ): Promise<Container> {
    refuseOthers(image, Image, "image");
    const created = toCreateOptions(command, options, await madeLabels(this.labels));
    const { signal, timeouts } = options;
    const load = ({ Id }: ContainerCreateResult): Promise<Container> =>
      this.get(Id, { signal, timeouts });
    const creation = containerCreation(this.engine, image, created, this.labels, load);
    return await createWhole(this.engine, options, creation);
  }

  /**
   * Resolves with a container: `GET /containers/{id}/json`.
   *
   * @param containerId The id or name.
   * @param options The call's own options.
   * @throws {NotFound} When there is none.
   */
  override async get(containerId: Reference, options?: CallOptions): Promise<Container> {
    refuseOthers(containerId, Container, "container");
    return this.prepareModel(await inspectContainer(this.engine, containerId, options));
  }

  /**
   * Lists containers by their lines of the list: `GET /containers/json`.
   *
   * @param options `sparse: true`, and which containers.
   */
  override list(
    options: ContainerListOptions & { sparse: true },
  ): Promise<Container<ContainerSummary>[]>;
  /**
   * Lists containers and asks for each of them: `GET /containers/json`, `GET /containers/{id}/json`.
   *
   * @param options Which containers: the running ones without `all`.
   * @throws {NotFound} When one is removed meanwhile, unless `ignoreRemoved` is set.
   */
  override list(
    options?: ContainerListOptions & { sparse?: false | null | undefined },
  ): Promise<Container[]>;
  override async list(
    options: ContainerListOptions = {},
  ): Promise<Container[] | Container<ContainerSummary>[]> {
    const own = { sparse: toBoolean, ignoreRemoved: toBoolean };
    const [{ sparse, ignoreRemoved }, rest] = takeOwn(
      "Cannot list containers",
      options,
      own,
      LIST_OPTIONS,
    );
    const list = await containers(this.engine, rest);
    if (sparse) return list.map((attrs) => new Container(this, attrs, this));
    const { signal, timeouts } = rest;
    const ids = list.map(({ Id }) => Id);
    return await containersOf(this.engine, ids, { signal, timeouts, ignoreRemoved }, this);
  }

  /**
   * Removes stopped containers: `POST /containers/prune`, since API 1.25.
   *
   * @param options Filters.
   * @returns Their ids and the space won, in bytes.
   */
  prune(options?: PruneContainersOptions): Promise<ContainersPruneReport> {
    return pruneContainers(this.engine, options);
  }

  /** Makes an object of what the Engine told of a container. */
  override prepareModel(attrs: Container | ContainerInspect): Container {
    return attrs instanceof Container ? attrs : new Container(this, attrs, this);
  }
}
