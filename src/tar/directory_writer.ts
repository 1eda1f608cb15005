import type { FileInfo, FileSink, Platform } from "../platform/types.ts";
import { EntryProblem, systemProblem } from "./entry_problem.ts";
import { splitSafely, UnsafePath } from "./safe_path.ts";
import type { EntryType, TarHeader } from "./types.ts";

const PERMISSIONS = 0o777;
/** Where a time is cut: file systems refuse what is far beyond. */
const MAX_TIME = 2 ** 34;

/** What is said of an entry that is written. */
export type WrittenHeader = Pick<
  TarHeader,
  "mode" | "uid" | "gid" | "mtime" | "linkname" | "typeflag"
>;

/** An entry that is written. */
export interface WrittenEntry {
  /** The path, with slashes. */
  readonly path: string;
  /** What the entry stands for. */
  readonly type: EntryType;
  /** What is said of it. */
  readonly header: WrittenHeader;
  /** Resolves with the next piece of a file, or with `null` at its end. */
  read(): Promise<Uint8Array | null>;
}

/** Writes entries below one directory and nowhere else. */
export class DirectoryWriter {
  readonly #platform: Platform;
  readonly #root: string;
  readonly #preserveOwner: boolean;
  readonly #modeBits: number;
  /** Directories that were seen to be such. None is ever replaced, so they stay. */
  readonly #directories = new Set<string>();
  /** What is said of directories; set last, for a directory may be one that nothing can be added to. */
  readonly #pending = new Map<string, WrittenEntry>();
  #partials = 0;

  /**
   * @param platform The machine.
   * @param root The directory's path, without symlinks in it.
   * @param preserveOwner Whether owners are set.
   * @param preserveMode Whether set-id and sticky bits are set, too.
   */
  constructor(platform: Platform, root: string, preserveOwner: boolean, preserveMode: boolean) {
    this.#platform = platform;
    this.#root = root;
    this.#preserveOwner = preserveOwner;
    this.#modeBits = preserveMode ? 0o7777 : PERMISSIONS;
  }

  /** Opens a directory to write to, or makes it. */
  static async open(
    platform: Platform,
    directory: string,
    preserveOwner: boolean,
    preserveMode: boolean = preserveOwner,
  ): Promise<DirectoryWriter> {
    await platform.files.mkdir(directory, { recursive: true });
    const root = await platform.files.realpath(directory);
    return new DirectoryWriter(platform, root, preserveOwner, preserveMode);
  }

  /**
   * Writes one entry.
   *
   * @throws {EntryProblem} When its path is not allowed, or the system refuses it.
   * @throws What reading it throws.
   */
  async write(entry: WrittenEntry): Promise<void> {
    let failure: { reason: unknown } | null = null;
    const read = async (): Promise<Uint8Array | null> => {
      try {
        return await entry.read();
      } catch (reason) {
        failure = { reason };
        throw reason;
      }
    };
    try {
      await this.#write({ ...entry, read });
    } catch (problem) {
      if (failure !== null) throw problem;
      if (problem instanceof UnsafePath) {
        throw new EntryProblem(entry.path, problem.message);
      }
      throw systemProblem(entry.path, problem);
    }
  }

