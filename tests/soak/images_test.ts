import assert from "node:assert/strict";
import { ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { test } from "node:test";
import { APIClient } from "../../mod.ts";
import { pack } from "../../src/tar/mod.ts";
import { baseImage, host, isSoak, label, skip, uniqueName } from "../live/fixture.ts";

const MIB = 1024 * 1024;
/** How much the process's memory may grow while something large goes through it. */
const GROWTH_LIMIT = 64;

/** Notes the greatest size of this process while something goes on. */
class Memory {
  readonly #before: number = process.memoryUsage.rss();
  #peak = 0;

  /** Passes bytes on and looks at the memory every few MiB. */
  watch(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    let since = 0;
    const reader = stream.getReader();
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        since += value.length;
        this.bytes += value.length;
        if (since >= 4 * MIB) {
          since = 0;
          this.look();
        }
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 });
  }

  /** How many bytes went by. */
  bytes = 0;

  look(): void {
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss());
  }

  /** Asserts that it did not grow with what went through. */
  check(what: string, start: number): void {
    this.look();
    const growth = (this.#peak - this.#before) / MIB;
    const seconds = (performance.now() - start) / 1000;
    if (isSoak) {
      console.log(
        `soak: ${what}, ${(this.bytes / MIB).toFixed(0)} MiB in ${seconds.toFixed(1)} s; ` +
          `memory grew by ${growth.toFixed(0)} MiB`,
      );
    }
    assert.ok(growth < GROWTH_LIMIT, `${what}: memory grew by ${growth.toFixed(0)} MiB`);
  }
}

/** So many MiB that do not compress, made as they are read. */
function noise(mebibytes: number): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(MIB);
  for (let at = 0; at < MIB; at += 65536) crypto.getRandomValues(piece.subarray(at, at + 65536));
  let left = mebibytes;
  return new ReadableStream<Uint8Array>({
    pull(controller): void {
      if (left-- === 0) return controller.close();
      piece[left % MIB]!++;
      controller.enqueue(piece.slice());
    },
  }, { highWaterMark: 0 });
}

test("getImage() into loadImage() keeps memory flat", { skip }, async () => {
  const size = isSoak ? 2048 : 192;
  const client = new APIClient({ baseUrl: host, timeout: 600 });
  const repository = uniqueName("large");
  const name = `${repository}:x`;
  const carry = async (what: string): Promise<void> => {
    const memory = new Memory();
    const start = performance.now();
    const archive = memory.watch(await client.getImage(name));
    for await (const record of await client.loadImage(archive)) {
      assert.equal(record.stream, `Loaded image: ${name}\n`);
    }
    if (what !== "") {
      memory.check(what, start);
      assert.ok(memory.bytes > size * MIB, `${memory.bytes} bytes`);
    }
  };
  try {
    for (const mebibytes of [8, size]) {
      const content = noise(mebibytes);
      const archive = pack([{ path: "noise", content, size: mebibytes * MIB }]);
      const options = { repository, tag: "x", changes: `LABEL ${label}` };
      await client.importImageFromStream(archive, options);
      // The first round shows what the code itself takes.
      await carry(mebibytes === size ? "getImage() into loadImage()" : "");
    }
  } finally {
    for (const id of await client.images({ name: repository, quiet: true })) {
      await client.removeImage(id, { force: true });
    }
    for (const id of await client.images({ filters: { label, dangling: true }, quiet: true })) {
      await client.removeImage(id, { force: true }).catch(() => {});
    }
    client.close();
  }
});

test("build() keeps memory flat whatever the size of its context", { skip }, async () => {
  const size = isSoak ? 1024 : 128;
  const folder = mkdtempSync(path.join(os.tmpdir(), "longshore-large-"));
  const client = new APIClient({ baseUrl: host, timeout: 600 });
  try {
    writeFileSync(path.join(folder, "Dockerfile"), `FROM ${baseImage}\n`);
    const build = async (options: { path: string }): Promise<void> => {
      for await (const _ of await client.build({ ...options, rm: true }));
    };
    await build({ path: folder });
    const file = openSync(path.join(folder, "zeros"), "w");
    ftruncateSync(file, size * MIB);
    const memory = new Memory();
    memory.bytes = size * MIB;
    const timer = setInterval(() => memory.look(), 20);
    const start = performance.now();
    try {
      await build({ path: folder });
    } finally {
      clearInterval(timer);
    }
    memory.check("a build's context", start);
  } finally {
    rmSync(folder, { recursive: true });
    client.close();
  }
});
