import type { DriverConfigJSON } from "../types/common.ts";
import type {
  ContainerSpecJSON,
  NetworkAttachmentConfig,
  PlacementJSON,
  ResourcesJSON,
  RestartPolicyJSON,
  TaskTemplateJSON,
} from "../types/task_spec.ts";
import { integerFrom, isRecord, listOf, toRecord } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { wrongShape } from "../convert/refuse.ts";
import type { ContainerSpec } from "./container_spec.ts";
import type { DriverConfig } from "./driver_config.ts";
import { type Placement, type PlacementOptions, toPlacement } from "./placement.ts";
import { Resources, type ResourcesOptions } from "./resources.ts";
import { RestartPolicy, type RestartPolicyOptions } from "./restart_policy.ts";

/** Options of a {@linkcode TaskTemplate}. */
export interface TaskTemplateOptions extends EngineFields {
  /** What each container needs and may use. */
  resources?: Resources | ResourcesJSON | ResourcesOptions;
  /** What happens when a container ends. */
  restartPolicy?: RestartPolicy | RestartPolicyJSON | RestartPolicyOptions;
  /** Where containers may run; a list is a list of constraints. */
  placement?: Placement | PlacementJSON | PlacementOptions | readonly string[];
  /** Where the containers' output goes. */
  logDriver?: DriverConfig | DriverConfigJSON;
  /** Networks of the containers, by name or id, or the Engine's objects. */
  networks?: readonly (string | NetworkAttachmentConfig)[];
  /** A number that makes the containers anew when it grows. */
  forceUpdate?: number;
}

const FIELDS: Fields<TaskTemplateOptions> = {
  resources: ["Resources", toResources],
  restartPolicy: ["RestartPolicy", toRestartPolicy],
  placement: ["Placement", toPlacement],
  logDriver: ["LogDriver", toRecord],
  networks: ["Networks", listOf(toNetworkAttachment)],
  forceUpdate: ["ForceUpdate", integerFrom(0)],
};

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
export class TaskTemplate implements TaskTemplateJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** The container that each task is. */
  declare ContainerSpec: ContainerSpecJSON;
  /** What each task needs and may use. */
  declare Resources?: ResourcesJSON;
  /** What happens when a task ends. */
  declare RestartPolicy?: RestartPolicyJSON;
  /** Where tasks may run. */
  declare Placement?: PlacementJSON;
  /** Where the output goes. */
  declare LogDriver?: DriverConfigJSON;
  /** The networks of each task. */
  declare Networks?: NetworkAttachmentConfig[];
  /** A number that makes tasks anew when it grows. */
  declare ForceUpdate?: number;

  /**
   * Makes a template.
   *
   * @param containerSpec The container that each task is.
   * @param options How tasks run.
   * @throws {TypeError} When an option has another shape.
   * @throws {RangeError} When an option's value is not allowed.
   */
  constructor(containerSpec: ContainerSpec | ContainerSpecJSON, options: TaskTemplateOptions = {}) {
    if (!isRecord(containerSpec)) {
      throw wrongShape("containerSpec", containerSpec, "a ContainerSpec");
    }
    this.ContainerSpec = containerSpec;
    setFields(this, "Cannot create a task template", options, FIELDS);
  }
}

/**
 * Reads a network of a service: its name or id, or the Engine's object.
 *
 * @param value The network.
 * @param argument The argument's name, for errors.
 */
export function toNetworkAttachment(value: unknown, argument: string): NetworkAttachmentConfig {
  if (isRecord(value)) return value;
  if (typeof value === "string" && value !== "") return { Target: value };
  throw wrongShape(argument, value, "a network's name or id, or { Target, Aliases, DriverOpts }");
}

function toResources(value: unknown, argument: string): ResourcesJSON {
  if (!isRecord(value)) throw wrongShape(argument, value, "Resources or their options");
  return value instanceof Resources ? value : new Resources(value);
}

function toRestartPolicy(value: unknown, argument: string): RestartPolicyJSON {
  if (!isRecord(value)) throw wrongShape(argument, value, "a RestartPolicy or its options");
  return value instanceof RestartPolicy ? value : new RestartPolicy(value);
}
