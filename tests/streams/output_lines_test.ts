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
