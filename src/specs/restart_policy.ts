import type { RestartPolicyJSON } from "../types/task_spec.ts";
import { integerFrom, oneOf } from "../convert/checks.ts";
import { type Duration, toNanoseconds } from "../convert/duration.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";

/** Options of a {@linkcode RestartPolicy}. */
export interface RestartPolicyOptions extends EngineFields {
  /** When a task that ended is replaced. @default {"none"} */
  condition?: "none" | "on-failure" | "any";
  /** How long to wait before that: nanoseconds, or e.g. `"5s"`. @default {0} */
  delay?: Duration;
  /** How often; 0 is for ever. @default {0} */
  maxAttempts?: number;
  /** How long a task must run not to count as an attempt: nanoseconds, or e.g. `"1m"`; 0 is for ever. @default {0} */
  window?: Duration;
}

const FIELDS: Fields<RestartPolicyOptions> = {
  condition: ["Condition", oneOf("none", "on-failure", "any")],
  delay: ["Delay", toNanoseconds],
  maxAttempts: ["MaxAttempts", integerFrom(0)],
  window: ["Window", toNanoseconds],
};

/**
 * What happens when a task of a service ends; part of a {@linkcode TaskTemplate}.
 *
 * @example Try three times, five seconds apart
 * ```ts no-run
 * import { RestartPolicy } from "@longshore/docker";
 *
 * const policy = new RestartPolicy({ condition: "on-failure", delay: "5s", maxAttempts: 3 });
 * ```
 */
export class RestartPolicy implements RestartPolicyJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** When a task that ended is replaced. */
  declare Condition: "none" | "on-failure" | "any";
  /** How long to wait before that, in nanoseconds. */
  declare Delay: number;
  /** How often. */
  declare MaxAttempts: number;
  /** How long a task must run not to count as an attempt, in nanoseconds. */
  declare Window: number;

  /**
   * Makes a restart policy.
   *
   * @param options The policy.
   * @throws {TypeError} When an option has another shape.
   * @throws {RangeError} When an option's value is not allowed.
   */
  constructor(options: RestartPolicyOptions = {}) {
    this.Condition = "none";
    this.Delay = 0;
    this.MaxAttempts = 0;
    this.Window = 0;
    setFields(this, "Cannot create a restart policy", options, FIELDS);
  }
}
