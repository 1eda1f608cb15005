import { loadPlatform } from "../platform/mod.ts";
import type { FileInfo, Platform } from "../platform/types.ts";
import { archiveStream, type PackJob } from "./archive_writer.ts";
import type { ByteSource } from "./byte_source.ts";
import { type Verdict, walkDirectory, type WalkEntry } from "./directory_walk.ts";
import type { TarStreamOptions } from "./inputs.ts";
import { codeOf } from "../errors.ts";

/** How {@linkcode packDirectory} packs. */
export interface PackDirectoryOptions {
  /**
   * Decides what is packed: called with each path below the directory, with slashes, and what the file
   * system says of it. What is in a directory that is left out is not looked at.
   */
  filter?: (path: string, info: FileInfo) => boolean;
  /** What is put before all paths, with a slash between; nothing by default. */
  prefix?: string;
  /** The owner's user id of all entries; each one's own by default. */
  uid?: number;
  /** The owner's group id of all entries; each one's own by default. */
  gid?: number;
  /** The time of all entries in seconds since 1970; each one's own in whole seconds by default. */
  mtime?: number;
}

/** What {@linkcode directoryJobs} needs to know. */
export interface DirectoryJobOptions extends Omit<PackDirectoryOptions, "filter"> {
  /** Whether what is removed while the directory is walked is left out; otherwise it is an error. */
  toleratesRemoval?: boolean;
  /** Decides about each path. */
  judge: (path: string, info: FileInfo) => Verdict;
}

/** The codes of problems with what is not there any more, or is something else by now. */
const GONE = ["ENOENT", "ENOTDIR", "ELOOP"];
/** Files up to this size are read whole, a few of them ahead. */
const SMALL = 32 * 1024;
const AHEAD = 16;
/** Larger ones are hardly faster, and more of them lie about until they are collected. */
const CHUNK = 64 * 1024;

/**
 * Packs what is in a directory, streamed: memory stays flat whatever the size. The same tree gives the
 * same bytes: names are sorted, user names are left out. Symlinks are stored as such, further names
 * of one file as hard links; sockets are left out.
 *
 * @param directory The directory's path; it is not an entry itself.
 * @param options What is packed, and what is said of it.
 * @returns The archive, not compressed.
 * @throws {TarError} (the stream) When a file shrinks while it is read.
 *
 * @example Usage
 * ```ts no-run
 * import { packDirectory } from "@longshore/docker/tar";
 *
 * const archive = packDirectory("site", { filter: (path) => !path.endsWith(".map"), uid: 0, gid: 0 });
 * ```
 */
export function packDirectory(
  directory: string,
  options: PackDirectoryOptions = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { filter } = options;
  const judge = (path: string, info: FileInfo): Verdict =>
    filter === undefined || filter(path, info) ? "take" : "skip";
  return packJobs(async function* (): AsyncGenerator<PackJob, void, void> {
    yield* directoryJobs(await loadPlatform(), directory, { ...options, judge });
  }());
}

/** Packs jobs that come one by one. */
export function packJobs(
  jobs: AsyncGenerator<PackJob, void, void>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return archiveStream({
    async next(): Promise<PackJob | null> {
      const { done, value } = await jobs.next();
      return done ? null : value;
    },
    cancel(): void {
      jobs.return().catch(() => {});
    },
  });
}

/** Gives the entries of a directory, in order, each with what opens it. */
export async function* directoryJobs(
  platform: Platform,
  directory: string,
  options: DirectoryJobOptions,
): AsyncGenerator<PackJob, void, void> {
  const firstNames = new Map<string, string>();
  const { toleratesRemoval = false } = options;
  const walk = walkDirectory(platform, directory, options.judge, { toleratesRemoval });
  for await (const { entry, content } of readAhead(platform, walk)) {
    const { identity } = entry.info;
    const first = identity && firstNames.get(identity);
    const path = options.prefix ? `${options.prefix}/${entry.path}` : entry.path;
    const job = toJob(
      platform,
      entry,
      path,
      content,
      first,
      optionsOf(platform, entry.info, options),
    );
    const made = toleratesRemoval ? await unlessGone(job.then(opened)) : unopened(await job);
    if (made === null) continue;
    if (identity !== undefined && first === undefined) firstNames.set(identity, path);
    try {
      yield made.job;
    } finally {
      await made.close();
    }
  }
}

