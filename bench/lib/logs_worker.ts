/**
 * One measurement of reading a container's logs, in a process of its own.
 *
 * Arguments: reader (whole, stream, frames, dockerode), socket path, container, bytes expected.
 * Prints milliseconds of the second reading.
 *
 * @module
 */
import type { Buffer } from "node:buffer";
import { PassThrough } from "node:stream";
import process from "node:process";
import { APIClient } from "../../mod.ts";

const [reader, socket, container, expected] = process.argv.slice(2);
const client = new APIClient({ baseUrl: `unix://${socket}` });

await check();
const start = performance.now();
await check();
console.log((performance.now() - start).toFixed(1));
process.exit(0);

async function check(): Promise<void> {
  const bytes = await read();
  if (bytes !== Number(expected)) {
    throw new Error(`Cannot trust the figure: ${bytes} of ${expected} bytes`);
  }
}

async function read(): Promise<number> {
  let sum = 0;
  switch (reader) {
    case "whole":
      return (await client.logs(container!)).length;
    case "stream":
      for await (const bytes of await client.logs(container!, { stream: true, follow: false })) {
        sum += bytes.length;
      }
      return sum;
    case "frames":
      for await (
        const { data } of await client.logs(container!, {
          stream: true,
          demux: true,
          follow: false,
        })
      ) sum += data.length;
      return sum;
    default:
      return await readWithDockerode();
  }
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
  await new Promise((resolve) => logs.on("end", resolve));
  while (sum < Number(expected)) await new Promise((resolve) => setImmediate(resolve));
  return sum;
}
