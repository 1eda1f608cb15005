import { setOwn } from "../convert/own.ts";
import type { CreateServiceOptions } from "../api/services/create.ts";
import type { UpdateServiceOptions } from "../api/services/update.ts";
import type { Command } from "../convert/command.ts";
import {
  CONTAINER_FIELDS,
  ContainerSpec,
  type ContainerSpecOptions,
} from "../specs/container_spec.ts";
import { DriverConfig } from "../specs/driver_config.ts";
import { Placement, type PlacementOptions } from "../specs/placement.ts";
import { TaskTemplate, type TaskTemplateOptions } from "../specs/task_template.ts";
import type { Labels } from "../convert/labels.ts";
import { toLabels } from "../convert/labels.ts";
import type { ServiceSpec } from "../types/services.ts";
import { checkOptions } from "../operation/check_options.ts";
import { EXTRA_HELP } from "../operation/fields.ts";
import { unknownOption } from "../text/unknown_option.ts";
import type { ConvergenceLimits } from "./convergence_limits.ts";
import type { TaskTemplateJSON } from "../types/task_spec.ts";

const TASK_OPTIONS: readonly (keyof TaskTemplateOptions)[] = [
  "resources",
  "restartPolicy",
  "networks",
  "forceUpdate",
];
const PLACEMENT_OPTIONS: readonly (keyof PlacementOptions)[] = [
  "constraints",
  "preferences",
  "platforms",
  "maxreplicas",
];
/** Whatever is in none of the lists is of the containers. */
const SERVICE_OPTIONS: readonly (keyof CreateServiceOptions)[] = [
  "name",
  "labels",
  "mode",
  "updateConfig",
  "rollbackConfig",
  "endpointSpec",
  "authConfig",
  "signal",
  "timeouts",
];

/** The options that are taken apart here. */
const OWN_OPTIONS = ["containerLabels", "logDriver", "logDriverOptions"];

/** What options are called elsewhere: by the `docker` command, and of a container. */
const ALIASES: readonly (readonly [option: string, alias: string])[] = [
  ["env", "environment"],
  ["mode", "replicas"],
  ["mode", "maxConcurrent"],
  ["maxreplicas", "replicasMaxPerNode"],
  ["endpointSpec", "ports"],
  ["endpointSpec", "publish"],
  ["mounts", "volumes"],
  ["mounts", "mount"],
  ["networks", "network"],
  ["constraints", "constraint"],
  ["preferences", "placementPref"],
  ["secrets", "secret"],
  ["configs", "config"],
  ["workdir", "workingDir"],
  ["stopGracePeriod", "stopTimeout"],
  ["dnsConfig", "dns"],
  ["hosts", "extraHosts"],
  ["resources", "memLimit"],
  ["resources", "limitMemory"],
  ["waitUntilConverged", "detach"],
  ["waitUntilConverged", "wait"],
];

/** Options of a service, of its tasks and of their containers, flat as docker-py has them. */
export interface ServiceCreateOptions
  extends
    Omit<ContainerSpecOptions, "command" | "labels">,
    Omit<TaskTemplateOptions, "placement" | "logDriver">,
    PlacementOptions,
    Omit<CreateServiceOptions, "networks" | "endpointConfig"> {
  /** Labels of the containers; `labels` are those of the service. */
  containerLabels?: Labels | null | undefined;
  /** The log driver's name. */
  logDriver?: string | null | undefined;
  /** Options of the log driver. */
  logDriverOptions?: Readonly<Record<string, string | number | boolean>> | null | undefined;
  /**
   * Whether its tasks are waited for, or for how long: see {@linkcode Service.waitUntilConverged}. A new
   * service that does not get there is removed. @default {false}
   */
  waitUntilConverged?: boolean | ConvergenceLimits | null | undefined;
}

/** Options of an update of a service: what changes. */
export interface ServiceUpdateOptions
  extends ServiceCreateOptions, Pick<UpdateServiceOptions, "rollback"> {
  /** The image; the service's own without it. */
  image?: string | null | undefined;
  /** The words that take the place of the image's entry point. */
  command?: Command | null | undefined;
}

/** Options of a service, parted by where they go. */
export interface SplitServiceOptions {
  /** How the tasks are made. */
  taskTemplate: TaskTemplateJSON;
  /** Options of the service itself. */
  rest: CreateServiceOptions;
}

