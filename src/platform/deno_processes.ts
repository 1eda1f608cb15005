import { concat } from "../bytes/concat.ts";
import type { StreamReader } from "../bytes/stream_reader.ts";
import { MAX_OUTPUT, MAX_STDERR_TAIL, runWithin } from "./run_limits.ts";
import type {
  Processes,
  ProcessExit,
  ProcessResult,
  RunningProcess,
  RunOptions,
  SpawnOptions,
} from "./types.ts";

interface DenoStatus {
  readonly code: number;
  readonly signal: string | null;
}

/** The part of Deno's processes that is used here. */
interface DenoChild {
  readonly pid: number;
  readonly stdin: WritableStream<Uint8Array>;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  readonly status: Promise<DenoStatus>;
  kill(signal: string): void;
  ref(): void;
  unref(): void;
}

interface DenoCommandOptions {
  args: string[];
  cwd: string | undefined;
  env: Record<string, string> | undefined;
  stdin: "piped";
  stdout: "piped";
  stderr: "piped";
}

// Of its own: projects for other runtimes check these sources without Deno's types.
declare const Deno: {
  Command: new (command: string, options: DenoCommandOptions) => { spawn(): DenoChild };
};

/**
 * Other programs through `Deno.Command`: it asks for the permission to run them and for nothing
 * else, where `node:child_process` wants to read the whole environment.
 */
export const processes: Processes = { run, spawn };

async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<ProcessResult> {
  const { signal, stdin, maxOutput = MAX_OUTPUT } = options;
  signal?.throwIfAborted();
  const child = start(command, args, options);
  const readers = [child.stdout.getReader(), child.stderr.getReader()];
  const kill = (): void => {
    stop(child, "SIGKILL");
    // A grandchild may hold the pipes open: what the dead process left behind is not waited for.
    for (const reader of readers) reader.cancel().catch(ignore);
  };
  return await runWithin(options, kill, async (kill) => {
    const outputs = readers.map((reader) => collect(reader, maxOutput, () => kill("output")));
    // A program that reads no input may be gone before it is written: its exit tells, not EPIPE.
    feed(child, stdin).catch(ignore);
    const end = exitOf(await child.status);
    const [stdout, stderr] = await Promise.all(outputs);
    return { ...end, stdout: stdout!, stderr: stderr! };
  });
}

// deno-lint-ignore require-await
async function spawn(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<RunningProcess> {
  const child = start(command, args, options);
  const input = child.stdin.getWriter();
  input.closed.catch(ignore);
  const output = child.stdout.getReader();
  let tail = "";
  const complaints = follow(child.stderr, (text) => tail = (tail + text).slice(-MAX_STDERR_TAIL));
  let outputEnded: () => void = ignore;
  const ended = new Promise<void>((resolve) => outputEnded = resolve);
  return {
    pid: child.pid,
    exit: Promise.all([child.status, complaints, ended]).then(([status]) => exitOf(status)),
    async read(): Promise<Uint8Array | null> {
      const { done, value } = await output.read();
      if (!done) return value;
      outputEnded();
      return null;
    },
    write: (bytes) => input.write(bytes),
    closeStdin: () => input.close().catch(ignore),
    stderr: () => tail,
    kill(signal = "SIGTERM"): void {
      stop(child, signal);
      // Nobody may read what is left.
      child.status.then(() => output.cancel()).catch(ignore).then(outputEnded);
    },
    ref: () => child.ref(),
    unref: () => child.unref(),
  };
}

function start(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): DenoChild {
  return new Deno.Command(command, {
    args: [...args],
    cwd: options.cwd,
    env: options.env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function feed(child: DenoChild, stdin: string | Uint8Array = ""): Promise<void> {
  const writer = child.stdin.getWriter();
  writer.closed.catch(ignore);
  const bytes = typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin;
  if (bytes.length > 0) await writer.write(bytes);
  await writer.close();
}

async function collect(
  reader: StreamReader<Uint8Array>,
  limit: number,
  onLimit: () => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(chunks);
    chunks.push(value.subarray(0, Math.max(0, limit - length)));
    length += value.length;
    if (length > limit) onLimit();
  }
}

async function follow(
  stream: ReadableStream<Uint8Array>,
  onText: (text: string) => void,
): Promise<void> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    onText(decoder.decode(read.value, { stream: true }));
  }
}

function exitOf({ code, signal }: DenoStatus): ProcessExit {
  return signal === null ? { code, signal: null } : { code: null, signal };
}

function stop(child: DenoChild, signal: string): void {
  try {
    child.kill(signal);
  } catch {
    // It has ended already.
  }
}

function ignore(): void {}
