import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { payloadStream } from "../../src/streams/output.ts";
import { pack, TarStream, type TarStreamInput, UntarStream } from "../../src/tar/mod.ts";
import { collect } from "../harness/collect.ts";
import { stdout } from "../streams/wire.ts";
import { streamOf, text } from "./raw.ts";

/**
 * The ways in which the helpers of `@std/streams` take hold of a stream; they cannot be imported
 * where the JSR registry is out of reach.
 */
async function toText(stream: ReadableStream<Uint8Array | string>): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let whole = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return whole + decoder.decode();
    whole += typeof value === "string" ? value : decoder.decode(value, { stream: true });
  }
}

function mergeReadableStreams<T>(...streams: ReadableStream<T>[]): ReadableStream<T> {
  return new ReadableStream<T>({
    async start(controller): Promise<void> {
      await Promise.all(streams.map(async (stream) => {
        for await (const item of stream) controller.enqueue(item);
      }));
      controller.close();
    },
  });
}

class TextLineStream extends TransformStream<string, string> {
  constructor() {
    let rest = "";
    super({
      transform(chunk, controller): void {
        const lines = (rest + chunk).split(/\r?\n/);
        rest = lines.pop()!;
        for (const line of lines) controller.enqueue(line);
      },
      flush(controller): void {
        if (rest !== "") controller.enqueue(rest);
      },
    });
  }
}

function toTransformStream<I, O>(
  transform: (source: ReadableStream<I>) => AsyncIterator<O>,
): TransformStream<I, O> {
  const { readable, writable } = new TransformStream<I, I>();
  const iterator = transform(readable);
  return {
    writable,
    readable: new ReadableStream<O>({
      async pull(controller): Promise<void> {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    }),
  };
}

/** The output of a process, as `logs` and `attach` stream it. */
function output(...pieces: string[]): ReadableStream<Uint8Array> {
  const frames = pieces.map((piece) => [stdout(piece) as Uint8Array<ArrayBuffer>]);
  return payloadStream(
    { next: () => Promise.resolve(frames.shift() ?? null), cancel(): void {} },
    true,
    (problem: string) => new Error(problem),
  );
}

describe("streams compose with the helpers of @std/streams", () => {
  it("toText() reads output, and the body of an entry", async () => {
    assert.equal(await toText(output("a\n", "ü")), "a\nü");
    const entries = pack([{ path: "a", content: "hello" }]).pipeThrough(new UntarStream());
    for await (const { readable } of entries) assert.equal(await toText(readable!), "hello");
  });

  it("mergeReadableStreams() reads the output of several at once", async () => {
    const merged = mergeReadableStreams(output("a"), output("b", "c"));
    assert.equal([...text(await collect(merged))].sort().join(""), "abc");
  });

  it("TextLineStream takes output apart", async () => {
    const decoded = output("one\ntw", "o\nth", "ree").pipeThrough(
      new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>,
    );
    const lines: string[] = [];
    for await (const line of decoded.pipeThrough(new TextLineStream())) lines.push(line);
    assert.deepEqual(lines, ["one", "two", "three"]);
  });

  it("toTransformStream() stands between an archive and its entries", async () => {
    const upper = toTransformStream(async function* (
      source: ReadableStream<TarStreamInput>,
    ): AsyncGenerator<TarStreamInput> {
      for await (const input of source) yield { ...input, path: input.path.toUpperCase() };
    });
    const inputs = streamOf<TarStreamInput>([{ type: "directory", path: "a" }]);
    const paths: string[] = [];
    const archive = inputs.pipeThrough(upper).pipeThrough(new TarStream());
    for await (const { path } of archive.pipeThrough(new UntarStream())) paths.push(path);
    assert.deepEqual(paths, ["A"]);
  });
});
