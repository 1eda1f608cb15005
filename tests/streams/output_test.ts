import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type ByteBatches,
  collectOutput,
  collectText,
  frameStream,
  payloadStream,
} from "../../src/streams/output.ts";
import { splits } from "../splits.ts";
import { join, stderr, stdout, systemError } from "./wire.ts";

/** Gives the pieces, so many a batch, and then the end or a failure; notes how it was freed. */
class Pieces implements ByteBatches {
  readonly cancelled: unknown[] = [];
  readonly #pieces: Uint8Array<ArrayBuffer>[];
  readonly #size: number;
  readonly #failure: Error | undefined;

  constructor(pieces: Uint8Array[], size = 1, failure?: Error) {
    this.#pieces = [...pieces] as Uint8Array<ArrayBuffer>[];
    this.#size = size;
    this.#failure = failure;
  }

  next(): Promise<Uint8Array<ArrayBuffer>[] | null> {
    if (this.#pieces.length > 0) return Promise.resolve(this.#pieces.splice(0, this.#size));
    return this.#failure === undefined ? Promise.resolve(null) : Promise.reject(this.#failure);
  }

  cancel(reason?: unknown): void {
    this.cancelled.push(reason);
  }
}

function onError(explanation: string): Error {
  return new Error(`the engine says: ${explanation}`);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function bytes(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

const WIRE = join(stdout("grü"), stderr("é\u{1f433}"), stdout("ße\n"));

describe("payloadStream()", () => {
  it("gives the payload of a multiplexed stream, however it is split", async () => {
    for (const { how, pieces } of splits(WIRE, 20)) {
      const parts: Uint8Array[] = [];
      for await (const part of payloadStream(new Pieces(pieces, 3), true, onError)) {
        parts.push(part);
      }
      assert.equal(text(join(...parts)), "grüé\u{1f433}ße\n", how);
    }
  });

  it("passes a raw stream on as it is", async () => {
    const pieces = [bytes("a"), bytes("b")];
    const parts: Uint8Array[] = [];
    for await (const part of payloadStream(new Pieces(pieces), false, onError)) parts.push(part);
    assert.equal(parts[0], pieces[0]);
    assert.equal(parts[1], pieces[1]);
  });

  it("gives one piece a read however many frames it brought", async () => {
    const batches: Uint8Array[][] = [];
    const read = join(...Array.from({ length: 100 }, () => stdout("x")));
    for await (const batch of payloadStream(new Pieces([read]), true, onError).batches()) {
      batches.push(batch);
    }
    assert.deepEqual(batches.map((batch) => batch.map((part) => part.length)), [[100]]);
  });
});

describe("frameStream()", () => {
  it("tells the streams apart, and takes a raw stream for stdout", async () => {
    const frames: [string, string][] = [];
    for await (const { stream, data } of frameStream(new Pieces([WIRE.slice()]), true, onError)) {
      frames.push([stream, text(data)]);
    }
    assert.deepEqual(frames, [["stdout", "grü"], ["stderr", "é\u{1f433}"], ["stdout", "ße\n"]]);
    for await (const { stream, data } of frameStream(new Pieces([bytes("raw")]), false, onError)) {
      assert.deepEqual([stream, text(data)], ["stdout", "raw"]);
    }
  });
});

describe("collectText() and collectOutput()", () => {
  it("join what came, however it is split, characters of several bytes included", async () => {
    for (const { how, pieces } of splits(WIRE, 20)) {
      const again = pieces.map((piece) => piece.slice());
      assert.equal(await collectText(new Pieces(pieces), true, onError), "grüé\u{1f433}ße\n", how);
      assert.deepEqual(
        await collectOutput(new Pieces(again), true, onError),
        { stdout: "grüße\n", stderr: "é\u{1f433}" },
        how,
      );
    }
    for (const { how, pieces } of splits("grüße\n", 5)) {
      assert.equal(await collectText(new Pieces(pieces), false, onError), "grüße\n", how);
      assert.deepEqual(await collectOutput(new Pieces(pieces), false, onError), {
        stdout: "grüße\n",
        stderr: "",
      }, how);
    }
    assert.equal(await collectText(new Pieces([]), true, onError), "");
    assert.deepEqual(await collectOutput(new Pieces([]), true, onError), {
      stdout: "",
      stderr: "",
    });
  });

  it("take more pieces than a call has arguments", async () => {
    const pieces = Array.from({ length: 300_000 }, () => bytes("x"));
    assert.equal((await collectText(new Pieces(pieces, 300_000), false, onError)).length, 300_000);
  });
});

describe("a failure of the output", () => {
  const failures: [
    name: string,
    wire: Uint8Array,
    failure: Error | undefined,
    error: Record<string, unknown>,
  ][] = [
    [
      "reported by the engine",
      join(stdout("before"), systemError("disk gone"), stdout("after")),
      undefined,
      { message: "the engine says: disk gone" },
    ],
    ["within a frame", join(stdout("before"), stdout("after").subarray(0, 10)), undefined, {
      name: "ProtocolError",
      message: "Cannot read the multiplexed stream: it ended 3 bytes before the end of a frame",
    }],
    ["within a header", join(stdout("before"), stdout("after").subarray(0, 3)), undefined, {
      name: "ProtocolError",
      message:
        "Cannot read the multiplexed stream: it ended after 3 of the 8 bytes of a frame header",
    }],
    ["in a header", join(stdout("before"), bytes("<html> 502")), undefined, {
      name: "ProtocolError",
      message:
        "Cannot read the multiplexed stream: 3c 68 74 6d 6c 3e 20 35 after 14 bytes is no frame header",
    }],
    ["of the connection", stdout("before"), new Error("reset"), { message: "reset" }],
  ];
  for (const [name, wire, failure, error] of failures) {
    it(`${name} comes behind what was there before, and frees the connection`, async () => {
      for (const { how, pieces } of splits(wire, 10)) {
        for (const kind of ["payload", "frame"] as const) {
          const source = new Pieces(pieces.map((piece) => piece.slice()), 2, failure);
          const stream = kind === "payload"
            ? payloadStream(source, true, onError)
            : frameStream(source, true, onError);
          let before = "";
          const iterator = stream.values() as AsyncIterator<Uint8Array | { data: Uint8Array }>;
          await assert.rejects(
            async () => {
              for (
                let result = await iterator.next();
                !result.done;
                result = await iterator.next()
              ) {
                const { value } = result;
                before += text(value instanceof Uint8Array ? value : value.data);
              }
            },
            error,
            how,
          );
          if (name === "within a frame") assert.equal(before, "beforeaf", how);
          else assert.equal(before, "before", how);
          assert.equal(source.cancelled.length, 1, how);
          await assert.rejects(stream.getReader().read(), error, how);
        }
        const again = (): Pieces => new Pieces(pieces.map((piece) => piece.slice()), 2, failure);
        await assert.rejects(collectText(again(), true, onError), error, how);
        await assert.rejects(collectOutput(again(), true, onError), error, how);
      }
    });
  }

  describe("is not one when the reader has left", () => {
    for (const stream of [payloadStream, frameStream]) {
      it(stream.name, async () => {
        const source = new Pieces([WIRE.slice(), bytes("nonsense!")], 1, new Error("reset"));
        for await (const _ of stream(source, true, onError)) break;
        assert.deepEqual(source.cancelled, [undefined]);
      });
    }
  });
});
