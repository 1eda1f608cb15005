import type { BatchStream } from "../streams/batch_stream.ts";
import type { ProgressRecord } from "../types/progress.ts";

/** Told of each record of a pull, push, load or build as it arrives. */
export type OnProgress = (record: ProgressRecord) => void;

/**
 * Reads a progress stream to its end.
 *
 * @param stream The records; one that reports a failure makes it reject.
 * @param onProgress Told of each record.
 */
export async function drain<Item extends ProgressRecord>(
  stream: BatchStream<Item>,
  onProgress: ((record: Item) => void) | null | undefined,
): Promise<void> {
  for await (const record of stream) onProgress?.(record);
}
