import { archiveStream, type PackJob } from "./archive_writer.ts";
import { createBridge } from "./bridge.ts";
import { allowByob } from "./byob.ts";
import type { TarStreamInput } from "./inputs.ts";
import { toJob } from "./pack.ts";
import { StdPacker } from "./std_packer.ts";

/**
 * Turns entries into the bytes of an archive. Takes, gives and refuses what `TarStream` of `@std/tar`
 * does, byte by byte and with the same classes of errors; links, devices, fifos, extended attributes
 * and paths of any length besides.
 *
 * For the same bytes at any time, state `mtime`: an entry without one has the present time, where
 * {@linkcode pack} has 0.
 *
 * @throws {TypeError} (the streams) When the options of an entry are refused: see {@linkcode assertValidTarStreamOptions}.
 * @throws {RangeError} (the streams) When a size is negative, no number or more than 64 GiB, or is not that of the content.
 *
 * @example Usage
 * ```ts
 * import { TarStream, type TarStreamInput } from "@longshore/docker/tar";
 *
 * const file = new Blob(["hello"]);
 * const inputs = new ReadableStream<TarStreamInput>({
 *   start(controller) {
 *     controller.enqueue({ type: "directory", path: "a" });
 *     controller.enqueue({ type: "file", path: "a/b", size: file.size, readable: file.stream() });
 *     controller.close();
 *   },
 * });
 * const archive = inputs.pipeThrough(new TarStream());
 * console.log((await new Response(archive).arrayBuffer()).byteLength);
 * ```
 */
export class TarStream implements TransformStream<TarStreamInput, Uint8Array<ArrayBuffer>> {
  /** The archive. */
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Where entries go in. */
  readonly writable: WritableStream<TarStreamInput>;

  /** Makes a stream for one archive. */
  constructor() {
    const { writable, source } = createBridge<TarStreamInput>();
    this.writable = writable;
    const archive = archiveStream({
      async next(): Promise<PackJob | null> {
        const input = await source.read();
        return input === null ? null : toJob(input);
      },
      cancel: (reason) => source.cancel(reason),
    }, new StdPacker());
    this.readable = allowByob(archive);
  }
}
