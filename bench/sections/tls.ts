import type { Bench } from "../lib/bench.ts";
import { type Measure, Rounds } from "../lib/statistics.ts";
import { cell, fixed, print } from "../lib/table.ts";

const CLIENTS = ["longshore", "https", "dockerode"];

/** Pings over mutual TLS; the floor is the runtime's own socket of `node:tls`. */
export async function tls(bench: Bench): Promise<void> {
  await bench.scripts.bundle(["workers/tls"]);
  const port = await bench.startTls();
  const rows: string[][] = [];
  for (const runtime of bench.runtimes) {
    // dockerode's own agent hangs over Deno's and Bun's TLS.
    const clients = runtime === "node" ? CLIENTS : CLIENTS.slice(0, 2);
    for (const lanes of [1, 16]) {
      const result = new Rounds();
      const one = (name: string): Measure => () =>
        bench.scripts.figures(runtime, "tls", [name, port, bench.certificates, lanes, 1000]);
      await result.run(
        bench.rounds,
        Object.fromEntries(["floor", ...clients].map((name) => [name, one(name)])),
      );
      rows.push([
        runtime,
        String(lanes),
        fixed(result.median("floor", "rate")),
        ...CLIENTS.map((name) => cell(result, name, "rate", "floor")),
        cell(result, "longshore", "cpu", "floor", 1),
      ]);
    }
  }
  print(
    "Pings per second over mutual TLS (share of the runtime's own TLS socket)",
    ["runtime", "at a time", "floor", ...CLIENTS, "CPU us a ping, longshore"],
    rows,
  );
}
