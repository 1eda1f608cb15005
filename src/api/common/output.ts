import type { BatchStream } from "../../streams/batch_stream.ts";
import type { Frame } from "../../streams/frames.ts";
import {
  type ByteBatches,
  type CollectedOutput,
  collectOutput,
  collectText,
  frameStream,
  payloadStream,
  type SystemErrorHandler,
} from "../../streams/output.ts";

/** The forms in which a process's output is returned. */
export type Output =
  | string
  | CollectedOutput
  | BatchStream<Uint8Array<ArrayBuffer>>
  | BatchStream<Frame>;

/** Which form is asked for. */
export interface OutputForm {
  /** Whether the output is streamed as it comes. */
  readonly stream: boolean;
  /** Whether stdout and stderr are told apart. */
  readonly demux: boolean;
}

/**
 * Returns a process's output in the form that is asked for.
 *
 * @param source The wire's bytes.
 * @param multiplexed Whether they come in frames.
 * @param form The form.
 * @param onError Makes the error of a frame in which the Engine reports one.
 */
export async function readOutput(
  source: ByteBatches,
  multiplexed: boolean,
  { stream, demux }: OutputForm,
  onError: SystemErrorHandler,
): Promise<Output> {
  if (stream) {
    return demux
      ? frameStream(source, multiplexed, onError)
      : payloadStream(source, multiplexed, onError);
  }
  return demux
    ? await collectOutput(source, multiplexed, onError)
    : await collectText(source, multiplexed, onError);
}
