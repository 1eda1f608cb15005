import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { type TarStreamEntry, UntarStream } from "../../src/tar/mod.ts";
import { collect } from "../harness/collect.ts";
import { cut, END, entry, join, text, watch } from "./raw.ts";

const ARCHIVE = join(
  entry({ name: "a" }, "first"),
  entry({ name: "b" }, "B".repeat(2000)),
  entry({ name: "dir/", typeflag: "5" }),
  entry({ name: "empty" }),
  entry({ name: "z" }, "last"),
  END,
);
const PATHS = ["a", "b", "dir/", "empty", "z"];

function entriesOf(size = 300): ReadableStream<TarStreamEntry> {
  return watch(cut(ARCHIVE, size)).stream.pipeThrough(new UntarStream());
}

test("UntarStream gives paths, headers and bodies as @std/tar does", async () => {
  const found: unknown[] = [];
  for await (const { path, header, readable } of entriesOf()) {
    found.push([
      path,
      header.typeflag,
      header.size,
      readable && text(await collect(readable)).length,
    ]);
  }
  assert.deepEqual(found, [
    ["a", "0", 5, 5],
    ["b", "0", 2000, 2000],
    ["dir/", "5", 0, undefined],
    ["empty", "0", 0, 0],
    ["z", "0", 4, 4],
  ]);
});

describe("UntarStream goes on over bodies that are cancelled or not touched", () => {
  for (const cancel of [true, false]) {
    it(cancel ? "cancelled" : "not touched", async () => {
      const paths: string[] = [];
      for await (const { path, readable } of entriesOf()) {
        paths.push(path);
        if (cancel) await readable?.cancel();
      }
      assert.deepEqual(paths, PATHS);
    });
  }
});

test("UntarStream holds the next entry back while a body is read elsewhere", async () => {
  const bodies: Promise<Uint8Array>[] = [];
  for await (const { readable } of entriesOf(100)) {
    if (readable) bodies.push(collect(readable));
  }
  assert.deepEqual((await Promise.all(bodies)).map((body) => body.length), [5, 2000, 0, 4]);
});

test("UntarStream goes on once a body that is read elsewhere is cancelled", async () => {
  const entries = entriesOf().getReader();
  await entries.read();
  const { value: b } = await entries.read();
  const body = b!.readable!.getReader();
  await body.read();
  const next = entries.read();
  await body.cancel();
  assert.equal((await next).value!.path, "dir/");
});

test("UntarStream works behind pipeTo, which asks for entries by itself", async () => {
  const found: [string, number][] = [];
  await entriesOf().pipeTo(
    new WritableStream({
      async write({ path, readable }): Promise<void> {
        found.push([path, readable ? (await collect(readable)).length : -1]);
      },
    }),
  );
  assert.deepEqual(found, [["a", 5], ["b", 2000], ["dir/", -1], ["empty", 0], ["z", 4]]);
});

test("UntarStream cancels the source when the entries are cancelled", async () => {
  const { stream, cancelled } = watch(cut(ARCHIVE, 300));
  const entries = stream.pipeThrough(new UntarStream());
  const reader = entries.getReader();
  await reader.read();
  await reader.cancel("enough");
  assert.deepEqual(cancelled(), ["enough"]);
});

test("UntarStream cancels the source of a broken archive", async () => {
  const broken = ARCHIVE.slice();
  broken[1024]! ^= 1;
  const { stream, cancelled } = watch(cut(broken, 300));
  const reader = stream.pipeThrough(new UntarStream()).getReader();
  await reader.read();
  const problem = await reader.read().then(() => assert.fail(), (problem) => problem);
  assert.match(problem.message, /^Cannot read tar archive at byte 1024: header checksum is /);
  assert.deepEqual(cancelled(), [problem.cause]);
});

test("UntarStream rejects when the writer aborts, in the middle of a body too", async () => {
  const stream = new UntarStream();
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  writer.write(ARCHIVE.slice(0, 2700)).catch(() => {});
  await reader.read();
  const { value: b } = await reader.read();
  const body = collect(b!.readable!);
  await writer.abort(new Error("lost"));
  await assert.rejects(body, { message: "lost" });
  await assert.rejects(reader.read(), { message: "lost" });
});

test("UntarStream slows the writer down to the pace of the reader", async () => {
  const stream = new UntarStream();
  const writer = stream.writable.getWriter();
  let written = 0;
  const writing = (async () => {
    for (const chunk of cut(ARCHIVE, 512)) {
      await writer.ready;
      writer.write(chunk).then(() => written++, () => {});
    }
    await writer.close();
  })();
  const reader = stream.readable.getReader();
  await reader.read();
  // The header, and the two blocks behind it.
  assert.ok(written <= 3, `${written} chunks were taken for one header`);
  while (!(await reader.read()).done);
  await writing;
  assert.equal(written, ARCHIVE.length / 512);
});
