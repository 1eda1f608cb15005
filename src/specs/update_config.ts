import type { UpdateConfigJSON } from "../types/services.ts";
import { integerFrom, oneOf, toShare } from "../convert/checks.ts";
import { type Duration, toNanoseconds } from "../convert/duration.ts";
import { wrongValue } from "../convert/refuse.ts";
import { toConfig } from "./whole.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";

/** Options of an {@linkcode UpdateConfig}. */
export interface UpdateConfigOptions extends EngineSpelt<UpdateConfigJSON>, ExtraFields {
  /** How many tasks are changed at a time; 0 is all. @default {0} */
  parallelism?: number | null | undefined;
  /** How long to wait between them: nanoseconds, or e.g. `"10s"`. */
  delay?: Duration | null | undefined;
  /**
   * What happens when a changed task fails; `rollback` since API 1.28, and not where a change is taken
   * back. @default {"continue"}
   */
  failureAction?: "continue" | "pause" | "rollback" | null | undefined;
  /** How long a changed task is watched: nanoseconds, or e.g. `"5s"`. Since API 1.25. */
  monitor?: Duration | null | undefined;
  /** The share of tasks that may fail before the failure action is taken, 0 to 1. Since API 1.25. */
  maxFailureRatio?: number | null | undefined;
  /** Whether the old task stops before the new one starts. Since API 1.29. */
  order?: "stop-first" | "start-first" | null | undefined;
}

/** What an update configuration takes. */
export const UPDATE_FIELDS: Fields<UpdateConfigOptions> = fieldsOf<UpdateConfigOptions>({
  parallelism: inBody("Parallelism", integerFrom(0)),
  delay: inBody("Delay", toNanoseconds),
  failureAction: inBody("FailureAction", oneOf("continue", "pause", "rollback"), {
    words: { rollback: { since: "1.28" } },
  }),
  monitor: inBody("Monitor", toNanoseconds, { since: "1.25" }),
  maxFailureRatio: inBody("MaxFailureRatio", toShare, { since: "1.25" }),
  order: inBody("Order", oneOf("stop-first", "start-first"), { since: "1.29" }),
});

/** How a change reaches tasks, as the Engine spells it. */
export interface UpdateConfig extends UpdateConfigJSON {
  /** How many tasks are changed at a time. */
  Parallelism: number;
  /** What happens when a changed task fails. */
  FailureAction: "continue" | "pause" | "rollback";
}

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
export class UpdateConfig {
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
    UPDATE_FIELDS.set(this, "Cannot create an update configuration", options);
  }
}

/**
 * Reads how a change reaches tasks: an instance, its options, or the Engine's fields.
 *
 * @param value The configuration.
 * @param argument The argument's name, for errors.
 */
export function toUpdateConfig(value: unknown, argument: string): UpdateConfigJSON {
  return toConfig(value, argument, "an UpdateConfig or its options", UPDATE_FIELDS, UpdateConfig);
}

/**
 * Reads how a change is taken back: as {@linkcode toUpdateConfig}, but what fails then is not taken back
 * again.
 *
 * @param value The configuration.
 * @param argument The argument's name, for errors.
 */
export function toRollbackConfig(value: unknown, argument: string): UpdateConfigJSON {
  const config = toUpdateConfig(value, argument);
  if (!(config instanceof UpdateConfig) || config.FailureAction !== "rollback") return config;
  throw wrongValue(`${argument}.failureAction`, "rollback", 'one of "continue", "pause"');
}
