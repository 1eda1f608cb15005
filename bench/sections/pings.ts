import type { Bench } from "../lib/bench.ts";
import { type Measure, Rounds } from "../lib/statistics.ts";
import { fixed, print } from "../lib/table.ts";

/** Whether memory stays flat over 50,000 pings. */
export async function pings(bench: Bench): Promise<void> {
  await bench.scripts.bundle(["workers/pings"]);
  const rows: string[][] = [];
  for (const runtime of bench.runtimes) {
    const result = new Rounds();
    const one = (name: string): Measure => () =>
      bench.scripts.figures(runtime, "pings", [name, bench.socket]);
    await result.run(Math.min(bench.rounds, 3), {
      floor: one("floor"),
      longshore: one("longshore"),
    });
    for (const name of ["floor", "longshore"]) {
      const at = (key: string): string => fixed(result.median(name, key), 1);
      rows.push([runtime, name, at("rss10"), at("rss50"), at("heap10"), at("heap50")]);
    }
  }
  print(
    "Memory and heap in the first and the last 10,000 of 50,000 pings, MiB",
    ["runtime", "client", "RSS, first", "RSS, last", "heap, first", "heap, last"],
    rows,
  );
}
