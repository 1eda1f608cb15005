/**
 * One measurement of many followed logs, in a process of its own.
 *
 * Arguments: client (floor, longshore, dockerode), socket path, API version, number of streams,
 * seconds to go on with a frame a second or 0. Reports, a stream: milliseconds and CPU microseconds to open it, KiB
 * of memory, CPU microseconds a frame; and how much the memory grew afterwards, in MiB.
 *
 * @module
 */
import process from "node:process";
import { ChunkWalker } from "../floors/chunks.ts";
import { FrameWalker } from "../floors/frames.ts";
import { openFloor, request } from "../floors/http.ts";
import { openSocket } from "../floors/socket.ts";
import { cpuTime, expectEqual, report, rss } from "./report.ts";

const [client, socket, version, number, duration = "0"] = process.argv.slice(2);
const streams = Number(number);
const FRAMES = 20;
let received = 0;
let wanted = 0;
let arrived: () => void = () => {};
let failed: (reason: unknown) => void = () => {};

const control = await openFloor(socket!);
const follow = await follower();
// One alone first: what a process loads only once is no part of the figure.
await opened(1);
const before = { rss: settledRss(), cpu: cpuTime(), at: performance.now() };
await opened(streams);
// The collection that the memory's figure asks for is no part of the opening.
const after = { cpu: cpuTime(), at: performance.now(), rss: settledRss() };
const first = { cpu: cpuTime() };
for (let frame = 0; frame < FRAMES; frame++) await emit();
const frameCpu = cpuTime() - first.cpu;
const held = rss();
let grown = 0;
for (let second = 0; second < Number(duration); second++) {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await emit();
  if (second % 60 === 59) {
    grown = settledRss() - held;
    console.error(`${Math.round(second / 60)} min: ${settledRss().toFixed(1)} MiB`);
  }
}
report({
  ms: (after.at - before.at) / streams,
  cpu: (after.cpu - before.cpu) / streams * 1000,
  rss: (after.rss - before.rss) * 1024 / streams,
  frame: frameCpu / FRAMES / (streams + 1) * 1000,
  grown,
});

function settledRss(): number {
  // deno-lint-ignore no-explicit-any
  const { gc, Bun } = globalThis as any;
  if (Bun !== undefined) Bun.gc(true);
  else gc?.();
  return rss();
}

/** Opens streams at the same time; each is open when its first frame is there. */
async function opened(count: number): Promise<void> {
  const all = arrivals(count);
  for (let at = 0; at < count; at++) follow(at).catch((reason) => failed(reason));
  await all;
}

/** Has the server write a frame on each stream. */
async function emit(): Promise<void> {
  const all = arrivals(streams + 1);
  const { followers } = JSON.parse(await control.get(`/bench/emit?${process.pid}`));
  expectEqual(followers, streams + 1, "streams");
  await all;
}

function arrivals(count: number): Promise<void> {
  received = 0;
  wanted = count;
  return new Promise((resolve, reject) => {
    arrived = resolve;
    failed = reject;
  });
}

function use(data: Uint8Array): void {
  expectEqual(data.length, 100, "bytes");
  if (++received === wanted) arrived();
}

async function follower(): Promise<(at: number) => Promise<void>> {
  const name = (at: number): string => `running-${process.pid}-${at}`;
  switch (client) {
    case "floor":
      return async (at) => {
        const target = `/v${version}/containers/${name(at)}/logs?stdout=1&stderr=1&follow=1`;
        const frames = new FrameWalker((_, data) => use(data));
        const chunks = new ChunkWalker((bytes) => frames.push(bytes));
        await (await openSocket(socket!)).ask(request(target), (bytes) => chunks.push(bytes));
      };
    case "longshore": {
      const { APIClient } = await import("../../mod.ts");
      const api = new APIClient({ baseUrl: `unix://${socket}`, version: version! });
      return async (at) => {
        const frames = await api.logs(name(at), { stream: true, demux: true });
        for await (const { data } of frames) use(data);
      };
    }
    default: {
      const { default: Dockerode } = await import("dockerode");
      const docker = new Dockerode({ socketPath: socket!, version: `v${version}` });
      return async (at) => {
        const logs = await docker.getContainer(name(at))
          .logs({ stdout: true, stderr: true, follow: true });
        const out = { write: use };
        docker.modem.demuxStream(logs, out as never, out as never);
      };
    }
  }
}
