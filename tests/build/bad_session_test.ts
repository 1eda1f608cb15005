import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { build } from "../../src/api/mod.ts";
import { DockerError } from "../../src/errors.ts";
import { HEADER_LIMIT } from "../../src/h2/limits.ts";
import { GREETING, join, rawFrame, requestBlock, uint32 } from "../harness/http2_bytes.ts";
import { engineOver, kept } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";

const REQUEST = rawFrame(1, 4, 1, requestBlock("/moby.buildkit.secrets.v1.Secrets/GetSecret"));
const endless = (size: number, count: number): Uint8Array[] =>
  Array.from({ length: count }, () => rawFrame(9, 0, 1, new Uint8Array(size)));

/** What a builder may send that is none, and what the build says then. */
const PEERS: [what: string, bytes: Uint8Array, problem: RegExp][] = [
  ["no HTTP/2", new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n"), /the preface/],
  ["an oversized frame", join(GREETING, rawFrame(0, 0, 1, new Uint8Array(16_385))), /16385 bytes/],
  ["a malformed frame", join(GREETING, rawFrame(6, 0, 0, [1, 2, 3])), /a ping/],
  ["a malformed header block", join(GREETING, rawFrame(1, 4, 1, [0xff])), /decoded/],
  [
    "endless headers",
    join(GREETING, rawFrame(1, 0, 1), ...endless(16_384, HEADER_LIMIT / 16_384 + 1)),
    /headers take more than/,
  ],
  [
    "headers in endless pieces",
    join(GREETING, rawFrame(1, 0, 1), ...endless(0, 1100)),
    /headers come in more than/,
  ],
  [
    "a window that overflows",
    join(GREETING, rawFrame(8, 0, 0, uint32(2 ** 31 - 1))),
    /window is too large/,
  ],
  [
    "more than the window",
    join(
      GREETING,
      REQUEST,
      ...Array.from({ length: 20 }, () => rawFrame(0, 0, 1, new Uint8Array(16_384))),
    ),
    /more than a stream's window/,
  ],
  ["an end within a frame", join(GREETING, REQUEST.subarray(0, 20)), /was ended within/],
];

/** Builds with a builder that sends such bytes; every other Engine has begun to answer. */
async function buildWith(bytes: Uint8Array, problem: RegExp, answers: boolean): Promise<void> {
  const peer = memoryPeer([
    async (connection) => {
      assert.match(await connection.head(), /^POST \/v1\.41\/session HTTP/);
      await connection.send(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
      );
      await connection.send(bytes);
      connection.end();
      await connection.closed;
    },
    async (connection) => {
      assert.match((await connection.request()).target, /^\/v1\.41\/build\?/);
      if (answers) {
        await connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      }
      await connection.closed;
    },
    async (connection) => {
      assert.match(await connection.head(), /^POST \/v1\.41\/build\/cancel\?id=/);
      await connection.send("HTTP/1.1 204 No Content\r\n\r\n");
      await connection.closed;
    },
  ]);
  const engine = engineOver(peer.connector);
  const secrets = { token: "hush" };
  const built = build(engine, { fileobj: "FROM scratch", version: "2", secrets })
    .then((stream) => stream.result());
  await assert.rejects(kept(built), (error) => {
    assert.ok(error instanceof DockerError);
    assert.equal(error.message, "Cannot build the image: its BuildKit session has ended");
    assert.ok(error.cause instanceof DockerError, String(error.cause));
    assert.match(error.cause.message, problem);
    assert.doesNotMatch(`${error.stack}${error.cause.stack}`, /hush/);
    return true;
  });
  engine.close();
  await peer.done();
}

describe("a build whose session goes wrong", () => {
  // At the same time: each waits a second for what the Engine may have to say.
  let builds: Promise<void>[] | undefined;
  const start = (): Promise<void>[] =>
    PEERS.map(([, bytes, problem], index) => {
      const built = buildWith(bytes, problem, index % 2 === 0);
      built.catch(() => {}); // Its own test tells.
      return built;
    });
  for (const [index, [what]] of PEERS.entries()) {
    it(`ends in a typed error when the builder sends ${what}, though the Engine is silent`, () => {
      return (builds ??= start())[index];
    });
  }
});
