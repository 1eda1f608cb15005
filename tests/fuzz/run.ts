/**
 * Reads millions of changed inputs by every parser, and tries every fault of a peer at every step of
 * every kind of call: `deno task fuzz [OPTION...]`.
 *
 * - `--runtime=NAME[,NAME]`: only in these of deno, bun and node
 * - `--inputs=N`: how many inputs in all, a third of them in each runtime
 * - `--rounds=N`: how often all faults are tried
 * - `--seed=N`: what decides on all changes
 *
 * @module
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { bundleForNode } from "../harness/bundle.ts";
import { bunProgram, installDevTools } from "../harness/dev_tools.ts";

const WORKER = "tests/fuzz/worker.ts";
/** How long a process may live on when all is done, in milliseconds. */
const END_LIMIT = 5000;

const { values } = parseArgs({
  options: {
    runtime: { type: "string", default: "deno,bun,node" },
    inputs: { type: "string", default: "3000000" },
    rounds: { type: "string", default: "3" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
await installDevTools();
const runtimes = values.runtime.split(",");
// Bundles lie within the project, for they import its development tools.
const directory = mkdtempSync(path.join("node_modules", ".fuzz-"));
let failed = false;
try {
  console.log(`seed ${values.seed}`);
  for (const runtime of runtimes) {
    const inputs = String(Math.ceil(Number(values.inputs) / runtimes.length));
    const args = [inputs, values.seed, values.rounds];
    console.log(`\n${runtime}`);
    const problem = await runWorker(await command(runtime, args));
    if (problem !== null) console.error(`${runtime}: ${problem}`);
    failed ||= problem !== null;
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

async function command(runtime: string, args: string[]): Promise<string[]> {
  switch (runtime) {
    case "deno":
      return [process.execPath, "run", "-A", "--no-check", WORKER, ...args];
    case "bun":
      return [bunProgram(), WORKER, ...args];
    case "node":
      await bundleForNode([WORKER], directory);
      return ["node", path.join(directory, WORKER.replace(/ts$/, "mjs")), ...args];
  }
  throw new Error(`Cannot fuzz in "${runtime}": expected deno, bun or node`);
}

/** Runs a worker and passes on what it prints; returns what is wrong with how it ended. */
function runWorker([program = "", ...args]: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
    let late: ReturnType<typeof setTimeout> | undefined;
    let hangs = false;
    child.stdout.on("data", (bytes) => {
      process.stdout.write(bytes);
      if (!String(bytes).includes("done\n")) return;
      late = setTimeout(() => {
        hangs = true;
        child.kill("SIGKILL");
      }, END_LIMIT);
    });
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) => {
      clearTimeout(late);
      if (hangs) resolve("something kept the process alive when all was done");
      else resolve(code === 0 ? null : `it ended with exit code ${code}`);
    });
  });
}
