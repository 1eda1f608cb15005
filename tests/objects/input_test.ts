import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { describe, it } from "node:test";
import type { Data } from "../../mod.ts";
import { execInContainer } from "../../src/objects/exec.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection } from "../scripted_peer.ts";

const BYTES = new TextEncoder().encode("one\ntwo\n");
const KINDS: Readonly<Record<string, () => Data>> = {
  "a string": () => "one\ntwo\n",
  "bytes": () => BYTES,
  "an ArrayBuffer": () => BYTES.buffer,
  "a Blob": () => new Blob([BYTES]),
  "a stream": () => new Blob([BYTES]).stream(),
  "Node's Readable": () => Readable.from([BYTES.subarray(0, 3), BYTES.subarray(3)]),
};

const json = (value: object): string => {
  const text = JSON.stringify(value);
  return `HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
};

/** Gives back what it reads, once its input has ended: `cat`. */
async function cat(connection: PeerConnection): Promise<void> {
  await connection.request();
  await connection.send(json({ Id: "1a" }));
  await connection.request();
  await connection.send(
    "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n" +
      "Content-Type: application/vnd.docker.multiplexed-stream\r\n\r\n",
  );
  const input = await connection.rest(); // until the client has ended its output
  await connection.send(new Uint8Array([1, 0, 0, 0, 0, 0, 0, input.length, ...input]));
  connection.close();
}

describe("the input of a command", () => {
  it("fails the command where a stream gives no bytes", async () => {
    const peer = memoryPeer([cat]);
    const engine = engineOver(peer.connector);
    const input = new ReadableStream<string>({
      start(controller): void {
        controller.enqueue("one\n");
        controller.close();
      },
    }) as never;
    await assert.rejects(execInContainer(engine, "web", "cat", { input }), {
      name: "DockerError",
      message: /its input failed: Cannot send the data: the stream gave no Uint8Array$/,
    });
    engine.close();
  });

  for (const [kind, make] of Object.entries(KINDS)) {
    it(`is ${kind}, with its end`, async () => {
      const peer = memoryPeer([cat, async (connection): Promise<void> => {
        await connection.request();
        await connection.send(json({ ExitCode: 0, Running: false, Pid: 1 }));
      }]);
      const engine = engineOver(peer.connector);
      const result = await execInContainer(engine, "web", "cat", { input: make() });
      assert.deepEqual(result, { exitCode: 0, stdout: "one\ntwo\n", stderr: "" });
      engine.close();
      await peer.done();
    });
  }
});
