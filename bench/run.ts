/**
 * Measures this client beside a hand-written loop and dockerode, on a real engine, and prints tables.
 *
 * `deno task bench [requests] [frames] [logs] [startup] [--rounds=5] [--runtime=deno]`
 *
 * @module
 */
import process from "node:process";
import { APIClient } from "../mod.ts";
import { installDevTools } from "../tests/harness/dev_tools.ts";
import { RUNTIMES } from "../tests/harness/runtimes.ts";
import { liveEngine } from "../tests/live/engine.ts";
import { bundleScripts, command, figure, wallTime } from "./lib/scripts.ts";
import { Rounds, table } from "./lib/statistics.ts";

const SECTIONS = { requests, frames, logs, startup };
const LOG_LINES = 200_000;

const args = process.argv.slice(2);
const rounds = Number(args.find((arg) => arg.startsWith("--rounds="))?.slice(9) ?? 5);
const wanted = args.find((arg) => arg.startsWith("--runtime="))?.slice(10);
const runtimes = RUNTIMES.filter((runtime) => wanted === undefined || runtime === wanted);
const chosen = args.filter((arg) => arg in SECTIONS) as (keyof typeof SECTIONS)[];

await installDevTools();
const live = await liveEngine();
try {
  const host = live.env.LONGSHORE_TEST_HOST;
  if (host === undefined) throw new Error(live.env.LONGSHORE_TEST_SKIP);
  const socket = host.replace("unix://", "");
  const image = live.env.LONGSHORE_TEST_IMAGE!;
  await bundleScripts([
    "http_worker",
    "frames_worker",
    "logs_worker",
    "ping_floor",
    "ping_functions",
    "ping_longshore",
    "ping_dockerode",
  ]);
  await using client = new APIClient({ baseUrl: host });
  for (const section of chosen.length > 0 ? chosen : Object.keys(SECTIONS)) {
    await SECTIONS[section as keyof typeof SECTIONS](client, socket, image);
  }
} finally {
  await live.stop();
}

/** Requests per second: pings, and a list of 20 containers of about 13 kB. */
async function requests(client: APIClient, socket: string, image: string): Promise<void> {
  const made = await Promise.all(Array.from({ length: 20 }, () => client.createContainer(image)));
  try {
    const size = JSON.stringify(await client.containers({ all: true })).length;
    const rows: string[][] = [];
    for (const runtime of runtimes) {
      for (const operation of ["ping", "list"]) {
        for (const lanes of [1, 16, 64]) {
          const result = new Rounds();
          const measure = (name: string) => (): Promise<number> =>
            figure(runtime, "http_worker", [name, socket, operation, lanes, 1000]);
          await result.run(rounds, {
            floor: measure("floor"),
            longshore: measure("longshore"),
            dockerode: measure("dockerode"),
          });
          rows.push([
            runtime,
            operation,
            String(lanes),
            whole(result.median("floor")),
            `${whole(result.median("longshore"))} (${
              result.ratio("longshore", "floor").toFixed(2)
            })`,
            `${whole(result.median("dockerode"))} (${
              result.ratio("dockerode", "floor").toFixed(2)
            })`,
          ]);
        }
      }
    }
    print(
      `Requests per second (share of the floor; the list has ${size} bytes of JSON)`,
      ["runtime", "request", "at a time", "floor", "longshore", "dockerode"],
      rows,
    );
  } finally {
    for (const container of made) await client.removeContainer(container);
  }
}

/** Megabytes of payload demultiplexed per second, in memory. */
async function frames(): Promise<void> {
  const rows: string[][] = [];
  for (const runtime of runtimes) {
    for (const size of [100, 1024, 16384]) {
      const result = new Rounds();
      const measure = (name: string, mebibytes: number) => (): Promise<number> =>
        figure(runtime, "frames_worker", [name, size, mebibytes]);
      await result.run(rounds, {
        loop: measure("loop", 256),
        batches: measure("batches", 256),
        frames: measure("frames", 256),
        dockerode: measure("dockerode", size === 100 ? 4 : 32),
      });
      rows.push([
        runtime,
        String(size),
        whole(result.median("loop")),
        ...["batches", "frames", "dockerode"].map((name) =>
          `${whole(result.median(name))} (${result.ratio(name, "loop").toFixed(3)})`
        ),
      ]);
    }
  }
  print(
    "Demultiplexing, MB of payload per second (share of the bare loop)",
    ["runtime", "bytes a frame", "bare loop", "in batches", "frame by frame", "dockerode"],
    rows,
  );
}

/** Milliseconds to read 200,000 lines of 100 bytes. */
async function logs(client: APIClient, socket: string, image: string): Promise<void> {
  const line = "x".repeat(99);
  const container = await client.createContainer(image, {
    command: ["sh", "-c", `yes ${line} | head -n ${LOG_LINES}`],
    hostConfig: { LogConfig: { Type: "json-file", Config: {} } },
  });
  try {
    await client.start(container);
    await client.wait(container);
    const url = `http://localhost/v1.41/containers/${container.Id}/logs?stdout=1&stderr=1`;
    const curl = ["--silent", "--output", "/dev/null", "--unix-socket", socket, url];
    const rows: string[][] = [];
    for (const runtime of runtimes) {
      const result = new Rounds();
      const measure = (name: string) => (): Promise<number> =>
        figure(runtime, "logs_worker", [name, socket, container.Id, LOG_LINES * 100]);
      await result.run(rounds, {
        curl: () => wallTime("curl", curl),
        whole: measure("whole"),
        stream: measure("stream"),
        frames: measure("frames"),
        dockerode: measure("dockerode"),
      });
      rows.push([
        runtime,
        whole(result.median("curl")),
        ...["whole", "stream", "frames", "dockerode"].map((name) =>
          `${whole(result.median(name))} (${result.ratio(name, "curl").toFixed(2)})`
        ),
      ]);
    }
    print(
      `Logs of ${LOG_LINES} lines of 100 bytes, milliseconds (times curl's)`,
      ["runtime", "curl", "as one text", "stream", "frames", "dockerode"],
      rows,
    );
  } finally {
    await client.removeContainer(container);
  }
}

/** Milliseconds for a script that pings once. */
async function startup(_client: APIClient, socket: string): Promise<void> {
  const rows: string[][] = [];
  for (const runtime of runtimes) {
    const result = new Rounds();
    const measure = (name: string, bundled: boolean) => (): Promise<number> => {
      const [program, ...rest] = command(runtime, name, bundled || runtime === "node");
      return wallTime(program!, [...rest, socket]);
    };
    await result.run(rounds * 3, {
      floor: measure("ping_floor", true),
      functions: measure("ping_functions", true),
      longshore: measure("ping_longshore", true),
      sources: measure("ping_longshore", false),
      dockerode: measure("ping_dockerode", false),
    });
    rows.push([
      runtime,
      result.median("floor").toFixed(1),
      ...["functions", "longshore", "sources", "dockerode"].map((name) =>
        runtime === "node" && name === "sources"
          ? "-"
          : `${result.median(name).toFixed(1)} (${result.ratio(name, "floor").toFixed(2)})`
      ),
    ]);
  }
  print(
    "Start-up with one ping, milliseconds (times the floor's)",
    ["runtime", "floor", "functions, one file", "class, one file", "class, sources", "dockerode"],
    rows,
  );
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function print(title: string, head: string[], rows: string[][]): void {
  console.log(`\n## ${title}\n\n${table(head, rows)}`);
}
