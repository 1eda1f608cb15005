import { concat } from "../../bytes/concat.ts";
import type { StreamAnswer } from "../../engine/stream_answer.ts";
import { type BatchStream, batchStream } from "../../streams/batch_stream.ts";
import type { ProgressRecord } from "../../types/progress.ts";

/** A tar archive ends in two blocks of zeros. */
const END_LENGTH = 1024;
/** How much of the end is looked at: more than an Engine takes to tell of a failure. */
const KEPT_LENGTH = 16 * 1024;
const FAILURE_REGEXP = /\{"(?:errorDetail|error|message)":.*\}\s*$/s;

/**
 * Streams a tar archive. The Engine sends the head of a success before it reads what it sends: when
 * it fails then, it ends the answer early, or with a record that tells why. Either makes the stream
 * reject, once all that came was handed out.
 *
 * @param answer The answer.
 */
export function archiveStream(answer: StreamAnswer): BatchStream<Uint8Array<ArrayBuffer>> {
  const { body } = answer;
  const end = new End();
  return batchStream<Uint8Array<ArrayBuffer>>({
    async next(): Promise<Uint8Array<ArrayBuffer>[] | null> {
      const batch = await body.next();
      if (batch !== null) { for (const bytes of batch) end.push(bytes); }
      else checkEnd(end.bytes(), answer);
      return batch;
    },
    cancel: (reason) => body.cancel(reason),
  });
}

/** The end of what came so far. */
class End {
  #chunks: Uint8Array[] = [];
  #length = 0;

  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    if (this.#length < 2 * KEPT_LENGTH) return;
    this.#chunks = [bytes.length >= KEPT_LENGTH ? bytes.subarray(-KEPT_LENGTH) : this.bytes()];
    this.#length = KEPT_LENGTH;
  }

  bytes(): Uint8Array {
    return concat(this.#chunks, this.#length).subarray(-KEPT_LENGTH);
  }
}

function checkEnd(end: Uint8Array, answer: StreamAnswer): void {
  const zeros = end.subarray(-END_LENGTH);
  if (zeros.length === END_LENGTH && zeros.every((byte) => byte === 0)) return;
  const record = FAILURE_REGEXP.exec(new TextDecoder().decode(end))?.[0];
  throw answer.failure(
    record === undefined
      ? "the archive is cut: it does not end as a tar archive ends"
      : explanationOf(record),
  );
}

function explanationOf(text: string): string {
  try {
    const record = JSON.parse(text) as ProgressRecord & { message?: string };
    return record.errorDetail?.message ?? record.error ?? record.message ?? text;
  } catch {
    return text;
  }
}
