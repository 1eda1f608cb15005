import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { pack, type PackInput, TarStream, type TarStreamInput, unpack } from "../../src/tar/mod.ts";
import { collect } from "../harness/collect.ts";
import { cut, watch } from "./raw.ts";

async function list(archive: ReadableStream<Uint8Array>): Promise<[string, string, string][]> {
  const found: [string, string, string][] = [];
  for await (const entry of unpack(archive)) {
    found.push([entry.type, entry.path, entry.header.linkname || await entry.text()]);
  }
  return found;
}

function streamOf(...chunks: string[]): ReadableStream<Uint8Array> {
  return watch(chunks.map((chunk) => new TextEncoder().encode(chunk))).stream;
}

const ALL: () => PackInput[] = () => [
  { type: "directory", path: "dir" },
  { path: "dir/text", content: "hëllo" },
  { path: "bytes", content: new Uint8Array([65, 66]) },
  { type: "file", path: "blob", content: new Blob(["blob"]) },
  { path: "stream", content: streamOf("one", "", "two"), size: 6 },
  { type: "file", path: "std", size: 3, readable: streamOf("std") },
  { path: "empty", content: "" },
  { path: "big", content: "x".repeat(100_000) },
  { type: "symlink", path: "symlink", linkname: "dir/text" },
  { type: "link", path: "link", linkname: "bytes" },
  { type: "fifo", path: "fifo" },
  { type: "character-device", path: "null", options: { devmajor: 1, devminor: 3 } },
];
const LISTED: [string, string, string][] = [
  ["directory", "dir/", ""],
  ["file", "dir/text", "hëllo"],
  ["file", "bytes", "AB"],
  ["file", "blob", "blob"],
  ["file", "stream", "onetwo"],
  ["file", "std", "std"],
  ["file", "empty", ""],
  ["file", "big", "x".repeat(100_000)],
  ["symlink", "symlink", "dir/text"],
  ["link", "link", "bytes"],
  ["fifo", "fifo", ""],
  ["character-device", "null", ""],
];

test("pack() writes all kinds of entries and content", async () => {
  assert.deepEqual(await list(pack(ALL())), LISTED);
});

const SOURCES = {
  "an array": ALL,
  *"a generator"(): Generator<PackInput> {
    yield* ALL();
  },
  async *"an async generator"(): AsyncGenerator<PackInput> {
    yield* ALL();
  },
  "a stream": () =>
    new ReadableStream<PackInput>({
      start(controller): void {
        for (const input of ALL()) controller.enqueue(input);
        controller.close();
      },
    }),
};
for (const [kind, source] of Object.entries(SOURCES)) {
  test(`pack() takes ${kind} of entries`, async () => {
    assert.deepEqual(await list(pack(source())), LISTED);
  });
}

test("pack() gives the same bytes again, in whole blocks, with two of zeros at the end", async () => {
  const first = await collect(pack(ALL()));
  assert.deepEqual(first, await collect(pack(ALL())));
  assert.equal(first.length % 512, 0);
  assert.ok(first.subarray(-1024).every((byte) => byte === 0));
  assert.equal((await collect(pack([]))).length, 1024);
});

test("pack() gathers small pieces and passes large ones on as they are", async () => {
  const many = Array.from({ length: 1000 }, (_, at) => ({ path: `f${at}`, content: "x" }));
  let chunks = 0;
  for await (const chunk of pack(many)) {
    chunks++;
    assert.ok(chunk.length <= 70_000);
  }
  assert.equal(chunks, 16);
  const large = new Uint8Array(200_000);
  const found: Uint8Array[] = [];
  for await (const chunk of pack([{ path: "large", content: large }])) found.push(chunk);
  assert.equal(found[1], large);
});

test("pack() asks for an entry and its content only when it is read that far", async () => {
  const asked: string[] = [];
  const big = watch(cut(new Uint8Array(400_000), 100_000));
  const archive = pack(function* (): Generator<PackInput> {
    asked.push("first");
    yield { path: "first", content: big.stream, size: 400_000 };
    asked.push("second");
    yield { path: "second", content: "x" };
  }());
  const reader = archive.getReader();
  assert.deepEqual([asked, big.pulled()], [[], 0]);
  await reader.read();
  assert.deepEqual([asked, big.pulled()], [["first"], 1]);
  await reader.read();
  await reader.read();
  assert.deepEqual([asked, big.pulled()], [["first"], 2]);
});

test("pack() cancels the content that is being read, and what gives the entries", async () => {
  const content = watch(cut(new Uint8Array(400_000), 100_000));
  let ended = false;
  const archive = pack(function* (): Generator<PackInput> {
    try {
      yield { path: "a", content: content.stream, size: 400_000 };
      yield { path: "b", content: "x" };
    } finally {
      ended = true;
    }
  }());
  const reader = archive.getReader();
  await reader.read();
  await reader.cancel("enough");
  assert.deepEqual(content.cancelled(), ["enough"]);
  assert.equal(ended, true);
});

test("pack() can be cancelled while content does not come", async () => {
  let reason: unknown;
  let onPull: () => void;
  const pulled = new Promise<void>((resolve) => onPull = resolve);
  const never = new ReadableStream<Uint8Array>({
    pull(): Promise<void> {
      onPull();
      return new Promise(() => {});
    },
    cancel(given): void {
      reason = given;
    },
  }, { highWaterMark: 0 });
  const reader = pack([{ path: "a", content: never, size: 5 }]).getReader();
  const reading = reader.read();
  await pulled;
  await reader.cancel("enough");
  assert.deepEqual(await reading, { done: true, value: undefined });
  assert.equal(reason, "enough");
});

