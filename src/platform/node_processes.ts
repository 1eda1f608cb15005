import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { concat } from "../bytes/concat.ts";
import { MAX_OUTPUT, MAX_STDERR_TAIL, runWithin } from "./run_limits.ts";
import type {
  Processes,
  ProcessExit,
  ProcessResult,
  RunningProcess,
  RunOptions,
  SpawnOptions,
} from "./types.ts";

let childProcess: typeof import("node:child_process");
let process: typeof import("node:process");

/** Loads the running of other programs through `node:child_process`. */
export async function loadProcesses(): Promise<Processes> {
  childProcess = await import("node:child_process");
  process = (await import("node:process")).default;
  return { run, spawn };
}

async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<ProcessResult> {
  const { signal, stdin, maxOutput = MAX_OUTPUT } = options;
  signal?.throwIfAborted();
  const child = await start(command, args, options);
  const exit = waitForExit(child);
  const kill = (): void => {
    child.kill("SIGKILL");
    // A grandchild may hold the pipes open: what the dead process left behind is not waited for.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  return await runWithin(options, kill, async (kill) => {
    const outputs = [child.stdout, child.stderr].map((output) => {
      const chunks: Uint8Array[] = [];
      let length = 0;
      output.on("data", (chunk: Uint8Array) => {
        chunks.push(chunk.subarray(0, Math.max(0, maxOutput - length)));
        length += chunk.length;
        if (length > maxOutput) kill("output");
      });
      return chunks;
    });
    // A program that reads no input may be gone before it is written: its exit tells, not EPIPE.
    child.stdin.on("error", () => {});
    child.stdin.end(stdin ?? "");
    const end = await exit;
    return { ...end, stdout: concat(outputs[0]!), stderr: concat(outputs[1]!) };
  });
}

async function spawn(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<RunningProcess> {
  const child = await start(command, args, options);
  const exit = waitForExit(child);
  let tail = "";
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  child.stderr.on("data", (chunk: Uint8Array) => {
    tail = (tail + decoder.decode(chunk, { stream: true })).slice(-MAX_STDERR_TAIL);
  });
  child.stdin.on("error", () => {});
  const output = child.stdout[Symbol.asyncIterator]();
  return {
    pid: child.pid!,
    exit,
    async read(): Promise<Uint8Array | null> {
      const { done, value } = await output.next();
      return done ? null : value as Uint8Array;
    },
    write: (bytes) =>
      new Promise((resolve, reject) => {
        child.stdin.write(bytes, (problem) => problem ? reject(problem) : resolve());
      }),
    closeStdin: () => new Promise((resolve) => child.stdin.end(() => resolve())),
    stderr: () => tail,
    kill: (signal = "SIGTERM") => void child.kill(signal as NodeJS.Signals),
    ref: () => setReferenced(child, "ref"),
    unref: () => setReferenced(child, "unref"),
  };
}

function start(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<ChildProcessWithoutNullStreams> {
  return new Promise((resolve, reject) => {
    const child = childProcess.spawn(command, [...args], {
      cwd: options.cwd,
      // Without a reason to, the environment is not read: Deno asks a permission for it.
      env: options.env && { ...process.env, ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    child.once("error", reject);
    child.once("spawn", () => {
      child.off("error", reject);
      child.on("error", () => {});
      resolve(child);
    });
  });
}

function waitForExit(child: ChildProcessWithoutNullStreams): Promise<ProcessExit> {
  return new Promise((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

function setReferenced(child: ChildProcessWithoutNullStreams, method: "ref" | "unref"): void {
  child[method]();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) {
    (pipe as { ref?(): void; unref?(): void })[method]?.();
  }
}
