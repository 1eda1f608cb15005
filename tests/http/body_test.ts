import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Body } from "../../src/http/body.ts";
import { engineOver, settled } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection, type Script } from "../scripted_peer.ts";

/** The body of an answer that a script sends, and the peer's end of its connection. */
async function bodyOf(
  ...wires: string[]
): Promise<{ body: Body; connection: PeerConnection; done: () => Promise<void> }> {
  const script: Script = async (connection) => {
    await connection.head();
    for (const wire of wires) await connection.send(wire);
    await connection.closed;
  };
  const peer = memoryPeer([script]);
  const { body } = await engineOver(peer.connector).stream("Cannot try", "GET", "/x");
  return { body, connection: peer.connections[0]!, done: () => peer.done() };
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

const TEN = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
const CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

describe("Body.bytes()", () => {
  it("gives what is left after next()", async () => {
    const { body, connection, done } = await bodyOf(TEN, "0123", "456789");
    assert.equal(text((await body.next())![0]!), "0123");
    assert.equal(text(await body.bytes()), "456789");
    assert.deepEqual(await body.bytes(), new Uint8Array(0));
    connection.close();
    await done();
  });

  it("takes what came with the head without another read", async () => {
    const { body, connection, done } = await bodyOf(`${TEN}0123456789`);
    assert.equal(text(await body.bytes()), "0123456789");
    connection.close();
    await done();
  });

  describe("stops at its limit, wherever pieces end, and closes the connection", () => {
    for (const wires of [[`${TEN}0123456789`], [TEN, "01234", "56789"], [TEN, "0123456789"]]) {
      for (const limit of [1, 4, 5, 6, 9]) {
        it(`of ${limit} bytes, in ${wires.length} pieces`, async () => {
          const { body, connection, done } = await bodyOf(...wires);
          assert.equal(text(await body.bytes(limit)), "0123456789".slice(0, limit));
          if (wires.length === 3 && limit <= 5) await connection.closed;
          assert.equal(await body.next(), null);
          connection.close();
          await done();
        });
      }
    }
  });

  it("rejects with what is wrong in the bytes that came with the head, and closes", async () => {
    const { body, connection, done } = await bodyOf(`${CHUNKED}zz\r\n`);
    const error = {
      name: "ProtocolError",
      message:
        "Cannot try: cannot read the response body from memory://peer: the byte 0x7a in a chunk size after 0 bytes",
    };
    await assert.rejects(body.bytes(), error);
    await connection.closed;
    await assert.rejects(body.next(), error);
    await assert.rejects(body.bytes(), error);
    await done();
  });
});

describe("Body.cancel()", () => {
  it("ends a read that is pending, without a failure", async () => {
    const { body, connection, done } = await bodyOf(TEN, "0123");
    await body.next();
    const next = body.next();
    await settled();
    body.cancel();
    assert.equal(await next, null);
    assert.equal(await body.next(), null);
    await connection.closed;
    await done();
  });

  describe("drops what arrives in the same moment", () => {
    for (const head of [TEN, "HTTP/1.1 200 OK\r\n\r\n"]) {
      it(head === TEN ? "of a known length" : "up to the end of the connection", async () => {
        const { body, connection, done } = await bodyOf(head);
        const next = body.next();
        await settled();
        void connection.send("0123");
        body.cancel();
        assert.equal(await next, null);
        await connection.closed;
        await done();
      });
    }
  });

  it("rejects a read that is pending with its reason", async () => {
    const { body, connection, done } = await bodyOf(CHUNKED);
    const reason = { why: "enough" };
    const next = body.next();
    await settled();
    body.cancel(reason);
    body.cancel({ why: "too late" });
    await assert.rejects(next, (error) => error === reason);
    await assert.rejects(body.next(), (error) => error === reason);
    await assert.rejects(body.bytes(), (error) => error === reason);
    await connection.closed;
    await done();
  });

  it("does nothing after the end", async () => {
    const { body, connection, done } = await bodyOf(`${TEN}0123456789`);
    await body.bytes();
    body.cancel(new Error("late"));
    assert.equal(await body.next(), null);
    assert.equal(connection.ended, false);
    connection.close();
    await done();
  });
});
