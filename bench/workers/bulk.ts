/**
 * One measurement of a large archive in or out, in a process of its own.
 *
 * Arguments: client (floor, longshore, dockerode), socket path, operation (get, put), container,
 * path within it, bytes. Reports milliseconds, CPU milliseconds, and the most memory in MiB.
 *
 * @module
 */
import process from "node:process";
import { Readable } from "node:stream";
import { ChunkWalker } from "../floors/chunks.ts";
import { request } from "../floors/http.ts";
import { openSocket } from "../floors/socket.ts";
import { cpuTime, expectEqual, peakRss, report } from "./report.ts";

const [client, socket, operation, container, path, bytes] = process.argv.slice(2);
const size = Number(bytes);
const PIECE = 64 * 1024;
const piece = new Uint8Array(PIECE).fill(65);
const target = `/v1.41/containers/${container}/archive?path=${encodeURIComponent(path!)}`;

// The first is small: what a process does only once is no part of the figure.
await run(container!.startsWith("of-") ? "of-1048576" : container!, 1024 * 1024, false);
const cpu = cpuTime();
const start = performance.now();
await run(container!, size, true);
report({ ms: performance.now() - start, cpu: cpuTime() - cpu, rss: peakRss() });

async function run(name: string, length: number, checked: boolean): Promise<void> {
  if (!checked && operation === "get" && !name.startsWith("of-")) return;
  const received = operation === "get" ? await get(name) : await put(name, length);
  // An engine's archive has a header besides.
  if (name.startsWith("of-")) expectEqual(received, length, "bytes");
}

async function get(name: string): Promise<number> {
  let sum = 0;
  switch (client) {
    case "floor": {
      const walker = new ChunkWalker((view) => sum += view.length);
      const connection = await openSocket(socket!);
      const asked = request(target.replace(container!, name));
      await connection.ask(asked, (view) => walker.push(view));
      connection.close();
      return sum;
    }
    case "longshore": {
      const { APIClient } = await import("../../mod.ts");
      const [stream] = await new APIClient({ baseUrl: `unix://${socket}` })
        .getArchive(name, path!);
      for await (const view of stream) sum += view.length;
      return sum;
    }
    default: {
      const { default: Dockerode } = await import("dockerode");
      const stream = await new Dockerode({ socketPath: socket! }).getContainer(name)
        .getArchive({ path: path! });
      for await (const view of stream) sum += (view as Uint8Array).length;
      return sum;
    }
  }
}

async function put(name: string, length: number): Promise<number> {
  const pieces = length / PIECE;
  switch (client) {
    case "floor":
      await putByHand(target.replace(container!, name), pieces);
      return length;
    case "longshore": {
      const { APIClient } = await import("../../mod.ts");
      let left = pieces;
      const stream = new ReadableStream<Uint8Array>({
        pull(controller): void {
          if (left-- > 0) controller.enqueue(piece);
          else controller.close();
        },
      }, { highWaterMark: 0 });
      await new APIClient({ baseUrl: `unix://${socket}` }).putArchive(name, path!, stream);
      return length;
    }
    default: {
      const { default: Dockerode } = await import("dockerode");
      let left = pieces;
      const stream = new Readable({
        read(): void {
          this.push(left-- > 0 ? piece : null);
        },
      });
      await new Dockerode({ socketPath: socket! }).getContainer(name)
        .putArchive(stream, { path: path! });
      return length;
    }
  }
}

/** Each piece is a chunk. */
async function putByHand(asked: string, pieces: number): Promise<void> {
  const connection = await openSocket(socket!);
  const lines = "Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n";
  await connection.write(request(asked, "PUT", lines));
  const encoder = new TextEncoder();
  const parts = [encoder.encode(`${PIECE.toString(16)}\r\n`), piece, encoder.encode("\r\n")];
  for (let left = pieces; left > 0; left--) await connection.writeParts(parts);
  await connection.ask(encoder.encode("0\r\n\r\n"), () => true);
  connection.close();
}