/**
 * Parts flat options by where they go.
 *
 * @param image The image.
 * @param command The command.
 * @param options The options.
 * @param action What is attempted, for errors.
 * @throws {TypeError} When an option is unknown.
 */
export function splitServiceOptions(
  image: string,
  command: Command | null | undefined,
  options: ServiceCreateOptions,
  action: string = "Cannot create a service",
): SplitServiceOptions {
  checkOptions(action, options);
  refuseUnknownOf(action, Object.keys(options));
  const { containerLabels, logDriver, logDriverOptions, ...flat } = options;
  const parts = { service: {}, task: {}, placement: {}, container: {} } as {
    service: CreateServiceOptions;
    task: TaskTemplateOptions;
    placement: PlacementOptions;
    container: ContainerSpecOptions;
  };
  for (const [name, value] of Object.entries(flat)) {
    if (value != null) setOwn<unknown>(parts[partOf(name)] as Record<string, unknown>, name, value);
  }
  const { service, task, placement, container } = parts;
  if (command != null) container.command = command;
  if (containerLabels != null) container.labels = containerLabels;
  if (Object.keys(placement).length > 0) task.placement = new Placement(placement);
  if (logDriver != null) {
    task.logDriver = new DriverConfig(
      logDriver,
      logDriverOptions == null ? {} : { options: logDriverOptions },
    );
  } else if (logDriverOptions != null) {
    throw new TypeError("Cannot use logDriverOptions: logDriver, which they are for, is missing");
  }
  return {
    taskTemplate: new TaskTemplate(new ContainerSpec(image, container), task),
    rest: service,
  };
}

/** What an update changes. */
export interface ServiceChanges {
  /** How the tasks are made from now on; undefined when that does not change. */
  taskTemplate: TaskTemplateJSON | undefined;
  /** Options of the service itself. */
  rest: UpdateServiceOptions;
}

/**
 * Lays changes over a service as it is.
 *
 * @param current The specification in force.
 * @param options What changes.
 */
export function changesOf(current: ServiceSpec, options: ServiceUpdateOptions): ServiceChanges {
  const action = "Cannot update the service";
  checkOptions(action, options);
  const { image, command, rollback, ...flat } = options;
  const now = current.TaskTemplate ?? {};
  const before = now.ContainerSpec;
  const { taskTemplate, rest } = splitServiceOptions(
    image ?? before?.Image ?? "",
    command,
    flat,
    action,
  );
  const update: UpdateServiceOptions = rollback == null ? rest : { ...rest, rollback };
  const { ContainerSpec: container, ...task } = taskTemplate;
  const changes = Object.keys(task).length > 0 || Object.keys(container ?? {}).length > 1 ||
    image != null;
  if (rest.labels != null) rest.labels = toLabels(rest.labels, "labels");
  return {
    taskTemplate: changes
      ? { ...now, ...task, ContainerSpec: { ...before, ...container } } as TaskTemplateJSON
      : undefined,
    rest: update,
  };
}

/** Refuses what is an option of none of the parts, and what stands in front of them. */
function refuseUnknownOf(action: string, names: readonly string[]): void {
  for (const name of names) {
    if (name === "image" || name === "command" || name === "cmd") {
      const help = "the image and the command are arguments in front of the options";
      throw new TypeError(`${action}: unknown option "${name}"; ${help}`);
    }
    const known = [...SERVICE_OPTIONS, ...TASK_OPTIONS, ...PLACEMENT_OPTIONS, ...OWN_OPTIONS];
    if (known.includes(name) || CONTAINER_FIELDS.has(name)) continue;
    const meant = [...known, "waitUntilConverged", ...ALIASES, ...CONTAINER_FIELDS.meant(name)];
    throw unknownOption(action, name, meant, EXTRA_HELP);
  }
}

function partOf(name: string): "service" | "task" | "placement" | "container" {
  if ((SERVICE_OPTIONS as readonly string[]).includes(name)) return "service";
  if ((TASK_OPTIONS as readonly string[]).includes(name)) return "task";
  return (PLACEMENT_OPTIONS as readonly string[]).includes(name) ? "placement" : "container";
}
