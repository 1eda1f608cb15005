import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { batchStream } from "../../src/streams/batch_stream.ts";
import type { Frame } from "../../src/streams/frames.ts";
import { lines, type OutputLine } from "../../src/streams/output_lines.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function framesOf(
  ...batches: [stream: Frame["stream"], data: Uint8Array<ArrayBuffer>][][]
): ReadableStream<Frame> {
  const left = batches.map((batch) => batch.map(([stream, data]) => ({ stream, data })));
  return batchStream<Frame>({
    next: () => Promise.resolve(left.shift() ?? null),
    cancel(): void {},
  });
}

async function collect(stream: AsyncIterable<OutputLine>): Promise<OutputLine[]> {
  const got: OutputLine[] = [];
  for await (const line of stream) got.push(line);
  return got;
}

describe("lines()", () => {
  for (const given of ["a\nb\n", null, undefined, 5, {}, ["a"]]) {
    it(`refuses what is no stream: ${JSON.stringify(given)}`, () => {
      assert.throws(() => lines(given as never), {
        name: "TypeError",
        message: "Cannot read lines: expected a stream, such as logs gives with stream: true",
      });
    });
  }

  it("puts lines and characters together across frames, stdout and stderr apart", async () => {
    const umlaut = bytes("ä");
    const stream = framesOf(
      [["stdout", bytes("on")], ["stderr", bytes("e1\ne")]],
      [["stdout", umlaut.subarray(0, 1)], ["stderr", bytes("2\n")]],
      [["stdout", umlaut.subarray(1)], ["stdout", bytes("\r\n\nlast")], ["stderr", bytes("x")]],
    );
    assert.deepEqual(await collect(lines(stream)), [
      { text: "e1", stream: "stderr" },
      { text: "e2", stream: "stderr" },
      { text: "onä", stream: "stdout" },
      { text: "", stream: "stdout" },
      { text: "last", stream: "stdout" },
      { text: "x", stream: "stderr" },
    ]);
  });

  it("takes bytes, of any stream", async () => {
    const stream = new Blob(["a\nb"]).stream();
    assert.deepEqual(await collect(lines(stream)), [
      { text: "a", stream: "stdout" },
      { text: "b", stream: "stdout" },
    ]);
  });

  it("takes times off, where they were asked for", async () => {
    const log = "2024-01-02T03:04:05.678901234Z one\n2024-01-02T03:04:05Z \nno time\n";
    assert.deepEqual(await collect(lines(new Blob([log]).stream(), { timestamps: true })), [
      { text: "one", stream: "stdout", time: "2024-01-02T03:04:05.678901234Z" },
      { text: "", stream: "stdout", time: "2024-01-02T03:04:05Z" },
      { text: "no time", stream: "stdout" },
    ]);
    const [first] = await collect(lines(new Blob([log]).stream()));
    assert.deepEqual(first, { text: "2024-01-02T03:04:05.678901234Z one", stream: "stdout" });
  });

  const longTime = "2024-01-02T03:04:05.123456789";
  for (
    const { name, zone, size } of [
      { name: "of any size", zone: "Z", size: 40_000 },
      { name: "of two whole parts", zone: "Z", size: 32_768 },
      { name: "of a zone's own time", zone: "+02:00", size: 16_385 },
    ]
  ) {
    it(`takes out the times within a line ${name} that the Engine logs in parts`, async () => {
      // A letter of two bytes lies across the end of the first part.
      const text = "x" + "ä".repeat(size / 2) + "x".repeat(size % 2);
      const content = bytes(text);
      const time = `${longTime}${zone}`;
      const stamp = bytes(`${time} `);
      const parts: Uint8Array[] = [];
      for (let start = 0; start < content.length; start += 16_384) {
        parts.push(stamp, content.subarray(start, start + 16_384));
      }
      const wire = new Uint8Array(
        await new Blob([...parts as BlobPart[], "\n", stamp, "short\n"]).arrayBuffer(),
      );
      const expected = [{ text, stream: "stdout", time }, {
        text: "short",
        stream: "stdout",
        time,
      }];
      for (const step of [1, 7, 16_384, wire.length]) {
        const chunks: [Frame["stream"], Uint8Array<ArrayBuffer>][] = [];
        for (let start = 0; start < wire.length; start += step) {
          chunks.push(["stdout", wire.subarray(start, start + step)]);
        }
        assert.deepEqual(await collect(lines(framesOf(chunks), { timestamps: true })), expected);
      }
    });
  }

  it("takes out the times behind parts in which the Engine replaced a character that was cut", async () => {
    const time = `${longTime}Z`;
    const cut = "\ufffd";
    const parts = ["x".repeat(16_383) + cut, cut + "ä".repeat(8191) + cut, `${cut}end`];
    const wire = bytes(`${parts.map((part) => `${time} ${part}`).join("")}\n`);
    for (const step of [1, 1000, wire.length]) {
      const chunks: [Frame["stream"], Uint8Array<ArrayBuffer>][] = [];
      for (let start = 0; start < wire.length; start += step) {
        chunks.push(["stdout", wire.subarray(start, start + step)]);
      }
      assert.deepEqual(await collect(lines(framesOf(chunks), { timestamps: true })), [
        { text: parts.join(""), stream: "stdout", time },
      ]);
    }
  });

  it("leaves what only looks like a time within a line", async () => {
    const text = `${"x".repeat(100)}${longTime}Z y`;
    const whole = `${"x".repeat(16_384)}2024`;
    const stream = framesOf([["stdout", bytes(`${longTime}Z ${text}\n${longTime}Z ${whole}`)]]);
    assert.deepEqual(
      (await collect(lines(stream, { timestamps: true }))).map((line) => line.text),
      [text, whole],
    );
  });

  it("frees its source when the loop is left, and fails as its source does", async () => {
    let cancelled = false;
    const endless = batchStream<Frame>({
      next: () => Promise.resolve([{ stream: "stdout", data: bytes("x\n") }]),
      cancel: () => void (cancelled = true),
    });
    for await (const { text } of lines(endless)) {
      assert.equal(text, "x");
      break;
    }
    assert.ok(cancelled);
    const failing = batchStream<Frame>({
      next: () => Promise.reject(new Error("cut")),
      cancel(): void {},
    });
    await assert.rejects(collect(lines(failing)), { message: "cut" });
  });

  it("cancels a stream of any kind when the loop is left", async () => {
    let cancelled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes("x\n")),
      cancel: () => void cancelled++,
    });
    for await (const { text } of lines(endless)) {
      assert.equal(text, "x");
      break;
    }
    assert.equal(cancelled, 1);
  });
});
