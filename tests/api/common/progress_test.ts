import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  progressBytes,
  type ProgressReading,
  progressRecords,
  progressText,
} from "../../../src/api/common/progress.ts";
import type { StreamAnswer } from "../../../src/engine/stream_answer.ts";
import { APIError, Unauthorized } from "../../../src/errors.ts";
import type { ProgressRecord } from "../../../src/types/progress.ts";
import { engineOver } from "../../harness/memory_engine.ts";
import { memoryPeer } from "../../scripted_peer.ts";

const RECORDS: ProgressRecord[] = [
  { status: "Pulling from app", id: "latest" },
  { status: "Downloading", id: "a1", progressDetail: { current: 1, total: 2 } },
  { status: "größer", id: "a1" },
];
const TEXT = RECORDS.map((record) => `${JSON.stringify(record)}\r\n`).join("");
const FAILURE = { errorDetail: { message: "no space left" }, error: "no space left" };
const FAILED = `${TEXT}${JSON.stringify(FAILURE)}\r\n`;

/** Reads what a function makes of an answer with this body, cut into pieces of a length. */
async function read<T>(
  body: string,
  pieces: number,
  use: (answer: StreamAnswer) => T | Promise<T>,
): Promise<T> {
  const peer = memoryPeer([async (connection) => {
    await connection.head();
    await connection.respond({ body, pieces });
  }]);
  const engine = engineOver(peer.connector);
  try {
    return await use(await engine.stream("Cannot pull", "GET", "/images/create"));
  } finally {
    engine.close();
    await peer.done();
  }
}

async function all<T>(stream: ReadableStream<T>): Promise<{ items: T[]; error: unknown }> {
  const items: T[] = [];
  try {
    for await (const item of stream) items.push(item);
    return { items, error: null };
  } catch (error) {
    return { items, error };
  }
}

describe("progressText(), progressBytes() and progressRecords()", () => {
  it("hand out a whole stream at any split", async () => {
    const size = new TextEncoder().encode(TEXT).length;
    for (let pieces = 1; pieces <= size + 1; pieces++) {
      assert.equal(await read(TEXT, pieces, (answer) => progressText(answer)), TEXT);
      const records = await read(TEXT, pieces, (answer) => all(progressRecords(answer)));
      assert.deepEqual(records, { items: RECORDS, error: null });
      const bytes = await read(TEXT, pieces, (answer) => all(progressBytes(answer)));
      assert.equal(await new Blob(bytes.items as Uint8Array<ArrayBuffer>[]).text(), TEXT);
      assert.equal(bytes.error, null);
    }
  });

  it("reject at a record with errorDetail, with the records so far", async () => {
    for (let pieces = 1; pieces <= 200; pieces += 7) {
      const text = await read(FAILED, pieces, (answer) => progressText(answer).catch((e) => e));
      const records = await read(FAILED, pieces, (answer) => all(progressRecords(answer)));
      const bytes = await read(FAILED, pieces, (answer) => all(progressBytes(answer)));
      assert.deepEqual(records.items, RECORDS);
      const seen = await new Blob(bytes.items as Uint8Array<ArrayBuffer>[]).text();
      assert.equal(seen.trimEnd(), FAILED.trimEnd());
      for (const error of [text, records.error, bytes.error]) {
        assert.ok(error instanceof APIError);
        assert.equal(error.name, "APIError");
        assert.equal(
          error.message,
          "Cannot pull: no space left (500, GET /v1.41/images/create)",
        );
        assert.deepEqual(error.records, [...RECORDS, FAILURE]);
      }
    }
  });

  describe("find a failure by errorDetail alone, by error alone, and without a message", () => {
    const failures: [record: unknown, explanation: string, status: number][] = [
      [{ errorDetail: { message: "gone" } }, "gone", 500],
      [{ error: "gone" }, "gone", 500],
      [{ errorDetail: {} }, "the engine gave no reason", 500],
      [{ errorDetail: { message: "exit", code: 3 } }, "exit", 3],
    ];

    for (const [record, explanation, status] of failures) {
      it(JSON.stringify(record), async () => {
        const { error } = await read(
          JSON.stringify(record),
          1000,
          (answer) => all(progressRecords(answer)),
        );
        assert.ok(error instanceof APIError);
        assert.deepEqual([error.explanation, error.status], [explanation, status]);
      });
    }
  });

  it("make the error that fits a code that is a status", async () => {
    const record = JSON.stringify({ errorDetail: { message: "denied", code: 401 } });
    const error = await read(record, 1000, (answer) => progressText(answer).catch((e) => e));
    assert.ok(error instanceof Unauthorized);
    assert.equal(error.message, "Cannot pull: denied (401, GET /v1.41/images/create)");
  });

  it("hand a failure out like any record when asked to", async () => {
    const reading: ProgressReading = { rejectOnError: false };
    assert.equal(await read(FAILED, 9, (answer) => progressText(answer, reading)), FAILED);
    const records = await read(FAILED, 9, (answer) => all(progressRecords(answer, reading)));
    assert.deepEqual(records, { items: [...RECORDS, FAILURE], error: null });
    const bytes = await read(FAILED, 9, (answer) => all(progressBytes(answer, reading)));
    assert.equal(await new Blob(bytes.items as Uint8Array<ArrayBuffer>[]).text(), FAILED);
  });

  it("make the error that they are told to", async () => {
    const reading: ProgressReading = {
      failure: (explanation, records, code) =>
        new RangeError(`${explanation} after ${records.length}, ${code}`),
    };
    const { error } = await read(FAILED, 50, (answer) => all(progressRecords(answer, reading)));
    assert.equal(String(error), "RangeError: no space left after 4, undefined");
  });

  it("keep the last 1000 records for the error", async () => {
    const many = Array.from({ length: 1500 }, (_, index) => `{"status":"${index}"}\n`).join("");
    const { error, items } = await read(
      many + JSON.stringify(FAILURE),
      10_000,
      (answer) => all(progressRecords(answer)),
    );
    assert.ok(error instanceof APIError);
    assert.equal(items.length, 1500);
    assert.equal(error.records.length, 1000);
    assert.deepEqual(error.records[0], { status: "501" });
    assert.deepEqual(error.records[999], FAILURE);
  });
});
