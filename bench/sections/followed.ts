import type { Bench } from "../lib/bench.ts";
import { type Measure, Rounds } from "../lib/statistics.ts";
import { cell, fixed, print } from "../lib/table.ts";

const CLIENTS = ["longshore", "dockerode"];
const STREAMS = 200;
/** Before 1.42 nothing in an answer tells whether the container has a terminal. */
const VERSIONS = ["1.41", "1.44"];
const FIGURES = [
  ["KiB of memory", "rss"],
  ["CPU us to open", "cpu"],
  ["CPU us a frame", "frame"],
] as const;

/** Logs of 200 containers that are followed at the same time. */
export async function followed(bench: Bench): Promise<void> {
  await bench.scripts.bundle(["workers/followed"]);
  const rows: string[][] = [];
  for (const runtime of bench.runtimes) {
    for (const version of VERSIONS) {
      const result = new Rounds();
      const one = (name: string): Measure => () =>
        bench.scripts.figures(runtime, "followed", [name, bench.socket, version, STREAMS]);
      await result.run(
        bench.rounds,
        Object.fromEntries(["floor", ...CLIENTS].map((name) => [name, one(name)])),
      );
      for (const [what, key] of FIGURES) {
        rows.push([
          runtime,
          version,
          what,
          fixed(result.median("floor", key)),
          ...CLIENTS.map((name) => cell(result, name, key, "floor")),
        ]);
      }
    }
  }
  print(
    `${STREAMS} followed streams, each (times the floor's)`,
    ["runtime", "API", "what", "floor", ...CLIENTS],
    rows,
  );
}

/** How the memory of 200 followed streams grows within an hour of a frame a second on each. */
export async function hour(bench: Bench): Promise<void> {
  await bench.scripts.bundle(["workers/followed"]);
  const rows = await Promise.all(bench.runtimes.map(async (runtime) => {
    const args = ["longshore", bench.socket, "1.44", STREAMS, 3600];
    const { grown } = await bench.scripts.figures(runtime, "followed", args, 4000);
    return [runtime, fixed(grown!, 1)];
  }));
  print(
    `Growth of memory in MiB while ${STREAMS} streams are followed for an hour`,
    ["runtime", "MiB"],
    rows,
  );
}
