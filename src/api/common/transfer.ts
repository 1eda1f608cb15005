import { toBoolean } from "../../convert/checks.ts";
import type { StreamAnswer } from "../../engine/stream_answer.ts";
import { type Declared, type Given, ofClient } from "../../operation/option.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { ProgressRecord } from "../../types/progress.ts";
import {
  PROGRESS,
  progressBytes,
  type ProgressOptions,
  progressRecords,
  progressText,
} from "./progress.ts";
import { REGISTRY, registryFailure, type RegistryOptions } from "./registry_auth.ts";

/** Options of {@linkcode pull} and {@linkcode push}. */
export interface TransferOptions extends ProgressOptions, RegistryOptions {
  /** Whether the progress is handed out as it comes. @default {false} */
  stream?: boolean | null | undefined;
  /** Whether the progress comes as records instead of bytes; with it, `stream` need not be set. @default {false} */
  decode?: boolean | null | undefined;
}

/** The declarations of {@linkcode TransferOptions}. */
export const TRANSFER: Declared<TransferOptions> = {
  ...PROGRESS,
  ...REGISTRY,
  stream: ofClient(toBoolean),
  decode: ofClient(toBoolean),
};

/** The progress in the form that is asked for. */
export type TransferProgress =
  | string
  | BatchStream<Uint8Array<ArrayBuffer>>
  | BatchStream<ProgressRecord>;

/**
 * Returns the progress of a transfer in the form that is asked for.
 *
 * @param answer The answer.
 * @param options The call's options.
 */
export async function readTransfer(
  answer: StreamAnswer,
  { stream, decode, rejectOnError }: Given<TransferOptions>,
): Promise<TransferProgress> {
  const reading = { rejectOnError, failure: registryFailure(answer) };
  if (decode) return progressRecords(answer, reading);
  return stream ? progressBytes(answer, reading) : await progressText(answer, reading);
}
