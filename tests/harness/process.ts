import { spawn } from "node:child_process";
import process from "node:process";

/** How a command ended and what it printed. */
export interface CommandOutput {
  /** The exit code; -1 when it was killed, 127 when there is no such program. */
  code: number;
  /** Standard output and standard error in the order of arrival. */
  text: string;
  /** Standard output alone. */
  stdout: string;
}

/** Settings of {@linkcode run}. */
export interface RunOptions {
  /** Where it is run; here if left out. */
  cwd?: string;
  /** Variables added to the environment. */
  env?: Record<string, string>;
  /** Seconds after which it is killed; never if left out. */
  timeout?: number;
  /** Whether it takes little of the processors but what other processes leave. */
  background?: boolean | undefined;
  /** Whether {@linkcode endRunning} lets it come to its end. */
  spared?: boolean;
}

const groups = new Set<number>();

/** Runs a command to its end and collects its output. */
export function run(
  command: string,
  args: string[],
  options: RunOptions = {},
): Promise<CommandOutput> {
  return new Promise((resolve) => {
    // In a process group of its own, so that what it starts can be ended with it.
    const [program, ...words] = options.background && process.platform !== "win32"
      ? ["nice", "-n", "10", command, ...args]
      : [command, ...args];
    const child = spawn(program!, words, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const group = child.pid;
    if (group !== undefined && !options.spared) groups.add(group);
    const all: string[] = [];
    const out: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (options.timeout !== undefined && group !== undefined) {
      timer = setTimeout(() => {
        all.push(`\n${command} is killed: it took more than ${options.timeout} s\n`);
        killGroup(group, "SIGKILL");
      }, options.timeout * 1000);
    }
    const end = (output: CommandOutput): void => {
      clearTimeout(timer);
      if (group !== undefined) groups.delete(group);
      resolve(output);
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      all.push(text);
      out.push(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => all.push(text));
    child.on("error", (error) => {
      end({ code: 127, text: `Cannot run ${command}: ${error.message}`, stdout: "" });
    });
    child.on("close", (code) => {
      end({ code: code ?? -1, text: all.join(""), stdout: out.join("") });
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

/** Ends every command of {@linkcode run} that is still going, with all that it started. */
export function endRunning(): void {
  for (const group of groups) killGroup(group, "SIGKILL");
}

function killGroup(group: number, signal: "SIGKILL"): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It ended in the meantime.
  }
}

/** Resolves after so many milliseconds. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Prints a line of progress, apart from what a task's output is. */
export function say(text: string): void {
  console.error(`# ${text}`);
}

/**
 * Does something once when the process is told to end, and then ends it with code 130.
 *
 * @param stop Stops what was started; may call `process.exit` with another code.
 */
export function onInterrupt(stop: (signal: string) => Promise<void>): void {
  let interrupted = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (interrupted) return;
      interrupted = true;
      say(`${signal}: stopping`);
      void stop(signal).finally(() => process.exit(130));
    });
  }
}
