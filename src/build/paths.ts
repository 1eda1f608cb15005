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

/**
 * Waits for what is done with a path that a caller has given.
 *
 * @param subject What the path is for, as an error begins, e.g. `Cannot build "app": context "data"`;
 *   `null` where whoever catches the error says that.
 * @param path The path as it was given.
 * @param work What is done with it.
 * @throws {RangeError} When it fails, such as where this program may not read.
 */
export async function reach<T>(subject: string | null, path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const problem = `${JSON.stringify(path)} is out of reach`;
    throw new RangeError(subject === null ? problem : `${subject}: ${problem}`, { cause });
  }
}
