import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { findProgram, isDebianRoot } from "./debian.ts";
import type { RunReport } from "./totals.ts";

/** Whether a run can have a network of its own. */
export function canRunApart(): boolean {
  return isDebianRoot() && findProgram("unshare") !== undefined && findProgram("ip") !== undefined;
}

const running = new Set<ChildProcess>();

/**
 * Runs tests in a process with a network of its own, which has nothing but `127.0.0.1`: there engines take
 * each other neither ports nor bridges nor packet filters, and several are tried at the same time.
 *
 * @param args The run's arguments.
 * @param env Variables added to its environment.
 * @returns What it counted.
 * @throws {Error} When it ends without a report.
 */
export async function runApart(
  args: string[],
  env: Record<string, string> = {},
): Promise<RunReport> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-apart-"));
  const file = path.join(directory, "report");
  try {
    const script = 'ip link set lo up && exec "$@"';
    const program = [process.execPath, "run", "-A", "tests/run.ts", ...args, `--report=${file}`];
    const child = spawn("unshare", ["--net", "sh", "-c", script, "sh", ...program], {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    running.add(child);
    const [code] = await once(child, "close");
    running.delete(child);
    if (!existsSync(file)) {
      throw new Error(`Cannot run ${args.join(" ")}: it ended with code ${code}`);
    }
    return JSON.parse(readFileSync(file, "utf8"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Ends what runs apart and waits for it: it stops its engines. */
export async function endApart(): Promise<void> {
  await Promise.all([...running].map(async (child) => {
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
  }));
}
