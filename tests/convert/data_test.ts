import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { describe, it, test } from "node:test";
import { loadPlatform } from "../../src/platform/mod.ts";
import {
  bodyBytes,
  bodyStream,
  type FileOpener,
  toArchiveBody,
  toBody,
} from "../../src/convert/data.ts";
import { gzip } from "../../src/build/gzip.ts";
import type { StreamBody } from "../../src/http/request_body.ts";
import { collect } from "../harness/collect.ts";
import { assertRefused } from "./refusals.ts";

const BYTES = new TextEncoder().encode("größe");

const OPENER: FileOpener = { platform: loadPlatform };

async function* chunks(): AsyncGenerator<Uint8Array | string> {
  yield BYTES.subarray(0, 2);
  yield await Promise.resolve("e");
}

test("toBody() takes text, bytes, blobs and streams", async () => {
  assert.deepEqual(toBody("größe", "data", OPENER), BYTES);
  assert.equal(toBody(BYTES, "data", OPENER), BYTES);
  assert.deepEqual(toBody(BYTES.buffer, "data", OPENER), BYTES);
  const view = new DataView(BYTES.buffer, BYTES.byteOffset + 1, 2);
  assert.deepEqual(toBody(view, "data", OPENER), BYTES.subarray(1, 3));
  const blob = toBody(new Blob([BYTES]), "data", OPENER) as StreamBody;
  assert.equal(blob.length, BYTES.length);
  assert.deepEqual(await collect(blob.stream), BYTES);
  const stream = new Blob([BYTES]).stream();
  assert.deepEqual(toBody(stream, "data", OPENER), { stream });
});

test("toBody() takes what gives chunks: generators, Node's Readable, a file", async () => {
  const text = async (data: unknown): Promise<string> => {
    const { stream, length } = toBody(data, "data", OPENER) as StreamBody;
    assert.equal(length, undefined);
    return new TextDecoder().decode(await collect(stream));
  };
  assert.equal(await text(chunks()), "gre");
  assert.equal(await text(Readable.from(["one ", Buffer.from("two")])), "one two");
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-data-"));
  try {
    const file = path.join(directory, "file");
    writeFileSync(file, "größe");
    assert.equal(await text({ file }), "größe");
    await assert.rejects(text({ file: `${file}-missing` }), {
      name: "DockerError",
      message: `Cannot send data: "${file}-missing" does not exist`,
    });
    await assert.rejects(text({ file: directory }), {
      message: `Cannot send data: "${directory}" is a directory`,
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("toBody() passes failures on, and tells the source when no more is wanted", async () => {
  const failing = Readable.from((async function* (): AsyncGenerator<string> {
    yield await Promise.resolve("x");
    throw new RangeError("no more");
  })());
  const { stream } = toBody(failing, "data", OPENER) as StreamBody;
  await assert.rejects(collect(stream), { message: "no more" });
  let ended = false;
  const endless = async function* (): AsyncGenerator<string> {
    try {
      for (;;) yield await Promise.resolve("x");
    } finally {
      ended = true;
    }
  };
  const reader = (toBody(endless(), "data", OPENER) as StreamBody).stream.getReader();
  await reader.read();
  await reader.cancel();
  assert.ok(ended);
  const numbers = toBody(Readable.from([1]), "data", OPENER) as StreamBody;
  await assert.rejects(collect(numbers.stream), {
    name: "TypeError",
    message: "Cannot send data: a chunk is 1; expected bytes",
  });
});

test("toArchiveBody() says what to do with the path of a file", () => {
  assertRefused(
    () => toArchiveBody("/x.tar", "data", OPENER),
    "TypeError",
    'Cannot send data: the text "/x.tar" is no archive; for a file give { file: "/x.tar" }',
  );
  assert.equal((toArchiveBody(BYTES, "data", OPENER) as Uint8Array).length, BYTES.length);
  assert.equal((toArchiveBody("\0".repeat(1024), "data", OPENER) as Uint8Array).length, 1024);
});

describe("toBody()", () => {
  const accepted = "Cannot send data: expected a string, bytes, a Blob, a ReadableStream, " +
    "an AsyncIterable of bytes (Node's Readable is one), or { file: path }";
  for (const value of [5, null, [1, 2], {}, { file: "" }, { file: "x", other: 1 }]) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      assertRefused(() => toBody(value, "data", OPENER), "TypeError", accepted);
    });
  }

  it("refuses text that has no bytes of its own", () => {
    assertRefused(
      () => toBody("secret \ud800", "data", OPENER),
      "TypeError",
      "Cannot send data: the text has half a surrogate pair",
    );
  });

  for (const file of ["a\0b", "x".repeat(5000)]) {
    it(`says that the file ${JSON.stringify(file.slice(0, 5))} is out of reach`, async () => {
      await assert.rejects(bodyBytes(toBody({ file }, "data", OPENER)), {
        name: "DockerError",
        message: /^Cannot send data: ".* is out of reach$/,
      });
    });
  }

  it("refuses a stream that something else reads", () => {
    const locked = new Blob([BYTES]).stream();
    locked.getReader();
    const message = "Cannot send data: the stream is being read already";
    assertRefused(() => toBody(locked, "data", OPENER), "TypeError", message);
  });
});

test("bodyStream() and bodyBytes() turn bodies into each other", async () => {
  assert.deepEqual(await collect(bodyStream(BYTES)), BYTES);
  const stream = new Blob([BYTES]).stream();
  assert.equal(bodyStream({ stream }), stream);
  assert.equal(await bodyBytes(BYTES), BYTES);
  assert.deepEqual(await bodyBytes({ stream }), BYTES);
  const pieces = new ReadableStream<Uint8Array>({
    start(controller): void {
      for (const byte of BYTES) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  assert.deepEqual(await bodyBytes({ stream: pieces }), BYTES);
});

test("gzip() compresses as it goes, and cancels what it reads", async () => {
  const text = "a".repeat(100_000);
  const compressed = await collect(gzip(new Blob([text]).stream()));
  assert.ok(compressed.length < 1000);
  const plain = new Blob([compressed as Uint8Array<ArrayBuffer>]).stream()
    .pipeThrough(new DecompressionStream("gzip"));
  assert.equal(await new Response(plain).text(), text);
  let reason: unknown;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller): void {
      controller.enqueue(crypto.getRandomValues(new Uint8Array(65536)));
    },
    cancel(why): void {
      reason = why;
    },
  });
  const reader = gzip(endless).getReader();
  await reader.read();
  await reader.cancel("enough");
  assert.equal(reason, "enough");
  await gzip(new Blob(["x"]).stream()).cancel("unread");
});

test("gzip() fails as its source does", async () => {
  const failing = new ReadableStream<Uint8Array>({
    start(controller): void {
      controller.enqueue(BYTES);
    },
    pull(controller): void {
      controller.error(new RangeError("no more"));
    },
  });
  await assert.rejects(() => collect(gzip(failing)), { name: "RangeError", message: "no more" });
});
