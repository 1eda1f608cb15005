import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Clock } from "../harness/clock.ts";
import { CountingController, engineOver, settled } from "../harness/memory_engine.ts";
import { memoryPeer, type Script } from "../scripted_peer.ts";
import { splits } from "../splits.ts";

const decoder = new TextDecoder();

/** Text of all that is read until the end. */
async function readAll(connection: { next(): Promise<Uint8Array[] | null> }): Promise<string> {
  let text = "";
  for (let batch = await connection.next(); batch !== null; batch = await connection.next()) {
    for (const piece of batch) text += decoder.decode(piece);
  }
  return text;
}

describe("an upgraded connection", () => {
  const answers: [name: string, head: string][] = [
    [
      "101",
      "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n",
    ],
    ["200", "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"],
    ["101 behind 100", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 UPGRADED\r\n\r\n"],
  ];
  for (const [name, head] of answers) {
    it(`by ${name} keeps the bytes that came behind the head, however they are split`, async () => {
      const wire = `${head}hello`;
      const ways = [...splits(wire, 20)];
      const peer = memoryPeer(ways.map(({ pieces }) => async (connection) => {
        await connection.head();
        void connection.send(wire, pieces.map((piece) => piece.length));
        assert.equal(decoder.decode(await connection.bytes(2)), "hi");
        assert.equal((await connection.rest()).length, 0);
        await connection.send(" world");
        connection.end();
        await connection.closed;
      }));
      const engine = engineOver(peer.connector);
      for (const { how } of ways) {
        const upgraded = await engine.upgrade("Cannot try", "POST", "/x");
        assert.equal(upgraded.head.status, name === "200" ? 200 : 101, how);
        await upgraded.write(new TextEncoder().encode("hi"));
        await upgraded.closeWrite();
        assert.equal(await readAll(upgraded), "hello world", how);
      }
      await peer.done();
    });
  }

  it("is not written on before its head was read", async () => {
    let answered = false;
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await settled();
      assert.equal(
        connection.received.length,
        decoder.decode(connection.received).indexOf("\r\n\r\n") + 4,
      );
      answered = true;
      await connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
      assert.equal(decoder.decode(await connection.bytes(5)), "stdin");
      connection.close();
    }]);
    const upgraded = await engineOver(peer.connector).upgrade("Cannot try", "POST", "/x");
    assert.equal(answered, true);
    await upgraded.write(new TextEncoder().encode("stdin"));
    assert.equal(await upgraded.next(), null);
    await peer.done();
  });

  it("has no limit for silence, unless the call says so", async () => {
    using clock = new Clock();
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
      await clock.passLater(60);
      await connection.send("late");
      await connection.closed;
    }]);
    const engine = engineOver(clock.over(peer.connector), { timeout: 0.02 });
    const upgraded = await engine.upgrade("Cannot try", "POST", "/x");
    assert.equal(decoder.decode((await upgraded.next())![0]), "late");
    upgraded.cancel();
    await peer.done();
  });

  it("that is cancelled is closed at once and lets go of the signal", async () => {
    const controller = new CountingController();
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    const upgraded = await engine.upgrade("Cannot try", "POST", "/x", {
      signal: controller.signal,
    });
    const next = upgraded.next();
    upgraded.cancel();
    assert.equal(await next, null);
    assert.equal(controller.listeners, 0);
    await peer.done();
  });

  it("that is cancelled with a reason rejects reads and writes with it", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
      await connection.closed;
    }]);
    const upgraded = await engineOver(peer.connector).upgrade("Cannot try", "POST", "/x");
    const next = upgraded.next();
    const reason = new Error("enough");
    upgraded.cancel(reason);
    await assert.rejects(next, reason);
    await assert.rejects(upgraded.write(Uint8Array.of(1)), reason);
    await assert.rejects(upgraded.next(), reason);
    await peer.done();
  });

  it("never goes back to the pool, whatever length its answer names", async () => {
    const answer: Script = async (connection) => {
      await connection.head();
      await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
      await connection.closed;
      assert.equal((await connection.rest()).length, 0);
    };
    const peer = memoryPeer([answer, answer]);
    const engine = engineOver(peer.connector);
    for (let round = 0; round < 2; round++) {
      const upgraded = await engine.upgrade("Cannot try", "POST", "/x");
      assert.equal(await readAll(upgraded), "OK");
    }
    await peer.done();
  });

  it("that is refused is the call's failure: JSON, and plain text until the end", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await connection.json({ message: "No such container: x" }, 404);
      await connection.head();
      void connection.send(
        "HTTP/1.1 409 Conflict\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n" +
          "container x is not running\n",
      );
      connection.end();
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    await assert.rejects(engine.upgrade("Cannot attach", "POST", "/x"), {
      name: "NotFound",
      message: "Cannot attach: No such container: x (404, POST /v1.41/x)",
    });
    await assert.rejects(engine.upgrade("Cannot attach", "POST", "/x"), {
      name: "Conflict",
      message: "Cannot attach: container x is not running (409, POST /v1.41/x)",
    });
    await peer.done();
  });
});
