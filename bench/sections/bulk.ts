import { APIClient } from "../../mod.ts";
import type { Bench } from "../lib/bench.ts";
import { type Measure, Rounds } from "../lib/statistics.ts";
import { cell, fixed, print } from "../lib/table.ts";

const SIZE = 1024 * 1024 * 1024;
const CLIENTS = ["floor", "longshore", "dockerode"];

/** An archive of 1 GiB out of and into the replaying server. */
export async function bulk(bench: Bench): Promise<void> {
  await measure(bench, bench.socket, `of-${SIZE}`, "/file", "/", "the replaying server");
}

/** A file of 1 GiB out of and into a container of an engine. */
export async function engineBulk(bench: Bench): Promise<void> {
  const { socket, image } = await bench.engine();
  await using client = new APIClient({ baseUrl: `unix://${socket}` });
  const container = await client.createContainer(image, {
    command: ["sh", "-c", `dd if=/dev/zero of=/file bs=1M count=${SIZE / 1024 / 1024}`],
  });
  try {
    await client.start(container);
    await client.wait(container);
    await measure(bench, socket, container.Id, "/file", null, "an engine");
  } finally {
    await client.removeContainer(container);
  }
}

async function measure(
  bench: Bench,
  socket: string,
  container: string,
  file: string,
  directory: string | null,
  where: string,
): Promise<void> {
  await bench.scripts.bundle(["workers/bulk"]);
  const rows: string[][] = [];
  for (const runtime of bench.runtimes) {
    for (const operation of directory === null ? ["get"] : ["get", "put"]) {
      const path = operation === "get" ? file : directory!;
      const result = new Rounds();
      const one = (name: string): Measure => () =>
        bench.scripts.figures(runtime, "bulk", [name, socket, operation, container, path, SIZE]);
      await result.run(
        bench.rounds,
        Object.fromEntries(CLIENTS.map((name) => [name, one(name)])),
      );
      rows.push([
        runtime,
        operation,
        fixed(result.median("floor", "ms")),
        cell(result, "longshore", "ms", "floor"),
        cell(result, "dockerode", "ms", "floor"),
        cell(result, "longshore", "cpu", "floor"),
        ...CLIENTS.map((name) => fixed(result.median(name, "rss"))),
      ]);
    }
  }
  const memory = CLIENTS.map((name) => `MiB, ${name}`);
  print(
    `1 GiB from and to ${where}: milliseconds (times the floor's) and the most memory`,
    ["runtime", "what", "floor", "longshore", "dockerode", "CPU ms, longshore", ...memory],
    rows,
  );
}
