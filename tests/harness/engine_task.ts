/**
 * Starts the live tests' engine and keeps it until interrupted: `deno task engine [FILE]`.
 *
 * Prints the lines to export, and writes them to FILE when one is named.
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { liveEngine } from "../live/engine.ts";

const engine = await liveEngine();
const lines = Object.entries(engine.env).map(([key, value]) => `export ${key}='${value}'\n`);
console.log(lines.join(""));
const file = process.argv[2];
if (file !== undefined) writeFileSync(file, lines.join(""));
const alive = setInterval(() => {}, 1 << 30);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, async () => {
    clearInterval(alive);
    await engine.stop();
    process.exit(0);
  });
}
