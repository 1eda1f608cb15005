import type { ServiceModeJSON } from "../types/services.ts";
import { integerFrom, isRecord, oneOf } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { wrongShape } from "../convert/refuse.ts";

/** How the number of a service's tasks is found; the jobs since API 1.41. */
export type ServiceModeName = "replicated" | "global" | "replicated-job" | "global-job";

/** Options of a {@linkcode ServiceMode}. */
export interface ServiceModeOptions extends EngineFields {
  /** How many tasks; for `replicated` and `replicated-job`. */
  replicas?: number;
  /** How many tasks of a job run at a time; for `replicated-job`. */
  concurrency?: number;
}

const ACTION = "Cannot create a service mode";
const toMode = oneOf("replicated", "global", "replicated-job", "global-job");
const OPTIONS: Readonly<Record<string, Fields<ServiceModeOptions>>> = {
  replicated: modeFields("Replicated.Replicas", "Replicated."),
  "replicated-job": modeFields("ReplicatedJob.TotalCompletions", "ReplicatedJob.MaxConcurrent"),
};

function modeFields(replicas: string, concurrency: string): Fields<ServiceModeOptions> {
  return {
    replicas: [replicas, integerFrom(0)],
    concurrency: [concurrency, integerFrom(1)],
  };
}

/**
 * How many tasks a service has: a number of them, or one on every node.
 *
 * @example Three tasks
 * ```ts no-run
 * import { ServiceMode } from "@longshore/docker";
 *
 * const mode = new ServiceMode("replicated", { replicas: 3 });
 * ```
 */
export class ServiceMode implements ServiceModeJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** A number of tasks. */
  declare Replicated?: {
    /** How many. */
    Replicas?: number;
  };
  /** A task on every node. */
  declare Global?: Record<string, never>;
  /** A number of tasks that run to their end. */
  declare ReplicatedJob?: {
    /** How many at a time. */
    MaxConcurrent?: number;
    /** How many must end well. */
    TotalCompletions?: number;
  };
  /** A task on every node that runs to its end. */
  declare GlobalJob?: Record<string, never>;

  /**
   * Makes a mode.
   *
   * @param mode `replicated` for a number of tasks, `global` for one on every node, or a job of either kind.
   * @param options How many tasks.
   * @throws {TypeError} When an option is for another mode.
   * @throws {RangeError} When the mode or a number is not allowed.
   */
  constructor(mode: ServiceModeName, options: ServiceModeOptions = {}) {
    const name = toMode(mode, "mode");
    if (isRecord(options)) {
      const { replicas, concurrency } = options;
      if (replicas != null && !name.startsWith("replicated")) {
        throw new TypeError(`${ACTION}: replicas are for replicated services, not for "${name}"`);
      }
      if (concurrency != null && name !== "replicated-job") {
        throw new TypeError(`${ACTION}: concurrency is for "replicated-job", not for "${name}"`);
      }
    }
    if (name === "replicated") this.Replicated = {};
    else if (name === "global") this.Global = {};
    else if (name === "replicated-job") this.ReplicatedJob = {};
    else this.GlobalJob = {};
    setFields(this, ACTION, options, OPTIONS[name] ?? OPTIONS.replicated!);
  }
}

/**
 * Reads a service mode: an instance, the Engine's object, or the name of a mode.
 *
 * @param value The mode.
 * @param argument The argument's name, for errors.
 */
export function toServiceMode(value: unknown, argument: string): ServiceModeJSON {
  if (isRecord(value)) return value;
  if (typeof value === "string") return new ServiceMode(toMode(value, argument) as ServiceModeName);
  throw wrongShape(argument, value, 'a ServiceMode, "replicated" or "global"');
}
