import { requireBytes } from "../../bytes/require_bytes.ts";
import { abandonable } from "../../engine/call_options.ts";
import { DockerError } from "../../errors.ts";
import type { Platform } from "../../platform/types.ts";

/** A stream that was kept in a file, and its size. */
export interface SpooledStream {
  /** The size, in bytes. */
  readonly size: number;
  /** The content; the file is gone when it is read or cancelled. */
  readonly stream: ReadableStream<Uint8Array>;
}

/**
 * Keeps a stream in a temporary file, to learn its size: an archive tells it before the content.
 *
 * @param platform The machine.
 * @param stream The stream; it is read to its end, or cancelled.
 * @param signal Ends the reading.
 */
export async function spool(
  platform: Platform,
  stream: ReadableStream<Uint8Array>,
  signal?: AbortSignal | null,
): Promise<SpooledStream> {
  const { files, paths, system } = platform;
  const directory = system.env("TMPDIR") || system.env("TEMP") || "/tmp";
  const file = paths.join(directory, `longshore-${crypto.randomUUID()}`);
  const sink = await files.create(file, { exclusive: true, mode: 0o600 });
  const remove = (): Promise<void> => files.remove(file).catch(() => {});
  let size = 0;
  const source = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await abandonable(source.read(), signal).catch((cause) => {
        if (signal?.aborted || cause?.name === "AbortError") throw cause;
        const words = cause instanceof Error ? cause.message : String(cause);
        throw new DockerError(`Cannot copy the data: its stream failed: ${words}`, { cause });
      });
      if (done) break;
      await sink.write(requireBytes(value));
      size += value.length;
    }
  } catch (error) {
    // A source that fails while it is cancelled has nobody left to tell.
    source.cancel(error).catch(() => {});
    await sink.close();
    await remove();
    throw error;
  }
  await sink.close();
  const reader = files.stream(file).getReader();
  return {
    size,
    stream: new ReadableStream<Uint8Array>({
      async pull(controller): Promise<void> {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        await remove();
        controller.close();
      },
      async cancel(reason): Promise<void> {
        await reader.cancel(reason).catch(() => {});
        await remove();
      },
    }, { highWaterMark: 0 }),
  };
}
