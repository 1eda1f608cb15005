import type { StreamReader } from "../bytes/stream_reader.ts";
import type { ContainerSocket } from "../api/common/socket.ts";
import { bodyStream, type Data, type FileOpener, toBody } from "../convert/data.ts";
import { DockerError } from "../errors.ts";
import type { Frame } from "../streams/frames.ts";

/** What a command gave. */
export interface ProcessOutput {
  /** What the command wrote to its standard output, as UTF-8; with a tty, all of it. */
  stdout: string;
  /** What the command wrote to its standard error, as UTF-8. */
  stderr: string;
}

/** What a command gave, and how it ended. */
export interface ProcessResult extends ProcessOutput {
  /** The exit code. */
  exitCode: number;
}

/** Feeds a process its standard input, while its output is read. */
export class ProcessInput {
  readonly #reader: StreamReader<Uint8Array>;
  readonly #socket: ContainerSocket<unknown>;
  #failure: { cause: unknown } | null = null;
  #stopped = false;

  /**
   * Starts feeding.
   *
   * @param socket The process's streams.
   * @param source What it reads; its end becomes the end of the process's input.
   */
  constructor(socket: ContainerSocket<unknown>, source: ReadableStream<Uint8Array>) {
    this.#socket = socket;
    this.#reader = source.getReader();
    this.#feed();
  }

  /**
   * Stops feeding: the process has ended, or is given up.
   *
   * @param action What was attempted, for the error.
   * @throws {DockerError} When the source had failed.
   */
  stop(action: string): void {
    this.#stopped = true;
    this.#reader.cancel().catch(() => {});
    if (this.#failure === null) return;
    const { cause } = this.#failure;
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new DockerError(`${action}: its input failed: ${words}`, { cause });
  }

  async #feed(): Promise<void> {
    const writer = this.#socket.writable.getWriter();
    writer.closed.catch(() => {});
    try {
      for (;;) {
        const read = await this.#reader.read().catch((cause) => {
          this.#failure = { cause };
          throw cause;
        });
        if (read.done) break;
        await writer.write(read.value);
      }
      if (!this.#stopped) await writer.close();
    } catch {
      // A process that does not read its input may end before it is written: its exit code tells.
      if (this.#failure !== null && !this.#stopped) this.#socket.close();
      this.#reader.cancel().catch(() => {});
    }
  }
}

/** Gathers what a process writes, stdout and stderr apart. */
export class OutputCollector {
  readonly #decoders = {
    stdout: new TextDecoder("utf-8", { ignoreBOM: true }),
    stderr: new TextDecoder("utf-8", { ignoreBOM: true }),
  };
  readonly #pieces = { stdout: [] as string[], stderr: [] as string[] };

  /** Adds a frame. */
  add(frame: Frame): void {
    const text = this.#decoders[frame.stream].decode(frame.data, { stream: true });
    if (text !== "") this.#pieces[frame.stream].push(text);
  }

  /** Returns what was written so far. */
  output(): ProcessOutput {
    return { stdout: this.#pieces.stdout.join(""), stderr: this.#pieces.stderr.join("") };
  }

  /** Returns all that was written: the process has ended. */
  end(): ProcessOutput {
    for (const name of ["stdout", "stderr"] as const) {
      const rest = this.#decoders[name].decode();
      if (rest !== "") this.#pieces[name].push(rest);
    }
    return this.output();
  }
}

/**
 * Makes what a process reads of data; refuses what is none before anything is sent.
 *
 * @param input The data.
 * @param opener What opens files.
 */
export function inputStream(input: Data, opener: FileOpener): ReadableStream<Uint8Array> {
  return bodyStream(toBody(input, "input", opener));
}

/** How much of a command an error shows. */
const SHOWN_COMMAND = 120;

/**
 * Shows a command in an error.
 *
 * @param command The words; undefined for the image's own.
 */
export function showCommand(command: readonly string[] | undefined): string {
  if (command === undefined) return "the image's command";
  const text = command.map((word) => /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))
    .join(" ");
  return `\`${text.length > SHOWN_COMMAND ? `${text.slice(0, SHOWN_COMMAND)}...` : text}\``;
}

const EXEC_REGEXP = /exec:? /i;
const NO_PROGRAM_REGEXP = /executable file not found|no such file or directory/i;
const NOT_EXECUTABLE_REGEXP = /permission denied|is a directory|exec format error/i;
const FILE_REGEXP = /executable file /i;
const NOT_FOUND_REGEXP = / not found/i;

/**
 * Reads the Engine's words about a command that could not be started.
 *
 * @param words The Engine's words.
 * @returns 127 when there is no such program, 126 when it cannot be run; undefined for another problem.
 */
export function startExitCode(words: string): 126 | 127 | undefined {
  const exec = from(words, EXEC_REGEXP);
  if (
    NO_PROGRAM_REGEXP.test(exec) || NOT_FOUND_REGEXP.test(from(words, FILE_REGEXP)) ||
    /command that was not found/i.test(words)
  ) return 127;
  return NOT_EXECUTABLE_REGEXP.test(exec) ? 126 : undefined;
}

/** What is behind the first match; one expression for both would try from each of them. */
function from(words: string, expression: RegExp): string {
  const match = expression.exec(words);
  return match === null ? "" : words.slice(match.index + match[0].length - 1);
}
