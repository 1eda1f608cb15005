import {
  integerFrom,
  isRecord,
  listOf,
  toFilledText,
  toText,
  toTextMap,
  toTexts,
} from "../convert/checks.ts";
import { wrongShape } from "../convert/refuse.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
  isEngineSpelt,
} from "../operation/fields.ts";
import { refuseMisspelt } from "../operation/misspelt_fields.ts";
import type { DriverConfigJSON } from "../types/common.ts";
import type {
  ContainerSpecJSON,
  NetworkAttachmentConfig,
  PlacementJSON,
  ResourcesJSON,
  RestartPolicyJSON,
  TaskTemplateJSON,
} from "../types/task_spec.ts";
import { CONTAINER_FIELDS, type ContainerSpec, toContainerSpec } from "./container_spec.ts";
import { type DriverConfig, toDriverConfig } from "./driver_config.ts";
import {
  type Placement,
  PLACEMENT_FIELDS,
  type PlacementOptions,
  toPlacement,
} from "./placement.ts";
import { PLUGIN_SPEC_FIELDS, toPluginSpec } from "./plugin_spec.ts";
import {
  RESOURCE_FIELDS,
  type Resources,
  type ResourcesOptions,
  toResources,
} from "./resources.ts";
import {
  RESTART_FIELDS,
  type RestartPolicy,
  type RestartPolicyOptions,
  toRestartPolicy,
} from "./restart_policy.ts";
import { objectOf } from "./whole.ts";

/** Options of a {@linkcode TaskTemplate}. */
export interface TaskTemplateOptions extends EngineSpelt<TaskTemplateJSON>, ExtraFields {
  /** What each container needs and may use. */
  resources?: Resources | ResourcesJSON | ResourcesOptions | null | undefined;
  /** What happens when a container ends. */
  restartPolicy?: RestartPolicy | RestartPolicyJSON | RestartPolicyOptions | null | undefined;
  /** Where containers may run; a list is a list of constraints. */
  placement?: Placement | PlacementJSON | PlacementOptions | readonly string[] | null | undefined;
  /** Where the containers' output goes. */
  logDriver?: DriverConfig | DriverConfigJSON | null | undefined;
  /** Networks of the containers, by name or id, or the Engine's objects. */
  networks?: readonly (string | NetworkAttachmentConfig)[] | null | undefined;
  /** A number that makes the containers anew when it grows. Since API 1.25. */
  forceUpdate?: number | null | undefined;
}

const NETWORK_FIELDS: Fields<NetworkAttachmentConfig> = fieldsOf<NetworkAttachmentConfig>({
  Target: engineField(toFilledText),
  Aliases: engineField(toTexts),
  DriverOpts: engineField(toTextMap),
});
const toEngineAttachment = objectOf<NetworkAttachmentConfig>(
  "a network's name or id, or { Target, Aliases, DriverOpts }",
  NETWORK_FIELDS,
);

/** What the template of tasks takes. */
export const TASK_FIELDS: Fields<TaskTemplateOptions> = fieldsOf<TaskTemplateOptions>({
  ContainerSpec: engineField(toContainerSpec, { fields: CONTAINER_FIELDS }),
  PluginSpec: engineField(toPluginSpec, { since: "1.31", fields: PLUGIN_SPEC_FIELDS }),
  "NetworkAttachmentSpec.ContainerID": engineField(toText, { since: "1.38" }),
  Runtime: engineField(toText, { since: "1.30" }),
  resources: inBody("Resources", toResources, { fields: RESOURCE_FIELDS }),
  restartPolicy: inBody("RestartPolicy", toRestartPolicy, { fields: RESTART_FIELDS }),
  placement: inBody("Placement", toPlacement, { fields: PLACEMENT_FIELDS }),
  logDriver: inBody("LogDriver", toDriverConfig),
  networks: inBody("Networks", listOf(toNetworkAttachment), { each: NETWORK_FIELDS }),
  forceUpdate: inBody("ForceUpdate", integerFrom(0), { since: "1.25" }),
});

/** How tasks are made, as the Engine spells it. */
export interface TaskTemplate extends TaskTemplateJSON {
  /** The container that each task is. */
  ContainerSpec: ContainerSpecJSON;
}

/**
 * How the tasks of a service are made, for `createService` and `updateService`.
 *
 * @example
 * ```ts no-run
 * import { APIClient, ContainerSpec, TaskTemplate } from "@longshore/docker";
 *
 * const client = new APIClient();
 * const template = new TaskTemplate(new ContainerSpec("nginx"), {
 *   resources: { memLimit: "128m" },
 *   restartPolicy: { condition: "any" },
 * });
 * await client.createService(template, { name: "web" });
 * ```
 */
export class TaskTemplate {
  /**
   * Makes a template.
   *
   * @param containerSpec The container that each task is.
   * @param options How tasks run.
   * @throws {TypeError} When an option has another shape.
   * @throws {RangeError} When an option's value is not allowed.
   */
  constructor(containerSpec: ContainerSpec | ContainerSpecJSON, options: TaskTemplateOptions = {}) {
    this.ContainerSpec = toContainerSpec(containerSpec, "containerSpec");
    TASK_FIELDS.set(this, "Cannot create a task template", options);
  }
}

/**
 * Reads a network of a service: its name or id, or the Engine's object.
 *
 * @param value The network.
 * @param argument The argument's name, for errors.
 */
export function toNetworkAttachment(value: unknown, argument: string): NetworkAttachmentConfig {
  if (isRecord(value)) return toEngineAttachment(value, argument);
  if (typeof value === "string" && value !== "") return { Target: value };
  throw wrongShape(argument, value, "a network's name or id, or { Target, Aliases, DriverOpts }");
}

/**
 * Reads how tasks are made: an instance, the Engine's object, which passes as it is, or an object of
 * both kinds of fields. Whether it is whole is not checked: it may be laid over another one.
 *
 * @param value The template.
 * @param argument The argument's name, for errors.
 */
export function toTaskTemplate(value: unknown, argument: string): TaskTemplateJSON {
  if (!isRecord(value)) throw wrongShape(argument, value, "a TaskTemplate");
  if (value instanceof TaskTemplate) return { ...value };
  const template: TaskTemplateJSON = {};
  if (!isEngineSpelt(value)) {
    TASK_FIELDS.set(template, `Cannot use ${argument}`, value);
    return template;
  }
  const { ContainerSpec, PluginSpec } = Object.assign(template, value);
  if (ContainerSpec != null) {
    template.ContainerSpec = toContainerSpec(ContainerSpec, `${argument}.ContainerSpec`);
  }
  if (PluginSpec != null) {
    template.PluginSpec = toPluginSpec(PluginSpec, `${argument}.PluginSpec`);
  }
  refuseMisspelt(TASK_FIELDS, `Cannot use ${argument}`, template);
  return template;
}
