import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerSocket, Frame } from "../../mod.ts";
import { exercised } from "./exercised.ts";
import { skip } from "./fixture.ts";
import { within } from "./sandbox.ts";

const MIB = 1024 * 1024;

/** Bytes that a mistake in their order or count would show in. */
function pattern(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let index = 0, value = 1; index < length; index++) {
    value = (value * 1103515245 + 12345) & 0x7fffffff;
    bytes[index] = value >> 16;
  }
  return bytes;
}

/** Writes bytes in pieces of many sizes, and ends the input. */
async function feed(socket: ContainerSocket<unknown>, bytes: Uint8Array): Promise<void> {
  const writer = socket.writable.getWriter();
  for (
    let start = 0, size = 1;
    start < bytes.length;
    start += size, size = (size * 7) % 60000 + 1
  ) {
    await writer.write(bytes.subarray(start, start + size));
  }
  await socket.closeWrite();
}

async function stdoutOf(frames: AsyncIterable<Frame>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const { stream, data } of frames) {
    assert.equal(stream, "stdout");
    parts.push(new Uint8Array(data));
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Reads text until it holds all of the words. */
async function readUntil(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  ...words: string[]
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  while (!words.every((word) => text.includes(word))) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the output ended before ${JSON.stringify(words)}: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

describe("attachSocket() on the engine", { skip }, () => {
  it("1 MiB through cat comes back byte for byte behind the end of the input", async () => {
    await within(async ({ client, container }) => {
      const id = await container(["cat"], { stdinOpen: true });
      const bytes = pattern(MIB);
      const params = { stdin: true, stdout: true, stderr: true, stream: true };
      const socket = await client.attachSocket(id, { params, demux: true });
      const exit = await client.registerWait(id, { condition: "next-exit" });
      await client.start(id);
      const fed = feed(socket, bytes);
      assert.deepEqual(await stdoutOf(socket.readable), bytes);
      await fed;
      assert.equal(await exit.exitCode(), 0);
      exercised("attachSocket", "container", "params");
    });
  });

  it("gives the wire's bytes, frame headers included, unless frames are asked for", async () => {
    await within(async ({ client, container }) => {
      const id = await container("echo out; echo error >&2");
      const socket = await client.attachSocket({ Id: id });
      await client.start(id);
      const parts: number[] = [];
      for await (const bytes of socket.readable) parts.push(...bytes);
      const frame = (type: number, text: string): number[] => [
        ...[type, 0, 0, 0, 0, 0, 0, text.length],
        ...new TextEncoder().encode(text),
      ];
      const orders = [[...frame(1, "out\n"), ...frame(2, "error\n")], [
        ...frame(2, "error\n"),
        ...frame(1, "out\n"),
      ]];
      assert.ok(orders.some((order) => String(order) === String(parts)), String(parts));
    });
  });

  it("shows what came before with logs, and ends at once without stream", async () => {
    await within(async ({ client, running }) => {
      const id = await running("echo before; exec sleep 60");
      for await (const _ of await client.logs(id, { stream: true })) break;
      const socket = await client.attachSocket(id, {
        params: { logs: true, stream: false },
        demux: true,
      });
      assert.equal(new TextDecoder().decode(await stdoutOf(socket.readable)), "before\n");
      await assert.rejects(client.attachSocket(id, { params: { stdn: 1 } as object }), {
        name: "TypeError",
        message:
          'Cannot use params {"stdn":1}: expected { stdin, stdout, stderr, stream, logs } of ' +
          "true and false, and detachKeys",
      });
    });
  });

  it("a terminal takes input, sees a resize and lets go of detach keys", async () => {
    await within(async ({ client, container }) => {
      const id = await container(["sh"], { stdinOpen: true, tty: true });
      const params = { stdin: true, detachKeys: "ctrl-x,x" };
      const socket = await client.attachSocket(id, { params });
      await client.start(id);
      const reader = socket.readable.getReader();
      const writer = socket.writable.getWriter();
      await client.resize(id, 21, 99);
      await writer.write("stty size\n");
      await readUntil(reader, "21 99\r\n");
      await client.resize(id, 22, 98);
      await writer.write("stty size\n");
      await readUntil(reader, "22 98\r\n");
      await writer.write(new Uint8Array([0x18]));
      await writer.write("x");
      // Detached: the connection ends and the container goes on.
      while (!(await reader.read()).done);
      assert.equal((await client.inspectContainer(id)).State.Running, true);
      await client.kill(id);
    });
  });

  it("over a websocket: input, output and its end, but no half-close", async () => {
    await within(async ({ client, container }) => {
      const id = await container('read line; echo "got $line"; echo error >&2; read line; exit 4', {
        stdinOpen: true,
      });
      const socket = await client.attachSocket(id, { ws: true, params: { stdin: true } });
      const exit = await client.registerWait(id, { condition: "next-exit" });
      await client.start(id);
      const reader = socket.readable.getReader();
      const writer = socket.writable.getWriter();
      await writer.write("one\n");
      // The Engine mixes stdout and stderr in the order that it comes by them.
      const text = await readUntil(reader, "got one\n", "error\n");
      assert.equal(text.length, "got one\nerror\n".length);
      await assert.rejects(socket.closeWrite(), {
        name: "TypeError",
        message:
          "Cannot end the input of a websocket: it has no half-close; use close(), or attach without ws",
      });
      await writer.write("two\n");
      assert.deepEqual(await reader.read(), { done: true, value: undefined });
      assert.equal(await exit.exitCode(), 4);
      exercised("attachSocket", "ws");
      await assert.rejects(client.attachSocket(id, { ws: true, demux: true }), {
        name: "TypeError",
        message:
          `Cannot attach to container "${id}": demux cannot tell stdout from stderr over a ` +
          "websocket, where they come mixed",
      });
    });
  });

  it("large messages cross a websocket whole", async () => {
    await within(async ({ client, container }) => {
      // Without a terminal nothing is changed on the way; head ends by itself, as there is no half-close.
      const bytes = pattern(300_000);
      const id = await container(["head", "-c", String(bytes.length)], { stdinOpen: true });
      const socket = await client.attachSocket(id, { ws: true, params: { stdin: true } });
      await client.start(id);
      const writer = socket.writable.getWriter();
      const written = (async () => {
        for (const [start, end] of [[0, 100], [100, 70_100], [70_100, bytes.length]]) {
          await writer.write(bytes.subarray(start, end));
        }
      })();
      const parts: Uint8Array<ArrayBuffer>[] = [];
      for await (const part of socket.readable) parts.push(new Uint8Array(part));
      await written;
      assert.deepEqual(new Uint8Array(await new Blob(parts).arrayBuffer()), bytes);
    });
  });

  it("close(), cancelling and a signal free the connection and leave the container alone", async () => {
    await within(async ({ client, running }) => {
      const id = await running(["cat"], { stdinOpen: true, detach: true });
      const first = await client.attachSocket(id, { params: { stdin: true } });
      const pending = first.readable.getReader().read();
      first.close();
      assert.deepEqual(await pending, { done: true, value: undefined });
      const second = await client.attachSocket(id);
      await second.readable.cancel();
      const controller = new AbortController();
      const third = await client.attachSocket(id, { signal: controller.signal });
      const reading = third.readable.getReader().read();
      controller.abort(new Error("enough"));
      await assert.rejects(reading, { message: "enough" });
      const fourth = await client.attachSocket(id);
      const last = fourth.readable.getReader().read();
      await fourth[Symbol.asyncDispose]();
      assert.deepEqual(await last, { done: true, value: undefined });
      assert.equal((await client.inspectContainer(id)).State.Running, true);
    });
  });
});
