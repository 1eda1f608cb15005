import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APIClient } from "../../mod.ts";
import { connection } from "./connection.ts";
import { baseImage, label, labels, skip } from "./fixture.ts";

describe("request()", { skip }, () => {
  it("sends any request with the version, the query and JSON, and gives the answer in each form", async () => {
    await using client = new APIClient({ ...connection });
    const made = await client.request("POST", "/containers/create", {
      json: { Image: baseImage, Cmd: ["echo", "hello"], Tty: true, Labels: labels() },
    });
    assert.equal(made.status, 201);
    assert.equal(made.header("Content-Type"), "application/json");
    const { Id } = await made.json<{ Id: string }>();
    try {
      const list = await client.request("GET", "/containers/json?all=1", {
        query: { filters: JSON.stringify({ id: [Id], label: [label] }), limit: undefined },
      });
      assert.deepEqual((await list.json<{ Id: string }[]>()).map((one) => one.Id), [Id]);
      await assert.rejects(list.text(), {
        name: "TypeError",
        message: "Cannot request GET /containers/json: the body was read already",
      });
      await using socket = await client.request("POST", `/containers/${Id}/attach`, {
        query: { stream: true, stdout: true },
        upgrade: true,
      });
      const started = await client.request("POST", `/containers/${Id}/start`);
      assert.equal(started.status, 204);
      assert.equal((await started.bytes()).length, 0);
      let output = "";
      for await (const bytes of socket.readable) output += new TextDecoder().decode(bytes);
      assert.equal(output, "hello\r\n");
      const stats = await client.request("GET", `/containers/${Id}/stats`, {
        query: { stream: true },
        quiet: true,
      });
      for await (const record of stats.records<{ id: string }>()) {
        assert.equal(record.id, Id);
        break;
      }
    } finally {
      await client.removeContainer(Id, { force: true });
    }
    const unversioned = await client.request("GET", "/_ping", { unversioned: true });
    assert.equal(await unversioned.text(), "OK");
    await assert.rejects(client.request("GET", "/containers/no-such-one/json"), {
      name: "NotFound",
      message: "Cannot request GET /containers/no-such-one/json: No such container: no-such-one " +
        `(404, GET /v${client.apiVersion}/containers/no-such-one/json)`,
    });
  });

  it("sends a body as it comes, and records of a stream reject at errorDetail", async () => {
    await using client = new APIClient({ ...connection });
    const body = new Blob(["FROM scratch\nCOPY gone /\n"]).stream();
    const cut = await client.request("POST", "/build", {
      headers: { "Content-Type": "application/x-tar" },
      body,
    }).catch((error: unknown) => error);
    assert.ok(cut instanceof Error);
    assert.match(cut.message, /^Cannot request POST \/build: unexpected EOF \(500/);
    const pulled = await client.request("POST", "/images/create", {
      query: { fromImage: "127.0.0.1:1/none", tag: "latest" },
      registry: "127.0.0.1:1/none",
    }).then(async (answer) => {
      for await (const _ of answer.records());
      return "nothing failed";
    }).catch((error: Error) => `${error.name}: ${error.message}`);
    assert.match(
      pulled,
      /^(ServerError|APIError): Cannot request POST \/images\/create: .*refused/,
    );
  });

  it("refuses bad input before any request", async () => {
    await using client = new APIClient({ baseUrl: "unix:///no/engine.sock" });
    await assert.rejects(client.request("get", "/info"), {
      name: "TypeError",
      message: 'Cannot use method "get": expected a method in capitals such as GET',
    });
    await assert.rejects(client.request("GET", "info"), {
      name: "TypeError",
      message:
        'Cannot use path "info": expected a path that begins with a slash, without the API version',
    });
    await assert.rejects(client.request("POST", "/x", { json: {}, body: "y" }), {
      name: "TypeError",
      message: "Cannot request POST /x: json and body exclude each other",
    });
    await assert.rejects(client.request("GET", "/a\r\nX: y"), (error: Error) => {
      assert.equal(error.name, "TypeError");
      assert.match(error.message, /^Cannot request "\/a\\r\\nX: y": a path begins with "\/"/);
      return true;
    });
  });
});