/** A job, and what closes the body that was opened for it. */
interface OpenedJob {
  job: PackJob;
  close(): Promise<void>;
}

/** Leaves a job's body to who writes it. */
function unopened(job: PackJob | null): OpenedJob | null {
  return job && { job, close: () => Promise.resolve() };
}

/** Opens a job's body before its head is written, to know that it is still there. */
async function opened(job: PackJob | null): Promise<OpenedJob | null> {
  if (typeof job?.body !== "function") return unopened(job);
  const source = await job.body();
  return {
    job: { ...job, body: () => source },
    // Once more, in case nobody read it.
    close: () => source.cancel(),
  };
}

/** Gives null for what was removed meanwhile. */
async function unlessGone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (problem) {
    if (GONE.includes(codeOf(problem))) return null;
    throw problem;
  }
}

interface Ahead {
  entry: WalkEntry;
  content: Promise<Uint8Array | null> | undefined;
}

async function* readAhead(
  platform: Platform,
  entries: AsyncGenerator<WalkEntry>,
): AsyncGenerator<Ahead, void, void> {
  const queue: Ahead[] = [];
  for await (const entry of entries) {
    const { kind, size } = entry.info;
    const small = kind === "file" && size > 0 && size <= SMALL;
    const content = small ? platform.files.readBytes(entry.location) : undefined;
    // Whoever takes it from the queue sees the failure; it is no unhandled one before.
    content?.catch(() => {});
    queue.push({ entry, content });
    if (queue.length > AHEAD) yield queue.shift()!;
  }
  yield* queue;
}

async function toJob(
  platform: Platform,
  entry: WalkEntry,
  path: string,
  content: Promise<Uint8Array | null> | undefined,
  first: string | undefined,
  options: TarStreamOptions,
): Promise<PackJob | null> {
  const { info, location } = entry;
  if (first !== undefined) return { head: { type: "link", path, linkname: first, options } };
  switch (info.kind) {
    case "file": {
      const body = await content;
      if (body) return { head: { type: "file", path, size: body.length, options }, body };
      const head: PackJob["head"] = { type: "file", path, size: info.size, options };
      return info.size === 0
        ? { head }
        : { head, body: () => openFile(platform, location, info.size) };
    }
    case "symlink": {
      const target = await platform.files.readlink(location);
      const linkname = platform.system.os === "windows" ? target.replaceAll("\\", "/") : target;
      return { head: { type: "symlink", path, linkname, options } };
    }
    case "directory":
    case "fifo":
      return { head: { type: info.kind, path, options } };
    case "character-device":
    case "block-device": {
      const numbers = { devmajor: info.deviceMajor, devminor: info.deviceMinor };
      return { head: { type: info.kind, path, options: { ...options, ...numbers } } };
    }
    default:
      // Sockets and doors mean nothing without the process behind them.
      return null;
  }
}

function optionsOf(
  platform: Platform,
  info: FileInfo,
  options: DirectoryJobOptions,
): TarStreamOptions {
  // Windows knows no permission to run a file: all get it, for some may need it.
  const mode = platform.system.os === "windows" ? 0o755 : info.mode;
  return {
    mode,
    uid: options.uid ?? info.uid,
    gid: options.gid ?? info.gid,
    mtime: options.mtime ?? Math.floor(info.mtime),
  };
}

/** Reads a file up to the size that its header states: what is appended meanwhile stays out. */
async function openFile(platform: Platform, location: string, size: number): Promise<ByteSource> {
  const file = await platform.files.open(location);
  let left = size;
  return {
    async read(): Promise<Uint8Array | null> {
      try {
        const chunk = left === 0 ? null : await file.read(Math.min(left, CHUNK));
        left -= chunk?.length ?? 0;
        if (chunk === null) await file.close();
        return chunk;
      } catch (problem) {
        await file.close();
        throw problem;
      }
    },
    cancel: () => file.close(),
  };
}
