import assert from "node:assert/strict";
import { test } from "node:test";
import { type BatchStream, batchStream } from "../../src/streams/batch_stream.ts";

function numbers(cancelled: unknown[]): BatchStream<number> {
  return batchStream({
    next: () => Promise.resolve([1, 2]),
    cancel: () => void cancelled.push(true),
  });
}

test("disposing of a stream's iterator frees the source", async () => {
  const cancelled: unknown[] = [];
  const stream = numbers(cancelled);
  const iterator = stream.values();
  assert.deepEqual(await iterator.next(), { done: false, value: 1 });
  await iterator[Symbol.asyncDispose]();
  assert.deepEqual(cancelled, [true]);
  assert.equal(stream.locked, false);
});

test("disposing of the runtime's own iterator frees the source too", async () => {
  const cancelled: unknown[] = [];
  const stream = numbers(cancelled);
  const reader = stream.getReader();
  const asked = reader.read();
  reader.releaseLock();
  await asked.catch(() => {});
  const iterator = stream.values();
  await iterator.next();
  await iterator[Symbol.asyncDispose]();
  assert.deepEqual(cancelled, [true]);
});
