import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../../src/api/mod.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import type { BatchStream } from "../../../src/streams/batch_stream.ts";
import { pack } from "../../../src/tar/mod.ts";
import { engineOver } from "../../harness/memory_engine.ts";
import { memoryPeer } from "../../scripted_peer.ts";

const READERS: Record<string, (engine: Engine) => Promise<BatchStream<Uint8Array>>> = {
  getImage: (engine) => api.getImage(engine, "app"),
  exportContainer: (engine) => api.exportContainer(engine, "web"),
  getArchive: async (engine) => (await api.getArchive(engine, "web", "/x"))[0],
  getImages: (engine) => api.getImages(engine, ["app", "other"]),
};

const STAT = btoa('{"name":"x","size":1,"mode":420,"mtime":"","linkTarget":""}');

async function archive(content: Uint8Array): Promise<Uint8Array> {
  const stream = pack([{ path: "layer", content }]) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Reads what a peer answers in pieces; returns the bytes and why it failed, if it did. */
async function read(
  call: (engine: Engine) => Promise<BatchStream<Uint8Array>>,
  answer: Uint8Array,
  size: number,
): Promise<{ bytes: Uint8Array; error: unknown }> {
  const peer = memoryPeer([async (connection) => {
    await connection.request();
    await connection.send(
      `HTTP/1.1 200 OK\r\nX-Docker-Container-Path-Stat: ${STAT}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    for (let at = 0; at < answer.length; at += size) {
      const piece = answer.subarray(at, at + size);
      await connection.send(`${piece.length.toString(16)}\r\n`);
      await connection.send(piece);
      await connection.send("\r\n");
    }
    await connection.send("0\r\n\r\n");
  }]);
  const engine = engineOver(peer.connector);
  const chunks: Uint8Array[] = [];
  let error: unknown = null;
  try {
    for await (const bytes of await call(engine)) chunks.push(bytes);
  } catch (reason) {
    error = reason;
  }
  engine.close();
  await peer.done();
  const bytes = new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
  return { bytes, error };
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const join = (...parts: Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

const CUT = "the archive is cut: it does not end as a tar archive ends";
const WORDS = "content digest sha256:ab: not found";
const record = text(
  `${JSON.stringify({ errorDetail: { message: WORDS }, error: WORDS })}\r\n`,
);
const whole = await archive(new Uint8Array(100_000).fill(7));
const ENDS: [name: string, answer: Uint8Array, explanation: string | null][] = [
  ["a whole archive", whole, null],
  ["an archive of nothing", new Uint8Array(1024), null],
  ["an archive that ends in more zeros", join(whole, new Uint8Array(8192)), null],
  ["nothing at all", new Uint8Array(0), CUT],
  ["an archive cut within a file", whole.subarray(0, 50_000), CUT],
  ["an archive without its end", whole.subarray(0, whole.length - 1024), CUT],
  ["an archive with half of its end", whole.subarray(0, whole.length - 512), CUT],
  ["a failure after a cut archive", join(whole.subarray(0, 50_000), record), WORDS],
  ["a failure after a whole file", join(whole.subarray(0, whole.length - 1024), record), WORDS],
  ["a failure alone", record, WORDS],
  ["a failure with a message alone", text(`{"message":"${WORDS}"}`), WORDS],
];

describe("an archive that the engine sends", () => {
  for (const [method, call] of Object.entries(READERS)) {
    for (const [name, answer, explanation] of ENDS) {
      for (const size of [1_000_000, 700]) {
        it(`by ${method} in pieces of ${size}: ${name}`, async () => {
          const { bytes, error } = await read(call, answer, size);
          assert.deepEqual(bytes, answer);
          if (explanation === null) return assert.equal(error, null);
          assert.ok(error instanceof Error);
          assert.equal((error as { explanation?: string }).explanation, explanation);
          assert.match(
            error.message,
            /^Cannot (get|export) .*"(app|other|web)": .* \(500, GET \/v1\.41\/(images|containers)\//,
          );
        });
      }
    }
  }
});
