import { APIClient } from "../../mod.ts";
import type { Bench } from "../lib/bench.ts";
import { wallTime } from "../lib/scripts.ts";
import { type Measure, Rounds } from "../lib/statistics.ts";
import { cell, fixed, print } from "../lib/table.ts";

const LINES = 200_000;
const BYTES = LINES * 100;
const READERS = ["floor", "whole", "stream", "batches", "frames", "dockerode"];

/** 200,000 lines of 100 bytes from the replaying server. */
export async function logs(bench: Bench): Promise<void> {
  await measure(bench, bench.socket, "exited", "the replaying server");
}

/** The same from an engine, which is what takes the time. */
export async function engineLogs(bench: Bench): Promise<void> {
  const { socket, image } = await bench.engine();
  await using client = new APIClient({ baseUrl: `unix://${socket}` });
  const container = await client.createContainer(image, {
    command: ["sh", "-c", `yes ${"x".repeat(99)} | head -n ${LINES}`],
    hostConfig: { LogConfig: { Type: "json-file", Config: {} } },
  });
  try {
    await client.start(container);
    await client.wait(container);
    await measure(bench, socket, container.Id, "an engine");
  } finally {
    await client.removeContainer(container);
  }
}

async function measure(
  bench: Bench,
  socket: string,
  container: string,
  where: string,
): Promise<void> {
  await bench.scripts.bundle(["workers/logs"]);
  const url = `http://localhost/v1.41/containers/${container}/logs?stdout=1&stderr=1`;
  const curl = ["--silent", "--output", "/dev/null", "--unix-socket", socket, url];
  const times: string[][] = [];
  const memory: string[][] = [];
  for (const runtime of bench.runtimes) {
    const result = new Rounds();
    const one = (name: string): Measure => () =>
      bench.scripts.figures(runtime, "logs", [name, socket, container, BYTES]);
    await result.run(bench.rounds, {
      curl: () => wallTime("curl", curl),
      ...Object.fromEntries(READERS.map((name) => [name, one(name)])),
    });
    times.push([
      runtime,
      fixed(result.median("curl", "ms")),
      ...READERS.map((name) => cell(result, name, "ms", "curl")),
    ]);
    memory.push([runtime, ...READERS.map((name) => fixed(result.median(name, "rss")))]);
  }
  const head = ["floor", "as one text", "stream", "batches", "frames", "dockerode"];
  print(
    `Logs of ${fixed(LINES)} lines of 100 bytes from ${where}, milliseconds (times curl's)`,
    ["runtime", "curl", ...head],
    times,
  );
  print(`The most memory meanwhile, from ${where}, MiB`, ["runtime", ...head], memory);
}
