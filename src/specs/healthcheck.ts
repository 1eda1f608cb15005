import type { HealthcheckJSON } from "../types/health.ts";
import { integerFrom, isRecord, toTexts } from "../convert/checks.ts";
import { type Duration, toNanoseconds } from "../convert/duration.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";
import { wrongShape, wrongValue } from "../convert/refuse.ts";

/** Options of a {@linkcode Healthcheck}. */
export interface HealthcheckOptions extends EngineSpelt<HealthcheckJSON>, ExtraFields {
  /**
   * What is run: a string for the container's shell, `["CMD", ...words]`, `["CMD-SHELL", line]`,
   * `["NONE"]` to check nothing, or an empty list for the image's check.
   */
  test?: string | readonly string[] | null | undefined;
  /** The time between two checks: nanoseconds (0, or at least 1,000,000) or e.g. `"30s"`. */
  interval?: Duration | null | undefined;
  /** How long a check may take: nanoseconds (0, or at least 1,000,000) or e.g. `"3s"`. */
  timeout?: Duration | null | undefined;
  /** How many failures in a row make the container unhealthy. */
  retries?: number | null | undefined;
  /** How long failures do not count after the start: nanoseconds (0, or at least 1,000,000) or e.g. `"1m"`. Since API 1.29. */
  startPeriod?: Duration | null | undefined;
  /** The time between two checks while failures do not count, likewise. Since API 1.44. */
  startInterval?: Duration | null | undefined;
}

/** What a healthcheck takes. */
export const HEALTHCHECK_FIELDS: Fields<HealthcheckOptions> = fieldsOf<HealthcheckOptions>({
  test: inBody("Test", toTest),
  interval: inBody("Interval", toInterval),
  timeout: inBody("Timeout", toInterval),
  retries: inBody("Retries", integerFrom(0)),
  startPeriod: inBody("StartPeriod", toInterval, { since: "1.29" }),
  startInterval: inBody("StartInterval", toInterval, { since: "1.44" }),
});

/** A healthcheck, as the Engine spells it. */
export interface Healthcheck extends HealthcheckJSON {}

/**
 * How the Engine finds out whether a container or a service's task is well.
 *
 * @example Ask a web server every ten seconds
 * ```ts no-run
 * import { Healthcheck } from "@longshore/docker";
 *
 * const healthcheck = new Healthcheck({ test: "wget -qO- localhost", interval: "10s", retries: 3 });
 * ```
 */
export class Healthcheck {
  /**
   * Makes a healthcheck.
   *
   * @param options The check and its times.
   * @throws {TypeError} When the test or a time has another shape.
   * @throws {RangeError} When a time is between 0 and a millisecond, or negative.
   */
  constructor(options: HealthcheckOptions = {}) {
    HEALTHCHECK_FIELDS.set(this, "Cannot create a healthcheck", options);
  }
}

/**
 * Reads a healthcheck: an instance, its options, or the Engine's fields.
 *
 * @param value The healthcheck.
 * @param argument The argument's name, for errors.
 */
export function toHealthcheck(value: unknown, argument: string): Healthcheck {
  if (!isRecord(value)) throw wrongShape(argument, value, "a Healthcheck or its options");
  return value instanceof Healthcheck ? value : new Healthcheck(value);
}

function toTest(value: unknown, argument: string): string[] {
  if (value === "") throw wrongShape(argument, value, "a command");
  const words = typeof value === "string" ? ["CMD-SHELL", value] : toTexts(value, argument);
  // The Engine checks nothing where it does not know the first word, and says so in its own log.
  const [kind, ...rest] = words;
  const isKnown = kind === undefined || kind === "NONE" && rest.length === 0 ||
    ["CMD", "CMD-SHELL"].includes(kind) && rest.length > 0;
  if (isKnown) return words;
  throw wrongShape(argument, value, '["CMD", ...words], ["CMD-SHELL", line], ["NONE"] or []');
}

function toInterval(value: unknown, argument: string): number {
  const nanoseconds = toNanoseconds(value, argument);
  if (nanoseconds > 0 && nanoseconds < 1e6) {
    throw wrongValue(argument, value, "0 or at least 1000000 nanoseconds (1 ms)");
  }
  return nanoseconds;
}
