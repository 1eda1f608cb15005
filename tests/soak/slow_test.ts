import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APIClient } from "../../mod.ts";
import { pack } from "../../src/tar/mod.ts";
import { connection } from "../live/connection.ts";
import { baseImage, isSoak, label, labels, skip } from "../live/fixture.ts";
import { within } from "../live/sandbox.ts";
import { measure, Memory, MIB, noise } from "./memory.ts";

const SIZE = isSoak ? 1024 : 96;
/** After so many bytes, and for how many milliseconds, a slow side pauses. */
const STEP = 2 * MIB;
const PAUSE = 5;

/** Passes bytes on, with pauses. */
function slowly(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  let since = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller): Promise<void> {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      since += value.length;
      if (since >= STEP) {
        since = 0;
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

async function drain(stream: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stream.getReader();
  while (!(await reader.read()).done);
}

/** Carries so many MiB slowly, once to warm up, and asserts that memory stays flat. */
async function flat(
  what: string,
  carry: (memory: Memory, mebibytes: number) => Promise<void>,
): Promise<void> {
  await carry(new Memory(), 32);
  await measure(async () => {
    const memory = new Memory();
    const start = performance.now();
    await carry(memory, SIZE);
    memory.check(`${what}, slowly`, start);
    assert.ok(memory.bytes >= SIZE * MIB, `${memory.bytes} bytes`);
  });
}

function archive(mebibytes: number): ReadableStream<Uint8Array> {
  return pack([{ path: "noise", content: noise(mebibytes), size: mebibytes * MIB }]);
}

describe("memory stays flat at a slow pace", { skip }, () => {
  it("of an exec's output", () =>
    within(async ({ client, running }) => {
      const box = await running("sleep 600");
      await flat("exec output", async (memory, mebibytes) => {
        const command = ["head", "-c", String(mebibytes * MIB), "/dev/zero"];
        const exec = await client.execCreate(box, command);
        await drain(slowly(memory.watch(await client.execStart(exec, { stream: true }))));
      });
    }));

  it("of an exec's input that is taken slowly", () =>
    within(async ({ client, running }) => {
      const box = await running("sleep 600");
      await flat("exec input", async (memory, mebibytes) => {
        const command = "while [ $(head -c 4194304 | wc -c) -gt 0 ]; do sleep 0.01; done; echo all";
        const exec = await client.execCreate(box, ["sh", "-c", command], { stdin: true });
        await using socket = await client.execStart(exec, { socket: true });
        const output = drain(socket.readable);
        await memory.watch(noise(mebibytes)).pipeTo(socket.writable);
        await output;
      });
    }));

  it("of archives, out of a container and into it", () =>
    within(async ({ container }) => {
      await using client = new APIClient({ ...connection, timeout: 600 });
      const id = await container("true");
      await flat("putArchive()", async (memory, mebibytes) => {
        await client.putArchive(id, "/", slowly(memory.watch(archive(mebibytes))));
      });
      await flat("getArchive()", async (memory) => {
        const [stream] = await client.getArchive(id, "/noise");
        await drain(slowly(memory.watch(stream)));
      });
    }));

  it("of a build's context, and of the image that is saved", async () => {
    await using client = new APIClient({ ...connection, timeout: 600 });
    const tag = `longshore-slow-${Date.now().toString(36)}`;
    const context = (mebibytes: number): ReadableStream<Uint8Array> =>
      pack([
        {
          path: "Dockerfile",
          content: `FROM ${baseImage}\nLABEL ${label}\nCOPY noise /noise\n`,
        },
        { path: "noise", content: noise(mebibytes), size: mebibytes * MIB },
      ]);
    try {
      await flat("build()", async (memory, mebibytes) => {
        const fileobj = slowly(memory.watch(context(mebibytes)));
        const output = await client.build({
          fileobj,
          customContext: true,
          tag,
          rm: true,
          labels: labels(),
          decode: true,
        });
        for await (const _ of output);
      });
      await flat("getImage()", async (memory) => {
        await drain(slowly(memory.watch(await client.getImage(tag))));
      });
    } finally {
      await client.removeImage(tag, { force: true }).catch(() => {});
    }
  });
});
