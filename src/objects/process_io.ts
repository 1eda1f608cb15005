import type { Data, FileOpener } from "../convert/data.ts";
import type { Frame } from "../streams/frames.ts";
import type { ProcessInput } from "./process_input.ts";

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
 * Makes what feeds a process; nothing is sent.
 *
 * @param input The data; nothing feeds a process that is given none.
 * @param opener What opens files.
 * @throws {TypeError} When it is no data.
 */
export async function processInput(
  input: Data | null | undefined,
  opener: FileOpener,
): Promise<ProcessInput | null> {
  if (input == null) return null;
  const loaded = await import("./process_input.ts");
  return new loaded.ProcessInput(input, opener);
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
