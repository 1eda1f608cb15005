import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { type Container, DockerClient } from "../../mod.ts";
import { delay } from "../harness/process.ts";

const ID = "1a".repeat(32);
const INSPECTION = { Id: ID, Name: "/web", Config: { Labels: {} }, State: { Status: "created" } };

/** What an engine does otherwise than well. */
interface Faults {
  /** Called when a container is to be created; what it returns is waited for. */
  create?: () => Promise<void>;
  /** The statuses of inspections, one after the other; 200 behind them. */
  inspect?: number[];
}

/** Works with an engine that has one container, and tells what it was asked for. */
async function withEngine(
  faults: Faults,
  body: (docker: DockerClient) => Promise<void>,
): Promise<string[]> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-abandoned-"));
  const asked: string[] = [];
  const inspect = [...faults.inspect ?? []];
  const server = http.createServer(async (request, response) => {
    const target = request.url!.replace(/^\/v[\d.]+/, "").replaceAll(ID, "ID");
    const json = (status: number, value: object): void => {
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(value));
    };
    if (target.endsWith("/_ping")) return void response.end("OK");
    asked.push(`${request.method} ${target}`);
    if (target.startsWith("/containers/create")) {
      await faults.create?.();
      return json(201, { Id: ID, Warnings: [] });
    }
    if (target === "/containers/ID/json") {
      const status = inspect.shift() ?? 200;
      return json(status, status === 200 ? INSPECTION : { message: "it is out of order" });
    }
    response.writeHead(204).end();
  });
  const socket = path.join(directory, "docker.sock");
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const docker = new DockerClient({ baseUrl: `unix://${socket}`, version: "1.41" });
  try {
    await body(docker);
  } finally {
    docker.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true, force: true });
  }
  return asked;
}

const REMOVED = "DELETE /containers/ID?v=1&force=1";

describe("a container that its maker cannot be told of is removed", () => {
  const makes: [does: string, make: (docker: DockerClient, signal: AbortSignal) => unknown][] = [
    ["run()", (docker, signal) => docker.containers.run("app", "true", { signal })],
    [
      "run(), detached",
      (docker, signal) => docker.containers.run("app", "true", { signal, detach: true }),
    ],
    [
      "run(), streamed",
      (docker, signal) => docker.containers.run("app", "true", { signal, stream: true }),
    ],
    ["create()", (docker, signal) => docker.containers.create("app", "true", { signal })],
  ];
  for (const [does, make] of makes) {
    it(`when ${does} is aborted while the Engine creates it`, async () => {
      const controller = new AbortController();
      const create = async (): Promise<void> => {
        controller.abort(new Error("enough"));
        await delay(50);
      };
      const asked = await withEngine(
        { create },
        (docker) =>
          assert.rejects(async () => await make(docker, controller.signal), { message: "enough" }),
      );
      assert.deepEqual(asked.slice(1), [REMOVED]);
    });
  }

  it("when the time of run() is over while the Engine creates it", async () => {
    const asked = await withEngine(
      { create: () => delay(400) },
      (docker) =>
        assert.rejects(docker.containers.run("app", "true", { timeout: 0.2 }), {
          name: "TimeoutError",
          message: /^Cannot run `true` in image "app": .* within 0.2 seconds/,
        }),
    );
    assert.deepEqual(asked.slice(1), [REMOVED]);
  });

  it("when it cannot be inspected behind a detached start", async () => {
    const asked = await withEngine(
      { inspect: [500] },
      (docker) =>
        assert.rejects(docker.containers.run("app", "true", { detach: true }), {
          name: "ServerError",
        }),
    );
    assert.equal(asked.at(-1), REMOVED);
  });

  it("when it cannot be inspected once created", async () => {
    const asked = await withEngine(
      { inspect: [500] },
      (docker) => assert.rejects(docker.containers.create("app"), { name: "ServerError" }),
    );
    assert.equal(asked.at(-1), REMOVED);
  });
});

it("a detached container that is gone as soon as it was started is returned as it was made", async () => {
  await withEngine({ inspect: [200, 404] }, async (docker) => {
    const container: Container = await docker.containers.run("app", "true", {
      detach: true,
      remove: true,
    });
    assert.deepEqual([container.id, container.name, container.status], [ID, "web", "created"]);
  });
});
