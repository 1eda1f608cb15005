import type { RuntimeName } from "./runtimes.ts";

/** Where an engine of the tests' own comes from. */
export interface EngineSource {
  /** How `--engine` asks for it: the Engine's major version, and the image store unless it is the usual one. */
  name: string;
  /** The Debian release whose package it is; the machine's own without it. */
  suite?: string;
  /** debootstrap's script for the release, where it may have none of that name. */
  script?: string;
  /** Whether images are kept by containerd. */
  containerdStore?: boolean;
}

/** The engines that can be asked for, the newest first. */
export const ENGINES: readonly EngineSource[] = [
  { name: "28", suite: "forky", script: "sid" },
  { name: "26", suite: "trixie" },
  { name: "20" },
  { name: "28-containerd", suite: "forky", script: "sid", containerdStore: true },
];

/** The engine on which the live tests run in each runtime, when none is asked for. */
export const MATRIX: Readonly<Record<RuntimeName, string>> = { deno: "28", bun: "26", node: "20" };

/**
 * Finds an engine by its name.
 *
 * @throws {Error} When there is none of that name.
 */
export function engineSource(name: string): EngineSource {
  const source = ENGINES.find((engine) => engine.name === name);
  if (source === undefined) {
    const names = ENGINES.map((engine) => engine.name).join(", ");
    throw new Error(`Cannot test on the engine "${name}": expected ${names}`);
  }
  return source;
}
