import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { jsonStream } from "../../src/streams/json_stream.ts";
import type { ByteBatches } from "../../src/streams/output.ts";
import { splits } from "../splits.ts";

interface Source extends ByteBatches {
  calls: number;
  cancelled: unknown[];
}

function source(pieces: (Uint8Array | string)[], failure?: Error): Source {
  const left = pieces.map((piece) =>
    (typeof piece === "string" ? new TextEncoder().encode(piece) : piece) as Uint8Array<ArrayBuffer>
  );
  const made: Source = {
    calls: 0,
    cancelled: [],
    next(): Promise<Uint8Array<ArrayBuffer>[] | null> {
      made.calls++;
      const piece = left.shift();
      if (piece !== undefined) return Promise.resolve([piece]);
      return failure === undefined ? Promise.resolve(null) : Promise.reject(failure);
    },
    cancel: (reason): void => void made.cancelled.push(reason),
  };
  return made;
}

/** What a stream gives, and the failure behind it. */
async function read<T>(stream: AsyncIterable<T>): Promise<{ values: T[]; error?: Error }> {
  const values: T[] = [];
  try {
    for await (const value of stream) values.push(value);
  } catch (error) {
    return { values, error: error as Error };
  }
  return { values };
}

describe("jsonStream()", () => {
  it("gives the values as they come, however they are split", async () => {
    const wire = '{"a":1}\r\n{"b":"é"}{"c":[3]}\n4';
    for (const { how, pieces } of splits(wire, 20)) {
      assert.deepEqual(await read(jsonStream(source(pieces))), {
        values: [{ a: 1 }, { b: "é" }, { c: [3] }, 4],
      }, how);
    }
  });

  it("does not wait for the next value to give one", async () => {
    const from = source(['{"a":1}\n', '{"b":2}\n']);
    const reader = jsonStream(from).getReader();
    assert.deepEqual((await reader.read()).value, { a: 1 });
    assert.equal(from.calls, 1);
  });

  describe("gives what came before a failure of the bytes, of the JSON, and the end within a value", () => {
    const lost = new Error("reset");

    const cases: [pieces: string[], failure: Error | undefined, message: string][] = [
      [['{"a":1}\n'], lost, "reset"],
      [['{"a":1}\n{"b"'], lost, "reset"],
      [
        ['{"a":1}\n{"b"'],
        undefined,
        'Cannot read the JSON stream: it ended within the value "{\\"b\\""',
      ],
      [
        ['{"a":1}\n<html>'],
        undefined,
        'Cannot read the JSON stream: "<html>" after 8 bytes is not JSON',
      ],
      [
        ['{"a":1}\n', "{b}\n"],
        undefined,
        'Cannot read the JSON stream: "{b}" after 8 bytes is not JSON',
      ],
    ];

    for (const [pieces, failure, message] of cases) {
      it(`${JSON.stringify(pieces.join(""))}: ${message}`, async () => {
        const from = source(pieces, failure);
        const { values, error } = await read(jsonStream(from));
        assert.deepEqual(values, [{ a: 1 }]);
        assert.equal(error?.message, message);
        assert.equal(from.cancelled.length, 1);
        assert.equal(from.cancelled[0], error);
      });
    }
  });

  it("ends behind the values before the one that the check refuses", async () => {
    const check = (value: { error?: string }): void => {
      if (value.error !== undefined) throw new Error(value.error);
    };
    for (const { how, pieces } of splits('{"a":1}\n{"b":2}\n{"error":"no"}\n{"c":3}\n', 20)) {
      const from = source(pieces);
      const { values, error } = await read(jsonStream(from, check));
      assert.deepEqual(values, [{ a: 1 }, { b: 2 }], how);
      assert.equal(error?.message, "no", how);
      assert.deepEqual(from.cancelled, [error], how);
    }
    const atOnce = source(['{"error":"at once"}']);
    assert.equal((await read(jsonStream(atOnce, check))).error?.message, "at once");
    assert.equal(atOnce.cancelled.length, 1);
    const atTheEnd = source(['{"a":1}\n', '{"error":"late"}']);
    assert.deepEqual((await read(jsonStream(atTheEnd, check))).values, [{ a: 1 }]);
  });

  it("frees the source when the reader leaves", async () => {
    const from = source(['{"a":1}\n{"b":2}\n']);
    for await (const _ of jsonStream(from)) break;
    assert.deepEqual(from.cancelled, [undefined]);
    const other = source(["1\n"]);
    await jsonStream(other).cancel("enough");
    assert.deepEqual(other.cancelled, ["enough"]);
  });
});
