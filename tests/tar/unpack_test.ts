import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { type TarEntry, unpack } from "../../src/tar/mod.ts";
import { collect } from "../harness/collect.ts";
import { cut, END, entry, join, text, watch } from "./raw.ts";

const ARCHIVE = join(
  entry({ name: "a" }, "first"),
  entry({ name: "b" }, "B".repeat(2000)),
  entry({ name: "dir/", typeflag: "5" }),
  entry({ name: "link", typeflag: "2", linkname: "a" }),
  entry({ name: "empty" }),
  entry({ name: "z" }, "last"),
  END,
);
const PATHS = ["a", "b", "dir/", "link", "empty", "z"];

test("unpack() gives the bodies as bytes, text and streams", async () => {
  const found: [string, unknown][] = [];
  for await (const entry of unpack(watch(cut(ARCHIVE, 700)).stream)) {
    if (entry.path === "a") found.push(["a", await entry.text()]);
    else if (entry.path === "b") found.push(["b", (await entry.bytes()).length]);
    else if (entry.readable) found.push([entry.path, text(await collect(entry.readable))]);
    else found.push([entry.path, entry.readable]);
  }
  assert.deepEqual(found, [
    ["a", "first"],
    ["b", 2000],
    ["dir/", undefined],
    ["link", undefined],
    ["empty", ""],
    ["z", "last"],
  ]);
});

describe("unpack() reads bytes and Blobs too", () => {
  for (const archive of [ARCHIVE, new Blob([ARCHIVE as BlobPart])]) {
    it(archive.constructor.name, async () => {
      const paths: string[] = [];
      for await (const entry of unpack(archive)) paths.push(entry.path);
      assert.deepEqual(paths, PATHS);
    });
  }
});

describe("unpack() skips what is not read, whatever the chunks", () => {
  for (const size of [1, 100, 512, 5000, ARCHIVE.length]) {
    it(`in chunks of ${size} bytes`, async () => {
      const paths: string[] = [];
      for await (const entry of unpack(watch(cut(ARCHIVE, size)).stream)) paths.push(entry.path);
      assert.deepEqual(paths, PATHS);
    });
  }
});

describe("unpack() goes on over a body that was read in part, cancelled or left locked", () => {
  for (const leave of ["cancel", "release", "lock", "break"]) {
    it(leave, async () => {
      const paths: string[] = [];
      for await (const entry of unpack(watch(cut(ARCHIVE, 300)).stream)) {
        paths.push(entry.path);
        if (entry.path !== "b") continue;
        const reader = entry.readable!.getReader();
        assert.ok((await reader.read()).value!.length < 2000);
        if (leave === "cancel") await reader.cancel();
        if (leave === "release" || leave === "break") reader.releaseLock();
        if (leave === "break") { for await (const _ of entry.readable!) break; }
      }
      assert.deepEqual(paths, PATHS, leave);
    });
  }
});

test("unpack() refuses to read a body after going on", async () => {
  const message = 'Cannot read the body of tar entry "a": the reader went on to another entry';
  const entries = unpack(ARCHIVE);
  const { value: a } = await entries.next() as IteratorYieldResult<TarEntry>;
  const { value: b } = await entries.next() as IteratorYieldResult<TarEntry>;
  await assert.rejects(a.bytes(), { name: "TypeError", message });
  assert.equal((await b.bytes()).length, 2000);
  const again = unpack(ARCHIVE);
  const { value: first } = await again.next() as IteratorYieldResult<TarEntry>;
  const reader = first.readable!.getReader();
  await again.next();
  await assert.rejects(reader.read(), { name: "TypeError", message });
});

test("unpack() gives a body only once", async () => {
  const message = 'Cannot read the body of tar entry "a": it can be taken only once';
  const entries = unpack(ARCHIVE);
  const { value: a } = await entries.next() as IteratorYieldResult<TarEntry>;
  assert.equal(await a.text(), "first");
  await assert.rejects(a.bytes(), { name: "TypeError", message });
  assert.throws(() => a.readable, { name: "TypeError", message });
  const again = unpack(ARCHIVE);
  const { value: first } = await again.next() as IteratorYieldResult<TarEntry>;
  assert.equal(first.readable, first.readable);
  await assert.rejects(first.text(), { name: "TypeError", message });
});

