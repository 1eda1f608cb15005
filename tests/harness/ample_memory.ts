import { readFileSync } from "node:fs";

/** The bytes that have to be left for an engine to keep what it has in memory: it takes a tenth of them. */
const AMPLE = 8e9;

/** The limits of a machine that is a container. */
const LIMITS = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];

/** Whether the machine has so much memory left that an engine's files can be in it, where no disk is slow. */
export function hasAmpleMemory(): boolean {
  const available = Number(/^MemAvailable:\s+(\d+) kB$/m.exec(read("/proc/meminfo"))?.[1] ?? 0);
  const limits = LIMITS.map((file) => Number.parseInt(read(file))).filter((limit) => limit >= 0);
  return Math.min(available * 1024, ...limits) > AMPLE;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