test("pack() refuses content of another size than stated, and cancels it", async () => {
  const short = { path: "short", content: streamOf("abc"), size: 5 };
  await assert.rejects(collect(pack([{ path: "a", content: "x" }, short])), {
    name: "TarError",
    message: 'Cannot write tar entry "short" at byte 1024: ' +
      "its content ended after 3 of the 5 bytes stated",
  });
  const content = watch([new Uint8Array(4), new Uint8Array(4), new Uint8Array(4)]);
  const long = { path: "long", content: content.stream, size: 5 };
  const problem = await collect(pack([long])).then(() => assert.fail(), (problem) => problem);
  assert.equal(
    problem.message,
    'Cannot write tar entry "long" at byte 0: its content is longer than the 5 bytes stated',
  );
  assert.deepEqual(content.cancelled(), [problem]);
  await assert.rejects(collect(pack([{ path: "text", content: "abc", size: 2 }])), {
    message:
      'Cannot write tar entry "text" at byte 0: its content is longer than the 2 bytes stated',
  });
});

describe("pack() refuses inputs that are not entries", () => {
  const cases: [unknown, string][] = [
    ["a", 'Cannot write tar entry: "a" is not an object'],
    [
      { path: "a", content: new ReadableStream() },
      'Cannot write tar entry "a": size is missing, and content that is a stream needs one',
    ],
    [
      { path: "a", content: 5 },
      'Cannot write tar entry "a": content is not a string, a Uint8Array, a Blob or a ReadableStream',
    ],
    [
      { path: "a" },
      'Cannot write tar entry "a": content is not a string, a Uint8Array, a Blob or a ReadableStream',
    ],
    [{ content: "x" }, 'Cannot write tar entry "undefined": path is not a string'],
  ];

  for (const [input, message] of cases) {
    it(`${JSON.stringify(input)}: ${message}`, async () => {
      await assert.rejects(collect(pack([input as PackInput])), { name: "TypeError", message });
    });
  }
});

test("pack() passes on the error of content and of what gives the entries", async () => {
  const failing = new ReadableStream<Uint8Array>({
    pull(): void {
      throw new Error("disk gone");
    },
  });
  await assert.rejects(collect(pack([{ path: "a", content: failing, size: 5 }])), {
    message: "disk gone",
  });
  const inputs = function* (): Generator<PackInput> {
    yield { path: "a", content: "x" };
    throw new Error("no more");
  };
  await assert.rejects(collect(pack(inputs())), { message: "no more" });
});

test("pack() leaves its input as it was", async () => {
  const input = Object.freeze({ path: "a", content: "x", options: Object.freeze({}) });
  assert.equal((await collect(pack([input]))).length, 2048);
});

test("TarStream writes what @std/tar's takes, and links", async () => {
  const inputs: TarStreamInput[] = [
    { type: "directory", path: "dir/" },
    { type: "file", path: "dir/a", size: 5, readable: streamOf("hello"), options: { mode: 0o600 } },
    { type: "symlink", path: "b", linkname: "dir/a" },
  ];
  const source = new ReadableStream<TarStreamInput>({
    pull(controller): void {
      const input = inputs.shift();
      if (input) controller.enqueue(input);
      else controller.close();
    },
  }, { highWaterMark: 0 });
  assert.deepEqual(await list(source.pipeThrough(new TarStream())), [
    ["directory", "dir/", ""],
    ["file", "dir/a", "hello"],
    ["symlink", "b", "dir/a"],
  ]);
});

test("TarStream gives its error to reader and writer", async () => {
  const stream = new TarStream();
  const writer = stream.writable.getWriter();
  const closed = writer.closed.then(() => assert.fail(), (problem) => problem);
  writer.write({ type: "file", path: "a", size: 5, readable: streamOf("abc") }).catch(() => {});
  const problem = await collect(stream.readable).then(() => assert.fail(), (problem) => problem);
  assert.equal(
    problem.message,
    'Cannot write tar entry "a": its content ended after 3 of the 5 bytes stated',
  );
  assert.equal(await closed, problem);
});

test("TarStream ends with its reader or its writer", async () => {
  const cancelled = new TarStream();
  const writer = cancelled.writable.getWriter();
  const write = writer.write({ type: "directory", path: "a" });
  await cancelled.readable.cancel("enough");
  await assert.rejects(write, (reason) => reason === "enough");
  const aborted = new TarStream();
  const reading = collect(aborted.readable);
  await aborted.writable.abort(new Error("stopped"));
  await assert.rejects(reading, { message: "stopped" });
});

test("pack() and unpack() make a round trip of every size around the block's", async () => {
  const sizes = [0, 1, 511, 512, 513, 1023, 1024, 1025, 16383, 16384, 16385, 65536, 200_001];
  const inputs = sizes.map((size) => ({ path: `s${size}`, content: new Uint8Array(size).fill(7) }));
  const found: number[] = [];
  for await (const entry of unpack(pack(inputs))) {
    const bytes = await entry.bytes();
    assert.ok(bytes.every((byte) => byte === 7));
    found.push(bytes.length);
  }
  assert.deepEqual(found, sizes);
});
