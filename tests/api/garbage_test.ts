import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConnectionError, DockerError, ProtocolError } from "../../src/errors.ts";
import { startTimer } from "../../src/connect/timer.ts";
import { EngineResponse } from "../../src/api/system/request.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { loadPlatform } from "../../src/platform/mod.ts";
import { engineOver, kept } from "../harness/memory_engine.ts";
import { MemoryDuplex } from "../harness/memory_duplex.ts";
import type { PeerConnection } from "../harness/peer_connection.ts";
import { CALLS } from "./every_call.ts";

const ADDRESS = "memory://garbage";
const OK = "HTTP/1.1 200 OK\r\n";
/** An answer whose body is JSON by its head. */
const json = (body: string): string =>
  `${OK}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** What a peer answers everything with, by the layer that cannot read it. */
const LAYERS: [layer: string, answer: string][] = [
  ["no head", "220 mail.example ESMTP ready\r\n"],
  ["a broken header", `${OK}broken header\r\n\r\n`],
  ["a head of two lengths", `${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
  ["a broken chunk", `${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ["a body that is cut", `${OK}Content-Length: 9\r\n\r\n{"a"`],
  ["a chunked body that is cut", `${OK}Transfer-Encoding: chunked\r\n\r\n9\r\n{"a"`],
  ["a page", json("<html><title>Login</title></html>")],
  ["text", json("no JSON")],
  ["null", json("null")],
  ["a number", json("1")],
  ["a list of numbers", json("[1]")],
  ["an empty object", json("{}")],
];
/** Layers that every call has to read: none can pass them by. */
const READ_BY_ALL = 3;
/** Functions that send nothing with the least options on this version. */
const SILENT = ["copy", "insert", "inspectImageAttestations", "updateVolume"];

/** An engine whose peer answers everything with the same. */
function garbageEngine(answer: string, version: string): Engine {
  return engineOver({
    address: ADDRESS,
    host: "peer",
    basePath: "",
    connect: () => {
      const duplex = new MemoryDuplex();
      serve(duplex.peer, answer).catch(() => {});
      return Promise.resolve(duplex);
    },
    startTimer,
  }, { version, platform: loadPlatform });
}

async function serve(peer: PeerConnection, answer: string): Promise<void> {
  await peer.request();
  await peer.send(answer);
  peer.end();
}

/** Reads all that a result streams. */
async function drain(result: unknown): Promise<void> {
  if (typeof result !== "object" || result === null) return;
  if (Array.isArray(result)) { for (const item of result) await drain(item); }
  else if ("readable" in result) await drain(result.readable);
  else if ("exitCode" in result) await (result.exitCode as () => Promise<number>)();
  else if (result instanceof EngineResponse) await result.json();
  else if (Symbol.asyncIterator in result) {
    for await (const _ of result as AsyncIterable<unknown>);
  }
}

/** Resolves with why a call failed; `undefined` when it did not. */
async function failureOf(name: string, engine: Engine): Promise<unknown> {
  try {
    await kept(Promise.resolve(CALLS[name]!(engine, {} as never)).then(drain));
  } catch (error) {
    return error;
  }
}

/** What is wrong with an error's words: they begin with the action, and say whom it was asked of. */
function checkError(error: unknown): void {
  assert.ok(error instanceof DockerError, String(error));
  assert.match(error.message, /^Cannot (?!read the (?:response|JSON|multiplexed)|parse)/);
  // An archive that is cut is told with the request, as the Engine's own errors are.
  assert.match(error.message, /memory:\/\/garbage|\(500, GET \/v1\.47\/.*\)$/);
}

const NAMES = Object.keys(CALLS).filter((name) => {
  return !SILENT.includes(name) && !/^create(?:\w+Config|\w+Spec)$/.test(name);
});

LAYERS.forEach(([layer, answer], index) => {
  describe(`to ${layer} for an answer`, () => {
    for (const name of NAMES) {
      it(`${name}() fails with its action and the address, or has no need of it`, async () => {
        const error = await failureOf(name, garbageEngine(answer, "1.47"));
        if (error !== undefined) checkError(error);
        else assert.ok(index >= READ_BY_ALL, `${name}() has read ${layer}`);
      });
    }
  });
});

for (const version of ["1.47", "auto"]) {
  describe(`an address where nothing answers, asked on version ${version}`, () => {
    for (const name of NAMES) {
      it(`makes ${name}() fail with its action, the address and the cause`, async () => {
        const refused = new ConnectionError(ADDRESS, "nothing listens there", new Error("refused"));
        const engine = engineOver({
          address: ADDRESS,
          host: "peer",
          basePath: "",
          connect: () => Promise.reject(refused),
          startTimer,
        }, { version, platform: loadPlatform });
        const error = await failureOf(name, engine);
        assert.ok(error instanceof ConnectionError, String(error));
        assert.match(
          error.message,
          name.startsWith("ping")
            ? /^Cannot ping the engine:.*: nothing/
            : /^Cannot (?!ping).*: cannot reach the engine at memory:\/\/garbage: nothing listens there$/,
        );
        assert.equal(error.address, ADDRESS);
        assert.equal(error.cause, refused.cause);
      });
    }
  });
}

describe("a version that is none", () => {
  const answer = `${OK}Api-Version: 99x\r\nContent-Length: 2\r\n\r\nOK`;
  for (const name of NAMES.filter((name) => name !== "pingInfo")) {
    it(`makes ${name}() fail with what it is and the address`, async () => {
      const error = await failureOf(name, garbageEngine(answer, "auto"));
      assert.ok(error instanceof ProtocolError, String(error));
      assert.equal(
        error.message,
        `Cannot learn the API version of the engine at ${ADDRESS}: it names "99x", which is not two numbers`,
      );
    });
  }
});

describe("frames that are none", () => {
  const answer = `${OK}Content-Type: application/vnd.docker.multiplexed-stream\r\n\r\n` +
    "\x09bcdefghi";
  for (
    const [name, action] of [
      ["logs", 'Cannot read the logs of container "web"'],
      ["execStart", 'Cannot start exec "1a"'],
    ] as const
  ) {
    it(`make ${name}() fail with its action and the address`, async () => {
      const error = await failureOf(name, garbageEngine(answer, "1.47"));
      assert.ok(error instanceof ProtocolError, String(error));
      assert.equal(
        error.message,
        `${action}: cannot read the multiplexed stream from ${ADDRESS}: ` +
          "09 62 63 64 65 66 67 68 after 0 bytes is no frame header",
      );
    });
  }
});
