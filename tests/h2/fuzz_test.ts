import assert from "node:assert/strict";
import process from "node:process";
import { describe, it } from "node:test";
import { authHandlers } from "../../src/build/session/auth.ts";
import { HEALTH_METHOD, healthHandler } from "../../src/build/session/health.ts";
import { secretHandlers } from "../../src/build/session/secrets.ts";
import { sshHandlers } from "../../src/build/session/ssh.ts";
import type { Duplex } from "../../src/connect/types.ts";
import { DockerError } from "../../src/errors.ts";
import { Http2Core } from "../../src/h2/core.ts";
import { Http2Error } from "../../src/h2/errors.ts";
import { serveGrpc } from "../../src/h2/grpc_server.ts";
import { ProtobufWriter } from "../../src/h2/protobuf_writer.ts";
import { GREETING, join, rawFrame, requestBlock, uint32 } from "../harness/http2_bytes.ts";

const isSoak = process.env.LONGSHORE_SOAK === "1";
/** How many streams of bytes each test makes. */
const ROUNDS = isSoak ? 100_000 : 1_000;
/** Where the random numbers begin: elsewhere each time in a soak, where one run finds what another does not. */
const SEED = isSoak ? Date.now() % 2 ** 31 : 7;

/** Random numbers that are the same each time. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
}

const METHODS = [
  HEALTH_METHOD,
  "/moby.buildkit.secrets.v1.Secrets/GetSecret",
  "/moby.filesync.v1.Auth/Credentials",
  "/moby.sshforward.v1.SSH/ForwardAgent",
  "/none",
];

/** A message of a call, right or wrong. */
function messageOf(random: (below: number) => number): Uint8Array {
  const body = random(3) > 0
    ? new ProtobufWriter().text(1, "id".repeat(random(9))).finish()
    : Uint8Array.from({ length: random(20) }, () => random(256));
  const length = random(8) === 0 ? random(2 ** 31) : body.length;
  return join(new Uint8Array([random(12) === 0 ? 1 : 0, ...uint32(length)]), body);
}

/** A conversation of frames that make sense, mostly, some bytes of which are changed then. */
function conversation(random: (below: number) => number): Uint8Array {
  const parts: Uint8Array[] = [GREETING];
  let stream = 1;
  for (let count = 1 + random(12); count > 0; count--) {
    const kind = random(10);
    if (kind < 4) {
      parts.push(rawFrame(1, 4, stream, requestBlock(METHODS[random(METHODS.length)])));
      parts.push(rawFrame(0, random(2), stream, messageOf(random)));
      stream += 2;
    } else if (kind === 4) parts.push(rawFrame(8, 0, random(stream + 1), uint32(random(2 ** 31))));
    else if (kind === 5) parts.push(rawFrame(3, 0, random(stream + 1), uint32(random(14))));
    else if (kind === 6) {
      parts.push(rawFrame(4, random(2), 0, [0, random(8), ...uint32(random(2 ** 31))]));
    } else if (kind === 7) {
      parts.push(rawFrame(9, random(8), stream, requestBlock().subarray(0, random(30))));
    } else if (kind === 8) {
      parts.push(rawFrame(
        0,
        random(256),
        stream,
        Uint8Array.from({ length: random(40) }, () => random(256)),
      ));
    } else {parts.push(
        rawFrame(
          random(12),
          random(256),
          random(6),
          Uint8Array.from({ length: random(30) }, () => random(256)),
        ),
      );}
  }
  const bytes = join(...parts);
  for (let changes = random(4); changes > 0; changes--) bytes[random(bytes.length)] = random(256);
  return random(5) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
}

describe("any bytes", () => {
  it("end the core in its own errors, the same however they are split", () => {
    const random = makeRandom(SEED);
    const run = (pieces: Uint8Array[]): { log: string; sent: Uint8Array } => {
      const log: string[] = [];
      const core = new Http2Core("server", {
        onHeaders: ({ id }, fields) => void log.push(`h${id} ${fields.join()}`),
        onData: ({ id }, bytes) => void log.push(`d${id} ${bytes.length}`),
        onEnd: ({ id }) => void log.push(`e${id}`),
        onReset: ({ id }, code) => void log.push(`r${id} ${code}`),
        onWindow: () => {},
        onGoAway: (code) => void log.push(`g${code}`),
      });
      try {
        for (const piece of pieces) core.receive(piece);
      } catch (error) {
        assert.ok(error instanceof Http2Error, `seed ${SEED}: ${(error as Error).stack}`);
        log.push(error.message);
      }
      return { log: log.join("\n"), sent: join(...core.takeOutput()) };
    };
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = conversation(random);
      const cut = random(bytes.length + 1);
      const whole = run([bytes]);
      const split = run([bytes.subarray(0, cut), bytes.subarray(cut)]);
      assert.deepEqual(split, whole, `round ${round} of the seed ${SEED}`);
    }
  });

  it("end a session in typed errors, and everything that it had begun", async () => {
    const random = makeRandom(SEED + 4);
    const failures: unknown[] = [];
    const handlers = new Map([
      [HEALTH_METHOD, healthHandler],
      ...secretHandlers(new Map([["id", () => Promise.resolve(new Uint8Array(9))]]), (error) => {
        failures.push(error);
      }),
      ...authHandlers(() => Promise.resolve(undefined)),
      ...sshHandlers(new Map([["default", () => Promise.reject(new Error("no agent"))]])),
    ]);
    for (let round = 0; round < ROUNDS; round++) {
      const pieces = [conversation(random)];
      const duplex: Duplex = {
        read: () => Promise.resolve(pieces.shift() ?? null),
        write: () => Promise.resolve(),
        closeWrite: () => Promise.resolve(),
        close: () => {},
        ref: () => {},
        unref: () => {},
      };
      const server = serveGrpc(duplex, handlers);
      const reason = await server.closed;
      assert.ok(
        reason === null || reason instanceof DockerError,
        `round ${round} of the seed ${SEED}: ${reason}`,
      );
      assert.equal(server.isOver, true);
    }
    assert.deepEqual(failures, []);
  });
});
