import type { OCIPlatform } from "../types/oci.ts";
import { isRecord } from "./checks.ts";
import { wrongShape } from "./refuse.ts";

/** Selects an image among those for several platforms: `linux/arm64/v8`, or the OCI object. */
export type PlatformSelector = string | OCIPlatform;

const ACCEPTED = 'a string such as "linux/arm64/v8", or { os, architecture, variant }';

/**
 * Writes a platform as the Engine selects one by: JSON.
 *
 * @param value The platform.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When it is neither form.
 */
export function toPlatformJSON(value: unknown, argument: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (isRecord(value)) return JSON.stringify(value);
  if (typeof value !== "string") throw wrongShape(argument, value, ACCEPTED);
  if (value.startsWith("{")) return value;
  const [os, architecture, variant, ...rest] = value.split("/");
  if (!os || !architecture || variant === "" || rest.length > 0) {
    throw wrongShape(argument, value, ACCEPTED);
  }
  return JSON.stringify({ os, architecture, variant });
}
