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
import { onInterrupt } from "./process.ts";

const starting = liveEngine();
setInterval(() => {}, 1 << 30); // Keeps the process alive.
onInterrupt(async () => {
  await (await starting.catch(() => undefined))?.stop();
});
try {
  const { env } = await starting;
  const lines = Object.entries(env).map(([key, value]) => `export ${key}='${value}'\n`);
  console.log(lines.join(""));
  const file = process.argv[2];
  if (file !== undefined) writeFileSync(file, lines.join(""));
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
