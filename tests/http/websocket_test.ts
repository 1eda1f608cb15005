import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { webSocketAccept, WebSocketConnection, webSocketKey } from "../../src/http/websocket.ts";
import { WebSocketParser } from "../../src/http/websocket_parser.ts";
import { randomBytes, splits } from "../splits.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A frame as a server sends it. */
function frame(first: number, payload: string | Uint8Array = ""): Uint8Array {
  const bytes = typeof payload === "string" ? encoder.encode(payload) : payload;
  const { length } = bytes;
  const size = length < 126
    ? [length]
    : length < 65536
    ? [126, length >> 8, length & 255]
    : [127, 0, 0, 0, 0, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255];
  return Uint8Array.from([first, ...size, ...bytes]);
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Takes a client's frame apart and unmasks it. */
function unmask(bytes: Uint8Array): { first: number; payload: Uint8Array } {
  assert.ok(bytes[1]! & 0x80, "a client's frame is masked");
  const short = bytes[1]! & 0x7f;
  const start = short === 127 ? 10 : short === 126 ? 4 : 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = short === 127 ? view.getUint32(6) : short === 126 ? view.getUint16(2) : short;
  const mask = bytes.subarray(start, start + 4);
  const payload = bytes.slice(start + 4).map((byte, index) => byte ^ mask[index & 3]!);
  assert.equal(payload.length, length);
  return { first: bytes[0]!, payload };
}

/** A transport that brings some batches and keeps what is sent. */
function transport(batches: (Uint8Array[] | null | Error)[]): {
  next(): Promise<Uint8Array[] | null>;
  write(bytes: Uint8Array): Promise<void>;
  cancel(reason?: unknown): void;
  sent: Uint8Array[];
  cancelled: unknown[];
} {
  const sent: Uint8Array[] = [];
  const cancelled: unknown[] = [];
  return {
    sent,
    cancelled,
    next(): Promise<Uint8Array[] | null> {
      const batch = batches.shift() ?? null;
      return batch instanceof Error ? Promise.reject(batch) : Promise.resolve(batch);
    },
    write(bytes: Uint8Array): Promise<void> {
      sent.push(bytes);
      return Promise.resolve();
    },
    cancel(reason?: unknown): void {
      cancelled.push(reason);
    },
  };
}

describe("WebSocketParser", () => {
  it("gives the same payloads however the bytes are split", () => {
    const large = randomBytes(66_000, 1);
    const middle = randomBytes(300, 2);
    const wire = join(
      frame(0x81, "text"),
      frame(0x82, middle),
      frame(0x02, "in "),
      frame(0x89, "ping"),
      frame(0x00, "three "),
      frame(0x80, "parts"),
      frame(0x82, ""),
      frame(0x8a, "pong"),
      frame(0x82, large),
      frame(0x88, Uint8Array.from([3, 232, ...encoder.encode("bye")])),
      frame(0x82, "ignored"),
    );
    const expected = join(encoder.encode("text"), middle, encoder.encode("in three parts"), large);
    for (const { how, pieces } of splits(wire, 60)) {
      const pings: string[] = [];
      const parser = new WebSocketParser(
        (payload) => pings.push(decoder.decode(payload)),
      );
      const out: Uint8Array[] = [];
      for (const piece of pieces) parser.push(piece, out);
      assert.deepEqual(join(...out), expected, how);
      assert.deepEqual(pings, ["ping"], how);
      assert.equal(parser.closed, true, how);
    }
  });

  it("hands payloads out as views, a frame's pieces as they come", () => {
    const parser = new WebSocketParser(() => {});
    const bytes = frame(0x82, "hello");
    const out: Uint8Array[] = [];
    parser.push(bytes, out);
    assert.equal(out[0]!.buffer, bytes.buffer);
  });

  const broken: [bytes: Uint8Array, problem: string][] = [
    [frame(0xc2, "x"), "a frame uses an extension that was not agreed on"],
    [Uint8Array.from([0x82, 0x81, 1, 2, 3, 4, 5]), "a frame of the server is masked"],
    [frame(0x80, "x"), "a frame continues a message that has not begun"],
    [join(frame(0x01, "x"), frame(0x82, "y")), "a message begins within another"],
    [frame(0x83, "x"), "a frame has the unknown type 3"],
    [frame(0x09, "x"), "a control frame is too long or in parts"],
    [frame(0x89, "x".repeat(126)), "a control frame is too long or in parts"],
    [
      Uint8Array.from([0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0]),
      "a frame is said to have 9223372036854776000 bytes",
    ],
    [
      frame(0x88, Uint8Array.from([3, 243, ...encoder.encode("no")])),
      "the engine closed it with code 1011: no",
    ],
    [frame(0x88, Uint8Array.from([3, 234])), "the engine closed it with code 1002"],
  ];
  for (const [bytes, problem] of broken) {
    it(`refuses: ${problem}`, () => {
      for (const { how, pieces } of splits(bytes, 5)) {
        const parser = new WebSocketParser(() => {});
        assert.throws(() => pieces.forEach((piece) => parser.push(piece, [])), {
          name: "ProtocolError",
          message: `Cannot read the websocket: ${problem}`,
        }, how);
      }
    });
  }
});

describe("WebSocketConnection", () => {
  for (const length of [0, 1, 125, 126, 65535, 65536]) {
    it(`masks the ${length} bytes that it writes, in a frame of that length`, async () => {
      const wire = transport([]);
      const connection = new WebSocketConnection(wire);
      const bytes = randomBytes(length, length);
      const before = bytes.slice();
      await connection.write(bytes);
      const { first, payload } = unmask(wire.sent.pop()!);
      assert.equal(first, 0x82);
      assert.deepEqual(payload, before);
      assert.deepEqual(bytes, before, "the caller's bytes stay as they are");
    });
  }

  it("masks each frame otherwise", async () => {
    const wire = transport([]);
    const connection = new WebSocketConnection(wire);
    const keys = new Set<string>();
    for (let round = 0; round < 20; round++) {
      await connection.write(encoder.encode("x"));
      keys.add(String(wire.sent.pop()!.subarray(2, 6)));
    }
    assert.ok(keys.size > 15, "masks are random");
  });

  it("answers pings and the close, and ends", async () => {
    const wire = transport([
      [frame(0x89, "are you there"), frame(0x82, "a")],
      [frame(0x82, "b"), frame(0x88, Uint8Array.from([3, 232]))],
    ]);
    const connection = new WebSocketConnection(wire);
    assert.equal(decoder.decode((await connection.next())![0]), "a");
    assert.equal(decoder.decode((await connection.next())![0]), "b");
    assert.equal(await connection.next(), null);
    assert.equal(await connection.next(), null);
    const sent = wire.sent.map(unmask).map((
      { first, payload },
    ) => [first, decoder.decode(payload)]);
    assert.deepEqual(sent, [[0x8a, "are you there"], [0x88, "\x03\ufffd"]]);
    assert.equal(wire.cancelled.length, 1);
  });

  it("answers only the last of the pings that come while the peer takes nothing", async () => {
    const sent: Uint8Array[] = [];
    const taken: (() => void)[] = [];
    const pings = Array.from({ length: 50_000 }, (_, index) => frame(0x89, `${index}`));
    const batches = [[frame(0x82, "a"), join(...pings)], [frame(0x82, "b")]];
    const connection = new WebSocketConnection({
      next: () => Promise.resolve(batches.shift() ?? null),
      write(bytes: Uint8Array): Promise<void> {
        sent.push(bytes);
        return new Promise((resolve) => taken.push(resolve));
      },
      cancel: () => {},
    });
    await connection.next();
    assert.deepEqual(sent.map((bytes) => decoder.decode(unmask(bytes).payload)), ["0"]);
    taken[0]!();
    await connection.next();
    assert.deepEqual(sent.map((bytes) => decoder.decode(unmask(bytes).payload)), ["0", "49999"]);
  });

  it("ends when the peer closes without taking what is written", async () => {
    let cancelled = 0;
    const batches = [[frame(0x88, Uint8Array.from([3, 232]))]];
    const connection = new WebSocketConnection({
      next: () => Promise.resolve(batches.shift() ?? null),
      write: () => new Promise(() => {}),
      cancel: () => cancelled++,
    });
    connection.write(encoder.encode("never taken"));
    assert.equal(await connection.next(), null);
    assert.equal(cancelled, 1);
  });

  it("takes an end without a close for a failure, behind what came before", async () => {
    const wire = transport([[frame(0x82, "all that came")], null]);
    const connection = new WebSocketConnection(wire);
    assert.equal(decoder.decode((await connection.next())![0]), "all that came");
    await assert.rejects(connection.next(), {
      name: "ProtocolError",
      message: "Cannot read the websocket: it ended without being closed",
    });
    assert.equal(wire.cancelled.length, 1);
  });

  it("delivers what came in one read with a failure first", async () => {
    const wire = transport([[frame(0x82, "good"), frame(0x83, "bad")]]);
    const connection = new WebSocketConnection(wire);
    assert.equal(decoder.decode((await connection.next())![0]), "good");
    const failure = { message: "Cannot read the websocket: a frame has the unknown type 3" };
    await assert.rejects(connection.next(), failure);
    await assert.rejects(connection.next(), failure);
  });

  it("has no half-close, and ends quietly when it is cancelled", async () => {
    const wire = transport([]);
    const connection = new WebSocketConnection(wire);
    await assert.rejects(connection.closeWrite(), {
      name: "TypeError",
      message:
        "Cannot end the input of a websocket: it has no half-close; use close(), or attach without ws",
    });
    connection.cancel("enough");
    assert.deepEqual(wire.cancelled, ["enough"]);
    assert.equal(await connection.next(), null);
  });
});

test("webSocketAccept() computes what RFC 6455 gives as its example", async () => {
  assert.equal(await webSocketAccept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  const keys = [webSocketKey(), webSocketKey()];
  assert.equal(atob(keys[0]!).length, 16);
  assert.notEqual(keys[0], keys[1]);
});
