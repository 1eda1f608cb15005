import assert from "node:assert/strict";
import * as fs from "node:fs";
import os from "node:os";
import { describe, it } from "node:test";
import { pack, unpack } from "../../src/tar/mod.ts";
import {
  assertCopiesFrom,
  assertCopiesInto,
  type Copy,
  created,
  skipWithoutCli,
} from "./copying.ts";
import { withDocker } from "./docker.ts";
import { skip } from "./fixture.ts";

/** What the command refuses, though it takes the same without the point or without the slash. */
const REFUSED = ["d/. -> link/", "d/./ -> link/"];
/** What is there before each copy. */
const TARGETS = [
  "new",
  "new/",
  "dir",
  "dir/",
  "dir/.",
  "file",
  "file/",
  "none/new",
  "link",
  "link/",
  "new/.",
  "gone",
  "loop",
];
const SOURCES = ["f", "f/", "d", "d/", "d/.", "d/./", "none", "l", "l/", "l-gone"];

/** Each call of the command takes its time: odd ones meet those of the other side that matter. */
function targetsFor(source: string): string[] {
  const isOdd = ["d/./", "l-gone"].includes(source);
  if (isOdd) return ["new", "dir/", "file", "link/"];
  return ["f", "d", "d/."].includes(source) ? TARGETS : TARGETS.slice(0, TARGETS.indexOf("new/."));
}

const COPIES: Copy[] = SOURCES.flatMap((source) =>
  targetsFor(source).map((target): Copy => [source, target])
);

describe("the rules of docker cp", { skip: skipWithoutCli }, () => {
  it("hold for copyInto(): what it does and refuses is what the command does and refuses", () =>
    assertCopiesInto(COPIES));

  it("hold for copyFrom(): what it does and refuses is what the command does and refuses", async () => {
    const onlyOurs = await assertCopiesFrom(COPIES);
    assert.deepEqual(onlyOurs.filter((one) => !REFUSED.includes(one)), []);
  });
});

describe("container.copyInto()", { skip }, () => {
  it("takes data in every form, with owner and mode", () =>
    withDocker(async ({ docker, later }) => {
      const container = await created(docker, later);
      const bytes = new TextEncoder().encode("content");
      const stream = (): ReadableStream<Uint8Array> => new Blob([bytes]).stream();
      await container.copyInto(bytes, "/tmp/bytes", { uid: 7, gid: 8, mode: 0o600 });
      await container.copyInto(new Blob([bytes]), "/tmp/blob");
      await container.copyInto(stream(), "/tmp/stream");
      await container.copyInto(stream(), "/tmp/sized", { size: bytes.length });
      for (const name of ["bytes", "blob", "stream", "sized"]) {
        const file = await container.copyFrom(`/tmp/${name}`);
        assert.deepEqual([file.kind, file.size, await file.text()], ["file", 7, "content"], name);
      }
      const [archive] = await container.getArchive("/tmp/bytes");
      for await (const { header } of unpack(archive)) {
        assert.deepEqual([header.uid, header.gid, header.mode & 0o7777], [7, 8, 0o600]);
      }
      assert.equal((await container.copyFrom("/tmp/blob")).mode, 0o644);
    }));

  it("leaves nothing behind when a stream fails, and says which step failed", () =>
    withDocker(async ({ docker, later }) => {
      const container = await created(docker, later);
      const failing = (): ReadableStream<Uint8Array> =>
        new ReadableStream({
          start: (controller) => controller.enqueue(new Uint8Array(10)),
          pull: (controller) => controller.error(new Error("disk broke")),
        });
      await assert.rejects(container.copyInto(failing(), "/tmp/x"), /disk broke/);
      const cancelled: string[] = [];
      const unread = (): ReadableStream<Uint8Array> =>
        new ReadableStream({ cancel: ({ name }) => void cancelled.push(name) });
      const controller = new AbortController();
      setTimeout(() => controller.abort(new RangeError("enough")), 100);
      const given = container.copyInto(unread(), "/tmp/x", { signal: controller.signal });
      await assert.rejects(given, { message: "enough" });
      await assert.rejects(container.copyInto(unread(), "/tmp"), {
        message: /: it is a directory; the path of data names the file$/,
      });
      assert.deepEqual(cancelled, ["RangeError", "DockerError"]);
      await assert.rejects(container.copyInto("some text", "/tmp/x"), {
        message: /no such local file or directory; a string is a path, a text goes as new Blob/,
      });
      await assert.rejects(container.copyInto(failing(), "/tmp/x", { size: 100 }), /disk broke/);
      const left = fs.readdirSync(os.tmpdir()).filter((name) =>
        /^longshore-[0-9a-f]{8}-/.test(name)
      );
      assert.deepEqual(left, []);
      await assert.rejects(container.copyInto("/no/such", "/tmp/x"), {
        name: "DockerError",
        message:
          `Cannot copy "/no/such" into "/tmp/x" of container "${container.id}": there is no such local file or directory`,
      });
      await assert.rejects(container.copyInto(new Uint8Array(1), "/tmp"), {
        message: /: it is a directory; the path of data names the file$/,
      });
      await assert.rejects(container.copyInto("/etc/hostname", "/tmp/x", { owner: 1 } as object), {
        message: /unknown option "owner"/,
      });
    }));
});

describe("container.copyFrom()", { skip }, () => {
  it("reads a file, and a directory entry by entry", () =>
    withDocker(async ({ docker, later }) => {
      const container = await created(docker, later);
      await container.putArchive(
        "/",
        pack([
          { path: "d/a", content: "A", options: { mode: 0o4755 } },
          { type: "symlink", path: "d/l", linkname: "a" },
        ]),
      );
      const file = await container.copyFrom("/d/l");
      assert.deepEqual([file.kind, file.name, file.size, file.mode, await file.text()], [
        "file",
        "l",
        1,
        0o4755,
        "A",
      ]);
      const chunks: Uint8Array[] = [];
      for await (const chunk of await (await container.copyFrom("/d/a")).stream()) {
        chunks.push(chunk);
      }
      assert.equal(new TextDecoder().decode(chunks[0]), "A");
      await using directory = await container.copyFrom("/d");
      const names: string[] = [];
      for await (const entry of directory.entries()) names.push(`${entry.path} ${entry.type}`);
      assert.deepEqual(names.sort(), ["d/ directory", "d/a file", "d/l symlink"]);
      await assert.rejects((await container.copyFrom("/d")).bytes(), {
        message: /^Cannot read "\/d" of container .*: it is no file; its kind is "directory"$/,
      });
      await assert.rejects(container.copyFrom("/no/such"), { name: "NotFound" });
    }));
});
