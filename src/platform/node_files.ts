import type { BigIntStats, Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { quote } from "../text/quote.ts";
import { decodeRawName, encodeRawName, isRawName } from "../text/raw_name.ts";
import type {
  CreateFileOptions,
  FileInfo,
  FileKind,
  Files,
  FileSink,
  FileSource,
} from "./types.ts";
import { codeOf } from "../errors.ts";

let fs: typeof import("node:fs/promises");
/** What takes callbacks: where thousands of files are read, it costs half of what handles of promises do. */
let plain: typeof import("node:fs");

// Larger ones are hardly faster, and more of them lie about until they are collected.
const CHUNK_SIZE = 64 * 1024;

/** Loads the file system through `node:fs`. */
export async function loadFiles(): Promise<Files> {
  [fs, plain] = await Promise.all([import("node:fs/promises"), import("node:fs")]);
  return files;
}

const files: Files = {
  open,
  create,
  stream,
  readBytes: (path) => orNull(readWhole(path)),
  sha256,
  readText: (path) => orNull(fs.readFile(path, "utf8")),
  write,
  stat: (path) =>
    orNull(
      fs.stat(raw(path)).then((stats) =>
        describe(stats, () => fs.stat(raw(path), { bigint: true }))
      ),
    ),
  lstat: (path) =>
    orNull(
      fs.lstat(raw(path)).then((stats) =>
        describe(stats, () => fs.lstat(raw(path), { bigint: true }))
      ),
    ),
  lstatExact: (path) =>
    orNull(
      called<BigIntStats>((done) => plain.lstat(raw(path), { bigint: true }, done)).then(
        describeExactly,
      ),
    ),
  lstatAtOnce,
  readAtOnce,
  list,
  readlink,
  realpath: (path) => fs.realpath(path),
  async mkdir(path, options = {}): Promise<void> {
    await fs.mkdir(path, { recursive: options.recursive === true, mode: options.mode });
  },
  symlink: (target, path) => fs.symlink(target, path),
  link: (existing, path) => fs.link(existing, path),
  chmod: (path, mode) => fs.chmod(path, mode),
  lchown: (path, uid, gid) => fs.lchown(path, uid, gid),
  utimes: (path, mtime) => fs.utimes(path, mtime, mtime),
  rename: (from, to) => fs.rename(from, to),
  remove,
};

/** A path as the system has it, where its name is not valid UTF-8: Node and Bun take bytes. */
function raw(path: string): string | Buffer {
  return isRawName(path) ? encodeRawName(path) as Buffer : path;
}

async function list(path: string): Promise<string[]> {
  const names = await fs.readdir(raw(path));
  // What is not UTF-8 is told with this mark in its place: it is read anew, byte by byte.
  if (!names.some((name) => name.includes("\ufffd"))) return names;
  return (await fs.readdir(raw(path), { encoding: "buffer" })).map(decodeRawName);
}

async function readlink(path: string): Promise<string> {
  const target = await fs.readlink(raw(path));
  if (!target.includes("\ufffd")) return target;
  return decodeRawName(await fs.readlink(raw(path), { encoding: "buffer" }));
}

async function open(path: string): Promise<FileSource> {
  const file = await called<number>((done) => plain.open(raw(path), "r", done));
  let isClosed = false;
  // The number may stand for another file once it is closed: what is under way comes to its end first.
  let last: Promise<unknown> = Promise.resolve();
  const use = <T>(work: (done: Done<T>) => void): Promise<T> => {
    if (isClosed) return Promise.reject(new Error(`Cannot read ${quote(path)}: it was closed`));
    const used = called(work);
    last = used.catch(() => {});
    return used;
  };
  return {
    info: async () =>
      describe(
        await use<Stats>((done) => plain.fstat(file, done)),
        () => use<BigIntStats>((done) => plain.fstat(file, { bigint: true }, done)),
      ),
    async read(size, room = new Uint8Array(size)): Promise<Uint8Array | null> {
      const count = await use<number>((done) => plain.read(file, room, 0, size, null, done));
      return count === 0 ? null : room.subarray(0, count);
    },
    async close(): Promise<void> {
      if (isClosed) return;
      isClosed = true;
      await last;
      await called<void>((done) => plain.close(file, done as (problem?: Error | null) => void));
    },
  };
}

function lstatAtOnce(path: string): FileInfo | null {
  try {
    const stats = plain.lstatSync(raw(path), { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? null : describeExactly(stats);
  } catch (problem) {
    if (isMissing(problem)) return null;
    throw problem;
  }
}

function readAtOnce(path: string, room: Uint8Array): number {
  const { O_RDONLY, O_NONBLOCK = 0 } = plain.constants;
  const file = plain.openSync(raw(path), O_RDONLY | O_NONBLOCK);
  try {
    let size = 0;
    for (let count = -1; count !== 0 && size < room.length; size += count) {
      count = plain.readSync(file, room, size, room.length - size, null);
    }
    return size;
  } finally {
    plain.closeSync(file);
  }
}

type Done<T> = (problem: Error | null, value: T) => void;

/** Makes a promise of what is called back. */
function called<T>(start: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((problem, value) => problem ? reject(problem) : resolve(value));
  });
}

async function create(path: string, options: CreateFileOptions = {}): Promise<FileSink> {
  const handle = await fs.open(path, options.exclusive ? "wx" : "w", options.mode ?? 0o666);
  let closed = false;
  return {
    write: (bytes) => writeAll(handle, bytes),
    chown: (uid, gid) => handle.chown(uid, gid),
    chmod: (mode) => handle.chmod(mode),
    utimes: (mtime) => handle.utimes(mtime, mtime),
    async close(): Promise<void> {
      if (closed) return;
      closed = true;
      await handle.close();
    },
  };
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) {
    const { bytesWritten } = await handle.write(rest, 0, rest.length, null);
    rest = rest.subarray(bytesWritten);
  }
}

