import type { StreamAnswer } from "../engine.ts";
import type { APIError } from "../errors.ts";
import type { BatchStream } from "../streams/batch_stream.ts";
import { JsonValues } from "../streams/json_values.ts";
import { jsonStream } from "../streams/json_stream.ts";
import type { ProgressRecord } from "../types/progress.ts";

/** Makes the error of a record that reports a failure. */
export type FailureMaker = (explanation: string, records: readonly unknown[]) => Error;

/** How many records before a failure are kept for its error. */
const KEPT_RECORDS = 1000;

/**
 * Reads a progress stream to its end, as text.
 *
 * @param answer The answer.
 * @param failure Makes the error of a record that reports a failure; an `APIError` without it.
 */
export async function progressText(
  answer: StreamAnswer,
  failure: FailureMaker = (explanation, records): APIError => answer.failure(explanation, records),
): Promise<string> {
  const parser = new JsonValues();
  const check = failureCheck(failure);
  const decoder = new TextDecoder();
  const records: ProgressRecord[] = [];
  let text = "";
  for (let batch = await answer.body.next(); batch !== null; batch = await answer.body.next()) {
    for (const bytes of batch) {
      text += decoder.decode(bytes, { stream: true });
      parser.push(bytes, records);
    }
    for (const record of records.splice(0)) check(record);
  }
  parser.end(records);
  for (const record of records) check(record);
  return text + decoder.decode();
}

/**
 * Streams the records of a progress stream.
 *
 * @param answer The answer.
 * @param failure Makes the error of a record that reports a failure; an `APIError` without it.
 */
export function progressRecords(
  answer: StreamAnswer,
  failure: FailureMaker = (explanation, records): APIError => answer.failure(explanation, records),
): BatchStream<ProgressRecord> {
  return jsonStream<ProgressRecord>(answer.body, failureCheck(failure));
}

function failureCheck(failure: FailureMaker): (record: ProgressRecord) => void {
  const records: ProgressRecord[] = [];
  return (record) => {
    records.push(record);
    if (records.length > KEPT_RECORDS) records.shift();
    const explanation = record?.errorDetail?.message ?? record?.error;
    if (explanation !== undefined || record?.errorDetail) {
      throw failure(explanation || "the engine gave no reason", records);
    }
  };
}
