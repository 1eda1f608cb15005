import type { Pace } from "./pace.ts";
import type { FileInfo, Platform } from "../platform/types.ts";
import { quote } from "../text/quote.ts";
import { encodeRawName, isRawName } from "../text/raw_name.ts";
import { codeOf } from "../errors.ts";

/** One path that a walk came to. */
export interface WalkEntry {
  /** The path below the directory, with slashes. */
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

/** Decides about a path. */
type Judge = (path: string, info: FileInfo) => Verdict;

/** What is said of a file whose name this runtime cannot say, as it is not valid Unicode. */
const NAMELESS: FileInfo = { kind: "file", size: 0, mode: 0, uid: 0, gid: 0, mtime: 0 };

/** How many paths of one directory are described at once. */
const BATCH = 32;

/** How {@linkcode walkDirectory} walks. */
export interface WalkOptions {
  /** Tells times in nanoseconds, too, and describes paths at once as long as that is quick. */
  pace?: Pace;
  /** Whether what is removed meanwhile is left out; otherwise it is an error. @default {false} */
  toleratesRemoval?: boolean;
}

interface Level {
  readonly names: readonly string[];
  readonly prefix: string;
  readonly location: string;
  /** The directory itself, as long as it is not known whether it is taken. */
  undecided: WalkEntry | null;
  next: number;
  described: WalkEntry[];
}

/**
 * Walks through a directory: always in the same order, directories before what is in them. Symlinks are
 * not followed.
 *
 * @param platform The machine.
 * @param directory The directory, which is not among the results itself.
 * @param judge Decides about each path.
 * @param options How it walks.
 */
export async function* walkDirectory(
  platform: Platform,
  directory: string,
  judge: Judge,
  options: WalkOptions = {},
): AsyncGenerator<WalkEntry, void, void> {
  // What is walked through has to be there itself.
  const levels = [await openLevel(platform, directory, "", null, {})];
  while (levels.length > 0) {
    const level = levels.at(-1)!;
    const entry = await nextOf(platform, level, judge, options);
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
      const prefix = `${entry.path}/`;
      levels.push(await openLevel(platform, entry.location, prefix, undecided, options));
    }
  }
}

async function openLevel(
  platform: Platform,
  location: string,
  prefix: string,
  undecided: WalkEntry | null,
  options: WalkOptions,
): Promise<Level> {
  const names = await list(platform, location, options).catch((problem) => {
    // What is left out need not be readable.
    if (undecided !== null && codeOf(problem) === "EACCES") return [];
    throw problem;
  });
  names.sort(names.some(isRawName) ? compareRaw : compareBytes);
  return { names, prefix, location, undecided, next: 0, described: [] };
}

async function list(
  platform: Platform,
  location: string,
  { toleratesRemoval }: WalkOptions,
): Promise<string[]> {
  try {
    return await platform.files.list(location);
  } catch (problem) {
    if (toleratesRemoval && ["ENOENT", "ENOTDIR"].includes(codeOf(problem))) return [];
    throw problem;
  }
}

async function nextOf(
  platform: Platform,
  level: Level,
  judge: Judge,
  options: WalkOptions,
): Promise<WalkEntry | undefined> {
  while (level.described.length === 0 && level.next < level.names.length) {
    await options.pace?.rest();
    const names = level.names.slice(level.next, level.next + BATCH);
    level.next += names.length;
    const infos = names.map((name) => inform(platform, locate(platform, level, name), options));
    const known = infos.some((info) => info instanceof Promise)
      ? await Promise.all(infos)
      : infos as (FileInfo | null)[];
    for (const [index, name] of names.entries()) {
      const entry = describe(platform, level, name, known[index]!, judge, options);
      if (entry !== null) level.described.push(entry);
    }
    level.described.reverse();
  }
  return level.described.pop();
}

/** Where a name is on disk; what joins paths does not keep every name as it is. */
function locate({ paths: { separator } }: Platform, { location }: Level, name: string): string {
  return location.endsWith(separator) ? location + name : location + separator + name;
}

function inform(
  { files }: Platform,
  location: string,
  { pace }: WalkOptions,
): FileInfo | null | Promise<FileInfo | null> {
  if (pace === undefined) return files.lstat(location);
  return pace.step(() => files.lstatAtOnce(location), () => files.lstatExact(location));
}

function describe(
  platform: Platform,
  level: Level,
  name: string,
  info: FileInfo | null,
  judge: Judge,
  { toleratesRemoval }: WalkOptions,
): WalkEntry | null {
  const path = level.prefix + name;
  if (info !== null) return { path, location: locate(platform, level, name), info };
  if (toleratesRemoval && !name.includes("\ufffd")) return null;
  // What cannot be named cannot be described either: what is left out by its name need not be.
  if (name.includes("\ufffd") && judge(path, NAMELESS) === "skip") return null;
  throw new Error(
    `Cannot pack ${quote(path)}: it was removed meanwhile, or its name is not valid Unicode`,
  );
}

/** Compares names by their bytes, of which some are no UTF-8. */
function compareRaw(a: string, b: string): number {
  const [left, right] = [encodeRawName(a), encodeRawName(b)];
  const length = Math.min(left.length, right.length);
  let index = 0;
  while (index < length && left[index] === right[index]) index++;
  return index < length ? left[index]! - right[index]! : left.length - right.length;
}

/** Compares names by their bytes in UTF-8, which is by their code points. */
function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left === right) continue;
    // Characters in two halves stand behind all others.
    const [leftHalf, rightHalf] = [isHalf(left), isHalf(right)];
    return leftHalf === rightHalf ? left - right : leftHalf ? 1 : -1;
  }
  return a.length - b.length;
}

function isHalf(code: number): boolean {
  return code >= 0xd800 && code < 0xe000;
}
