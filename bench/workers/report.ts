import { readFileSync } from "node:fs";
import process from "node:process";

/** Prints the figures of a measurement, the last that a worker does. */
export function report(figures: Record<string, number>): never {
  console.log(JSON.stringify(figures));
  process.exit(0);
}

/** Milliseconds of CPU that the process has taken so far. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The most memory that the process has held, in MiB. */
export function peakRss(): number {
  return statusLine("VmHWM");
}

/** The memory that the process holds, in MiB. */
export function rss(): number {
  return statusLine("VmRSS");
}

function statusLine(name: string): number {
  const status = readFileSync("/proc/self/status", "utf8");
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(status)![1]) / 1024;
}

/** Throws when a measurement did not do the work that it claims. */
export function expectEqual(found: number, expected: number, what: string): void {
  if (found !== expected) {
    throw new Error(`Cannot trust the figure: ${found} of ${expected} ${what}`);
  }
}
