import { ArchiveReader } from "./archive_reader.ts";
import { createBridge } from "./bridge.ts";
import type { TarEntry } from "./types.ts";
import type { UnpackerOptions } from "./unpacker.ts";

/**
 * Turns the bytes of an archive into its entries. Takes and gives what `UntarStream` of `@std/tar`
 * does, reads PAX and GNU archives too, and needs no `cancel()` of bodies that are not read.
 *
 * The next entry comes once the current one's `readable` is read, cancelled or not locked.
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
export class UntarStream implements TransformStream<Uint8Array, TarEntry> {
  /** The entries. */
  readonly readable: ReadableStream<TarEntry>;
  /** Where the archive's bytes go in. */
  readonly writable: WritableStream<Uint8Array>;

  /**
   * Makes a stream for one archive.
   *
   * @param options How it is read.
   */
  constructor(options?: UnpackerOptions) {
    const { writable, source } = createBridge<Uint8Array>();
    const archive = new ArchiveReader(source, options);
    this.writable = writable;
    const wait = async (controller: ReadableStreamDefaultController<TarEntry>): Promise<void> => {
      await archive.current?.released();
      const entry = await archive.next();
      if (entry === null) controller.close();
      else controller.enqueue(entry);
    };
    this.readable = new ReadableStream<TarEntry>({
      pull(controller): Promise<void> | void {
        const entry = archive.current?.isLocked ? undefined : archive.nextNow();
        if (entry) return controller.enqueue(entry);
        return wait(controller);
      },
      cancel: (reason) => archive.cancel(reason),
    }, { highWaterMark: 0 });
  }
}
