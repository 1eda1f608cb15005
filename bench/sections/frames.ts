import type { Bench } from "../lib/bench.ts";
import { type Measure, Rounds } from "../lib/statistics.ts";
import { cell, fixed, print } from "../lib/table.ts";

/** Demultiplexing in memory; every byte is copied once by whoever reads. */
export async function frames(bench: Bench): Promise<void> {
  await bench.scripts.bundle(["workers/frames"]);
  const rows: string[][] = [];
  for (const runtime of bench.runtimes) {
    for (const size of [100, 1024, 16384]) {
      const result = new Rounds();
      const one = (name: string, mebibytes: number): Measure => () =>
        bench.scripts.figures(runtime, "frames", [name, size, mebibytes]);
      await result.run(bench.rounds, {
        loop: one("loop", 256),
        batches: one("batches", 256),
        frames: one("frames", 256),
        dockerode: one("dockerode", size === 100 ? 4 : 32),
      });
      rows.push([
        runtime,
        String(size),
        fixed(result.median("loop", "rate")),
        ...["batches", "frames", "dockerode"].map((name) => cell(result, name, "rate", "loop")),
      ]);
    }
  }
  print(
    "Demultiplexing, MB of payload per second of CPU (share of the bare loop)",
    ["runtime", "bytes a frame", "bare loop", "in batches", "frame by frame", "dockerode"],
    rows,
  );
}
