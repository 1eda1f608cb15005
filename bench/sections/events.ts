import type { Bench } from "../lib/bench.ts";
import { type Measure, Rounds } from "../lib/statistics.ts";
import { cell, fixed, print } from "../lib/table.ts";

const LINES = 200_000;
const READERS = ["batches", "values", "dockerode"];

/** 200,000 events as JSON values. */
export async function events(bench: Bench): Promise<void> {
  await bench.scripts.bundle(["workers/events"]);
  const rows: string[][] = [];
  for (const runtime of bench.runtimes) {
    const result = new Rounds();
    const one = (name: string): Measure => () =>
      bench.scripts.figures(runtime, "events", [name, bench.socket, LINES]);
    await result.run(
      bench.rounds,
      Object.fromEntries(["floor", ...READERS].map((name) => [name, one(name)])),
    );
    rows.push([
      runtime,
      fixed(result.median("floor", "ms")),
      ...READERS.map((name) => cell(result, name, "ms", "floor")),
    ]);
  }
  print(
    `${fixed(LINES)} events as JSON values, milliseconds (times the floor's)`,
    ["runtime", "floor", "in batches", "one by one", "dockerode"],
    rows,
  );
}
