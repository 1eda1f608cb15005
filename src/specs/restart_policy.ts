import type { RestartPolicyJSON } from "../types/task_spec.ts";
import { integerFrom, oneOf } from "../convert/checks.ts";
import { type Duration, toNanoseconds } from "../convert/duration.ts";
import { toConfig } from "./whole.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";

const ACTION = "Cannot create a restart policy";

/** Options of a {@linkcode RestartPolicy}. */
export interface RestartPolicyOptions extends EngineSpelt<RestartPolicyJSON>, ExtraFields {
  /** When a task that ended is replaced. @default {"none"} */
  condition?: "none" | "on-failure" | "any" | null | undefined;
  /** How long to wait before that: nanoseconds, or e.g. `"5s"`. @default {0} */
  delay?: Duration | null | undefined;
  /** How often; 0 is for ever. @default {0} */
  maxAttempts?: number | null | undefined;
  /** How long a task must run not to count as an attempt: nanoseconds, or e.g. `"1m"`; 0 is for ever. @default {0} */
  window?: Duration | null | undefined;
}

/** What a restart policy takes. */
export const RESTART_FIELDS: Fields<RestartPolicyOptions> = fieldsOf<RestartPolicyOptions>({
  condition: inBody("Condition", oneOf("none", "on-failure", "any")),
  delay: inBody("Delay", toNanoseconds),
  maxAttempts: inBody("MaxAttempts", integerFrom(0)),
  window: inBody("Window", toNanoseconds),
});

/** What happens when a task ends, as the Engine spells it. */
export interface RestartPolicy extends RestartPolicyJSON {
  /** When a task that ended is replaced. */
  Condition: "none" | "on-failure" | "any";
  /** How long to wait before that, in nanoseconds. */
  Delay: number;
  /** How often. */
  MaxAttempts: number;
  /** How long a task must run not to count as an attempt, in nanoseconds. */
  Window: number;
}

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
export class RestartPolicy {
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
    RESTART_FIELDS.set(this, ACTION, options);
    if (this.Condition !== "none") return;
    const { delay, maxAttempts, window } = options ?? {};
    const idle = Object.entries({ delay, maxAttempts, window }).find(([, value]) => value)?.[0];
    if (idle !== undefined) {
      throw new TypeError(`${ACTION}: ${idle} means nothing where the condition is "none"`);
    }
  }
}

/**
 * Reads a restart policy: an instance, its options, or the Engine's fields.
 *
 * @param value The policy.
 * @param argument The argument's name, for errors.
 */
export function toRestartPolicy(value: unknown, argument: string): RestartPolicyJSON {
  return toConfig(value, argument, "a RestartPolicy or its options", RESTART_FIELDS, RestartPolicy);
}
