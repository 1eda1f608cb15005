import { ArchiveReader } from "./archive_reader.ts";
import { bytesSource, streamSource } from "./byte_source.ts";
import type { TarEntry } from "./types.ts";
import type { UnpackerOptions } from "./unpacker.ts";

/**
 * Reads an archive entry by entry. What is not read of a body is dropped when the next entry is
 * asked for; leaving the loop cancels the stream.
 *
 * After the last entry the stream is read to its end.
 *
 * @param archive The archive, not compressed.
 * @param options How it is read.
 * @returns The entries, to be looped over once.
 * @throws {TarError} When the archive is broken or cut.
 *
 * @example Usage
 * ```ts
 * import { pack, unpack } from "@longshore/docker/tar";
 *
 * const archive = pack([{ path: "a.txt", content: "hello" }]);
 * for await (const entry of unpack(archive)) {
 *   console.log(entry.path, await entry.text());
 * }
 * ```
 */
export function unpack(
  archive: ReadableStream<Uint8Array> | Uint8Array | Blob,
  options?: UnpackerOptions,
): AsyncIterableIterator<TarEntry> {
  const source = archive instanceof Uint8Array
    ? bytesSource(archive)
    : streamSource(archive instanceof Blob ? archive.stream() : archive);
  const reader = new ArchiveReader(source, options);
  let done = false;
  const wait = async (): Promise<IteratorResult<TarEntry>> => {
    if (done) return { done, value: undefined };
    try {
      const entry = await reader.next();
      if (entry !== null) return { done: false, value: entry };
    } catch (problem) {
      done = true;
      throw problem;
    }
    done = true;
    return { done, value: undefined };
  };
  return {
    next(): Promise<IteratorResult<TarEntry>> {
      try {
        const entry = done ? undefined : reader.nextNow();
        if (entry) return Promise.resolve({ done: false, value: entry });
      } catch (problem) {
        done = true;
        return Promise.reject(problem);
      }
      return wait();
    },
    async return(): Promise<IteratorResult<TarEntry>> {
      if (!done) {
        done = true;
        await reader.cancel();
      }
      return { done, value: undefined };
    },
    [Symbol.asyncIterator](): AsyncIterableIterator<TarEntry> {
      return this;
    },
  };
}
