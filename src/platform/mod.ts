import type { Platform } from "./types.ts";

let loading: Promise<Platform> | undefined;

/** Loads the platform the module runs on, at the first call only. */
export function loadPlatform(): Promise<Platform> {
  // The modules behind it exist in Deno, Bun and Node alike, and cost start-up time: hence the wait.
  loading ??= import("./node.ts").then((module) => module.createPlatform());
  return loading;
}
