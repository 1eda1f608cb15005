import type { ObjectVersion } from "../types/common.ts";
import { isInteger, isRecord } from "./checks.ts";
import { wrongShape } from "./refuse.ts";

/** The version of a swarm's object that an update changes: the number, or the `Version` of an inspection. */
export type VersionIndex = number | ObjectVersion;

/**
 * Reads the version that an update changes.
 *
 * @param value The number, or an object with `Index`.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When it is neither.
 */
export function toVersionIndex(value: unknown, argument: string): number {
  const index = isRecord(value) ? value.Index : value;
  if (isInteger(index) && index >= 0) return index;
  throw wrongShape(argument, value, "a version number, or the Version of an inspection");
}
