import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";

/** How a command ended and what it printed. */
export interface CommandOutput {
  /** The exit code; 128 + the signal's number is not used: a killed command has -1. */
  code: number;
  /** Standard output and standard error in the order of arrival. */
  text: string;
  /** Standard output alone. */
  stdout: string;
}

/** Settings of {@linkcode run}. */
export interface RunOptions {
  /** Variables added to the environment. */
  env?: Record<string, string>;
  /** The working directory. */
  cwd?: string;
}

const running = new Set<ChildProcess>();

/** Runs a command to its end and collects its output. A missing program has code 127. */
export function run(
  command: string,
  args: string[],
  options: RunOptions = {},
): Promise<CommandOutput> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    const all: string[] = [];
    const out: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      all.push(text);
      out.push(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => all.push(text));
    child.on("error", (error) => {
      running.delete(child);
      resolve({ code: 127, text: `${command}: ${error.message}`, stdout: "" });
    });
    child.on("close", (code) => {
      running.delete(child);
      resolve({ code: code ?? -1, text: all.join(""), stdout: out.join("") });
    });
  });
}

/**
 * Runs a command to its end.
 *
 * @returns Its standard output.
 * @throws {Error} When it fails, with what it printed.
 */
export async function runOrThrow(
  command: string,
  args: string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, text, stdout } = await run(command, args, options);
  if (code !== 0) {
    throw new Error(`Cannot run "${[command, ...args].join(" ")}": exit code ${code}\n${text}`);
  }
  return stdout;
}

/** Ends every command of {@linkcode run} that is still going. */
export function endRunning(): void {
  for (const child of running) child.kill("SIGTERM");
}

/** Resolves after so many milliseconds. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Prints a line of progress, apart from what a task's output is. */
export function say(text: string): void {
  console.error(`# ${text}`);
}
