import { toBoolean } from "../../convert/checks.ts";
import type { CallOptions } from "../../engine/engine.ts";
import { type Declared, ofClient } from "../../operation/option.ts";
import { type BatchStream, batchStream } from "../../streams/batch_stream.ts";
import { JsonValues } from "../../streams/json_values.ts";
import { jsonStream } from "../../streams/json_stream.ts";
import { type ByteBatches, explained } from "../../streams/output.ts";
import type { ProgressRecord } from "../../types/progress.ts";

/** Options of calls whose answer tells how they go on. */
export interface ProgressOptions extends CallOptions {
  /**
   * Whether a record that reports a failure makes the call or its stream reject; otherwise it is
   * handed out like the others. @default {true}
   */
  rejectOnError?: boolean | null | undefined;
}

/** The declarations of {@linkcode ProgressOptions}. */
export const PROGRESS: Declared<ProgressOptions> = { rejectOnError: ofClient(toBoolean) };

/** Makes the error of a record that reports a failure. */
export type FailureMaker = (
  explanation: string,
  records: readonly unknown[],
  code: number | undefined,
) => Error;

/** How a progress stream is read. */
export interface ProgressReading {
  /** Makes the error of a record that reports a failure; an `APIError` without it. */
  failure?: FailureMaker;
  /** Whether such a record is an error at all. @default {true} */
  rejectOnError?: boolean | null | undefined;
  /** Completes each record; for those that are handed out as records only. */
  complete?: (record: ProgressRecord) => void;
  /** Told of each record, whether it is handed out as one or as bytes. */
  observe?: ((record: ProgressRecord) => void) | undefined;
}

/** What a progress stream is read from. */
export interface ProgressSource {
  /** The bytes. */
  readonly body: ByteBatches;
  /** Makes the error of a record that reports a failure. */
  failure(explanation: string, records: readonly unknown[], code: number | undefined): Error;
}

/** How many records before a failure are kept for its error. */
const KEPT_RECORDS = 1000;

/**
 * Reads a progress stream to its end, as text.
 *
 * @param answer The answer.
 * @param reading How it is read.
 */
export async function progressText(
  answer: ProgressSource,
  reading: ProgressReading = {},
): Promise<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  for await (const bytes of progressBytes(answer, reading)) {
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Streams the bytes of a progress stream.
 *
 * @param answer The answer.
 * @param reading How it is read.
 */
export function progressBytes(
  answer: ProgressSource,
  reading: ProgressReading = {},
): BatchStream<Uint8Array<ArrayBuffer>> {
  const check = failureCheck(answer, reading);
  if (check === undefined) return batchStream<Uint8Array<ArrayBuffer>>(answer.body);
  return batchStream<Uint8Array<ArrayBuffer>>(checkedBytes(answer.body, check));
}

/**
 * Streams the records of a progress stream.
 *
 * @param answer The answer.
 * @param reading How it is read.
 */
export function progressRecords(
  answer: ProgressSource,
  reading: ProgressReading = {},
): BatchStream<ProgressRecord> {
  const { complete } = reading;
  const check = failureCheck(answer, reading);
  if (complete === undefined) return jsonStream<ProgressRecord>(answer.body, check);
  return jsonStream<ProgressRecord>(answer.body, (record) => {
    complete(record);
    check?.(record);
  });
}

type Check = (record: ProgressRecord) => void;

function failureCheck(answer: ProgressSource, reading: ProgressReading): Check | undefined {
  const { observe } = reading;
  if (reading.rejectOnError === false) return observe;
  const failure = reading.failure ??
    ((explanation, records, code) => answer.failure(explanation, records, code));
  const records: ProgressRecord[] = [];
  return (record) => {
    observe?.(record);
    records.push(record);
    if (records.length > KEPT_RECORDS) records.shift();
    const explanation = record?.errorDetail?.message ?? record?.error;
    if (explanation !== undefined || record?.errorDetail) {
      const code = record.errorDetail?.code;
      throw failure(explanation || "the engine gave no reason", records, code);
    }
  };
}

/** Passes bytes on and fails behind those that hold the failure. */
function checkedBytes(source: ByteBatches, check: Check): ByteBatches {
  const parser = new JsonValues();
  const records: ProgressRecord[] = [];
  let failure: { reason: unknown } | null = null;
  return {
    async next(): Promise<Uint8Array<ArrayBuffer>[] | null> {
      if (failure !== null) throw failure.reason;
      const batch = await source.next();
      try {
        try {
          if (batch === null) parser.end(records);
          else for (const bytes of batch) parser.push(bytes, records);
        } finally {
          // A failure that arrived whole says more than what is broken behind it.
          for (const record of records.splice(0)) check(record);
        }
      } catch (error) {
        const reason = explained(source, error);
        source.cancel(reason);
        if (batch === null) throw reason;
        failure = { reason };
      }
      return batch;
    },
    cancel: (reason) => source.cancel(reason),
  };
}
