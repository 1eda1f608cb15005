import type {
  EndpointSpecJSON,
  ServiceModeJSON,
  ServiceSpec,
  UpdateConfigJSON,
} from "../types/services.ts";
import type { NetworkAttachmentConfig, TaskTemplateJSON } from "../types/task_spec.ts";
import { isRecord, listOf, toFilledText, toRecord } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { type Labels, toLabels } from "../convert/labels.ts";
import { wrongShape } from "../convert/refuse.ts";
import { toServicePorts } from "../convert/ports/service_ports.ts";
import { EndpointSpec, type EndpointSpecOptions } from "./endpoint_spec.ts";
import { type ServiceModeName, toServiceMode } from "./service_mode.ts";
import { toNetworkAttachment } from "./task_template.ts";
import { UpdateConfig, type UpdateConfigOptions } from "./update_config.ts";

/** What a service is; fields as the Engine spells them are sent as they are. */
export interface ServiceSpecOptions extends EngineFields {
  /** The name. */
  name?: string;
  /** Labels of the service. */
  labels?: Labels;
  /** How many tasks it has. @default {"replicated"} */
  mode?: ServiceModeJSON | ServiceModeName;
  /** How a change reaches its tasks. */
  updateConfig?: UpdateConfigJSON | UpdateConfigOptions;
  /** How a change is taken back. Since API 1.28. */
  rollbackConfig?: UpdateConfigJSON | UpdateConfigOptions;
  /** The networks of its tasks, by name or id. */
  networks?: readonly (string | NetworkAttachmentConfig)[];
  /** How it is reached. */
  endpointSpec?: EndpointSpecJSON | EndpointSpecOptions;
  /**
   * The same as `endpointSpec`.
   *
   * @deprecated Use `endpointSpec`.
   */
  endpointConfig?: EndpointSpecJSON | EndpointSpecOptions;
}

const FIELDS: Fields<ServiceSpecOptions> = {
  name: ["Name", toFilledText],
  labels: ["Labels", toLabels],
  mode: ["Mode", toServiceMode],
  updateConfig: ["UpdateConfig", toUpdateConfig],
  rollbackConfig: ["RollbackConfig", toUpdateConfig],
  networks: ["TaskTemplate.Networks", listOf(toNetworkAttachment)],
  endpointSpec: ["EndpointSpec", toEndpointSpec],
  endpointConfig: ["EndpointSpec", toEndpointSpec],
};

/**
 * Makes the specification of a service.
 *
 * @param action What is attempted, for errors.
 * @param taskTemplate How its tasks are made, if that is given.
 * @param options What it is otherwise.
 * @throws {TypeError} When something has another shape.
 * @throws {RangeError} When a value is not allowed.
 */
export function toServiceSpec(
  action: string,
  taskTemplate: TaskTemplateJSON | undefined,
  options: ServiceSpecOptions,
): ServiceSpec {
  const spec: ServiceSpec = {};
  if (taskTemplate !== undefined) spec.TaskTemplate = toTaskTemplate(action, taskTemplate);
  if (options.endpointSpec != null && options.endpointConfig != null) {
    throw new TypeError(
      `${action}: endpointSpec and endpointConfig are the same; give one of them`,
    );
  }
  setFields(spec, action, options, FIELDS);
  return spec;
}

function toTaskTemplate(action: string, value: unknown): TaskTemplateJSON {
  if (!isRecord(value)) throw wrongShape("taskTemplate", value, "a TaskTemplate");
  const { ContainerSpec, PluginSpec, NetworkAttachmentSpec } = value as TaskTemplateJSON;
  if (PluginSpec == null && NetworkAttachmentSpec == null) {
    if (!isRecord(ContainerSpec) || typeof ContainerSpec.Image !== "string") {
      throw new TypeError(`${action}: taskTemplate has no ContainerSpec with an Image`);
    }
  }
  return { ...value };
}

/** What is in the Engine's own spelling is left as it is: options have defaults that differ from the Engine's. */
function isEngineSpelt(value: Record<string, unknown>): boolean {
  return Object.keys(value).every((name) => /^[A-Z]/.test(name));
}

function toUpdateConfig(value: unknown, argument: string): UpdateConfigJSON {
  const config = toRecord(value, argument);
  return isEngineSpelt(config) ? config : new UpdateConfig(config);
}

function toEndpointSpec(value: unknown, argument: string): EndpointSpecJSON {
  const spec = toRecord(value, argument);
  const { Ports } = spec;
  const checked = Ports == null
    ? spec
    : { ...spec, Ports: toServicePorts(Ports, `${argument}.Ports`) };
  return isEngineSpelt(spec) ? checked : new EndpointSpec(checked);
}
