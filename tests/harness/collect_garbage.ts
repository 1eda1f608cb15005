import v8 from "node:v8";
import vm from "node:vm";

let collect: (() => void) | undefined;

/** Makes the runtime look for what nobody holds, until `done` says so or after a minute. */
export async function collectGarbage(done: () => boolean): Promise<void> {
  const end = performance.now() + 60_000;
  while (!done() && performance.now() < end) {
    collectNow();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Makes the runtime look once for what nobody holds. */
export function collectNow(): void {
  collect ??= collector();
  collect();
}

function collector(): () => void {
  const { Bun } = globalThis as { Bun?: { gc(wait: boolean): void } };
  if (Bun !== undefined) return () => Bun.gc(true);
  v8.setFlagsFromString("--expose-gc");
  return vm.runInNewContext("gc") as () => void;
}
