import { parseImageName } from "../../convert/image_name.ts";
import { toFilters } from "../../convert/filters.ts";
import { toVersionIndex, type VersionIndex } from "../../convert/object_version.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { type ServiceSpecOptions, toServiceSpec } from "../../specs/service_spec.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Filters } from "../../types/common.ts";
import type {
  Service,
  ServiceCreateResult,
  ServiceSpec,
  ServiceUpdateResult,
} from "../../types/services.ts";
import type { TaskTemplateJSON } from "../../types/task_spec.ts";
import { compareVersions } from "../../engine/version.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";
import { type Headers, registryAuth, type RegistryOptions } from "../common/registry_auth.ts";

/** Options of {@linkcode services}. */
export interface ServicesOptions extends CallOptions {
  /** What a service must match, e.g. `{ name: "web" }` or `{ mode: "global" }`. */
  filters?: Filters;
  /** Whether the number of running tasks is counted. Since API 1.41. */
  status?: boolean;
}

/** Options of {@linkcode createService}; fields as the Engine spells them are sent as they are. */
export interface CreateServiceOptions
  extends Pick<RegistryOptions, "authConfig" | keyof CallOptions>, ServiceSpecOptions {}

/** Options of {@linkcode updateService}; fields as the Engine spells them are sent as they are. */
export interface UpdateServiceOptions extends CreateServiceOptions {
  /** How the tasks are made from now on. */
  taskTemplate?: TaskTemplateJSON;
  /** Whether what is not given stays as it is; otherwise it is reset. @default {false} */
  fetchCurrentSpec?: boolean;
  /** Which specification is taken: `previous` goes back to the one before. Since API 1.28. */
  rollback?: "previous" | undefined;
}

/** Options of {@linkcode inspectService}. */
export interface InspectServiceOptions extends CallOptions {
  /** Whether settings that were not given show the Engine's defaults. Since API 1.29. */
  insertDefaults?: boolean;
}

/**
 * Lists services (`GET /services`).
 *
 * @param engine The engine.
 * @param options Which services, and what of them.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, services } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for (const { Spec, ServiceStatus } of await services(engine, { status: true })) {
 *   console.log(Spec.Name, ServiceStatus?.RunningTasks);
 * }
 * ```
 */
export async function services(engine: Engine, options: ServicesOptions = {}): Promise<Service[]> {
  const action = "Cannot list services";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "services", options);
  return await engine.json(action, "GET", "/services", options, {
    query: query({ filters, status: options.status }),
  });
}

/**
 * Creates a service (`POST /services/create`).
 *
 * @param engine The engine.
 * @param taskTemplate How its tasks are made: a {@linkcode TaskTemplate}.
 * @param options What it is otherwise.
 * @returns The service's `ID`, and `Warnings`.
 * @throws {Conflict} When the name is taken.
 * @throws {TypeError} When something has another shape.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { ContainerSpec, ServiceMode, TaskTemplate } from "@longshore/docker";
 * import { createEngine, createService } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { ID } = await createService(engine,
 *   new TaskTemplate(new ContainerSpec("nginx", { env: { COLOR: "blue" } })),
 *   { name: "web", mode: new ServiceMode("replicated", { replicas: 3 }), endpointSpec: { ports: { 8080: 80 } } },
 * );
 * console.log(ID);
 * ```
 */
export async function createService(
  engine: Engine,
  taskTemplate: TaskTemplateJSON,
  options: CreateServiceOptions = {},
): Promise<ServiceCreateResult> {
  const action = options.name
    ? `Cannot create service "${options.name}"`
    : "Cannot create a service";
  const { signal, timeouts, authConfig, ...given } = options;
  const spec = toServiceSpec(action, taskTemplate, given);
  const call = { signal, timeouts, authConfig };
  const headers = await serviceAuth(engine, spec, call);
  await fitVersion(engine, action, "createService", spec, call);
  return await engine.json(action, "POST", "/services/create", call, { headers, json: spec });
}

/**
 * Returns what the swarm knows of a service (`GET /services/{id}`).
 *
 * @param engine The engine.
 * @param service The service, by id or name.
 * @param options Whether the Engine's defaults are shown.
 * @throws {NotFound} When there is no such service.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectService } from "@longshore/docker/api";
 *
 * const { Spec, UpdateStatus } = await inspectService(createEngine(), "web");
 * console.log(Spec.Mode, UpdateStatus?.State);
 * ```
 */
