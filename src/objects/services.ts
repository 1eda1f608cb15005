import { inspectService } from "../api/services/inspect.ts";
import { services } from "../api/services/list.ts";
import { tasks } from "../api/services/list_tasks.ts";
import { serviceLogs } from "../api/services/logs.ts";
import { removeService } from "../api/services/remove.ts";
import type { ServiceLogsOptions } from "../api/common/task_output.ts";
import type { InspectServiceOptions } from "../api/services/inspect.ts";
import type { ServicesOptions } from "../api/services/list.ts";
import type { TasksOptions } from "../api/services/list_tasks.ts";
import { ServiceMode } from "../specs/service_mode.ts";
import type { Command } from "../convert/command.ts";
import type { Reference } from "../convert/reference.ts";
import type { CallOptions } from "../engine/call_options.ts";
import { DockerError } from "../errors.ts";
import { toBoolean } from "../convert/checks.ts";
import { takeOwn } from "../operation/own_options.ts";
import type { BatchStream } from "../streams/batch_stream.ts";
import type { Frame } from "../streams/frames.ts";
import type { Filters } from "../types/common.ts";
import type { Service as ServiceJSON, ServiceUpdateResult } from "../types/services.ts";
import type { Task } from "../types/tasks.ts";
import { checkOptions } from "../operation/check_options.ts";
import type { ConvergenceOptions } from "./convergence.ts";
import { toConvergence } from "./convergence_limits.ts";
import { createWhole, tellWarnings } from "./creation.ts";
import { Collection, Model, refuseOthers, withLabels } from "./model.ts";
import {
  changesOf,
  type ServiceCreateOptions,
  type ServiceUpdateOptions,
  splitServiceOptions,
} from "./service_options.ts";

/** Options of {@linkcode Service.logs}. */
export interface ServiceOutputOptions extends Omit<ServiceLogsOptions, "demux"> {
  /** Whether standard output is included. @default {true} */
  stdout?: boolean;
  /** Whether standard error is included. @default {true} */
  stderr?: boolean;
}

/** Options of {@linkcode Service.scale} and {@linkcode Service.forceUpdate}. */
export type ServiceScaleOptions = CallOptions & Pick<ServiceUpdateOptions, "waitUntilConverged">;

/** A service of the swarm. */
export class Service extends Model<ServiceJSON> {
  /** The id. */
  override get id(): string {
    return this.attrs.ID;
  }

  /** The name. */
  get name(): string {
    return this.attrs.Spec.Name ?? "";
  }

  /** The version that an update changes. */
  get version(): number {
    return this.attrs.Version.Index;
  }

  /** Asks the swarm anew: `GET /services/{id}`, since API 1.24. */
  override async reload(options?: InspectServiceOptions): Promise<this> {
    this.attrs = await inspectService(this.engine, this.id, options);
    return this;
  }

  /**
   * Removes the service: `DELETE /services/{id}`, since API 1.24.
   *
   * @param options The call's own options.
   */
  remove(options?: CallOptions): Promise<true> {
    return removeService(this.engine, this.id, options);
  }

  /**
   * Lists the service's tasks: `GET /tasks`, since API 1.24.
   *
   * @param options Further filters, e.g. `{ filters: { "desired-state": "running" } }`.
   */
  tasks(options: TasksOptions = {}): Promise<Task[]> {
    checkOptions("Cannot list the service's tasks", options);
    const filters: Filters = { ...options.filters, service: this.id };
    return tasks(this.engine, { ...options, filters });
  }

  /**
   * Changes the service and keeps what is not given: `POST /services/{id}/update`, since API 1.24.
   * The object is reloaded.
   *
   * @param options What changes, as {@linkcode ServiceCollection.create} takes it; `image`, and whether
   * it is waited for.
   * @returns The Engine's warnings.
   * @throws {APIError} When the service was changed meanwhile: the loaded version is changed.
   */
  async update(options: ServiceUpdateOptions = {}): Promise<ServiceUpdateResult> {
    const [{ waitUntilConverged: limits }, changes] = takeOwn(
      "Cannot update the service",
      options,
      { waitUntilConverged: toConvergence },
    );
    const { taskTemplate, rest } = changesOf(this.attrs.Spec, changes);
    const { updateService } = await import("../api/services/update.ts");
    const result = await updateService(this.engine, this.id, this.version, {
      ...rest,
      ...(taskTemplate === undefined ? {} : { taskTemplate }),
      fetchCurrentSpec: true,
    });
    const call = { signal: options.signal, timeouts: options.timeouts };
    await this.reload(call);
    if (typeof limits === "object") await this.waitUntilConverged({ ...limits, ...call });
    return result;
  }

