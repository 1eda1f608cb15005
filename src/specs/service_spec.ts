import { isRecord, listOf, toFilledText } from "../convert/checks.ts";
import { type Labels, toLabels } from "../convert/labels.ts";
import {
  type DeclaredFields,
  engineField,
  type EngineSpelt,
  type ExtraFields,
  inBody,
} from "../operation/fields.ts";
import type {
  EndpointSpecJSON,
  ServiceModeJSON,
  ServiceSpec,
  UpdateConfigJSON,
} from "../types/services.ts";
import type { NetworkAttachmentConfig, TaskTemplateJSON } from "../types/task_spec.ts";
import { ENDPOINT_SPEC_FIELDS, type EndpointSpecOptions, toEndpointSpec } from "./endpoint_spec.ts";
import { MODE_FIELDS, type ServiceModeName, toServiceMode } from "./service_mode.ts";
import { TASK_FIELDS, toNetworkAttachment, toTaskTemplate } from "./task_template.ts";
import {
  toRollbackConfig,
  toUpdateConfig,
  UPDATE_FIELDS,
  type UpdateConfigOptions,
} from "./update_config.ts";

/** What a service is. */
export interface ServiceSpecOptions
  extends EngineSpelt<Omit<ServiceSpec, "TaskTemplate">>, ExtraFields {
  /** The name. */
  name?: string | null | undefined;
  /** Labels of the service. */
  labels?: Labels | null | undefined;
  /** How many tasks it has. @default {"replicated"} */
  mode?: ServiceModeJSON | ServiceModeName | null | undefined;
  /** How a change reaches its tasks. */
  updateConfig?: UpdateConfigJSON | UpdateConfigOptions | null | undefined;
  /** How a change is taken back. Since API 1.28. */
  rollbackConfig?: UpdateConfigJSON | UpdateConfigOptions | null | undefined;
  /** The networks of its tasks, by name or id. */
  networks?: readonly (string | NetworkAttachmentConfig)[] | null | undefined;
  /** How it is reached. */
  endpointSpec?: EndpointSpecJSON | EndpointSpecOptions | null | undefined;
  /**
   * The same as `endpointSpec`.
   *
   * @deprecated Use `endpointSpec`.
   */
  endpointConfig?: EndpointSpecJSON | EndpointSpecOptions | null | undefined;
}

const ENDPOINT = inBody("EndpointSpec", toEndpointSpec, { fields: ENDPOINT_SPEC_FIELDS });

/** The declarations of what a service is, of its creation and of its update. */
export const SERVICE_OPTIONS: DeclaredFields<ServiceSpecOptions> = {
  name: inBody("Name", toFilledText),
  labels: inBody("Labels", toLabels),
  TaskTemplate: engineField(toTaskTemplate, { fields: TASK_FIELDS }),
  mode: inBody("Mode", toServiceMode, { fields: MODE_FIELDS }),
  updateConfig: inBody("UpdateConfig", toUpdateConfig, { fields: UPDATE_FIELDS }),
  rollbackConfig: inBody("RollbackConfig", toRollbackConfig, {
    since: "1.28",
    fields: UPDATE_FIELDS,
  }),
  networks: inBody("TaskTemplate.Networks", listOf(toNetworkAttachment)),
  Networks: engineField(listOf(toNetworkAttachment)),
  endpointSpec: ENDPOINT,
  endpointConfig: ENDPOINT,
};

/**
 * Refuses tasks that have no container with an image, and are nothing else.
 *
 * @param action What is attempted, for errors.
 * @param template How tasks are made.
 * @throws {TypeError} When there is no image.
 */
export function requireImage(action: string, template: TaskTemplateJSON): void {
  const { ContainerSpec, PluginSpec, NetworkAttachmentSpec } = template;
  if (PluginSpec != null || NetworkAttachmentSpec != null) return;
  if (!isRecord(ContainerSpec) || typeof ContainerSpec.Image !== "string") {
    throw new TypeError(`${action}: taskTemplate has no ContainerSpec with an Image`);
  }
}
