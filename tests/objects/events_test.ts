import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConnectionError, type EngineEvent } from "../../mod.ts";
import { reconnectingEvents } from "../../src/objects/events.ts";
import { engineOver, kept } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection, type Script } from "../scripted_peer.ts";

const HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/** An event, some seconds after a time with nanoseconds. */
function event(name: string, seconds: number): object {
  const timeNano = 1_700_000_000_123_456_789 + seconds * 1e9;
  return {
    Type: "container",
    Action: "start",
    Actor: { ID: name, Attributes: {} },
    time: Math.floor(timeNano / 1e9),
    timeNano,
  };
}

/** Answers a request for events; the last chunk, an end without it, or a reset. */
function answering(
  since: RegExp,
  events: object[],
  end: "whole" | "cut" | "open",
): (connection: PeerConnection) => Promise<void> {
  return async (connection) => {
    const { target } = await connection.request();
    assert.match(target, since);
    const chunks = events.map((one) => {
      const text = `${JSON.stringify(one)}\n`;
      return `${text.length.toString(16)}\r\n${text}\r\n`;
    });
    await connection.send(HEAD + chunks.join("") + (end === "whole" ? "0\r\n\r\n" : ""));
    if (end === "open") await connection.closed;
    else connection.close();
  };
}

describe("reconnectingEvents()", () => {
  it("goes on where it stopped, tells nothing twice and loses nothing", async () => {
    const [a, b, c, d] = ["a", "b", "c", "d"].map((name, index) => event(name, index));
    const scripts: Script[] = [
      answering(/\/v1\.41\/events\?since=1700000000/, [a!, b!], "cut"),
      new ConnectionError("memory://peer", "nothing listens"),
      // What was told last is asked for again: times are not exact.
      answering(/since=1700000001\.1234/, [b!, c!], "whole"),
      answering(/since=1700000002\.1234/, [c!, d!], "open"),
    ];
    const peer = memoryPeer(scripts);
    const engine = engineOver(peer.connector, { numPools: 0 });
    const lost: unknown[] = [];
    const stream = await reconnectingEvents(engine, {
      since: 1_700_000_000,
      onReconnect: (reason) => void lost.push(reason),
    });
    const got: string[] = [];
    await kept((async (): Promise<void> => {
      for await (const one of stream) {
        got.push((one as EngineEvent).Actor.ID);
        if (got.length === 4) break;
      }
    })());
    assert.deepEqual(got, ["a", "b", "c", "d"]);
    assert.equal(lost.length, 2);
    assert.match(String(lost[0]), /ended|closed|cut|last chunk/i);
    assert.equal(lost[1], undefined);
    await peer.done();
  });

  it("keeps two events of one moment apart", async () => {
    const peer = memoryPeer([
      answering(/events/, [event("a", 0), event("b", 0), event("a", 0)], "open"),
    ]);
    const engine = engineOver(peer.connector, { numPools: 0 });
    const stream = await reconnectingEvents(engine, { since: 1 });
    const got: string[] = [];
    for await (const { Actor } of stream) {
      got.push(Actor.ID);
      if (got.length === 2) break;
    }
    assert.deepEqual(got, ["a", "b"]);
    await peer.done();
  });

  it("rejects when the Engine does not answer at first, or refuses later", async () => {
    const none = memoryPeer([new ConnectionError("memory://peer", "nothing listens")]);
    await assert.rejects(reconnectingEvents(engineOver(none.connector), { since: 1 }), {
      name: "ConnectionError",
    });
    const refusing = memoryPeer([
      answering(/events/, [event("a", 0)], "cut"),
      async (connection) => {
        await connection.request();
        await connection.json({ message: "no such filter" }, 400);
      },
    ]);
    const engine = engineOver(refusing.connector, { numPools: 0 });
    const stream = await reconnectingEvents(engine, { since: 1 });
    await assert.rejects(
      kept((async (): Promise<void> => {
        for await (const _ of stream);
      })()),
      { name: "BadRequest", message: /no such filter/ },
    );
  });

  for (const moment of ["an event is waited for", "it waits to try again"] as const) {
    it(`ends with its client that is closed while ${moment}`, async () => {
      const scripts: Script[] = [answering(/events/, [event("a", 0)], "cut")];
      for (let round = 0; round < 9; round++) {
        scripts.push(new ConnectionError("memory://peer", "nothing listens"));
      }
      const peer = memoryPeer(
        moment === "it waits to try again"
          ? scripts
          : [answering(/events/, [event("a", 0)], "open")],
      );
      const engine = engineOver(peer.connector, { numPools: 0 });
      const close = (): void => engine.close();
      const stream = await reconnectingEvents(engine, { since: 1, onReconnect: close });
      await assert.rejects(
        kept((async (): Promise<void> => {
          for await (const _ of stream) if (moment === "an event is waited for") close();
        })()),
        { name: "ConnectionError", message: /the client was closed/ },
      );
    });
  }

  it("ends with its signal's reason, also while it waits to try again", async () => {
    const controller = new AbortController();
    const peer = memoryPeer([
      answering(/events/, [event("a", 0)], "cut"),
      ...Array.from({ length: 20 }, () => new ConnectionError("memory://peer", "nothing listens")),
    ]);
    const engine = engineOver(peer.connector, { numPools: 0 });
    const stream = await reconnectingEvents(engine, {
      since: 1,
      signal: controller.signal,
      onReconnect: () => void setTimeout(() => controller.abort(new Error("enough")), 50),
    });
    await assert.rejects(
      kept((async (): Promise<void> => {
        for await (const _ of stream);
      })()),
      { message: "enough" },
    );
  });
});
