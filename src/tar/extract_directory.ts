import type { StreamReader } from "../bytes/stream_reader.ts";
import { loadPlatform } from "../platform/mod.ts";
import { TarError } from "./errors.ts";
import { DirectoryWriter, type WrittenEntry } from "./directory_writer.ts";
import { EntryProblem } from "./entry_problem.ts";
import type { TarEntry } from "./types.ts";
import { unpack } from "./unpack.ts";
import type { UnpackerOptions } from "./unpacker.ts";

/** How {@linkcode extractDirectory} extracts. */
export interface ExtractDirectoryOptions extends UnpackerOptions {
  /** Decides what is extracted; called with each entry. Devices and fifos are refused unless left out. */
  filter?: (entry: TarEntry) => boolean;
  /** The most entries the archive may have, left out ones included; no limit by default. */
  maxEntries?: number;
  /** The most bytes all files together may have; no limit by default. */
  maxSize?: number;
  /**
   * Sets owner and group by their numbers, and set-id bits, as the archive has them. Needs the
   * rights to.
   *
   * @default {false}
   */
  preserveOwner?: boolean;
}

/**
 * Extracts an archive into a directory, which is made if there is none. Nothing is ever written
 * outside of it: paths that are absolute or lead up are refused, and so is whatever would be
 * written through a symlink, be it from the archive or there before. Files that are there are
 * replaced, directories never.
 *
 * When it fails, what was extracted before stays, and no half-written file does.
 *
 * @param archive The archive, not compressed.
 * @param directory The directory's path.
 * @param options What is extracted, and the limits.
 * @throws {TarError} When the archive is broken, leads outside or passes a limit, or the system refuses an
 * entry; names the entry.
 *
 * @example Usage
 * ```ts no-run
 * import { extractDirectory, pack } from "@longshore/docker/tar";
 *
 * const archive = pack([{ path: "etc/motd", content: "hello\n" }]);
 * await extractDirectory(archive, "out", { maxEntries: 10_000, maxSize: 100_000_000 });
 * ```
 */
export async function extractDirectory(
  archive: ReadableStream<Uint8Array> | Uint8Array | Blob,
  directory: string,
  options: ExtractDirectoryOptions = {},
): Promise<void> {
  const { filter, maxEntries = Infinity, maxSize = Infinity } = options;
  const entries = unpack(archive, options);
  try {
    const platform = await loadPlatform();
    const writer = await DirectoryWriter.open(platform, directory, options.preserveOwner === true);
    /** Where directories begin: what is said of them is set last. */
    const offsets = new Map<string, number>();
    let count = 0;
    let size = 0;
    for await (const entry of entries) {
      const fail = (problem: string, cause?: unknown): never => {
        throw new TarError("extract", entry.path, entry.offset, problem, cause);
      };
      if (++count > maxEntries) {
        fail(`the archive has more entries than the limit of ${maxEntries}`);
      }
      if (filter !== undefined && !filter(entry)) continue;
      size += entry.size;
      if (size > maxSize) fail(`its files take more bytes than the limit of ${maxSize}`);
      if (entry.type === "directory") offsets.set(entry.path, entry.offset);
      try {
        await writer.write(toWritten(entry));
      } catch (problem) {
        if (problem instanceof EntryProblem) fail(problem.message, problem.cause);
        throw problem;
      }
    }
    await finish(writer, offsets);
  } finally {
    // Does nothing where the loop has ended the archive by itself.
    await entries.return!();
  }
}

async function finish(
  writer: DirectoryWriter,
  offsets: ReadonlyMap<string, number>,
): Promise<void> {
  try {
    await writer.finish();
  } catch (problem) {
    if (!(problem instanceof EntryProblem)) throw problem;
    const { path, message, cause } = problem;
    throw new TarError("extract", path, offsets.get(path) ?? 0, message, cause);
  }
}

function toWritten({ path, type, header, size, readable }: TarEntry): WrittenEntry {
  let reader: StreamReader<Uint8Array> | undefined;
  return {
    path,
    type,
    header,
    async read(): Promise<Uint8Array | null> {
      if (size === 0) return null;
      reader ??= readable!.getReader();
      const { done, value } = await reader.read();
      return done ? null : value!;
    },
  };
}
