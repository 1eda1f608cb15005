import type { UpdateConfigJSON } from "../types/services.ts";
import { integerFrom, oneOf, toShare } from "../convert/checks.ts";
import { type Duration, toNanoseconds } from "../convert/duration.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";

/** Options of an {@linkcode UpdateConfig}. */
export interface UpdateConfigOptions extends EngineFields {
  /** How many tasks are changed at a time; 0 is all. @default {0} */
  parallelism?: number;
  /** How long to wait between them: nanoseconds, or e.g. `"10s"`. */
  delay?: Duration;
  /** What happens when a changed task fails; `rollback` since API 1.28. @default {"continue"} */
  failureAction?: "continue" | "pause" | "rollback";
  /** How long a changed task is watched: nanoseconds, or e.g. `"5s"`. */
  monitor?: Duration;
  /** The share of tasks that may fail before the failure action is taken, 0 to 1. */
  maxFailureRatio?: number;
  /** Whether the old task stops before the new one starts. Since API 1.29. */
  order?: "stop-first" | "start-first";
}

const FIELDS: Fields<UpdateConfigOptions> = {
  parallelism: ["Parallelism", integerFrom(0)],
  delay: ["Delay", toNanoseconds],
  failureAction: ["FailureAction", oneOf("continue", "pause", "rollback")],
  monitor: ["Monitor", toNanoseconds],
  maxFailureRatio: ["MaxFailureRatio", toShare],
  order: ["Order", oneOf("stop-first", "start-first")],
};

/**
 * How a change reaches the tasks of a service, or (as `rollbackConfig`) is taken back.
 *
 * @example Two tasks at a time, ten seconds apart
 * ```ts no-run
 * import { UpdateConfig } from "@longshore/docker";
 *
 * const update = new UpdateConfig({ parallelism: 2, delay: "10s", failureAction: "rollback" });
 * ```
 */
export class UpdateConfig implements UpdateConfigJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** How many tasks are changed at a time. */
  declare Parallelism: number;
  /** How long to wait between them, in nanoseconds. */
  declare Delay?: number;
  /** What happens when a changed task fails. */
  declare FailureAction: "continue" | "pause" | "rollback";
  /** How long a changed task is watched, in nanoseconds. */
  declare Monitor?: number;
  /** The share of tasks that may fail. */
  declare MaxFailureRatio?: number;
  /** Whether the old task stops before the new one starts. */
  declare Order?: "stop-first" | "start-first";

  /**
   * Makes an update configuration.
   *
   * @param options How tasks are changed.
   * @throws {TypeError} When an option has another shape.
   * @throws {RangeError} When an option's value is not allowed.
   */
  constructor(options: UpdateConfigOptions = {}) {
    this.Parallelism = 0;
    this.FailureAction = "continue";
    setFields(this, "Cannot create an update configuration", options, FIELDS);
  }
}
