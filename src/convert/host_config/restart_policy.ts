import { isInteger, isRecord } from "../checks.ts";
import { wrongShape, wrongValue } from "../refuse.ts";

/** When a container is started again after it ended. */
export interface RestartPolicyOption {
  /** `no`, `always`, `unless-stopped` or `on-failure`. */
  Name?: "" | "no" | "always" | "unless-stopped" | "on-failure";
  /** How often `on-failure` tries; 0, the default, is for ever. */
  MaximumRetryCount?: number;
}

const NAMES = ["", "no", "always", "unless-stopped", "on-failure"];
const ACCEPTED = '{ Name: "on-failure", MaximumRetryCount: 5 } with a name out of "no", ' +
  '"always", "unless-stopped" and "on-failure"';

/**
 * Reads a container's restart policy.
 *
 * @param value The policy; an empty object is `no`.
 * @param argument The argument's name, for errors.
 * @returns The Engine's object.
 * @throws {TypeError} When the value has another shape.
 * @throws {RangeError} When the name or the count is not allowed.
 */
export function toRestartPolicy(value: unknown, argument: string): RestartPolicyOption {
  if (!isRecord(value)) throw wrongShape(argument, value, ACCEPTED);
  const { Name: name = "", MaximumRetryCount: count = 0, ...rest } = value;
  if (
    typeof name !== "string" || !isInteger(count) || Object.keys(rest).length > 0
  ) {
    throw wrongShape(argument, value, ACCEPTED);
  }
  // The Engine refuses a count beside other names, and drops one that has none.
  const isLost = count !== 0 && name === "";
  if (!NAMES.includes(name) || count < 0 || isLost) throw wrongValue(argument, value, ACCEPTED);
  return { Name: name, MaximumRetryCount: count } as RestartPolicyOption;
}
