import { checkOptions } from "../../operation/check_options.ts";
import { oneOf, toBoolean } from "../../convert/checks.ts";
import { toVersionIndex, type VersionIndex } from "../../convert/object_version.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { ofCall } from "../../operation/call.ts";
import { type Fields, fieldsOf, inBody } from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import {
  requireImage,
  SERVICE_OPTIONS,
  type ServiceSpecOptions,
} from "../../specs/service_spec.ts";
import { TASK_FIELDS, toTaskTemplate } from "../../specs/task_template.ts";
import type { ServiceSpec, ServiceUpdateResult } from "../../types/services.ts";
import type { ContainerSpecJSON, TaskTemplateJSON } from "../../types/task_spec.ts";
import { type RegistryOptions, toCredentials } from "../common/registry_auth.ts";
import { checkReplicas, imageAuth, placeNetworks } from "../common/service_request.ts";
import { inspectService } from "./inspect.ts";

/** What is laid over the tasks of a service: with `fetchCurrentSpec` any part of a template. */
export interface TaskTemplateChanges extends Omit<TaskTemplateJSON, "ContainerSpec"> {
  /** What is laid over their container, field by field. */
  ContainerSpec?: ContainerSpecChanges | null | undefined;
}

/** What is laid over the container of a service's tasks. */
export type ContainerSpecChanges = {
  [Name in keyof ContainerSpecJSON]?: ContainerSpecJSON[Name] | undefined;
};

/** Options of {@linkcode updateService}. */
export interface UpdateServiceOptions
  extends Pick<RegistryOptions, "authConfig" | keyof CallOptions>, ServiceSpecOptions {
  /** How the tasks are made from now on. */
  taskTemplate?: TaskTemplateJSON | TaskTemplateChanges | null | undefined;
  /** The same, as the Engine spells it. */
  TaskTemplate?: TaskTemplateJSON | TaskTemplateChanges | null | undefined;
  /**
   * Whether what is not given stays as it is; otherwise it is reset. Tasks and their container are laid over
   * field by field, anything else as a whole: `Resources` with limits alone drop the reservations.
   * @default {false}
   */
  fetchCurrentSpec?: boolean | null | undefined;
  /** Which specification is taken: `previous` goes back to the one before. Since API 1.28. */
  rollback?: "previous" | null | undefined;
  /**
   * Whose credentials the nodes pull the image with, in place of any that are known here: those of the
   * current specification or of the one before.
   */
  registryAuthFrom?: "spec" | "previous-spec" | null | undefined;
}

/** The options that are fields of the body. */
type SpecOptions = ServiceSpecOptions & Pick<UpdateServiceOptions, "taskTemplate">;

const FIELDS: Fields<SpecOptions> = fieldsOf<SpecOptions>({
  ...SERVICE_OPTIONS,
  taskTemplate: inBody("TaskTemplate", toTaskTemplate, { fields: TASK_FIELDS }),
});

/** What {@linkcode updateService} asks of the Engine. */
export const UPDATE: Operation<UpdateServiceOptions> = operation<UpdateServiceOptions, SpecOptions>(
  "POST /services/{id}/update",
  {
    authConfig: ofClient(toCredentials),
    fetchCurrentSpec: ofClient(toBoolean),
    rollback: inQuery("rollback", oneOf("previous"), { since: "1.28" }),
    registryAuthFrom: inQuery("registryAuthFrom", oneOf("spec", "previous-spec")),
  },
  { since: "1.24", fields: FIELDS },
);

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
  checkOptions(action, options ?? {});
  const call = UPDATE.call(engine, action, [id], templateFirst(options));
  const { fetchCurrentSpec, rollback, registryAuthFrom, authConfig } = call.options;
  if (registryAuthFrom !== undefined && authConfig !== undefined) {
    throw new TypeError(
      `${action}: credentials come from authConfig or from registryAuthFrom; give one of them`,
    );
  }
  let spec = call.body as ServiceSpec;
  // The Engine wants a whole specification even where it goes back to the one before.
  const isLaidOver = fetchCurrentSpec || rollback !== undefined && !spec.TaskTemplate;
  if (!isLaidOver && spec.TaskTemplate) requireImage(action, spec.TaskTemplate);
  const apiVersion = await call.negotiate();
  if (isLaidOver) {
    const { Spec } = await inspectService(engine, id, ofCall(call.options));
    spec = merge(Spec, spec);
    if (spec.TaskTemplate) requireImage(action, spec.TaskTemplate);
  }
  checkReplicas(action, spec);
  // The Engine asks for others' credentials only if it is given none.
  const headers = registryAuthFrom === undefined ? await imageAuth(engine, spec, call.options) : {};
  const json = placeNetworks(spec, apiVersion);
  return await call.json({ query: { version: index }, headers, json });
}

/** Has the template set before the networks, which go into it. */
function templateFirst(options: UpdateServiceOptions): UpdateServiceOptions {
  const { taskTemplate, TaskTemplate } = options ?? {};
  return { taskTemplate, TaskTemplate, ...options };
}

/** Lays what is given over what is there: tasks and their container field by field, all else as a whole. */
function merge(current: ServiceSpec, given: ServiceSpec): ServiceSpec {
  const spec = layOver(current, given);
  if (current.TaskTemplate && given.TaskTemplate) {
    spec.TaskTemplate = layOver(current.TaskTemplate, given.TaskTemplate);
    const { ContainerSpec } = given.TaskTemplate;
    if (current.TaskTemplate.ContainerSpec && ContainerSpec) {
      spec.TaskTemplate.ContainerSpec = layOver(current.TaskTemplate.ContainerSpec, ContainerSpec);
    }
  }
  return spec;
}

/** Fields that are undefined or null are not given: what is there stays. */
function layOver<T extends object>(current: T, given: T): T {
  const fields = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return { ...current, ...Object.fromEntries(fields) };
}
