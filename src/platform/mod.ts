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
  const platform = createPlatform();
  if (!("Deno" in globalThis)) return platform;
  const { processes } = await import("./deno_processes.ts");
  return { ...platform, processes };
}
