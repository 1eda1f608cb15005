import { setOwn } from "../own.ts";
import { isRecord, toNames } from "../checks.ts";
import { wrongShape } from "../refuse.ts";

/** A path of the container, of Windows too. */
const PATH_REGEXP = /^(?:\/|[a-z]:[\\/]|\\\\)[^:]*$/i;
const HELP = "a place of the host goes into hostConfig's binds";
const ACCEPTED = 'a path such as "/data", a list of paths, or an object { "/data": {} }';

/**
 * Reads the paths inside a container that are volumes.
 *
 * @param value One path, a list of paths, or the Engine's object.
 * @param argument The argument's name, for errors.
 * @returns The Engine's object from path to an empty object.
 * @throws {TypeError} When the value is none of these.
 */
export function toVolumes(value: unknown, argument: string): Record<string, object> {
  const paths = typeof value === "string"
    ? [value]
    : isRecord(value)
    ? toNames(value, argument, HELP)
    : value;
  if (!Array.isArray(paths)) throw wrongShape(argument, value, ACCEPTED);
  const volumes: Record<string, object> = {};
  for (const path of paths) {
    if (typeof path !== "string" || path === "") throw wrongShape(argument, value, ACCEPTED);
    // What an inspection returned is what an image says; the Engine makes a volume of any text.
    if (!isRecord(value) && !PATH_REGEXP.test(path)) {
      throw wrongShape(
        argument,
        path,
        `${ACCEPTED}; ${HELP}`,
      );
    }
    setOwn(volumes, path, {});
  }
  return volumes;
}

/**
 * Reads the containers whose volumes are taken over.
 *
 * @param value One string with commas between containers, or a list; each `container[:ro|:rw]`.
 * @param argument The argument's name, for errors.
 * @returns The Engine's list.
 * @throws {TypeError} When the value is neither, or a container is empty.
 */
export function toVolumesFrom(value: unknown, argument: string): string[] {
  const list = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(list)) throw wrongShape(argument, value, 'a list such as ["db", "logs:ro"]');
  return Array.from(list, (item, index) => {
    const text = typeof item === "string" ? item.trim() : "";
    if (!/^[^:]+(:[^:]+)?$/.test(text)) {
      throw wrongShape(`${argument}[${index}]`, item, '"container" or "container:ro"');
    }
    return text;
  });
}
