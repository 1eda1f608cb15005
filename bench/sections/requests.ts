import { APIClient } from "../../mod.ts";
import type { Bench } from "../lib/bench.ts";
import { type Measure, Rounds } from "../lib/statistics.ts";
import { cell, fixed, print } from "../lib/table.ts";

const RIVALS = {
  deno: ["fetch", "dockerode"],
  bun: ["fetch", "dockerode"],
  node: ["undici", "dockerode"],
};
const LANES = [1, 16, 64];
const SECOND = 1000;

/** Pings and lists of 20 containers, from the replaying server. */
export async function requests(bench: Bench): Promise<void> {
  await measure(bench, bench.socket, "the replaying server");
}

/** The same from an engine, whose work takes most of the time. */
export async function engineRequests(bench: Bench): Promise<void> {
  const { socket, image } = await bench.engine();
  await using client = new APIClient({ baseUrl: `unix://${socket}` });
  const made = await Promise.all(Array.from({ length: 20 }, () => client.createContainer(image)));
  try {
    await measure(bench, socket, "an engine");
  } finally {
    for (const container of made) await client.removeContainer(container);
  }
}

/** How a list's time grows with its length. */
export async function lists(bench: Bench): Promise<void> {
  await bench.scripts.bundle(["workers/requests"]);
  const rows: string[][] = [];
  for (const runtime of bench.runtimes) {
    for (const length of [1, 100, 1000]) {
      const result = new Rounds();
      const one = (name: string): Measure => () =>
        bench.scripts.figures(runtime, "requests", [name, bench.socket, "list", 1, 500, length]);
      await result.run(bench.rounds, { floor: one("floor"), longshore: one("longshore") });
      rows.push([
        runtime,
        String(length),
        fixed(result.median("floor", "us")),
        cell(result, "longshore", "us", "floor"),
        cell(result, "longshore", "cpu", "floor"),
      ]);
    }
  }
  print(
    "A list of n containers, microseconds (times the floor's)",
    ["runtime", "n", "floor", "longshore", "its CPU"],
    rows,
  );
}

async function measure(bench: Bench, socket: string, where: string): Promise<void> {
  await bench.scripts.bundle(["workers/requests"]);
  const rates: string[][] = [];
  const cpu: string[][] = [];
  for (const runtime of bench.runtimes) {
    for (const operation of ["ping", "list"]) {
      for (const lanes of LANES) {
        const result = new Rounds();
        const names = ["floor", "longshore", ...RIVALS[runtime]];
        const one = (name: string): Measure => () =>
          bench.scripts.figures(runtime, "requests", [name, socket, operation, lanes, SECOND]);
        await result.run(
          bench.rounds,
          Object.fromEntries(names.map((name) => [name, one(name)])),
        );
        const row = (key: string, digits: number): string[] => [
          runtime,
          operation,
          String(lanes),
          fixed(result.median("floor", key), digits),
          ...["longshore", "undici", "fetch", "dockerode"]
            .map((name) => cell(result, name, key, "floor", digits)),
        ];
        rates.push(row("rate", 0));
        cpu.push(row("cpu", 1));
      }
    }
  }
  const head = ["runtime", "request", "at a time", "floor", "longshore"];
  const rivals = ["undici", "fetch", "dockerode"];
  print(`Requests per second from ${where} (share of the floor)`, [...head, ...rivals], rates);
  print(
    `CPU microseconds a request from ${where} (times the floor's)`,
    [...head, ...rivals],
    cpu,
  );
}
