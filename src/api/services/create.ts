import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Fields, fieldsOf } from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import {
  requireImage,
  SERVICE_OPTIONS,
  type ServiceSpecOptions,
} from "../../specs/service_spec.ts";
import { toTaskTemplate } from "../../specs/task_template.ts";
import type { ServiceCreateResult, ServiceSpec } from "../../types/services.ts";
import type { TaskTemplateJSON } from "../../types/task_spec.ts";
import { type RegistryOptions, toCredentials } from "../common/registry_auth.ts";
import { checkReplicas, imageAuth, placeNetworks } from "../common/service_request.ts";

/** Options of {@linkcode createService}. */
export interface CreateServiceOptions
  extends Pick<RegistryOptions, "authConfig" | keyof CallOptions>, ServiceSpecOptions {}

const FIELDS: Fields<ServiceSpecOptions> = fieldsOf<ServiceSpecOptions>(SERVICE_OPTIONS);

/** What {@linkcode createService} asks of the Engine. */
export const CREATE: Operation<CreateServiceOptions> = operation<
  CreateServiceOptions,
  ServiceSpecOptions
>("POST /services/create", { authConfig: ofClient(toCredentials) }, {
  since: "1.24",
  fields: FIELDS,
});

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
  const name = options?.name ?? options?.Name;
  const action = typeof name === "string" && name !== ""
    ? `Cannot create service "${name}"`
    : "Cannot create a service";
  const TaskTemplate = toTaskTemplate(taskTemplate, "taskTemplate");
  requireImage(action, TaskTemplate);
  // A specification that an inspection returned has it too.
  const again = (options as { TaskTemplate?: unknown } | null)?.TaskTemplate;
  if (again !== undefined && again !== taskTemplate) {
    throw new TypeError(`${action}: taskTemplate and the option "TaskTemplate" differ; give one`);
  }
  const call = CREATE.call(engine, action, [], options, { TaskTemplate });
  const spec = call.body as ServiceSpec;
  checkReplicas(action, spec);
  const version = await call.negotiate();
  const headers = await imageAuth(engine, spec, call.options);
  return await call.json({ headers, json: placeNetworks(spec, version) });
}
