import type { ContainerSocket } from "../api/common/socket.ts";
import { DockerError } from "../errors.ts";
import { type BatchStream, batchStream } from "../streams/batch_stream.ts";
import type { Frame } from "../streams/frames.ts";
import { lineSource, type OutputLine } from "../streams/output_lines.ts";
import type { ProcessInput } from "./process_input.ts";
import type { ProcessOutput, ProcessResult } from "./process_io.ts";

/** The lines that a command writes, as they come, and its exit code behind them. */
export interface OutputLines extends BatchStream<OutputLine> {
  /** Resolves with the exit code behind the last line; rejects when the lines are given up. */
  readonly exitCode: Promise<number>;
}

/** What {@linkcode lineStream} needs to know of a process. */
export interface LineProcess {
  /** What feeds it, if anything does. */
  readonly input: ProcessInput | null;
  /** What was attempted, for errors. */
  readonly action: string;
  /** Resolves with the exit code, once the output has ended; told the last lines. */
  exitCode(output: ProcessOutput): Promise<number>;
  /** Throws when the exit code is an error; told the last lines. */
  check(exitCode: number, output: ProcessOutput): void;
  /** Makes the error that is thrown of one that came; told the last lines. */
  explain(error: unknown, output: ProcessOutput): unknown;
  /** Frees what the process holds here. */
  end(): Promise<void>;
}

/** How many lines are kept for an error's message. */
const KEPT_LINES = 20;

/**
 * Streams the lines of a process, and its exit code behind them.
 *
 * @param socket The process's output.
 * @param process What is known of it.
 */
export function lineStream(socket: ContainerSocket<Frame>, process: LineProcess): OutputLines {
  const source = lineSource(socket.readable);
  const kept: OutputLine[] = [];
  let settle: { resolve(code: number): void; reject(reason: unknown): void };
  const exitCode = new Promise<number>((resolve, reject) => settle = { resolve, reject });
  exitCode.catch(() => {}); // It need not be asked for.
  let ended: Promise<void> | null = null;
  const end = (): Promise<void> => ended ??= process.end();
  const stream = batchStream<OutputLine>({
    async next(): Promise<OutputLine[] | null> {
      try {
        const batch = await source.next();
        if (batch !== null) {
          kept.push(...batch.slice(-KEPT_LINES));
          if (kept.length > KEPT_LINES) kept.splice(0, kept.length - KEPT_LINES);
          return batch;
        }
        process.input?.stop(process.action);
        const code = await process.exitCode(outputOf(kept));
        settle.resolve(code);
        await end();
        process.check(code, outputOf(kept));
        return null;
      } catch (error) {
        const reason = process.explain(error, outputOf(kept));
        settle.reject(reason);
        await end();
        throw reason;
      }
    },
    async cancel(reason): Promise<void> {
      settle.reject(reason ?? new DockerError(`${process.action}: its output was given up`));
      source.cancel(reason);
      await end();
    },
  });
  return Object.assign(stream, { exitCode });
}

/**
 * Streams the words about a command that could not be started, and the exit code behind them.
 *
 * @param result The words and the code.
 */
export function endedLines({ exitCode, stdout, stderr }: ProcessResult): OutputLines {
  const left = (["stdout", "stderr"] as const).flatMap((stream) => {
    const text = stream === "stdout" ? stdout : stderr;
    return text === "" ? [] : text.trimEnd().split("\n").map((line) => ({ text: line, stream }));
  });
  const stream = batchStream<OutputLine>({
    next: () => Promise.resolve(left.length === 0 ? null : left.splice(0)),
    cancel(): void {},
  });
  return Object.assign(stream, { exitCode: Promise.resolve(exitCode) });
}

function outputOf(lines: readonly OutputLine[]): ProcessOutput {
  return { stdout: textOf(lines, "stdout"), stderr: textOf(lines, "stderr") };
}

function textOf(lines: readonly OutputLine[], stream: OutputLine["stream"]): string {
  return lines.filter((line) => line.stream === stream).map((line) => `${line.text}\n`).join("");
}
