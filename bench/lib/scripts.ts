import process from "node:process";
import { bundleForNode } from "../../tests/harness/bundle.ts";
import { bunProgram } from "../../tests/harness/dev_tools.ts";
import { run } from "../../tests/harness/process.ts";
import type { RuntimeName } from "../../tests/harness/runtimes.ts";

const BUNDLES = ".cache/bench";

/** Bundles the scripts for Node, which reads no TypeScript, and for the figures of single files. */
export async function bundleScripts(names: string[]): Promise<void> {
  await bundleForNode(names.map((name) => `bench/lib/${name}.ts`), BUNDLES);
}

/** The command that runs a script. */
export function command(runtime: RuntimeName, name: string, bundled: boolean): string[] {
  const source = `bench/lib/${name}.ts`;
  const bundle = `${BUNDLES}/${source.replace(/\.ts$/, ".mjs")}`;
  switch (runtime) {
    case "deno":
      return [process.execPath, "run", "-A", "--no-check", bundled ? bundle : source];
    case "bun":
      return [bunProgram(), bundled ? bundle : source];
    case "node":
      return ["node", bundle];
  }
}

/**
 * Runs a script and returns the first number it prints.
 *
 * @throws {Error} When it fails, with what it printed.
 */
export async function figure(
  runtime: RuntimeName,
  name: string,
  args: (string | number)[],
): Promise<number> {
  const [program, ...rest] = command(runtime, name, runtime === "node");
  const { code, text } = await run(program!, [...rest, ...args.map(String)], { timeout: 120 });
  if (code !== 0) throw new Error(`${runtime} ${name} ${args.join(" ")} failed:\n${text}`);
  return parseFloat(text);
}

/** Runs a command and returns how many milliseconds it took. */
export async function wallTime(program: string, args: string[]): Promise<number> {
  const start = performance.now();
  const { code, text } = await run(program, args, { timeout: 120 });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} failed:\n${text}`);
  return performance.now() - start;
}
