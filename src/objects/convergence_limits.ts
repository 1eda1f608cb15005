import { type Convert, isRecord, toLimit, toSeconds } from "../convert/checks.ts";
import { wrongShape } from "../convert/refuse.ts";
import { refuseUnknown } from "../operation/check_options.ts";

/** How long a service may take to converge, and how often it is looked at. */
export interface ConvergenceLimits {
  /** How long the service may take, in seconds; 0 is without limit. @default {300} */
  timeout?: number | null | undefined;
  /** How long to wait between two looks at its tasks, which no event tells of, in seconds. @default {0.25} */
  interval?: number | null | undefined;
}

/** What they may be. */
export const CONVERGENCE_LIMITS: Readonly<Record<keyof ConvergenceLimits, Convert>> = {
  timeout: toSeconds,
  interval: toLimit,
};

/**
 * Reads whether a service is waited for, and within which limits.
 *
 * @param value What the caller gave.
 * @param argument The argument's name, for errors.
 * @returns The limits; undefined where nothing is waited for.
 */
export function toConvergence(value: unknown, argument: string): ConvergenceLimits | undefined {
  if (value === true) return {};
  if (value === false) return undefined;
  if (!isRecord(value)) {
    throw wrongShape(argument, value, "true, false or an object such as { timeout: 120 }");
  }
  refuseUnknown(`Cannot use ${argument}`, value, Object.keys(CONVERGENCE_LIMITS));
  for (const [name, check] of Object.entries(CONVERGENCE_LIMITS)) {
    if (value[name] != null) check(value[name], `${argument}.${name}`);
  }
  return value;
}
