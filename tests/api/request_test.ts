import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type EngineRequestOptions, request } from "../../src/api/system/request.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";
import { assertRefused } from "./recorded.ts";

const REFUSED: [options: unknown, name: string, message: string][] = [
  [
    { params: {} },
    "TypeError",
    'Cannot request GET /info: unknown option "params"; it takes authConfig, insecureRegistry, query, json, body, headers, registry, unversioned, quiet, upgrade, signal, timeouts',
  ],
  [
    { Headers: {} },
    "TypeError",
    'Cannot request GET /info: unknown option "Headers"; did you mean "headers"?',
  ],
  [{ quiet: "false" }, "TypeError", 'Cannot use quiet "false": expected true or false'],
  [{ unversioned: 1 }, "TypeError", "Cannot use unversioned 1: expected true or false"],
  [
    { query: "a=b" },
    "TypeError",
    "Cannot use query: expected an object of parameters",
  ],
  [
    { query: { filters: {} } },
    "TypeError",
    'Cannot use query["filters"] {}: expected a string, a number, true, false or a list of strings',
  ],
  [{ headers: { a: 5 } }, "TypeError", "Cannot use headers: expected an object of strings"],
  [
    { upgrade: "h2c\r\nX: y" },
    "TypeError",
    'Cannot use upgrade "h2c\\r\\nX: y": expected true, false or a protocol such as h2c',
  ],
  [
    { json: null, body: "x" },
    "TypeError",
    "Cannot request GET /info: json and body exclude each other",
  ],
  [
    { timeouts: { head: "5" } },
    "TypeError",
    'Cannot use the timeout "5" for "head": it is a number of seconds from 0, and 0 is without limit',
  ],
];

describe("request()", () => {
  for (const [options, name, message] of REFUSED) {
    it(`refuses before anything is sent: ${message}`, () =>
      assertRefused(
        name,
        message,
        (engine) => request(engine, "GET", "/info", options as EngineRequestOptions),
      ));
  }

  it("cancels a body that it does not send", async () => {
    let reason: unknown;
    const body = new ReadableStream<Uint8Array>({ cancel: (why) => void (reason = why) });
    const engine = engineOver(memoryPeer([]).connector);
    const failure = await request(engine, "POST", "/x", { body, nonsense: 1 } as never)
      .then(() => assert.fail("no failure"), (error) => error);
    assert.equal(failure.name, "TypeError");
    assert.equal(reason, failure);
  });

  for (const [upgrade, protocol] of [[true, "tcp"], ["h2c", "h2c"]] as const) {
    it(`asks for the protocol ${protocol} with upgrade: ${upgrade}`, async () => {
      let asked: string | undefined;
      const peer = memoryPeer([async (connection) => {
        const { headers } = await connection.request();
        asked = headers.upgrade;
        await connection.send(
          `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\nhello`,
        );
        connection.end();
      }]);
      const engine = engineOver(peer.connector);
      const socket = await request(engine, "POST", "/grpc", { upgrade });
      let text = "";
      for await (const bytes of socket.readable) text += new TextDecoder().decode(bytes);
      assert.equal(text, "hello");
      assert.equal(asked, protocol);
      socket.close();
      engine.close();
      await peer.done();
    });
  }

  it("says where a redirection leads, which it does not follow", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.respond({
        status: 301,
        headers: { Location: "/v1.41/containers/json" },
        body: '<a href="/v1.41/containers/json">Moved Permanently</a>',
      });
    }]);
    const engine = engineOver(peer.connector);
    await assert.rejects(() => request(engine, "GET", "//containers/json"), {
      name: "APIError",
      status: 301,
      message:
        `Cannot request GET //containers/json: ${engine.address} redirects to "/v1.41/containers/json", which is not followed (301, GET /v1.41//containers/json)`,
    });
    engine.close();
    await peer.done();
  });

  it("says that a page came in place of JSON", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.respond({ body: "<!doctype html><title>Welcome</title>" });
    }]);
    const engine = engineOver(peer.connector);
    const response = await request(engine, "GET", "/info");
    await assert.rejects(() => response.json(), {
      name: "ProtocolError",
      message:
        'Cannot request GET /info: the engine at memory://peer answered an HTML page, "Welcome", which is not JSON',
    });
    engine.close();
    await peer.done();
  });
});
