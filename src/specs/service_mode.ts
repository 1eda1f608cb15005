import type { ServiceModeJSON } from "../types/services.ts";
import { integerFrom, isRecord, oneOf, toEmpty, toRecord } from "../convert/checks.ts";
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
import { wrongShape } from "../convert/refuse.ts";

/** How the number of a service's tasks is found; the jobs since API 1.41. */
export type ServiceModeName = "replicated" | "global" | "replicated-job" | "global-job";

/** Options of a {@linkcode ServiceMode}. */
export interface ServiceModeOptions extends EngineSpelt<ServiceModeJSON>, ExtraFields {
  /** How many tasks; for `replicated` and `replicated-job`. */
  replicas?: number | null | undefined;
  /** How many tasks of a job run at a time; for `replicated-job`. */
  concurrency?: number | null | undefined;
}

const ACTION = "Cannot create a service mode";
const toMode = oneOf("replicated", "global", "replicated-job", "global-job");
const JOB = { since: "1.41", zeroAsks: true };
const ENGINE_FIELDS = {
  "Replicated.Replicas": engineField(integerFrom(0)),
  Global: engineField(toEmpty),
  ReplicatedJob: engineField(toRecord, JOB),
  "ReplicatedJob.TotalCompletions": engineField(integerFrom(0)),
  "ReplicatedJob.MaxConcurrent": engineField(integerFrom(0)),
  GlobalJob: engineField(toEmpty, JOB),
};

/** What the number of a service's tasks takes, as the Engine spells it. */
export const MODE_FIELDS: Fields<ServiceModeJSON> = fieldsOf<ServiceModeJSON>(ENGINE_FIELDS);
const REPLICATED: Fields<ServiceModeOptions> = modeFields("Replicated.Replicas", "Replicated.");
const REPLICATED_JOB: Fields<ServiceModeOptions> = modeFields(
  "ReplicatedJob.TotalCompletions",
  "ReplicatedJob.MaxConcurrent",
);

function modeFields(replicas: string, concurrency: string): Fields<ServiceModeOptions> {
  return fieldsOf<ServiceModeOptions>({
    ...ENGINE_FIELDS,
    replicas: inBody(replicas, integerFrom(0)),
    concurrency: inBody(concurrency, integerFrom(1)),
  });
}

/** How many tasks a service has, as the Engine spells it. */
export interface ServiceMode extends ServiceModeJSON {}

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
export class ServiceMode {
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
    const fields = name === "replicated-job" ? REPLICATED_JOB : REPLICATED;
    fields.set(this, ACTION, options);
  }
}

/**
 * Reads a service mode: an instance, the Engine's object, or the name of a mode.
 *
 * @param value The mode.
 * @param argument The argument's name, for errors.
 */
export function toServiceMode(value: unknown, argument: string): ServiceModeJSON {
  if (value instanceof ServiceMode) return value;
  if (isRecord(value)) {
    const mode: ServiceModeJSON = {};
    if (!isEngineSpelt(value)) MODE_FIELDS.set(mode, `Cannot use ${argument}`, value);
    else refuseMisspelt(MODE_FIELDS, `Cannot use ${argument}`, Object.assign(mode, value));
    return mode;
  }
  if (typeof value === "string") return new ServiceMode(toMode(value, argument));
  throw wrongShape(argument, value, 'a ServiceMode, "replicated" or "global"');
}
