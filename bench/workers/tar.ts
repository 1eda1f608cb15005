/**
 * One measurement of writing or reading an archive in memory, in a process of its own.
 *
 * Arguments: implementation (floor, longshore, streams, modern-tar, tar-stream), operation (pack,
 * unpack), number of files, size of one in bytes. Archives come in pieces of 64 KiB; each byte is
 * copied once by the consumer. Reports milliseconds of CPU, the fastest of some runs.
 *
 * @module
 */
import process from "node:process";
import { pack, unpack, UntarStream } from "../../src/tar/mod.ts";
import { cpuTime, expectEqual, report } from "./report.ts";
import { packByHand, unpackByHand } from "../floors/tar.ts";

const [implementation, operation, files, size] = process.argv.slice(2);
const count = Number(files);
const body = new Uint8Array(Number(size)).fill(65);
const paths = Array.from({ length: count }, (_, at) => `directory/${at % 100}/file-${at}.txt`);
const scratch = new Uint8Array(16 * 1024 * 1024);
const expected = count * body.length;
const isPack = operation === "pack";
const pieces = isPack ? [] : await makePieces();

const RUNS = 4;
let fastest = Infinity;
for (let run = 0; run < RUNS; run++) {
  const start = cpuTime();
  const bytes = await (isPack ? packAll() : unpackAll());
  fastest = Math.min(fastest, cpuTime() - start);
  const heads = isPack ? bytes - expected : 0;
  if (heads % 512 !== 0 || heads < 0) throw new Error(`Cannot trust the figure: ${bytes} bytes`);
  expectEqual(bytes - heads, expected, "bytes");
}
report({ ms: fastest });

/** What every consumer does with bytes. */
function use(bytes: Uint8Array): number {
  scratch.set(bytes);
  return bytes.length;
}

async function consume(stream: ReadableStream<Uint8Array>): Promise<number> {
  let sum = 0;
  const reader = stream.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    sum += use(step.value);
  }
  return sum;
}

async function packAll(): Promise<number> {
  switch (implementation) {
    case "floor":
      return packByHand(paths, body, use);
    case "longshore":
      return await consume(pack(paths.map((path) => ({ path, content: body }))));
    case "streams": {
      const streams = paths.map((path) => ({
        path,
        size: body.length,
        content: new ReadableStream<Uint8Array>({
          start(controller): void {
            controller.enqueue(body);
            controller.close();
          },
        }),
      }));
      return await consume(pack(streams));
    }
    case "modern-tar": {
      const { createTarPacker } = await import("modern-tar");
      const { readable, controller } = createTarPacker();
      const done = consume(readable);
      for (const name of paths) {
        const writer = controller.add({ name, size: body.length }).getWriter();
        await writer.write(body);
        await writer.close();
      }
      controller.finalize();
      return await done;
    }
    default: {
      const { pack: tarStream } = await import("tar-stream");
      const archive = tarStream();
      const write = (async () => {
        for (const name of paths) {
          await new Promise<void>((resolve, reject) =>
            archive.entry(
              { name },
              body as never,
              (problem) => problem ? reject(problem) : resolve(),
            )
          );
        }
        archive.finalize();
      })();
      let sum = 0;
      for await (const chunk of archive) sum += use(chunk as Uint8Array);
      await write;
      return sum;
    }
  }
}

async function unpackAll(): Promise<number> {
  let sum = 0;
  switch (implementation) {
    case "floor":
      return unpackByHand(pieces, use);
    case "longshore":
      for await (const entry of unpack(source())) {
        sum += entry.size > 1024 * 1024 ? await consume(entry.readable!) : use(await entry.bytes());
      }
      return sum;
    case "streams":
      for await (const { readable } of source().pipeThrough(new UntarStream())) {
        sum += await consume(readable!);
      }
      return sum;
    case "modern-tar": {
      const { createTarDecoder } = await import("modern-tar");
      for await (const entry of source().pipeThrough(createTarDecoder() as never)) {
        sum += await consume((entry as { body: ReadableStream<Uint8Array> }).body);
      }
      return sum;
    }
    default: {
      const { extract } = await import("tar-stream");
      const { Readable } = await import("node:stream");
      const parser = extract();
      Readable.from(pieces).pipe(parser);
      for await (const entry of parser) {
        for await (const chunk of entry) sum += use(chunk as Uint8Array);
      }
      return sum;
    }
  }
}

function source(): ReadableStream<Uint8Array> {
  let index = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller): void {
      if (index < pieces.length) controller.enqueue(pieces[index++]!);
      else controller.close();
    },
  }, { highWaterMark: 0 });
}

/** Cuts an archive into pieces; a large one repeats the bytes of one file, to fit in memory. */
async function makePieces(): Promise<Uint8Array[]> {
  const many = body.length < 1024 * 1024;
  const inputs = (many ? paths : paths.slice(0, 1)).map((path) => ({ path, content: body }));
  const archive = new Uint8Array(await new Response(pack(inputs) as BodyInit).arrayBuffer());
  const found: Uint8Array[] = [];
  const content = many ? archive : archive.subarray(0, archive.length - 1024);
  for (let round = 0; round < (many ? 1 : count); round++) {
    for (let offset = 0; offset < content.length; offset += 65536) {
      found.push(content.subarray(offset, offset + 65536));
    }
  }
  if (!many) found.push(new Uint8Array(1024));
  return found;
}
