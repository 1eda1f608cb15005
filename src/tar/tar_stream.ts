import { archiveStream, type PackJob } from "./archive_writer.ts";
import { createBridge } from "./bridge.ts";
import type { TarStreamInput } from "./inputs.ts";
import { toJob } from "./pack.ts";

/**
 * Turns entries into the bytes of an archive. Takes and gives what `TarStream` of `@std/tar` does,
 * and links, devices, fifos, names and sizes of any length besides. An entry without a time has
 * the time 0, where `@std/tar` has the present one.
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
export class TarStream implements TransformStream<TarStreamInput, Uint8Array> {
  /** The archive. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Where entries go in. */
  readonly writable: WritableStream<TarStreamInput>;

  /** Makes a stream for one archive. */
  constructor() {
    const { writable, source } = createBridge<TarStreamInput>();
    this.writable = writable;
    this.readable = archiveStream({
      async next(): Promise<PackJob | null> {
        const input = await source.read();
        return input === null ? null : toJob(input);
      },
      cancel: (reason) => source.cancel(reason),
    });
  }
}
