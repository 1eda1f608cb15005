import process from "node:process";

/**
 * Measures how long something keeps the processor busy, in milliseconds: what other processes take
 * meanwhile does not count.
 */
export function busyTime(body: () => void): number {
  const before = process.cpuUsage();
  const start = performance.now();
  body();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return Math.min(wall, (user + system) / 1000);
}
