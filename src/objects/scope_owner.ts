import type { Engine } from "../engine/engine.ts";
import type { Platform } from "../platform/types.ts";

/**
 * Names this process, so that another one can tell whether it still runs: the host, the process id,
 * when the system started the process, and when the scope was opened.
 *
 * @param engine The engine, which knows the platform.
 */
export async function scopeOwner(engine: Engine): Promise<string> {
  const platform = await engine.platform();
  const { system } = platform;
  const start = await startOf(platform, system.pid);
  return [system.hostname(), system.pid, start ?? "", Math.floor(Date.now() / 1000)].join("/");
}

/** What is known of the process that opened a scope. */
export interface OwnerState {
  /** Whether it runs on this host; undefined when it ran on another one. */
  readonly runs: boolean | undefined;
  /** When the scope was opened, in seconds since 1970. */
  readonly opened: number;
}

/**
 * Tells whether the process that opened a scope still runs.
 *
 * @param engine The engine, which knows the platform.
 * @param owner What {@linkcode scopeOwner} gave there.
 */
export async function ownerState(engine: Engine, owner: string): Promise<OwnerState> {
  const platform = await engine.platform();
  const [hostname, pid = "", start = "", opened = ""] = owner.split("/");
  if (hostname !== platform.system.hostname()) return { runs: undefined, opened: Number(opened) };
  const number = Number(pid);
  if (!platform.system.isRunning(number)) return { runs: false, opened: Number(opened) };
  // Another process may have the number by now.
  const startNow = await startOf(platform, number);
  const isSame = start === "" || startNow === null || startNow === start;
  return { runs: isSame, opened: Number(opened) };
}

/** When the system started a process, in its own unit; null where it does not tell. */
async function startOf({ files, system }: Platform, pid: number): Promise<string | null> {
  if (system.os !== "linux") return null;
  const stat = await files.readText(`/proc/${pid}/stat`).catch(() => null);
  // The name of the program, in brackets, may hold anything.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}
