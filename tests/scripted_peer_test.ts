import assert from "node:assert/strict";
import net from "node:net";
import { describe, it } from "node:test";
import { memoryPeer, type Script, socketPeer } from "./scripted_peer.ts";

const encoder = new TextEncoder();

function text(bytes: Uint8Array | null): string | null {
  return bytes && new TextDecoder().decode(bytes);
}

function closed(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => socket.once("close", () => resolve()));
}

describe("memoryPeer()", () => {
  it("hands out every piece as one read and then the end", async () => {
    const peer = memoryPeer([async (connection) => {
      assert.equal(await connection.head(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      void connection.send("abcdefg", [1, 2]);
      connection.end();
      assert.equal(text(await connection.rest()), "tail");
      await connection.closed;
    }]);
    const duplex = await peer.connector.connect();
    await duplex.write(encoder.encode("GET / HTTP/1.1\r\nHost: a\r\n"));
    await duplex.write(encoder.encode("\r\nta"));
    assert.equal(text(await duplex.read()), "a");
    assert.equal(text(await duplex.read()), "bc");
    assert.equal(peer.duplexes[0]?.unread, 4);
    assert.equal(text(await duplex.read()), "defg");
    assert.equal(await duplex.read(), null);
    await duplex.write(encoder.encode("il"));
    await duplex.closeWrite();
    duplex.close();
    await peer.done();
  });

  it("reads a request with a chunked body and answers JSON", async () => {
    const peer = memoryPeer([async (connection) => {
      const request = await connection.request();
      assert.deepEqual([request.method, request.target], ["POST", "/build?t=x"]);
      assert.equal(text(request.body), "abcde");
      await connection.json({ ok: true }, 201);
    }]);
    const duplex = await peer.connector.connect();
    await duplex.write(encoder.encode(
      "POST /build?t=x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" +
        "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: 1\r\n\r\n",
    ));
    assert.equal(
      text(await duplex.read()),
      "HTTP/1.1 201 Scripted\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n" +
        '{"ok":true}',
    );
    await peer.done();
  });

  it("fails a pending read when reset and a write after close", async () => {
    const peer = memoryPeer([
      async (connection) => {
        await connection.bytes(1);
        connection.reset();
      },
      async (connection) => {
        await connection.bytes(1);
        connection.close();
      },
    ]);
    const cut = await peer.connector.connect();
    const pending = cut.read();
    await cut.write(encoder.encode("x"));
    await assert.rejects(pending, { code: "ECONNRESET" });
    const closed = await peer.connector.connect();
    const end = closed.read();
    await closed.write(encoder.encode("x"));
    assert.equal(await end, null);
    await assert.rejects(closed.write(encoder.encode("y")), { code: "EPIPE" });
    await peer.done();
  });

  it("lets a write wait while held", async () => {
    const peer = memoryPeer([async (connection) => {
      connection.hold();
      await connection.send("go");
      connection.release();
      assert.equal(text(await connection.bytes(2)), "ok");
    }]);
    const duplex = await peer.connector.connect();
    let written = false;
    const writing = duplex.write(encoder.encode("ok")).then(() => written = true);
    assert.equal(written, false);
    assert.equal(text(await duplex.read()), "go");
    await writing;
    await peer.done();
  });

  it("refuses, stalls and counts connections as scripted", async () => {
    const peer = memoryPeer([new Error("no entry"), "stall"]);
    await assert.rejects(peer.connector.connect(), { message: "no entry" });
    const abort = new AbortController();
    const stalled = peer.connector.connect(abort.signal);
    abort.abort(new Error("enough"));
    await assert.rejects(stalled, { message: "enough" });
    await peer.done();
    await assert.rejects(peer.connector.connect(), {
      message: "Cannot connect: no script is left",
    });
    await assert.rejects(peer.done(), {
      message: "Cannot finish the scripts: 3 connections for 2 scripts",
    });
  });

  it("reports what a script threw, and cuts its connection", async () => {
    const peer = memoryPeer([async (connection) => {
      throw new Error(`not expected: ${await connection.text("\n")}`);
    }]);
    const duplex = await peer.connector.connect();
    await duplex.write(encoder.encode("b\n"));
    await assert.rejects(duplex.read(), { code: "ECONNRESET" });
    await assert.rejects(peer.done(), { message: "not expected: b\n" });
  });

  it("says what was waited for when the client's output ends", async () => {
    const peer = memoryPeer([async (connection) => void await connection.head()]);
    const duplex = await peer.connector.connect();
    await duplex.write(encoder.encode("GET"));
    duplex.close();
    await assert.rejects(peer.done(), {
      message: 'Cannot wait for "\\r\\n\\r\\n": the client\'s output ended with "GET"',
    });
  });
});

for (const transport of ["unix", "tcp"] as const) {
  describe(`socketPeer() on ${transport}`, () => {
    const options = (peer: { path: string; port: number }): net.NetConnectOpts =>
      transport === "unix" ? { path: peer.path } : { host: "127.0.0.1", port: peer.port };

    it("answers, sees the half-close and keeps its own half open", async () => {
      const script: Script = async (connection) => {
        assert.equal(text(await connection.bytes(4)), "ping");
        await connection.send("pong", 1);
        assert.equal(text(await connection.rest()), " tail");
        await connection.send("late");
        connection.end();
        await connection.closed;
      };
      const peer = await socketPeer(transport, [script]);
      const socket = net.connect(options(peer));
      let received = "";
      socket.setEncoding("utf8").on("data", (piece: string) => {
        received += piece;
        if (received === "pong") socket.end(" tail");
      });
      socket.write("ping");
      await closed(socket);
      assert.equal(received, "ponglate");
      await peer.close();
    });

    it("cuts the connection", async () => {
      const peer = await socketPeer(transport, [async (connection) => {
        await connection.bytes(1);
        connection.reset();
      }]);
      const socket = net.connect(options(peer));
      socket.write("x");
      let failure: (Error & { code?: string }) | undefined;
      socket.on("error", (error) => failure = error);
      socket.resume();
      await closed(socket);
      if (transport === "tcp") assert.equal(failure?.code, "ECONNRESET");
      await peer.close();
    });
  });
}
