import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyBytes, bodyStream, toBody } from "../../src/convert/data.ts";
import { gzip } from "../../src/build/gzip.ts";
import type { StreamBody } from "../../src/http/upload.ts";
import { assertRefused } from "./refusals.ts";

const BYTES = new TextEncoder().encode("größe");

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as never).arrayBuffer());
}

test("toBody() takes text, bytes, blobs and streams", async () => {
  assert.deepEqual(toBody("größe", "data"), BYTES);
  assert.equal(toBody(BYTES, "data"), BYTES);
  assert.deepEqual(toBody(BYTES.buffer, "data"), BYTES);
  const blob = toBody(new Blob([BYTES]), "data") as StreamBody;
  assert.equal(blob.length, BYTES.length);
  assert.deepEqual(await collect(blob.stream), BYTES);
  const stream = new Blob([BYTES]).stream();
  assert.deepEqual(toBody(stream, "data"), { stream });
});

test("toBody() refuses other values and streams that something else reads", () => {
  const accepted =
    "Cannot send data: expected a string, a Uint8Array, an ArrayBuffer, a Blob or a ReadableStream of Uint8Array";
  const locked = new Blob([BYTES]).stream();
  locked.getReader();
  assertRefused([
    [() => toBody(5, "data"), "TypeError", accepted],
    [() => toBody(null, "data"), "TypeError", accepted],
    [() => toBody([1, 2], "data"), "TypeError", accepted],
    [
      () => toBody(locked, "data"),
      "TypeError",
      "Cannot send data: the stream is being read already",
    ],
  ]);
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
