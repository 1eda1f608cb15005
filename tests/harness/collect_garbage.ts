import v8 from "node:v8";
import vm from "node:vm";

let collect: (() => void) | undefined;

/** Makes the runtime look for what nobody holds, until `done` says so or after ten seconds. */
export async function collectGarbage(done: () => boolean): Promise<void> {
  collect ??= collector();
  const end = performance.now() + 10_000;
  while (!done() && performance.now() < end) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function collector(): () => void {
  const { Bun } = globalThis as { Bun?: { gc(wait: boolean): void } };
  if (Bun !== undefined) return () => Bun.gc(true);
  v8.setFlagsFromString("--expose-gc");
  return vm.runInNewContext("gc") as () => void;
}
