import type { Platform } from "../../platform/types.ts";
import { createNameTest } from "./path_filter.ts";

/**
 * Finds what paths within a directory lead to: each symlink on the way is wanted itself, and what it
 * leads to within the directory. A name may have wildcards. No way leads out of the directory.
 *
 * @param platform The file system.
 * @param root The directory.
 * @param followed The paths, with slashes.
 * @returns The paths that are wanted, sorted; `null` when that is the whole directory.
 */
export async function followLinks(
  platform: Platform,
  root: string,
  followed: readonly string[],
): Promise<string[] | null> {
  const found = new Set<string>();
  const queue = [...followed].reverse();
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const names = split(path);
    let current: string[] = [];
    // A link to the directory itself wants all of it.
    if (names.length === 0) return null;
    for (const [index, name] of names.entries()) {
      current = [...current, name];
      const targets = await readLinks(platform, root, current, true);
      const isLast = index === names.length - 1;
      const way = current.join("/");
      if (targets.length === 0 && !isLast) continue;
      if (found.has(way)) break;
      found.add(way);
      const rest = names.slice(index + 1);
      for (const target of targets.reverse()) queue.push([...target, ...rest].join("/"));
      break;
    }
  }
  return withoutNested([...found].sort());
}

/** Reads where a path leads if it is a symlink; with wildcards, where all that match lead. */
async function readLinks(
  platform: Platform,
  root: string,
  names: readonly string[],
  allowsWildcards: boolean,
): Promise<string[][]> {
  const { files, paths } = platform;
  const above = names.slice(0, -1);
  const name = names.at(-1)!;
  const directory = paths.join(root, ...above);
  if (allowsWildcards && /(?:^|[^\\])(?:\\\\)*[*?[]/.test(name)) {
    const matches = createNameTest(name);
    const all = await files.list(directory).catch((problem) => {
      if (["ENOENT", "ENOTDIR"].includes(problem?.code)) return [];
      throw problem;
    });
    const targets: string[][] = [];
    for (const one of all.filter(matches)) {
      targets.push(...await readLinks(platform, root, [...above, one], false));
    }
    return targets;
  }
  const location = paths.join(directory, name);
  const info = await files.lstat(location);
  if (info?.kind !== "symlink") return [];
  const link = (await files.readlink(location)).replaceAll(paths.separator, "/");
  return [split(link.startsWith("/") ? link : [...above, link].join("/"))];
}

/** Takes a path apart, as seen from the root: `..` leads no further up than there. */
function split(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name === "..") names.pop();
    else names.push(name);
  }
  return names;
}

/** Leaves out what is within others; the paths are sorted. */
function withoutNested(sorted: readonly string[]): string[] {
  const kept: string[] = [];
  for (const path of sorted) {
    const last = kept.at(-1);
    if (last === undefined || !path.startsWith(`${last}/`)) kept.push(path);
  }
  return kept;
}
