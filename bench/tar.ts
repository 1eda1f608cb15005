/**
 * Measures the tar reader and writer beside a hand-written loop and other packages, and prints a
 * table. Needs no engine.
 *
 * `deno run -A bench/tar.ts [--rounds=5] [--runtime=deno]`
 *
 * @module
 */
import process from "node:process";
import { installDevTools } from "../tests/harness/dev_tools.ts";
import { RUNTIMES } from "../tests/harness/runtimes.ts";
import { bundleScripts, figure } from "./lib/scripts.ts";
import { Rounds, table } from "./lib/statistics.ts";

const CASES = [
  { name: "10,000 x 1 KiB", files: 10_000, size: 1024 },
  { name: "50 x 10 MiB", files: 50, size: 10 * 1024 * 1024 },
];
const IMPLEMENTATIONS = ["floor", "longshore", "streams", "modern-tar", "tar-stream"];

const args = process.argv.slice(2);
const rounds = Number(args.find((arg) => arg.startsWith("--rounds="))?.slice(9) ?? 5);
const wanted = args.find((arg) => arg.startsWith("--runtime="))?.slice(10);

await installDevTools();
await bundleScripts(["tar_worker"]);
const rows: string[][] = [];
for (const runtime of RUNTIMES) {
  if (wanted !== undefined && runtime !== wanted) continue;
  for (const { name, files, size } of CASES) {
    for (const operation of ["pack", "unpack"]) {
      const result = new Rounds();
      await result.run(
        rounds,
        Object.fromEntries(IMPLEMENTATIONS.map((implementation) => [
          implementation,
          () => figure(runtime, "tar_worker", [implementation, operation, files, size]),
        ])),
      );
      rows.push([
        runtime,
        `${operation} ${name}`,
        ...IMPLEMENTATIONS.map((implementation) =>
          `${result.median(implementation).toFixed(1)} (${
            result.ratio(implementation, "floor").toFixed(2)
          })`
        ),
      ]);
    }
  }
}
console.log(`Milliseconds, and times the floor's; medians of ${rounds} rounds.\n`);
console.log(table(["runtime", "case", ...IMPLEMENTATIONS], rows));
