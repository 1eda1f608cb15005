import type { Bench } from "../lib/bench.ts";
import { wallTime } from "../lib/scripts.ts";
import { type Measure, Rounds } from "../lib/statistics.ts";
import { cell, fixed, print } from "../lib/table.ts";

const SCRIPTS = ["floor", "functions", "longshore", "dockerode"];

/** Milliseconds for a script that pings once. */
export async function startup(bench: Bench): Promise<void> {
  await bench.scripts.bundle(SCRIPTS.map((name) => `workers/ping_${name}`), { minify: true });
  const rows: string[][] = [];
  for (const runtime of bench.runtimes) {
    const result = new Rounds();
    const one = (name: string, bundled: boolean): Measure => () => {
      const [program, ...rest] = bench.scripts.command(runtime, `workers/ping_${name}`, bundled);
      return wallTime(program!, [...rest, bench.socket]);
    };
    await result.run(bench.rounds * 3, {
      floor: one("floor", true),
      functions: one("functions", true),
      longshore: one("longshore", true),
      ...(runtime === "node" ? {} : { sources: one("class", false), all: one("longshore", false) }),
      dockerode: one("dockerode", true),
    });
    rows.push([
      runtime,
      fixed(result.median("floor", "ms"), 1),
      ...["functions", "longshore", "sources", "all", "dockerode"]
        .map((name) => cell(result, name, "ms", "floor", 1)),
    ]);
  }
  print(
    "Start-up with one ping, milliseconds (times the floor's)",
    [
      "runtime",
      "floor",
      "functions, one file",
      "class, one file",
      "class, sources",
      "whole module, sources",
      "dockerode",
    ],
    rows,
  );
}
