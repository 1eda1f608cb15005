import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The variable that tells a test file which task to do in place of its tests. */
export const CHILD_TASK = "LONGSHORE_CONNECT_CHILD";

/** How a child ended and what it printed. */
export interface ChildResult {
  /** The exit code; `null` when it had to be killed. */
  code: number | null;
  /** Its standard output. */
  output: string;
}

/**
 * Runs a test file again in a process of its own, in the same runtime.
 *
 * @param url The file's `import.meta.url`.
 * @param task What the file finds in the variable {@linkcode CHILD_TASK}.
 */
export async function runChild(url: string, task: string): Promise<ChildResult> {
  const file = fileURLToPath(url);
  const args = "Deno" in globalThis ? ["run", "-A", "-q", file] : [file];
  const started = spawn(process.execPath, args, {
    env: { ...process.env, [CHILD_TASK]: task },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const timer = setTimeout(() => started.kill("SIGKILL"), 60_000);
  let output = "";
  started.stdout.setEncoding("utf8").on("data", (text: string) => output += text);
  const [code] = await once(started, "close");
  clearTimeout(timer);
  return { code, output };
}
