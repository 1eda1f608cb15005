import type { Bench } from "../lib/bench.ts";
import { Rounds } from "../lib/statistics.ts";
import { cell, fixed, print } from "../lib/table.ts";

const CASES = [
  { name: "10,000 x 1 KiB", files: 10_000, size: 1024 },
  { name: "50 x 10 MiB", files: 50, size: 10 * 1024 * 1024 },
];
const IMPLEMENTATIONS = ["floor", "longshore", "streams", "modern-tar", "tar-stream"];

/** Archives in memory; every byte is copied once by whoever reads. */
export async function tar(bench: Bench): Promise<void> {
  await bench.scripts.bundle(["workers/tar"]);
  const rows: string[][] = [];
  for (const runtime of bench.runtimes) {
    for (const { name, files, size } of CASES) {
      for (const operation of ["pack", "unpack"]) {
        const result = new Rounds();
        await result.run(
          bench.rounds,
          Object.fromEntries(IMPLEMENTATIONS.map((implementation) => [
            implementation,
            () => bench.scripts.figures(runtime, "tar", [implementation, operation, files, size]),
          ])),
        );
        const best = ["modern-tar", "tar-stream"]
          .sort((a, b) => result.median(a, "ms") - result.median(b, "ms"))[0]!;
        rows.push([
          runtime,
          `${operation} ${name}`,
          fixed(result.median("floor", "ms"), 1),
          ...IMPLEMENTATIONS.slice(1).map((one) => cell(result, one, "ms", "floor", 1)),
          result.ratio(best, "longshore", "ms").toFixed(2),
        ]);
      }
    }
  }
  print(
    "Archives, milliseconds of CPU (times the floor's)",
    ["runtime", "case", ...IMPLEMENTATIONS, "times as fast as the best rival"],
    rows,
  );
}