  async #write(entry: WrittenEntry): Promise<void> {
    const names = this.#split(entry.path);
    if (names.length === 0) {
      if (entry.type !== "directory") {
        throw new UnsafePath("its path is that of the directory itself");
      }
      return;
    }
    switch (entry.type) {
      case "directory":
        return await this.#writeDirectory(entry, names);
      case "file":
        return await this.#writeFile(entry, names);
      case "symlink":
        return await this.#writeSymlink(entry, names);
      case "link":
        return await this.#writeLink(entry, names);
      default:
        if (entry.header.typeflag === "V") return; // a name for the archive itself
        throw new UnsafePath(
          entry.type === "other"
            ? `entries of type ${JSON.stringify(entry.header.typeflag)} cannot be extracted`
            : `a ${entry.type} cannot be extracted; leave it out with the filter`,
        );
    }
  }

  /**
   * Sets what is said of directories.
   *
   * @throws {EntryProblem} When the system refuses it; names the directory.
   */
  async finish(): Promise<void> {
    // Innermost first: what is above may be closed to us once its mode is set.
    const locations = [...this.#pending.keys()].sort((a, b) => b.length - a.length);
    for (const location of locations) {
      const { path, header } = this.#pending.get(location)!;
      try {
        await this.#setOwner(location, header);
        await this.#platform.files.chmod(location, this.#modeOf(header));
        await this.#platform.files.utimes(location, timeOf(header));
      } catch (problem) {
        throw systemProblem(path, problem);
      }
    }
  }

  #split(path: string): string[] {
    return splitSafely(path, this.#platform.system.os === "windows");
  }

  #locate(names: readonly string[]): string {
    return this.#platform.paths.join(this.#root, ...names);
  }

  async #writeDirectory(entry: WrittenEntry, names: string[]): Promise<void> {
    await this.#enter(names);
    this.#pending.set(this.#locate(names), entry);
  }

  async #writeFile(entry: WrittenEntry, names: string[]): Promise<void> {
    const { files } = this.#platform;
    const location = await this.#prepare(names);
    const existing = await this.#findReplaceable(location);
    const target = existing === null ? location : await this.#findPartial(names);
    const sink = await files.create(target, { exclusive: true, mode: 0o600 });
    try {
      await this.#fill(sink, entry);
      if (target !== location) await files.rename(target, location);
    } catch (problem) {
      await sink.close();
      await files.remove(target).catch(() => {});
      throw problem;
    }
  }

  async #fill(sink: FileSink, entry: WrittenEntry): Promise<void> {
    const { header } = entry;
    for (let piece = await entry.read(); piece !== null; piece = await entry.read()) {
      await sink.write(piece);
    }
    // The owner first: a change of it takes set-id bits away.
    if (this.#preserveOwner) await sink.chown(header.uid, header.gid);
    await sink.chmod(this.#modeOf(header));
    await sink.utimes(timeOf(header));
    await sink.close();
  }

  async #writeSymlink(entry: WrittenEntry, names: string[]): Promise<void> {
    const { linkname } = entry.header;
    if (linkname === "") throw new UnsafePath("its link target is empty");
    if (linkname.includes("\0")) throw new UnsafePath("its link target has a zero byte in it");
    const location = await this.#prepare(names);
    await this.#removeReplaceable(location);
    await this.#platform.files.symlink(linkname, location);
    await this.#setOwner(location, entry.header);
  }

  async #writeLink(entry: WrittenEntry, names: string[]): Promise<void> {
    const { files } = this.#platform;
    const { linkname } = entry.header;
    if (linkname === "") throw new UnsafePath("its link target is empty");
    const shown = JSON.stringify(linkname);
    const targetNames = this.#splitTarget(linkname);
    const target = this.#locate(targetNames);
    const info = await this.#enter(targetNames.slice(0, -1), false)
      ? await files.lstat(target)
      : null;
    if (info === null) throw new UnsafePath(`its link target ${shown} does not exist`);
    if (info.kind !== "file" && info.kind !== "symlink") {
      throw new UnsafePath(`its link target ${shown} is a ${info.kind}`);
    }
    const location = await this.#prepare(names);
    if (location === target) return;
    await this.#removeReplaceable(location);
    // Whether a hard link to a symlink leads to it or on through it depends on the system.
    if (info.kind === "symlink") await files.symlink(await files.readlink(target), location);
    else await files.link(target, location);
  }

  #splitTarget(linkname: string): string[] {
    try {
      return this.#split(linkname);
    } catch (problem) {
      if (!(problem instanceof UnsafePath)) throw problem;
      const message = problem.message.replace("its path", "its link target");
      throw new UnsafePath(message.replace("in its path", "in its link target"));
    }
  }

  /** Makes sure that an entry's parent is a directory, and returns where the entry goes. */
  async #prepare(names: string[]): Promise<string> {
    await this.#enter(names.slice(0, -1));
    return this.#locate(names);
  }

  /** Goes down directory by directory, each seen not to be a symlink; makes missing ones or says so. */
  async #enter(names: readonly string[], make = true): Promise<boolean> {
    const { files, paths } = this.#platform;
    let location = this.#root;
    for (const name of names) {
      location = paths.join(location, name);
      if (this.#directories.has(location)) continue;
      const info = await files.lstat(location);
      if (info === null) {
        if (!make) return false;
        await files.mkdir(location);
      } else if (info.kind !== "directory") {
        const shown = JSON.stringify(paths.relative(this.#root, location));
        throw new UnsafePath(`${shown} on its way is a ${info.kind}, not a directory`);
      }
      this.#directories.add(location);
    }
    return true;
  }

  async #findReplaceable(location: string): Promise<FileInfo | null> {
    const info = await this.#platform.files.lstat(location);
    if (info?.kind === "directory") throw new UnsafePath("a directory is in its place");
    return info;
  }

  async #removeReplaceable(location: string): Promise<void> {
    if (await this.#findReplaceable(location) !== null) await this.#platform.files.remove(location);
  }

  /** Finds a free name beside an entry's place, for what replaces the file there once it is whole. */
  async #findPartial(names: readonly string[]): Promise<string> {
    for (;;) {
      const name = `.longshore-partial-${++this.#partials}`;
      const location = this.#locate([...names.slice(0, -1), name]);
      if (await this.#platform.files.lstat(location) === null) return location;
    }
  }

  #modeOf(header: WrittenHeader): number {
    return header.mode & this.#modeBits;
  }

  async #setOwner(location: string, header: WrittenHeader): Promise<void> {
    if (this.#preserveOwner) await this.#platform.files.lchown(location, header.uid, header.gid);
  }
}

function timeOf(header: WrittenHeader): number {
  return Math.min(Math.max(header.mtime, -MAX_TIME), MAX_TIME);
}
