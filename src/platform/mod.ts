import type { Platform } from "./types.ts";

let loading: Promise<Platform> | undefined;

/** Loads the platform the module runs on, at the first call only. */
export function loadPlatform(): Promise<Platform> {
  // The modules behind it exist in Deno, Bun and Node alike, and cost start-up time: hence the wait.
  loading ??= load();
  return loading;
}

async function load(): Promise<Platform> {
  const { createPlatform } = await import("./node.ts");
  if ("Deno" in globalThis) {
    return await createPlatform((await import("./deno_processes.ts")).processes);
  }
  const { loadProcesses } = await import("./node_processes.ts");
  return await createPlatform(await loadProcesses());
}
