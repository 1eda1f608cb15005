import { type BatchStream, batchStream } from "./batch_stream.ts";
import type { BatchSource } from "./batch_buffer.ts";
import type { Frame } from "./frames.ts";
import { LineParser } from "./lines.ts";
import { PartTimes } from "./part_times.ts";

/** One line of a process's output. */
export interface OutputLine {
  /** The line without its line end. */
  text: string;
  /** Where the process wrote it; with a tty all is stdout. */
  stream: "stdout" | "stderr";
  /** When it was written, in RFC 3339 with nanoseconds; only where timestamps were asked for. */
  time?: string;
}

/** Options of {@linkcode lines}. */
export interface LinesOptions {
  /** Whether each line begins with its time, as it does when `timestamps` was asked for. @default {false} */
  timestamps?: boolean | undefined;
}

const TIME_REGEXP = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) ?/;

/**
 * Takes a process's output apart into whole lines: what `logs`, `attach`, `execStart` and
 * `serviceLogs` stream. Characters that are split between frames or chunks are put together again.
 *
 * @param stream Frames (`demux: true`), or bytes, whose lines all count as stdout.
 * @param options Whether the lines begin with their times.
 * @returns The lines as they become whole; a last line without a line end comes at the end.
 * @throws {TypeError} When it is no stream, such as the text that `logs` gives without `stream: true`.
 *
 * @example The lines of a log
 * ```ts no-run
 * import { APIClient } from "../client.ts";
 * import { lines } from "./output_lines.ts";
 *
 * await using client = new APIClient();
 * const log = await client.logs("web", { stream: true, demux: true, timestamps: true });
 * for await (const { text, stream, time } of lines(log, { timestamps: true })) {
 *   console.log(time, stream, text);
 * }
 * ```
 */
export function lines(
  stream: ReadableStream<Frame> | ReadableStream<Uint8Array>,
  options: LinesOptions = {},
): BatchStream<OutputLine> {
  if (typeof (stream as ReadableStream | null)?.getReader !== "function") {
    throw new TypeError(
      "Cannot read lines: expected a stream, such as logs gives with stream: true",
    );
  }
  return batchStream(lineSource(stream, options));
}

/**
 * The same as {@linkcode lines}, as what a stream is made of.
 *
 * @param stream Frames or bytes.
 * @param options Whether the lines begin with their times.
 */
export function lineSource(
  stream: ReadableStream<Frame> | ReadableStream<Uint8Array>,
  options: LinesOptions = {},
): BatchSource<OutputLine> {
  const collector = new LineCollector(options.timestamps === true);
  const batches = batchesOf(stream as ReadableStream<Frame | Uint8Array>);
  let ended = false;
  const cancel = (reason?: unknown): void => {
    ended = true;
    batches.return?.(reason as undefined)?.catch(() => {});
  };
  return {
    async next(): Promise<OutputLine[] | null> {
      const out: OutputLine[] = [];
      try {
        while (out.length === 0 && !ended) {
          const { done, value } = await batches.next();
          if (done) {
            ended = true;
            collector.end(out);
          } else for (const item of value) collector.push(item, out);
        }
      } catch (error) {
        // Where a line is too long, nobody reads what comes behind it.
        cancel(error);
        throw error;
      }
      return out.length === 0 ? null : out;
    },
    cancel,
  };
}

function batchesOf<T>(stream: ReadableStream<T>): AsyncIterator<T[], undefined> {
  if ("batches" in stream) return (stream as BatchStream<T>).batches();
  const reader = stream.getReader();
  return {
    async next(): Promise<IteratorResult<T[], undefined>> {
      const { done, value } = await reader.read();
      return done ? { done: true, value: undefined } : { done: false, value: [value] };
    },
    async return(): Promise<IteratorResult<T[], undefined>> {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

/** Puts lines together from what arrives, stdout and stderr apart. */
class LineCollector {
  readonly #parsers = { stdout: new LineParser(), stderr: new LineParser() };
  readonly #times: { stdout: PartTimes; stderr: PartTimes } | null;

  constructor(timestamps: boolean) {
    this.#times = timestamps ? { stdout: new PartTimes(), stderr: new PartTimes() } : null;
  }

  push(item: Frame | Uint8Array, out: OutputLine[]): void {
    const [stream, data] = item instanceof Uint8Array
      ? ["stdout" as const, item]
      : [item.stream, item.data];
    const texts: string[] = [];
    const pieces = this.#times?.[stream].push(data) ?? [data];
    for (const piece of pieces) this.#parsers[stream].push(piece, texts);
    this.#add(texts, stream, out);
  }

  end(out: OutputLine[]): void {
    for (const stream of ["stdout", "stderr"] as const) {
      const texts: string[] = [];
      const held = this.#times?.[stream].end();
      if (held !== undefined) this.#parsers[stream].push(held, texts);
      this.#parsers[stream].end(texts);
      this.#add(texts, stream, out);
    }
  }

  #add(texts: string[], stream: OutputLine["stream"], out: OutputLine[]): void {
    for (const text of texts) {
      const match = this.#times ? TIME_REGEXP.exec(text) : null;
      out.push(
        match === null
          ? { text, stream }
          : { text: text.slice(match[0].length), stream, time: match[1]! },
      );
    }
  }
}
