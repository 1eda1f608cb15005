import { existsSync, readdirSync, readlinkSync } from "node:fs";

/** The descriptors that this process holds. */
export function countDescriptors(): number {
  return readdirSync(existsSync("/proc/self/fd") ? "/proc/self/fd" : "/dev/fd").length;
}

/** What the descriptors of this process are, where the system tells. */
export function listDescriptors(): string {
  if (!existsSync("/proc/self/fd")) return "";
  return readdirSync("/proc/self/fd").map((name) => {
    try {
      return `${name} ${readlinkSync(`/proc/self/fd/${name}`)}`;
    } catch {
      return `${name} closed`; // That of the directory itself.
    }
  }).join(", ");
}

/**
 * Resolves once no more than so many descriptors are open, or after some seconds: a closed one may linger
 * for a turn.
 *
 * @param count How many are expected.
 * @param turns How many hundredths of a second it may take.
 * @returns How many are open.
 */
export async function settleDescriptors(count: number, turns: number = 1000): Promise<number> {
  for (let turn = 0; turn < turns && countDescriptors() > count; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return countDescriptors();
}
