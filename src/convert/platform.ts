import type { OCIPlatform } from "../types/oci.ts";
import { jsonText } from "../text/json_text.ts";
import { isRecord } from "./checks.ts";
import { wrongShape, wrongValue } from "./refuse.ts";

/** Selects an image among those for several platforms: `linux/arm64/v8`, or the OCI object. */
export type PlatformSelector = string | OCIPlatform;

const ACCEPTED = 'a string such as "linux/arm64/v8", or { os, architecture, variant }';
const TEXTS = ["os", "architecture", "variant", "os.version"];

/**
 * Reads a platform.
 *
 * @param value The platform, or its JSON.
 * @param argument The argument's name, for errors.
 * @returns The JSON that queries take.
 * @throws {TypeError} When the value is none.
 */
export function toPlatformJSON(value: unknown, argument: string): string {
  if (isRecord(value)) {
    for (const [name, item] of Object.entries(value)) {
      const isList = name === "os.features";
      if (!isList && !TEXTS.includes(name)) throw wrongShape(argument, value, ACCEPTED);
      if (item === undefined || item === null) continue;
      const isFine = isList
        ? Array.isArray(item) && [...item].every((one) => typeof one === "string")
        : typeof item === "string";
      if (!isFine) throw wrongShape(argument, value, ACCEPTED);
    }
    return jsonText(`Cannot use ${argument}`, value);
  }
  if (typeof value !== "string") throw wrongShape(argument, value, ACCEPTED);
  if (value.startsWith("{")) return value;
  const [os, architecture, variant, ...rest] = value.split("/");
  if (!os || !architecture || variant === "" || rest.length > 0) {
    throw wrongShape(argument, value, ACCEPTED);
  }
  return JSON.stringify({ os, architecture, variant });
}

/**
 * Reads one platform or a list of them.
 *
 * @param value The platform, or platforms; an empty list would mean all, and is refused.
 * @param argument The argument's name, for errors.
 * @returns The JSON of each.
 * @throws {TypeError} When one is none.
 */
export function toPlatforms(value: unknown, argument: string): string[] {
  if (!Array.isArray(value)) return [toPlatformJSON(value, argument)];
  if (value.length === 0) throw wrongValue(argument, value, "at least one platform");
  return Array.from(value, (one, index) => toPlatformJSON(one, `${argument}[${index}]`));
}
