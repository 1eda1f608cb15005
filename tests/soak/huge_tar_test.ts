/** Files beyond 8 GiB; other programs read a whole one only with LONGSHORE_SOAK=1. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { pack, unpack } from "../../src/tar/mod.ts";

const SIZE = 9 * 1024 ** 3;
const soak = process.env.LONGSHORE_SOAK === "1";
const skip = !soak && "set LONGSHORE_SOAK=1 to stream 9 GiB to other programs";

function zeros(size: number): ReadableStream<Uint8Array> {
  const chunk = new Uint8Array(1024 * 1024);
  let left = size;
  return new ReadableStream({
    pull(controller): void {
      if (left === 0) return controller.close();
      const length = Math.min(left, chunk.length);
      left -= length;
      controller.enqueue(chunk.subarray(0, length));
    },
  }, { highWaterMark: 0 });
}

async function consume(stream: ReadableStream<Uint8Array>): Promise<number> {
  let size = 0;
  const reader = stream.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.length;
  }
  return size;
}

test("pack() and unpack() agree on the header of a 9 GiB file", async () => {
  const archive = pack([{ path: "huge", content: zeros(SIZE), size: SIZE }]);
  for await (const entry of unpack(archive)) {
    assert.equal(entry.size, SIZE);
    const reader = entry.readable!.getReader();
    assert.equal((await reader.read()).value!.length, 1024 * 1024);
    break;
  }
});

test("pack() and unpack() pass 9 GiB on", { timeout: 120_000 }, async () => {
  const archive = pack([
    { path: "huge", content: zeros(SIZE), size: SIZE },
    { path: "behind", content: "x" },
  ]);
  const found: [string, number][] = [];
  for await (const entry of unpack(archive)) {
    found.push([entry.path, await consume(entry.readable!)]);
  }
  assert.deepEqual(found, [["huge", SIZE], ["behind", 1]]);
});

for (const command of ["tar", "bsdtar"]) {
  test(`${command} lists a 9 GiB file that pack() writes`, { skip, timeout: 120_000 }, async () => {
    const archive = pack([
      { path: "huge", content: zeros(SIZE), size: SIZE },
      { path: "behind", content: "x" },
    ]);
    const child = spawn(command, ["-t", "-v", "-f", "-"], { stdio: ["pipe", "pipe", "inherit"] });
    let listed = "";
    child.stdout.on("data", (chunk) => listed += chunk);
    const closed = new Promise((resolve) => child.on("close", resolve));
    for await (const chunk of archive) {
      await new Promise<void>((resolve) => child.stdin.write(chunk, () => resolve()));
    }
    child.stdin.end();
    assert.equal(await closed, 0);
    assert.match(listed, new RegExp(`\\b${SIZE}\\b.* huge\\n.*\\b1\\b.* behind\\n`));
  });
}
