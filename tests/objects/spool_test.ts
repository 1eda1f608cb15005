import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { spool } from "../../src/objects/copy/spool.ts";
import { loadPlatform } from "../../src/platform/mod.ts";
import type { Platform } from "../../src/platform/types.ts";
import { kept, settled, until } from "../harness/memory_engine.ts";

/** The machine's platform, which notes the files that it makes and may fail to write them. */
async function noting(made: string[], failure?: Error): Promise<Platform> {
  const platform = await loadPlatform();
  const files = Object.create(platform.files) as Platform["files"];
  const create: Platform["files"]["create"] = async (path, options) => {
    made.push(path);
    const sink = await platform.files.create(path, options);
    if (failure === undefined) return sink;
    return Object.assign(Object.create(sink), {
      write: () => Promise.reject(failure),
      close: () => sink.close(),
    });
  };
  return { ...platform, files: Object.assign(files, { create }) };
}

/** A stream that notes why it was cancelled; it gives its chunks and stays open, or fails. */
function source(
  chunks: Uint8Array[],
  cancelled: unknown[],
  failure?: Error,
): ReadableStream<Uint8Array> {
  const left = [...chunks];
  return new ReadableStream({
    pull(controller): Promise<void> | void {
      const chunk = left.shift();
      if (chunk !== undefined) return controller.enqueue(chunk);
      if (failure !== undefined) throw failure;
      return new Promise(() => {});
    },
    cancel: (reason) => void cancelled.push(reason),
  }, { highWaterMark: 0 });
}

describe("spool()", () => {
  it("is given up with its signal's reason: the source is cancelled, and no file is left", async () => {
    const made: string[] = [];
    const cancelled: unknown[] = [];
    const controller = new AbortController();
    const platform = await noting(made);
    const spooling = spool(platform, source([new Uint8Array(9)], cancelled), controller.signal);
    const reason = new Error("enough");
    const rejected = assert.rejects(spooling, reason);
    await until("the file", () => made.length > 0);
    await settled();
    controller.abort(reason);
    await kept(rejected);
    assert.deepEqual(cancelled, [reason]);
    assert.equal(made.length, 1);
    assert.equal(await platform.files.stat(made[0]!), null);
  });

  it("cancels its source when the file cannot be written", async () => {
    const made: string[] = [];
    const cancelled: unknown[] = [];
    const full = new Error("no space left on device");
    const platform = await noting(made, full);
    await assert.rejects(kept(spool(platform, source([new Uint8Array(9)], cancelled))), full);
    assert.deepEqual(cancelled, [full]);
    assert.equal(await platform.files.stat(made[0]!), null);
  });

  it("says that the source failed, and leaves no file", async () => {
    const made: string[] = [];
    const platform = await noting(made);
    const broken = source([new Uint8Array(9)], [], new Error("disk broke"));
    await assert.rejects(kept(spool(platform, broken)), {
      name: "DockerError",
      message: "Cannot copy the data: its stream failed: disk broke",
    });
    assert.equal(await platform.files.stat(made[0]!), null);
  });
});