  /**
   * Waits until the service's tasks are what was asked for, as the `docker` command does: all of them
   * run, are of the newest version, and stay so for as long as `updateConfig.Monitor` says, which is
   * 5 seconds by default; a job's tasks have ended well. `GET /services/{id}` and `GET /tasks`, since
   * API 1.24. The object is reloaded.
   *
   * @param options The limit in time.
   * @throws {DockerError} At once, when the update is paused or rolled back, with the Engine's reason.
   * @throws {TimeoutError} When it takes too long, with the tasks and the failure seen last.
   *
   * @example A rollout
   * ```ts no-run
   * import { DockerClient } from "@longshore/docker";
   *
   * const docker = await DockerClient.fromEnv();
   * const service = await docker.services.get("web");
   * await service.update({ image: "nginx:1.29", waitUntilConverged: { timeout: 120 } });
   * await service.scale(3);
   * await service.waitUntilConverged(); // the same, apart
   * docker.close();
   * ```
   */
  async waitUntilConverged(options: ConvergenceOptions = {}): Promise<void> {
    const { untilConverged } = await import("./convergence.ts");
    // Whoever is told of a failure changes the service as it is now.
    await untilConverged(this.engine, this.attrs, options, (service) => {
      this.attrs = service;
    });
  }

  /**
   * Streams the output of the service's tasks: `GET /services/{id}/logs`, since API 1.29.
   *
   * @param options Which output; all of both, without `follow`, unless told otherwise.
   * @returns Frames, stdout and stderr told apart; {@linkcode lines} makes lines of them.
   */
  logs(options: ServiceOutputOptions = {}): Promise<BatchStream<Frame>> {
    const own = { stdout: toBoolean, stderr: toBoolean };
    const [{ stdout = true, stderr = true }, rest] = takeOwn(
      `Cannot read the logs of service "${this.name}"`,
      options,
      own,
    );
    return serviceLogs(this.engine, this.id, { ...rest, stdout, stderr, demux: true });
  }

  /**
   * Sets how many tasks a replicated service has: `POST /services/{id}/update`, since API 1.24.
   *
   * @param replicas How many.
   * @param options Whether it is waited for.
   * @throws {DockerError} When the service is not replicated.
   */
  async scale(replicas: number, options: ServiceScaleOptions = {}): Promise<ServiceUpdateResult> {
    checkOptions("Cannot scale the service", options);
    if (!this.attrs.Spec.Mode?.Replicated) {
      throw new DockerError(
        `Cannot scale service "${this.name}": its mode is not "replicated", which has a number of tasks`,
      );
    }
    const mode = new ServiceMode("replicated", { replicas });
    return await this.update({ ...options, mode });
  }

  /**
   * Makes all tasks anew, though nothing changes: `POST /services/{id}/update`, since API 1.25.
   *
   * @param options Whether it is waited for.
   */
  async forceUpdate(options: ServiceScaleOptions = {}): Promise<ServiceUpdateResult> {
    checkOptions("Cannot update the service", options);
    const before = this.attrs.Spec.TaskTemplate?.ForceUpdate ?? 0;
    return await this.update({ ...options, forceUpdate: before + 1 });
  }
}

/** Options of {@linkcode ServiceCollection.get}. */
export type ServiceGetOptions = InspectServiceOptions;

/** The services of the swarm; the Engine must be one of its managers. */
export class ServiceCollection extends Collection<Service> {
  /**
   * Creates a service: `POST /services/create`, since API 1.24.
   *
   * @param image The image's name.
   * @param command The words that take the place of the image's entry point.
   * @param options The service, its tasks and their containers, flat as docker-py has them.
   * @throws {Conflict} When the name is taken.
   * @throws {TimeoutError} When it is waited for and takes too long; the service is removed.
   */
  override async create(
    image: string,
    command?: Command | null,
    options: ServiceCreateOptions = {},
  ): Promise<Service> {
    const [{ waitUntilConverged: limits }, described] = takeOwn(
      "Cannot create a service",
      options,
      { waitUntilConverged: toConvergence },
    );
    const { taskTemplate, rest } = splitServiceOptions(image, command, described);
    const call = { signal: options.signal, timeouts: options.timeouts };
    const { createService } = await import("../api/services/create.ts");
    return await createWhole(this.engine, options, {
      what: "a service",
      labels: this.labels,
      make: async (labels, signal) => {
        const options = { ...withLabels(rest, labels), signal };
        const made = await createService(this.engine, taskTemplate, options);
        tellWarnings(this.engine, `service "${made.ID}"`, made.Warnings);
        return made;
      },
      load: async ({ ID }) => {
        const service = await this.get(ID, call);
        if (typeof limits === "object") await service.waitUntilConverged({ ...limits, ...call });
        return service;
      },
      undo: ({ ID }) => removeService(this.engine, ID),
    });
  }

  /**
   * Resolves with a service: `GET /services/{id}`, since API 1.24.
   *
   * @param serviceId The id or name.
   * @param options Whether defaults are filled in.
   * @throws {NotFound} When there is none.
   */
  override async get(serviceId: Reference, options?: ServiceGetOptions): Promise<Service> {
    refuseOthers(serviceId, Service, "service");
    return this.prepareModel(await inspectService(this.engine, serviceId, options));
  }

  /**
   * Lists services: `GET /services`, since API 1.24.
   *
   * @param options Filters, and whether tasks are counted.
   */
  override async list(options?: ServicesOptions): Promise<Service[]> {
    return (await services(this.engine, options)).map((attrs) => this.prepareModel(attrs));
  }

  /** Makes an object of what the swarm told of a service. */
  override prepareModel(attrs: Service | ServiceJSON): Service {
    return attrs instanceof Service ? attrs : new Service(this, attrs, this);
  }
}
