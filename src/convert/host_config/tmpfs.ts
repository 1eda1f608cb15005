import { setOwn } from "../own.ts";
import { isRecord } from "../checks.ts";
import { wrongShape } from "../refuse.ts";

/** Directories in memory: an object from path to mount options, or a list of `path` and `path:options`. */
export type Tmpfs = Readonly<Record<string, string | null>> | readonly string[];

const ACCEPTED = '{ "/path": "size=3G,uid=1000" } or a list of "/path" and "/path:options"';

/**
 * Reads directories in memory.
 *
 * @param value The directories.
 * @param argument The argument's name, for errors.
 * @returns The Engine's object from path to options.
 * @throws {TypeError} When the value is neither form or a path is not absolute.
 */
export function toTmpfs(value: unknown, argument: string): Record<string, string> {
  const map: Record<string, string> = {};
  if (!Array.isArray(value) && !isRecord(value)) throw wrongShape(argument, value, ACCEPTED);
  // A gap in a list is an item too, and none that is taken.
  for (const [key, item] of Object.entries(Array.isArray(value) ? [...value] : value)) {
    if (item === undefined && !Array.isArray(value)) continue;
    let [path, options]: [string, unknown] = [key, item ?? ""];
    if (Array.isArray(value)) {
      if (typeof item !== "string") throw wrongShape(`${argument}[${key}]`, item, ACCEPTED);
      const colon = item.indexOf(":");
      path = colon < 0 ? item : item.slice(0, colon);
      options = colon < 0 ? "" : item.slice(colon + 1);
    }
    if (!path.startsWith("/") || typeof options !== "string") {
      throw wrongShape(`${argument}[${JSON.stringify(key)}]`, item, ACCEPTED);
    }
    setOwn(map, path, options);
  }
  return map;
}
