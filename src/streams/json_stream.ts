import { type BatchStream, batchStream } from "./batch_stream.ts";
import { JsonValues } from "./json_values.ts";
import { type ByteBatches, explained } from "./output.ts";

/**
 * Streams the JSON values of an answer as they come.
 *
 * @param source The answer's bytes.
 * @param check Called with each value; what it throws ends the stream behind the values before it.
 */
export function jsonStream<T>(
  source: ByteBatches,
  check?: (value: T) => void,
): BatchStream<T> {
  const parser = new JsonValues();
  let ended = false;
  let failure: { reason: unknown } | null = null;
  return batchStream<T>({
    async next(): Promise<T[] | null> {
      const out: T[] = [];
      if (failure !== null) throw failure.reason;
      try {
        while (out.length === 0) {
          if (ended) return null;
          const batch = await source.next();
          if (batch === null) {
            ended = true;
            parser.end(out);
          } else {
            for (const bytes of batch) parser.push(bytes, out);
          }
        }
      } catch (error) {
        const reason = explained(source, error);
        source.cancel(reason);
        if (out.length === 0) throw reason;
        failure = { reason };
      }
      if (check === undefined) return out;
      for (let index = 0; index < out.length; index++) {
        try {
          check(out[index]!);
        } catch (reason) {
          source.cancel(reason);
          failure = { reason };
          if (index === 0) throw reason;
          return out.slice(0, index);
        }
      }
      return out;
    },
    cancel: (reason) => source.cancel(reason),
  });
}
