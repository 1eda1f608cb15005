import type { Bench } from "../lib/bench.ts";
import { fixed, print } from "../lib/table.ts";

/** How many connections are made for pings in a row, in bursts, and in bursts that are apart. */
export async function connections(bench: Bench): Promise<void> {
  await bench.scripts.bundle(["workers/bursts"]);
  const rows: string[][] = [];
  for (const runtime of bench.runtimes) {
    for (const client of ["longshore", "dockerode"]) {
      const { row, bursts, apart } = await bench.scripts.figures(runtime, "bursts", [
        client,
        bench.socket,
      ]);
      rows.push([runtime, client, fixed(row!), fixed(bursts!), fixed(apart!, 1)]);
    }
  }
  print(
    "New connections for 100 pings in a row, 20 bursts of 64, and each burst of 64, 1.5 s apart",
    ["runtime", "client", "in a row", "bursts", "a burst apart"],
    rows,
  );
}