function stream(path: string): ReadableStream<Uint8Array> {
  let source: FileSource | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(controller): Promise<void> {
      source ??= await open(path);
      try {
        const chunk = await source.read(CHUNK_SIZE);
        if (chunk !== null) return controller.enqueue(chunk);
      } catch (problem) {
        await source.close();
        throw problem;
      }
      await source.close();
      controller.close();
    },
    async cancel(): Promise<void> {
      await source?.close();
    },
  }, { highWaterMark: 0 });
}

async function readWhole(path: string): Promise<Uint8Array> {
  const buffer = await fs.readFile(raw(path));
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

async function sha256(path: string): Promise<string> {
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256");
  const source = await open(path);
  try {
    for (let bytes = await source.read(CHUNK_SIZE); bytes !== null;) {
      hash.update(bytes);
      bytes = await source.read(CHUNK_SIZE);
    }
  } finally {
    await source.close();
  }
  return hash.digest("hex");
}

async function write(
  path: string,
  data: string | Uint8Array,
  options: CreateFileOptions = {},
): Promise<void> {
  await fs.writeFile(path, data, {
    flag: options.exclusive ? "wx" : "w",
    mode: options.mode ?? 0o666,
  });
}

async function remove(path: string, options: { recursive?: boolean } = {}): Promise<void> {
  if (options.recursive) return await fs.rm(path, { recursive: true });
  const stats = await fs.lstat(path);
  await (stats.isDirectory() ? fs.rmdir(path) : fs.unlink(path));
}

async function orNull<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result;
  } catch (problem) {
    if (isMissing(problem)) return null;
    throw problem;
  }
}

function isMissing(problem: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes(codeOf(problem));
}

async function describe(stats: Stats, again: () => Promise<BigIntStats>): Promise<FileInfo> {
  const info: FileInfo = {
    kind: kindOf(stats),
    size: stats.size,
    mode: stats.mode & 0o7777,
    uid: stats.uid ?? 0,
    gid: stats.gid ?? 0,
    mtime: stats.mtimeMs / 1000,
  };
  if (info.kind === "file" && stats.nlink > 1) {
    // Inode numbers may pass 2^53, where two different ones look alike.
    const exact = await again();
    info.identity = `${exact.dev}:${exact.ino}`;
  } else if (isDevice(info)) addDevice(info, BigInt(stats.rdev));
  return info;
}

function describeExactly(stats: BigIntStats): FileInfo {
  const info: FileInfo = {
    kind: kindOf(stats),
    size: Number(stats.size),
    mode: Number(stats.mode & 0o7777n),
    uid: Number(stats.uid ?? 0n),
    gid: Number(stats.gid ?? 0n),
    mtime: Number(stats.mtimeMs) / 1000,
    mtimeNanoseconds: stats.mtimeNs,
  };
  if (info.kind === "file" && stats.nlink > 1n) info.identity = `${stats.dev}:${stats.ino}`;
  else if (isDevice(info)) addDevice(info, stats.rdev);
  return info;
}

function isDevice({ kind }: FileInfo): boolean {
  return kind === "character-device" || kind === "block-device";
}

function addDevice(info: FileInfo, device: bigint): void {
  // Linux packs a device number as 12 bits major and 20 bits minor, each with its low part lower.
  info.deviceMajor = Number((device >> 8n) & 0xfffn | (device >> 32n) & 0xfffff000n);
  info.deviceMinor = Number(device & 0xffn | (device >> 12n) & 0xffffff00n);
}

function kindOf(stats: Stats | BigIntStats): FileKind {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "directory";
  if (stats.isSymbolicLink()) return "symlink";
  if (stats.isCharacterDevice()) return "character-device";
  if (stats.isBlockDevice()) return "block-device";
  if (stats.isFIFO()) return "fifo";
  if (stats.isSocket()) return "socket";
  return "other";
}
