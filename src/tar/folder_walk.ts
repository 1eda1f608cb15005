import type { FileInfo, Platform } from "../platform/types.ts";
import { quote } from "./errors.ts";

/** One path that a walk came to. */
export interface WalkEntry {
  /** The path below the folder, with slashes. */
  readonly path: string;
  /** The path on disk. */
  readonly location: string;
  /** What the path stands for. */
  readonly info: FileInfo;
}

/**
 * What becomes of a path: it is taken, it is left out with all below it, or it is left out unless
 * something below it is taken.
 */
export type Verdict = "take" | "skip" | "descend";

/** How many paths of one folder are described at once. */
const BATCH = 32;

interface Level {
  readonly names: readonly string[];
  readonly prefix: string;
  readonly location: string;
  /** The folder itself, as long as it is not known whether it is taken. */
  undecided: WalkEntry | null;
  next: number;
  described: WalkEntry[];
}

/**
 * Walks through a folder: always in the same order, folders before what is in them. Symlinks are
 * not followed.
 *
 * @param platform The machine.
 * @param folder The folder, which is not among the results itself.
 * @param judge Decides about each path.
 */
export async function* walkFolder(
  platform: Platform,
  folder: string,
  judge: (path: string, info: FileInfo) => Verdict,
): AsyncGenerator<WalkEntry, void, void> {
  const levels = [await openLevel(platform, folder, "", null)];
  while (levels.length > 0) {
    const level = levels.at(-1)!;
    const entry = await nextOf(platform, level);
    if (entry === undefined) {
      levels.pop();
      continue;
    }
    const verdict = judge(entry.path, entry.info);
    if (verdict === "skip") continue;
    if (verdict === "take") {
      for (const above of levels) {
        if (above.undecided !== null) yield above.undecided;
        above.undecided = null;
      }
      yield entry;
    }
    if (entry.info.kind === "directory") {
      const undecided = verdict === "take" ? null : entry;
      levels.push(await openLevel(platform, entry.location, `${entry.path}/`, undecided));
    }
  }
}

async function openLevel(
  platform: Platform,
  location: string,
  prefix: string,
  undecided: WalkEntry | null,
): Promise<Level> {
  const names = (await platform.files.list(location)).sort();
  return { names, prefix, location, undecided, next: 0, described: [] };
}

async function nextOf(platform: Platform, level: Level): Promise<WalkEntry | undefined> {
  if (level.described.length === 0 && level.next < level.names.length) {
    const names = level.names.slice(level.next, level.next + BATCH);
    level.next += names.length;
    level.described = await Promise.all(names.map((name) => describe(platform, level, name)));
    level.described.reverse();
  }
  return level.described.pop();
}

async function describe(platform: Platform, level: Level, name: string): Promise<WalkEntry> {
  const path = level.prefix + name;
  const location = platform.paths.join(level.location, name);
  const info = await platform.files.lstat(location);
  if (info !== null) return { path, location, info };
  throw new Error(
    `Cannot pack ${quote(path)}: it was removed meanwhile, or its name is not valid Unicode`,
  );
}
