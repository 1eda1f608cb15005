import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { build } from "../../src/api/build/build.ts";
import { inspectContainer } from "../../src/api/containers/inspect.ts";
import { logs } from "../../src/api/containers/logs.ts";
import { putArchive } from "../../src/api/containers/put_archive.ts";
import { stop } from "../../src/api/containers/stop.ts";
import { wait } from "../../src/api/containers/wait.ts";
import { request } from "../../src/api/system/request.ts";
import type { CallOptions, Engine } from "../../src/engine/engine.ts";
import { engineOver, kept } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection } from "../scripted_peer.ts";

/** A call of each way in which a version comes into a request. */
const CALLS: Record<string, (engine: Engine, options: CallOptions) => Promise<unknown>> = {
  "an inspection": (engine, options) => inspectContainer(engine, "web", options),
  "a guarded call": (engine, options) => stop(engine, "web", { ...options, stopSignal: "INT" }),
  "a stream": (engine, options) => logs(engine, "web", { ...options, stream: true }),
  "an upload": (engine, options) => putArchive(engine, "web", "/", new Uint8Array(512), options),
  "a build": (engine, options) => build(engine, { ...options, fileobj: "FROM x", decode: true }),
  "a wait": (engine, options) => wait(engine, "web", options),
  "any request": (engine, options) => request(engine, "GET", "/info", options),
};

/** Takes a request and never answers it. */
const silent = async (connection: PeerConnection): Promise<void> => {
  const { target } = await connection.request();
  assert.equal(target, "/_ping");
  await connection.closed;
};

for (const [name, call] of Object.entries(CALLS)) {
  describe(`the first call of a client, ${name}`, () => {
    it("has its own timeouts while it asks for the version", async () => {
      const peer = memoryPeer([silent]);
      const engine = engineOver(peer.connector, { version: "auto" });
      await assert.rejects(kept(call(engine, { timeouts: { head: 0.05 } })), {
        name: "TimeoutError",
        phase: "head",
      });
      engine.close();
      await peer.done();
    });

    it("ends with its signal while it asks for the version", async () => {
      const peer = memoryPeer([silent]);
      const engine = engineOver(peer.connector, { version: "auto" });
      const reason = new Error("enough");
      const controller = new AbortController();
      const rejected = assert.rejects(kept(call(engine, { signal: controller.signal })), reason);
      await new Promise((resolve) => setTimeout(resolve, 10));
      controller.abort(reason);
      await rejected;
      // Nobody waits for the answer any more: the connection is given up with the call.
      await kept(peer.done());
      engine.close();
    });
  });
}

for (
  const [name, call] of Object.entries({
    wait: (engine: Engine) => wait(engine, "web", { timeout: 0.05 }),
    build: (engine: Engine) => build(engine, { fileobj: "FROM x", timeout: 0.05 }),
  })
) {
  it(`the limit of ${name}() holds while the version is asked for`, async () => {
    const peer = memoryPeer([silent]);
    const engine = engineOver(peer.connector, { version: "auto" });
    await assert.rejects(kept<unknown>(call(engine)), { name: "TimeoutError", phase: "total" });
    engine.close();
    await peer.done();
  });
}

it("calls without limits of their own share one question", async () => {
  const peer = memoryPeer([async (connection) => {
    assert.equal((await connection.request()).target, "/_ping");
    await connection.send("HTTP/1.1 200 OK\r\nApi-Version: 1.40\r\nContent-Length: 2\r\n\r\nOK");
  }]);
  const engine = engineOver(peer.connector, { version: "auto" });
  assert.deepEqual(await Promise.all([engine.negotiate(), engine.negotiate()]), ["1.40", "1.40"]);
  engine.close();
  await peer.done();
});

it("calls that share a question keep it until the last of them has given up", async () => {
  let answer = (): void => {};
  const isAsked = new Promise<void>((resolve) => answer = resolve);
  const peer = memoryPeer([async (connection) => {
    await connection.request();
    await isAsked;
    await connection.respond({ headers: { "Api-Version": "1.41" }, body: "OK" });
    const { target } = await connection.request();
    assert.equal(target, "/v1.41/containers/two/json");
    await connection.json({});
  }]);
  const engine = engineOver(peer.connector, { version: "auto" });
  const reason = new Error("enough");
  const controller = new AbortController();
  const one = assert.rejects(
    kept(inspectContainer(engine, "one", { signal: controller.signal })),
    reason,
  );
  const two = inspectContainer(engine, "two");
  await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort(reason);
  await one;
  answer();
  await kept(two);
  engine.close();
  await peer.done();
});

it("a question that was given up is asked anew", async () => {
  const peer = memoryPeer([silent, async (connection) => {
    await connection.request();
    await connection.respond({ headers: { "Api-Version": "1.41" }, body: "OK" });
    await connection.request();
    await connection.json({});
  }]);
  const engine = engineOver(peer.connector, { version: "auto" });
  const controller = new AbortController();
  const given = kept(inspectContainer(engine, "one", { signal: controller.signal }));
  await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort(new Error("enough"));
  await assert.rejects(given, { message: "enough" });
  await kept(inspectContainer(engine, "two"));
  engine.close();
  await peer.done();
});
