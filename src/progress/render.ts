import { withTrace } from "../build/trace.ts";
import { loadPlatform } from "../platform/mod.ts";
import type { OutputName } from "../platform/types.ts";
import type { BatchStream } from "../streams/batch_stream.ts";
import { JsonValues } from "../streams/json_values.ts";
import type { ProgressRecord } from "../types/progress.ts";
import { BuildError } from "../build/build_error.ts";
import { PlainDrawing } from "./plain_drawing.ts";
import { sourceLines } from "./source_lines.ts";
import { TerminalDrawing } from "./terminal_drawing.ts";
import type { Drawing, ProgressOutput } from "./types.ts";

/** Options of {@linkcode renderProgress}. */
export interface RenderProgressOptions {
  /** Where it is drawn: an output of the process, or one's own. @default {"stderr"} */
  output?: OutputName | ProgressOutput;
}

/** What a stream of progress told at its end. */
export interface RenderedProgress {
  /** What the records' `aux` said: of a build `{ ID }`, of a push `{ Tag, Digest, Size }`. */
  readonly aux: readonly unknown[];
}

/** A stream of progress: records, or the Engine's bytes. */
export type ProgressSource =
  | ReadableStream<ProgressRecord>
  | ReadableStream<Uint8Array>
  | AsyncIterable<ProgressRecord | Uint8Array>;

/** How long nothing may happen before running times are drawn again, in milliseconds. */
const TICK = 200;

/**
 * Draws how a pull, push, load or build goes on, as the Engine's command line does: on a terminal a
 * bar for each layer and a line for each step, drawn again in place; elsewhere plain lines.
 *
 * @param stream The stream that `pull`, `push`, `loadImage`, `build` ... gave; it is read to its end.
 * @param options Where it is drawn.
 * @returns What came of it.
 * @throws What the stream rejects with, such as a `BuildError`, once what came before is drawn.
 *
 * @example Pull and watch
 * ```ts no-run
 * import { APIClient, renderProgress } from "@longshore/docker";
 *
 * const client = new APIClient();
 * await renderProgress(await client.pull("busybox", { decode: true }));
 * ```
 */
export async function renderProgress(
  stream: ProgressSource,
  options: RenderProgressOptions = {},
): Promise<RenderedProgress> {
  const { output = "stderr" } = options;
  const target = typeof output === "string" ? await processOutput(output) : output;
  const drawing: Drawing = target.isTerminal
    ? new TerminalDrawing(() => ({ columns: target.columns(), rows: target.rows() }))
    : new PlainDrawing();
  const write = async (text: string): Promise<void> => {
    if (text !== "") await target.write(text);
  };
  const aux: unknown[] = [];
  const batches = recordBatches(stream);
  let ended = false;
  try {
    let next = batches.next();
    while (true) {
      const result = drawing.isTicking ? await within(next, TICK) : await next;
      if (result !== null) {
        if (result.done) break;
        for (const record of result.value) {
          const traced = withTrace(record);
          if (traced.trace === undefined && traced.aux !== undefined) aux.push(traced.aux);
          drawing.take(traced);
        }
        next = batches.next();
        // Not awaited yet: it is no unhandled failure meanwhile.
        next.catch(() => {});
      }
      await write(drawing.flush(Date.now() / 1000));
    }
    ended = true;
  } catch (error) {
    await write(drawing.end(Date.now() / 1000));
    await write(placeOf(error));
    throw error;
  } finally {
    if (!ended) await batches.return(undefined).catch(() => {});
  }
  await write(drawing.end(Date.now() / 1000));
  return { aux };
}

/** Writes where in the Dockerfile the step stands that a build failed at, if that is known. */
function placeOf(error: unknown): string {
  if (!(error instanceof BuildError) || error.step === null) return "";
  const { file, startLine, source } = error.step;
  if (file === null || startLine === null) return "";
  return sourceLines(file, startLine, source).map((line) => `${line}\n`).join("");
}

/** Resolves with what is waited for, or with `null` after so many milliseconds. */
async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function processOutput(name: OutputName): Promise<ProgressOutput> {
  const { terminal } = await loadPlatform();
  return {
    isTerminal: terminal.isTerminal(name),
    columns: () => terminal.columns(name),
    rows: () => terminal.rows(name),
    write: (text) => terminal.write(name, text),
  };
}

/** Reads records as they come, those that came together together. */
async function* recordBatches(
  source: ProgressSource,
): AsyncGenerator<ProgressRecord[], undefined> {
  const parser = new JsonValues();
  for await (const batch of itemBatches(source)) {
    const records: ProgressRecord[] = [];
    for (const item of batch) {
      if (item instanceof Uint8Array) parser.push(item, records);
      else records.push(item);
    }
    if (records.length > 0) yield records;
  }
  const rest: ProgressRecord[] = [];
  parser.end(rest);
  if (rest.length > 0) yield rest;
}

async function* itemBatches(
  source: ProgressSource,
): AsyncGenerator<(ProgressRecord | Uint8Array)[], undefined> {
  if ("batches" in source) {
    yield* (source as BatchStream<ProgressRecord | Uint8Array>).batches();
    return;
  }
  for await (const item of source as AsyncIterable<ProgressRecord | Uint8Array>) yield [item];
}