export async function inspectService(
  engine: Engine,
  service: Reference,
  options: InspectServiceOptions = {},
): Promise<Service> {
  const id = toId(service, "service");
  const action = `Cannot inspect service "${id}"`;
  const { insertDefaults } = options;
  requireVersion(action, await engine.negotiate(options), "inspectService", options);
  return await engine.json(action, "GET", path`/services/${id}`, options, {
    query: query({ insertDefaults }),
  });
}

/**
 * Changes a service (`POST /services/{id}/update`). What is not given is reset, unless
 * `fetchCurrentSpec` is set; the name must be given, and cannot change.
 *
 * @param engine The engine.
 * @param service The service, by id or name.
 * @param version The version that is changed, as {@linkcode inspectService} returns it.
 * @param options What the service is from now on.
 * @returns `Warnings`.
 * @throws {NotFound} When there is no such service.
 * @throws {APIError} When the service was changed meanwhile.
 *
 * @example
 * ```ts no-run
 * import { ContainerSpec, TaskTemplate } from "@longshore/docker";
 * import { createEngine, inspectService, updateService } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { ID, Version } = await inspectService(engine, "web");
 * await updateService(engine, ID, Version, {
 *   fetchCurrentSpec: true,
 *   taskTemplate: new TaskTemplate(new ContainerSpec("nginx:1.27")),
 * });
 * ```
 */
export async function updateService(
  engine: Engine,
  service: Reference,
  version: VersionIndex,
  options: UpdateServiceOptions = {},
): Promise<ServiceUpdateResult> {
  const id = toId(service, "service");
  const action = `Cannot update service "${id}"`;
  const index = toVersionIndex(version, "version");
  const {
    signal,
    timeouts,
    authConfig,
    taskTemplate,
    fetchCurrentSpec,
    rollback,
    ...given
  } = options;
  const call = { signal, timeouts, authConfig };
  let spec = toServiceSpec(action, taskTemplate, given);
  // The Engine wants a whole specification even where it goes back to the one before.
  if (fetchCurrentSpec || (rollback !== undefined && taskTemplate === undefined)) {
    spec = merge((await inspectService(engine, id, { signal, timeouts })).Spec, spec);
  }
  const headers = await serviceAuth(engine, spec, call);
  await fitVersion(engine, action, "updateService", spec, { ...call, rollback });
  return await engine.json(action, "POST", path`/services/${id}/update`, call, {
    query: query({ version: index, rollback }),
    headers,
    json: spec,
  });
}

/**
 * Removes a service and its tasks (`DELETE /services/{id}`).
 *
 * @param engine The engine.
 * @param service The service, by id or name.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such service.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeService } from "@longshore/docker/api";
 *
 * await removeService(createEngine(), "web");
 * ```
 */
export async function removeService(
  engine: Engine,
  service: Reference,
  options: CallOptions = {},
): Promise<true> {
  const id = toId(service, "service");
  const action = `Cannot remove service "${id}"`;
  requireVersion(action, await engine.negotiate(options), "removeService");
  return await engine.empty(action, "DELETE", path`/services/${id}`, options);
}

/** Finds the credentials that the nodes pull the image with. */
async function serviceAuth(
  engine: Engine,
  spec: ServiceSpec,
  options: RegistryOptions,
): Promise<Headers> {
  const image = spec.TaskTemplate?.ContainerSpec?.Image;
  if (image === undefined) return {};
  return await registryAuth(engine, parseImageName(image, "Image").registry, options);
}

/** Checks a specification against the API version in use, and puts networks where it looks for them. */
async function fitVersion(
  engine: Engine,
  action: string,
  method: string,
  spec: ServiceSpec,
  options: Pick<UpdateServiceOptions, "rollback" | keyof CallOptions>,
): Promise<void> {
  const version = await engine.negotiate(options);
  if (compareVersions(version, "1.25") < 0 && spec.TaskTemplate?.Networks) {
    spec.Networks = spec.TaskTemplate.Networks;
    delete spec.TaskTemplate.Networks;
  }
  requireVersion(action, version, method, options, spec);
}

/** Lays what is given over what is there: tasks and their container field by field, all else as a whole. */
function merge(current: ServiceSpec, given: ServiceSpec): ServiceSpec {
  const spec: ServiceSpec = { ...current, ...given };
  if (current.TaskTemplate && given.TaskTemplate) {
    spec.TaskTemplate = { ...current.TaskTemplate, ...given.TaskTemplate };
    const { ContainerSpec } = given.TaskTemplate;
    if (current.TaskTemplate.ContainerSpec && ContainerSpec) {
      spec.TaskTemplate.ContainerSpec = { ...current.TaskTemplate.ContainerSpec, ...ContainerSpec };
    }
  }
  return spec;
}
