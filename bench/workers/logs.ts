/**
 * One measurement of reading a container's logs, in a process of its own.
 *
 * Arguments: reader (floor, whole, stream, batches, frames, dockerode), socket path, container,
 * bytes expected. Reports milliseconds of the second reading and the most memory in MiB.
 *
 * @module
 */
import type { Buffer } from "node:buffer";
import { PassThrough } from "node:stream";
import process from "node:process";
import { APIClient } from "../../mod.ts";
import { ChunkWalker } from "../floors/chunks.ts";
import { FrameWalker } from "../floors/frames.ts";
import { request } from "../floors/http.ts";
import { openSocket } from "../floors/socket.ts";
import { expectEqual, peakRss, report } from "./report.ts";

const [reader, socket, container, size] = process.argv.slice(2);
const expected = Number(size);
const client = new APIClient({ baseUrl: `unix://${socket}` });

expectEqual(await read(), expected, "bytes");
const start = performance.now();
expectEqual(await read(), expected, "bytes");
report({ ms: performance.now() - start, rss: peakRss() });

async function read(): Promise<number> {
  let sum = 0;
  const options = { stream: true, follow: false } as const;
  switch (reader) {
    case "floor":
      return await readByHand();
    case "whole":
      return (await client.logs(container!)).length;
    case "stream":
      for await (const bytes of await client.logs(container!, options)) sum += bytes.length;
      return sum;
    case "batches": {
      const frames = await client.logs(container!, { ...options, demux: true });
      for await (const batch of frames.batches()) {
        for (const { data } of batch) sum += data.length;
      }
      return sum;
    }
    case "frames": {
      const frames = await client.logs(container!, { ...options, demux: true });
      for await (const { data } of frames) sum += data.length;
      return sum;
    }
    default:
      return await readWithDockerode();
  }
}

async function readByHand(): Promise<number> {
  let sum = 0;
  const frames = new FrameWalker((_, data) => sum += data.length);
  const chunks = new ChunkWalker((bytes) => frames.push(bytes));
  const connection = await openSocket(socket!);
  const target = `/v1.41/containers/${container}/logs?stdout=1&stderr=1`;
  await connection.ask(request(target), (bytes) => chunks.push(bytes));
  connection.close();
  return sum;
}

async function readWithDockerode(): Promise<number> {
  const { default: Dockerode } = await import("dockerode");
  const docker = new Dockerode({ socketPath: socket! });
  const options = { stdout: true, stderr: true, follow: true as const };
  const logs = await docker.getContainer(container!).logs(options);
  const out = new PassThrough();
  let sum = 0;
  out.on("data", (data: Buffer) => sum += data.length);
  docker.modem.demuxStream(logs, out, out);
  while (sum < expected) await new Promise((resolve) => setImmediate(resolve));
  return sum;
}
