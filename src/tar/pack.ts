import { archiveStream, type JobSource, type PackJob } from "./archive_writer.ts";
import { streamSource } from "./byte_source.ts";
import { quote } from "../text/quote.ts";
import type { PackFile, PackInput, TarStreamFile } from "./inputs.ts";
import { encodeText } from "./text.ts";

/**
 * Writes an archive. The same entries give the same bytes: no time and no owner is taken from the
 * surroundings.
 *
 * @param entries The entries, in order; what gives them is asked for the next one only when the
 * stream is read that far.
 * @returns The archive, not compressed. Cancelling it cancels the content that is being read.
 * @throws {TarError} (the stream) When content is longer or shorter than its stated size.
 * @throws {TypeError} (the stream) When an entry has no path, or another field is not of its type.
 *
 * @example Usage
 * ```ts
 * import { pack } from "@longshore/docker/tar";
 *
 * const archive = pack([
 *   { type: "directory", path: "etc" },
 *   { path: "etc/motd", content: "hello\n", options: { mode: 0o600 } },
 *   { type: "symlink", path: "motd", linkname: "etc/motd" },
 * ]);
 * ```
 */
export function pack(
  entries: Iterable<PackInput> | AsyncIterable<PackInput> | ReadableStream<PackInput>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return archiveStream(jobsFrom(entries));
}

/** Checks the parts of an input that only this layer knows, and gives its body as it is needed. */
export function toJob(input: PackInput): PackJob {
  if (typeof input !== "object" || input === null) {
    throw new TypeError(`Cannot write tar entry: ${quote(String(input))} is not an object`);
  }
  if (!isFile(input)) return { head: input };
  const { path, size, options } = input;
  const content = "content" in input ? input.content : input.readable;
  const fail = (problem: string): TypeError =>
    new TypeError(`Cannot write tar entry ${quote(String(path))}: ${problem}`);
  if (content instanceof ReadableStream) {
    if (size === undefined) throw fail("size is missing, and content that is a stream needs one");
    return { head: { type: "file", path, size, options }, body: () => streamSource(content) };
  }
  if (content instanceof Blob) {
    const head: PackJob["head"] = { type: "file", path, size: size ?? content.size, options };
    return { head, body: () => streamSource(content.stream()) };
  }
  if (typeof content !== "string" && !(content instanceof Uint8Array)) {
    throw fail("content is not a string, a Uint8Array, a Blob or a ReadableStream");
  }
  const body = typeof content === "string" ? encodeText(content) : content;
  return { head: { type: "file", path, size: size ?? body.length, options }, body };
}

function isFile(input: PackInput): input is PackFile | TarStreamFile {
  return input.type === undefined || input.type === "file";
}

function jobsFrom(
  entries: Iterable<PackInput> | AsyncIterable<PackInput> | ReadableStream<PackInput>,
): JobSource {
  if (Symbol.iterator in entries) {
    const iterator = entries[Symbol.iterator]();
    return {
      next(): PackJob | null {
        const { done, value } = iterator.next();
        return done ? null : toJob(value);
      },
      cancel: () => iterator.return?.(),
    };
  }
  if (entries instanceof ReadableStream) {
    const reader = entries.getReader();
    return {
      async next(): Promise<PackJob | null> {
        const { done, value } = await reader.read();
        return done ? null : toJob(value);
      },
      cancel: (reason) => reader.cancel(reason),
    };
  }
  const iterator = entries[Symbol.asyncIterator]();
  return {
    async next(): Promise<PackJob | null> {
      const { done, value } = await iterator.next();
      return done ? null : toJob(value);
    },
    cancel(): void {
      // Not waited for: a generator that is still making its next entry would hold us up.
      iterator.return?.()?.then(undefined, () => {});
    },
  };
}
