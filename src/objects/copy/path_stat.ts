import { stripEnd } from "../../bytes/strip_end.ts";
import { statArchive } from "../../api/containers/stat_archive.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { NotFound, ServerError } from "../../errors.ts";
import type { ArchiveStat } from "../../types/containers.ts";

/** The bits of Go's `FileMode` that are read here. */
const DIRECTORY = 2 ** 31;
const SYMLINK = 2 ** 27;
const SETUID = 2 ** 23;
const SETGID = 2 ** 22;
const STICKY = 2 ** 20;
const PERMISSIONS = 0o777;

/** What a path of a container stands for. */
export interface PathStat {
  /** What it is; `other` for devices, pipes and sockets. */
  readonly kind: "file" | "directory" | "symlink" | "other";
  /** The last part of the path. */
  readonly name: string;
  /** The size in bytes. */
  readonly size: number;
  /** The permission bits with set-id and sticky bits, at most `0o7777`. */
  readonly mode: number;
  /** When it was changed last, in RFC 3339. */
  readonly mtime: string;
  /** Where a symbolic link leads; empty for all else. */
  readonly linkTarget: string;
}

/**
 * Reads what the Engine says of a path, whose mode is in the bits of Go's `FileMode`.
 *
 * @param stat The Engine's words.
 */
export function toPathStat(stat: ArchiveStat): PathStat {
  const has = (bit: number): boolean => Math.floor(stat.mode / bit) % 2 === 1;
  // All other kinds have a bit of their own, too.
  const isSpecial = [26, 25, 24, 21, 19].some((bit) => has(2 ** bit));
  const special = (has(SETUID) ? 0o4000 : 0) | (has(SETGID) ? 0o2000 : 0) |
    (has(STICKY) ? 0o1000 : 0);
  return {
    kind: has(DIRECTORY) ? "directory" : has(SYMLINK) ? "symlink" : isSpecial ? "other" : "file",
    name: stat.name,
    size: stat.size,
    mode: stat.mode % (PERMISSIONS + 1) | special,
    mtime: stat.mtime,
    linkTarget: stat.linkTarget,
  };
}

/**
 * Asks what a path of a container stands for; null when there is nothing, or the Engine cannot look.
 *
 * @param engine The engine.
 * @param id The container.
 * @param file The path.
 * @param options The call's own options.
 */
export async function statPath(
  engine: Engine,
  id: string,
  file: string,
  options: CallOptions,
): Promise<PathStat | null> {
  try {
    return toPathStat(await statArchive(engine, id, file, options));
  } catch (error) {
    if (error instanceof NotFound) return null;
    // A link that leads to itself, say: what is written there will tell.
    if (error instanceof ServerError && error.status === 500) return null;
    throw error;
  }
}

/** Splits a path of a container into its parent and its last part. */
export function splitPath(file: string): { parent: string; base: string } {
  const plain = stripEnd(file, "/");
  const slash = plain.lastIndexOf("/");
  return { parent: slash <= 0 ? "/" : plain.slice(0, slash), base: plain.slice(slash + 1) };
}

/** Tells whether a path says by its end that it is a directory. */
export function saysDirectory(file: string): boolean {
  return /(?:^|[/\\])\.?$/.test(file);
}

/** Tells whether a path means what is in a directory, instead of the directory itself. */
export function saysContents(file: string): boolean {
  return /(?:^|[/\\])\.[/\\]*$/.test(file);
}
