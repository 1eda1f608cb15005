import type { BatchStream } from "../streams/batch_stream.ts";
import type { BuildResult, ResultCollector } from "./build_result.ts";

/** The output of a build as it comes, and what it has made at the end. */
export interface BuildStream<T> extends BatchStream<T> {
  /**
   * Reads what is left of the output, and resolves with what was built; rejects as the stream does.
   *
   * @throws {TypeError} When the stream is being read.
   */
  result(): Promise<BuildResult>;
}

/**
 * Adds what a build has made to its output.
 *
 * @param stream The output.
 * @param collector Knows what was made.
 */
export function withResult<T>(stream: BatchStream<T>, collector: ResultCollector): BuildStream<T> {
  return Object.assign(stream, {
    async result(): Promise<BuildResult> {
      if (stream.locked) {
        throw new TypeError("Cannot tell the result of the build: its output is being read");
      }
      for await (const _ of stream.batches());
      return collector.result;
    },
  });
}
