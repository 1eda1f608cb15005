import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { findProgram } from "./debian.ts";
import { delay, run, say } from "./process.ts";

/** How the directories of private engines begin. */
export const DIRECTORY_PREFIX: string = "longshore-engine-";

/** When a process started, in the kernel's ticks: tells it from a later one with its number. */
export function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

/**
 * How the directories of test runs begin: they name who runs. What the tests themselves make is in `t` there.
 * It is short: Podman takes no run root of more than 50 characters.
 */
export const RUN_PREFIX: string = `ls-${process.pid}-${startTime(process.pid) ?? 0}-`;
const RUN_NAME = /^ls-(\d+)-(\d+)-/;

/** Removes the engines of runs that were killed before they could stop theirs. */
export async function sweep(): Promise<void> {
  await sweepDirectory(os.tmpdir());
  for (const entry of readdirSync(os.tmpdir())) {
    const [, pid, started] = RUN_NAME.exec(entry) ?? [];
    if (pid === undefined || startTime(Number(pid)) === started) continue;
    await sweepTests(path.join(os.tmpdir(), entry, "t"));
    rmSync(path.join(os.tmpdir(), entry), { recursive: true, force: true });
  }
}

/** Removes the engines in a directory for temporary files whose process has ended. */
export async function sweepDirectory(parent: string): Promise<void> {
  if (!existsSync(parent)) return;
  for (const entry of readdirSync(parent)) {
    if (!entry.startsWith(DIRECTORY_PREFIX)) continue;
    const directory = path.join(parent, entry);
    const owner = readOwner(directory);
    if (owner === undefined || startTime(owner.pid) === owner.started) continue;
    say(`removing the engine that an earlier run left in ${directory}`);
    await removeLeftovers(directory);
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Owner {
  pid: number;
  started: string;
  bridge: string;
}

function readOwner(directory: string): Owner | undefined {
  const file = path.join(directory, "owner.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Removes what tests left in their directory for temporary files, whatever ended them. */
export async function sweepTests(directory: string): Promise<void> {
  await sweepDirectory(directory);
  await removeLeftovers(directory, /./);
}

/**
 * Ends the processes of an engine's directory, with all that they started.
 *
 * @param directory The directory.
 * @param programs Which programs belong to it.
 * @param patience How often they are asked to, before they are killed.
 */
export async function endProcesses(
  directory: string,
  programs: RegExp = ENGINE,
  patience: number = 20,
): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const pids = processesOf(directory, programs);
    if (pids.length === 0) break;
    for (const pid of pids) kill(pid, round < patience ? "SIGTERM" : "SIGKILL");
    await delay(100);
  }
}

/** Ends the processes, mounts and the bridge of an engine's directory. */
export async function removeLeftovers(directory: string, programs: RegExp = ENGINE): Promise<void> {
  await endProcesses(directory, programs);
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .filter((point) => point.startsWith(`${directory}/`));
  for (const point of mounts.reverse()) await run("umount", ["-l", point]);
  const bridge = readOwner(directory)?.bridge;
  if (bridge !== undefined) await run(findProgram("ip") ?? "ip", ["link", "delete", bridge]);
}

/** The programs of an engine and of what belongs to it. */
const ENGINE = /(dockerd|containerd|docker-proxy|registry|shim|runc)/;

/** The processes of such programs whose command line names the directory, and all that these started. */
function processesOf(directory: string, programs: RegExp): number[] {
  const parents = new Map<number, number>();
  const found = new Set<number>();
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
      if (!programs.test(stat.slice(stat.indexOf("("), stat.lastIndexOf(")")))) continue;
      if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`${directory}/`)) found.add(pid);
    } catch {
      // It ended in the meantime.
    }
  }
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

function kill(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in the meantime.
  }
}
