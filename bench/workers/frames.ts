/**
 * One measurement of demultiplexing in memory, in a process of its own.
 *
 * Arguments: implementation (loop, batches, frames, dockerode), payload bytes a frame, MiB in all.
 * The input comes in pieces of 64 KiB. Every byte is copied once by the consumer. Reports MB of
 * payload per second of CPU, and microseconds of it a MB.
 *
 * @module
 */
import { PassThrough } from "node:stream";
import process from "node:process";
import { frameStream } from "../../src/streams/output.ts";
import { FrameWalker } from "../floors/frames.ts";
import { cpuTime, expectEqual, report } from "./report.ts";

const [implementation, frameSize, mebibytes] = process.argv.slice(2);
const payload = Number(frameSize);
const scratch = new Uint8Array(64 * 1024);
const scratchErrors = new Uint8Array(64 * 1024);
const pieces = makePieces(payload, Number(mebibytes) * 1024 * 1024);
const expected = pieces.frames * payload;

// The first round warms the runtime up; as many follow as half a second has room for.
await run();
const start = cpuTime();
let total = 0;
let seconds = 0;
for (let round = 1; seconds < 0.5; round++) {
  total += await run();
  seconds = (cpuTime() - start) / 1000;
  expectEqual(total, round * expected, "bytes");
}
report({ rate: total / seconds / 1e6, us: seconds / total * 1e12 });

async function run(): Promise<number> {
  const { chunks } = pieces;
  let sum = 0;
  switch (implementation) {
    case "loop":
      return bareLoop(chunks);
    case "batches":
      for await (const batch of stream(chunks).batches()) {
        for (const frame of batch) sum += use(frame.stream === "stderr", frame.data);
      }
      return sum;
    case "frames":
      for await (const frame of stream(chunks)) sum += use(frame.stream === "stderr", frame.data);
      return sum;
    default:
      return await dockerode(chunks);
  }
}

/** What every consumer does with a frame: each byte is copied once, to the stream's own place. */
function use(isError: boolean, data: Uint8Array): number {
  (isError ? scratchErrors : scratch).set(data);
  return data.length;
}

function stream(given: Uint8Array[]): ReturnType<typeof frameStream> {
  const chunks = given as Uint8Array<ArrayBuffer>[];
  let index = 0;
  return frameStream(
    {
      next: () => Promise.resolve(index < chunks.length ? [chunks[index++]!] : null),
      cancel: () => {},
    },
    true,
    (explanation) => new Error(explanation),
  );
}

function bareLoop(chunks: Uint8Array[]): number {
  let sum = 0;
  const walker = new FrameWalker((isError, data) => sum += use(isError, data));
  for (const chunk of chunks) walker.push(chunk);
  return sum;
}

async function dockerode(chunks: Uint8Array[]): Promise<number> {
  const { default: Dockerode } = await import("dockerode");
  const source = new PassThrough();
  const out = new PassThrough();
  let sum = 0;
  const errors = new PassThrough();
  out.on("data", (data: Uint8Array) => sum += use(false, data));
  errors.on("data", (data: Uint8Array) => sum += use(true, data));
  new Dockerode().modem.demuxStream(source, out, errors);
  for (const chunk of chunks) {
    source.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  source.end();
  while (sum < expected) await new Promise((resolve) => setImmediate(resolve));
  return sum;
}

function makePieces(size: number, length: number): { chunks: Uint8Array[]; frames: number } {
  const frames = Math.ceil(length / (size + 8));
  const whole = new Uint8Array(frames * (size + 8));
  for (let frame = 0; frame < frames; frame++) {
    const at = frame * (size + 8);
    whole[at] = 1 + frame % 2;
    whole[at + 6] = size >>> 8;
    whole[at + 7] = size & 255;
    whole.fill(97, at + 8, at + 8 + size);
  }
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < whole.length; at += 65536) chunks.push(whole.slice(at, at + 65536));
  return { chunks, frames };
}
