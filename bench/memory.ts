/**
 * Measures how much the memory of a process grows while 2 GiB pass through archives and images, and
 * 1 GiB through a build, on an engine of its own, and prints a line for each. More than 64 MiB is a
 * failure.
 *
 * `deno run -A bench/memory.ts [--runtime=deno]`
 *
 * @module
 */
import process from "node:process";
import { installDevTools } from "../tests/harness/dev_tools.ts";
import { runTests, RUNTIMES } from "../tests/harness/runtimes.ts";
import { liveEngine } from "../tests/live/engine.ts";

const FILES = ["tests/soak/archives_test.ts", "tests/soak/images_test.ts"];

const wanted = process.argv.find((arg) => arg.startsWith("--runtime="))?.slice(10);

await installDevTools();
const { env, stop } = await liveEngine();
try {
  for (const runtime of RUNTIMES.filter((name) => wanted === undefined || name === wanted)) {
    // The tests' runner prints what they measure.
    const { results } = await runTests(runtime, FILES, { ...env, LONGSHORE_SOAK: "1" });
    for (const { name, status, message } of results) {
      if (status === "passed") continue;
      console.error(`${runtime}: ${name} ${status}\n${message}`);
      process.exitCode = 1;
    }
  }
} finally {
  await stop();
}
