import { ArchiveReader } from "./archive_reader.ts";
import { createBridge } from "./bridge.ts";
import { TarError } from "./errors.ts";
import { StdEntry } from "./std_entry.ts";
import type { TarStreamEntry } from "./std_names.ts";
import { StdTail } from "./std_tail.ts";
import type { UnpackerOptions } from "./unpacker.ts";

/**
 * Turns the bytes of an archive into its entries. Takes, gives and refuses what `UntarStream` of
 * `@std/tar` does, with the same classes of errors; reads PAX and GNU archives too, and needs no
 * `cancel()` of bodies that are not read.
 *
 * The next entry comes once the current one's `readable` is read, cancelled or not locked, and two
 * more blocks have arrived. After the two blocks of zeros the source is cancelled.
 *
 * @throws {RangeError} (the stream) When the archive has less than 1024 bytes, or is cut within a block of 512.
 * @throws {SyntaxError} (the stream) When a header is broken, its checksum is wrong, or the archive ends within a body.
 * @throws {TypeError} (the stream) When it ends without two blocks of zeros.
 *
 * @example Usage
 * ```ts
 * import { pack, UntarStream } from "@longshore/docker/tar";
 *
 * const archive = pack([{ path: "a.txt", content: "hello" }]);
 * for await (const { path, readable } of archive.pipeThrough(new UntarStream())) {
 *   console.log(path, await new Response(readable).text());
 * }
 * ```
 */
export class UntarStream implements TransformStream<Uint8Array, TarStreamEntry> {
  /** The entries. */
  readonly readable: ReadableStream<TarStreamEntry>;
  /** Where the archive's bytes go in. */
  readonly writable: WritableStream<Uint8Array>;

  /**
   * Makes a stream for one archive.
   *
   * @param options How it is read; with `allowMissingEnd`, any end between two entries will do.
   */
  constructor(options: UnpackerOptions = {}) {
    const { writable, source } = createBridge<Uint8Array>();
    const bytes = options.allowMissingEnd
      ? source
      : new StdTail(source, () => archive.bodyLeft > 0);
    const archive: ArchiveReader = new ArchiveReader(bytes, options, StdEntry);
    this.writable = writable;
    const wait = async (controller: Controller): Promise<void> => {
      await archive.current?.released();
      await archive.current?.collected;
      for (;;) {
        const entry = nextEntry(archive);
        if (entry !== undefined) return await pass(entry, controller);
        await archive.fill();
      }
    };
    const pass = (entry: TarStreamEntry | null, controller: Controller): Promise<void> | void => {
      if (entry !== null) return controller.enqueue(entry);
      controller.close();
      return archive.cancel(new DOMException("The archive has ended", "AbortError"));
    };
    this.readable = new ReadableStream<TarStreamEntry>({
      pull(controller): Promise<void> | void {
        const entry = archive.current?.isLocked ? undefined : nextEntry(archive);
        return entry === undefined ? wait(controller) : pass(entry, controller);
      },
      cancel: (reason) => archive.cancel(reason),
    }, { highWaterMark: 0 });
  }
}

type Controller = ReadableStreamDefaultController<TarStreamEntry>;

/** Goes to the next entry; a header that is broken is a `SyntaxError` to `@std/tar`. */
function nextEntry(archive: ArchiveReader): TarStreamEntry | null | undefined {
  try {
    return archive.nextNow();
  } catch (problem) {
    if (problem instanceof TarError) throw new SyntaxError(problem.message, { cause: problem });
    throw problem;
  }
}