test("unpack() waits for a body that is being collected", async () => {
  const bodies: Promise<string>[] = [];
  for await (const entry of unpack(watch(cut(ARCHIVE, 100)).stream)) bodies.push(entry.text());
  assert.deepEqual((await Promise.all(bodies)).map((body) => body.length), [5, 2000, 0, 0, 0, 4]);
});

test("unpack() pulls no more than it needs", async () => {
  const { stream, pulled } = watch(cut(ARCHIVE, 512));
  const entries = unpack(stream);
  assert.equal(pulled(), 0);
  const { value: a } = await entries.next() as IteratorYieldResult<TarEntry>;
  assert.equal(pulled(), 1);
  await a.bytes();
  assert.equal(pulled(), 2);
  const { value: b } = await entries.next() as IteratorYieldResult<TarEntry>;
  assert.equal(pulled(), 3);
  const reader = b.readable!.getReader();
  assert.equal(pulled(), 3);
  await reader.read();
  assert.equal(pulled(), 4);
});

test("unpack() reads the source to its end behind the archive's", async () => {
  const { stream, pulled, cancelled } = watch(cut(join(ARCHIVE, new Uint8Array(9216)), 512));
  for await (const _ of unpack(stream));
  assert.equal(pulled(), (ARCHIVE.length + 9216) / 512);
  assert.deepEqual(cancelled(), []);
});

test("unpack() cancels the source when the loop is left", async () => {
  const { stream, cancelled } = watch(cut(ARCHIVE, 512));
  const entries = unpack(stream);
  for await (const entry of entries) {
    if (entry.path === "b") break;
  }
  assert.deepEqual(cancelled(), [undefined]);
  assert.deepEqual(await entries.next(), { done: true, value: undefined });
});

test("unpack() cancels the source of a broken archive with the error", async () => {
  const broken = ARCHIVE.slice();
  broken[1024]! ^= 1;
  const { stream, cancelled } = watch(cut(broken, 512));
  const message = /^Cannot read tar archive at byte 1024: header checksum is /;
  const entries = unpack(stream);
  await entries.next();
  const problem = await entries.next().then(() => assert.fail(), (problem) => problem);
  assert.match(problem.message, message);
  assert.deepEqual(cancelled(), [problem]);
  assert.deepEqual(await entries.next(), { done: true, value: undefined });
});

const CUT = 'Cannot read tar entry "b" at byte 1024: the archive was cut at byte 2000, ' +
  "1536 bytes before the end of its body";

describe("unpack() rejects, in loop and body, when the archive is cut", () => {
  for (const how of ["bytes", "stream", "skip"]) {
    it(how, async () => {
      const entries = unpack(watch(cut(ARCHIVE.subarray(0, 2000), 333)).stream);
      await entries.next();
      const { value: b } = await entries.next() as IteratorYieldResult<TarEntry>;
      const failure = how === "bytes"
        ? b.bytes()
        : how === "stream"
        ? collect(b.readable!)
        : entries.next();
      await assert.rejects(failure, { name: "TarError", message: CUT });
    });
  }

  it("an archive in one piece", async () => {
    const whole = unpack(ARCHIVE.subarray(0, 2000));
    await whole.next();
    await whole.next();
    await assert.rejects(whole.next(), { message: CUT });
  });
});

test("unpack() passes on the source's own error", async () => {
  const failing = (): ReadableStream<Uint8Array> => {
    let sent = false;
    return new ReadableStream({
      pull(controller): void {
        if (sent) throw new Error("connection lost");
        sent = true;
        controller.enqueue(ARCHIVE.slice(0, 1600));
      },
    }, { highWaterMark: 0 });
  };
  const entries = unpack(failing());
  await entries.next();
  const { value: b } = await entries.next() as IteratorYieldResult<TarEntry>;
  await assert.rejects(b.bytes(), { message: "connection lost" });
  await assert.rejects(entries.next(), { message: "connection lost" });
});

test("unpack() gives nothing more once it was left in the middle of a wait", async () => {
  const { stream, cancelled } = (() => {
    const reasons: unknown[] = [];
    const never = new ReadableStream<Uint8Array>({
      cancel(reason): void {
        reasons.push(reason);
      },
    });
    return { stream: never, cancelled: reasons };
  })();
  const entries = unpack(stream);
  const waiting = entries.next();
  await entries.return!();
  assert.deepEqual(await waiting, { done: true, value: undefined });
  assert.deepEqual(cancelled, [undefined]);
});
