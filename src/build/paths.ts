import type { System } from "../platform/types.ts";

/**
 * Puts the user's home directory in the place of a tilde at the beginning of a path.
 *
 * @param system Knows the home directory.
 * @param path The path.
 */
export function expandHome(system: System, path: string): string {
  return path === "~" || path.startsWith("~/") ? system.home() + path.slice(1) : path;
}
