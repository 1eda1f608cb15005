import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import {
  Collection,
  type Container,
  DockerClient,
  type DockerScope,
  NodeCollection,
} from "../../mod.ts";
import { concat } from "../../src/bytes/concat.ts";
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

/** Serves an engine on a socket, and makes a client of it. */
async function serve(
  handle: http.RequestListener,
): Promise<{ docker: DockerClient; close: () => Promise<void> }> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-abandoned-"));
  const server = http.createServer(handle);
  const socket = path.join(directory, "docker.sock");
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const docker = new DockerClient({ baseUrl: `unix://${socket}`, version: "1.41" });
  return {
    docker,
    async close(): Promise<void> {
      docker.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The answers of an engine to one request; nothing is a 404, or done for a removal. */
type Answers = (
  asks: string,
  body: string,
) => [status: number, answer: object] | undefined | Promise<[number, object] | undefined>;

/** Works with an engine that answers so, and tells what it was asked for. */
async function withAnswers(
  answers: Answers,
  body: (docker: DockerClient) => Promise<unknown>,
): Promise<string[]> {
  const asked: string[] = [];
  const { docker, close } = await serve(async (request, response) => {
    const target = request.url!.replace(/^\/v[\d.]+/, "").replaceAll(ID, "ID");
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (target.endsWith("/_ping")) return void response.end("OK");
    const asks = `${request.method} ${target}`;
    asked.push(asks);
    const [status, answer] = await answers(asks, new TextDecoder().decode(concat(chunks))) ??
      (request.method === "DELETE" || asks.endsWith("/start")
        ? [204, {}]
        : [404, { message: "no such thing" }]);
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(status === 204 ? undefined : JSON.stringify(answer));
  });
  try {
    await body(docker);
  } finally {
    await close();
  }
  return asked;
}

/** Works with an engine that has one container, and tells what it was asked for. */
function withEngine(
  faults: Faults,
  body: (docker: DockerClient) => Promise<void>,
): Promise<string[]> {
  const inspect = [...faults.inspect ?? []];
  return withAnswers(async (asks) => {
    if (asks.startsWith("POST /containers/create")) {
      await faults.create?.();
      return [201, { Id: ID, Warnings: [] }];
    }
    if (asks !== "GET /containers/ID/json") return [204, {}];
    const status = inspect.shift() ?? 200;
    return [status, status === 200 ? INSPECTION : { message: "it is out of order" }];
  }, body);
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
    let asked: string[] = [];
    // On a busy machine the time may be over before the Engine is asked.
    for (let timeout = 0.2; asked.length === 0 && timeout < 2; timeout *= 2) {
      asked = await withEngine(
        { create: () => delay(2000 * timeout) },
        (docker) =>
          assert.rejects(docker.containers.run("app", "true", { timeout }), {
            name: "TimeoutError",
            message: new RegExp(
              `^Cannot run \`true\` in image "app": .* within ${timeout} seconds`,
            ),
          }),
      );
    }
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

/** How an engine answers a creation, and what removes what it has made. */
interface Made {
  make: (docker: DockerClient, options: { signal: AbortSignal }) => unknown;
  /** What asks for the creation. */
  asks: RegExp;
  answer: object;
  /** What asks for what was made, to return it; a volume is in the answer itself. */
  loads: string | null;
  removes: string;
  /** Where the scope's label is in the body; plugins have none. */
  label: ((body: Body) => unknown) | null;
}

/** What is looked for in the bodies of creations. */
interface Body {
  Labels?: Record<string, string>;
}

const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-plugin-"));
mkdirSync(path.join(directory, "rootfs"));
writeFileSync(path.join(directory, "config.json"), "{}");
const ofScope = ({ Labels }: Body): unknown => Labels?.["longshore.scope"];

/** Every method that creates what stays in the Engine, but for pulls and builds, which it ends itself. */
const CREATIONS: Readonly<Record<string, Made>> = {
  "containers.create": {
    make: (docker, options) => docker.containers.create("app", "true", options),
    asks: /^POST \/containers\/create/,
    answer: { Id: ID, Warnings: [] },
    loads: "GET /containers/ID/json",
    removes: REMOVED,
    label: ofScope,
  },
  "containers.run": {
    make: (docker, options) => docker.containers.run("app", "true", { ...options, detach: true }),
    asks: /^POST \/containers\/create/,
    answer: { Id: ID, Warnings: [] },
    loads: "GET /containers/ID/json",
    removes: REMOVED,
    label: ofScope,
  },
  "container.commit": {
    make: (docker, options) =>
      docker.containers.prepareModel({ Id: "web" } as never).commit("app", options),
    asks: /^POST \/commit/,
    answer: { Id: ID },
    loads: "GET /images/ID/json",
    removes: "DELETE /images/ID?force=1",
    label: null,
  },
  "networks.create": {
    make: (docker, options) => docker.networks.create("net", options),
    asks: /^POST \/networks\/create/,
    answer: { Id: ID, Warning: "" },
    loads: "GET /networks/ID",
    removes: "DELETE /networks/ID",
    label: ofScope,
  },
  "volumes.create": {
    make: (docker, options) => docker.volumes.create("data", options),
    asks: /^POST \/volumes\/create/,
    answer: { Name: "data", Driver: "local" },
    loads: null,
    removes: "DELETE /volumes/data",
    label: ofScope,
  },
  "secrets.create": {
    make: (docker, options) => docker.secrets.create({ name: "s", data: "x", ...options }),
    asks: /^POST \/secrets\/create/,
    answer: { ID },
    loads: "GET /secrets/ID",
    removes: "DELETE /secrets/ID",
    label: ofScope,
  },
  "configs.create": {
    make: (docker, options) => docker.configs.create({ name: "c", data: "x", ...options }),
    asks: /^POST \/configs\/create/,
    answer: { ID },
    loads: "GET /configs/ID",
    removes: "DELETE /configs/ID",
    label: ofScope,
  },
  "services.create": {
    make: (docker, options) => docker.services.create("app", "true", options),
    asks: /^POST \/services\/create/,
    answer: { ID },
    loads: "GET /services/ID",
    removes: "DELETE /services/ID",
    label: ofScope,
  },
  "plugins.create": {
    make: (docker, options) => docker.plugins.create("plugin", directory, options),
    asks: /^POST \/plugins\/create/,
    answer: {},
    loads: "GET /plugins/plugin/json",
    removes: "DELETE /plugins/plugin?force=0",
    label: null,
  },
  "plugins.install": {
    make: (docker, options) => docker.plugins.install("remote", "plugin", options),
    asks: /^POST \/plugins\/pull/,
    answer: {},
    loads: "GET /plugins/plugin/json",
    removes: "DELETE /plugins/plugin?force=0",
    label: null,
  },
};

describe("what is created is the caller's, or is removed again", () => {
  after(() => rmSync(directory, { recursive: true }));

  it("walks every collection that creates", () => {
    const docker = new DockerClient({ baseUrl: "tcp://127.0.0.1:1" });
    const creating = Object.entries(docker)
      .filter(([, value]) => value instanceof Collection && !(value instanceof NodeCollection))
      .filter(([, value]) => Object.hasOwn(Object.getPrototypeOf(value), "create"))
      .map(([name]) => `${name}.create`);
    assert.equal(creating.length, 7);
    assert.deepEqual(creating.filter((name) => !(name in CREATIONS)), []);
  });

  for (const [name, { make, asks, answer, loads, removes, label }] of Object.entries(CREATIONS)) {
    it(`when ${name}() is aborted while the Engine creates it`, async () => {
      const controller = new AbortController();
      const asked = await withAnswers(
        async (request) => {
          if (request.startsWith("GET /plugins/privileges")) return [200, []];
          if (!asks.test(request)) return;
          controller.abort(new Error("enough"));
          await delay(50);
          return [201, answer];
        },
        (docker) =>
          assert.rejects(async () => await make(docker, { signal: controller.signal }), {
            message: "enough",
          }),
      );
      assert.equal(asked.at(-1), removes);
      assert.equal(asked.filter((one) => asks.test(one)).length, 1);
    });

    if (loads !== null) {
      it(`when what ${name}() has created is asked for in vain`, async () => {
        const controller = new AbortController();
        let isMade = false;
        const asked = await withAnswers(
          (request) => {
            if (request.startsWith("GET /plugins/privileges")) return [200, []];
            if (asks.test(request)) {
              isMade = true;
              return [201, answer];
            }
            if (request !== loads || !isMade) return;
            controller.abort(new Error("enough"));
            return [500, { message: "it is out of order" }];
          },
          (docker) =>
            assert.rejects(async () => await make(docker, { signal: controller.signal }), {
              message: "enough",
            }),
        );
        // A container that was started is killed before.
        const left = asked.filter((one) => !/\/kill\b/.test(one));
        assert.deepEqual(left.slice(-2), [loads, removes]);
      });
    }

    it(`${name}() sends nothing when it is aborted before`, async () => {
      const signal = AbortSignal.abort(new Error("enough"));
      const asked = await withAnswers(
        () => undefined,
        (docker) =>
          assert.rejects(async () => await make(docker, { signal }), { message: "enough" }),
      );
      assert.deepEqual(asked, []);
    });

    if (label !== null) {
      it(`what ${name}() creates has the label of the scope, which waits for it at its end`, async () => {
        let given: unknown;
        let ended: Promise<unknown> | undefined;
        let scope: DockerScope;
        const asked = await withAnswers(
          async (request, body) => {
            if (request === "GET /info") return [200, { Swarm: { ControlAvailable: true } }];
            if (request.startsWith("GET /volumes?")) return [200, { Volumes: [] }];
            if (/^GET \/\w+(\/json)?\?/.test(request)) return [200, []];
            if (!asks.test(request)) return;
            given = label(JSON.parse(body) as Body);
            ended = scope.end();
            await delay(50);
            return [201, answer];
          },
          async (docker) => {
            scope = docker.scope();
            await Promise.allSettled([make(scope, { signal: new AbortController().signal })]);
            await ended;
          },
        );
        assert.equal(given, scope!.id);
        const created = asked.findIndex((one) => asks.test(one));
        assert.ok(asked.indexOf("GET /info") > created);
      });
    }
  }

  it("a volume that was there before stays when its creation is aborted", async () => {
    const controller = new AbortController();
    const asked = await withAnswers(
      async (request) => {
        if (request === "GET /volumes/data") return [200, { Name: "data", Driver: "local" }];
        if (!request.startsWith("POST")) return;
        controller.abort(new Error("enough"));
        await delay(50);
        return [201, { Name: "data", Driver: "local" }];
      },
      (docker) =>
        assert.rejects(docker.volumes.create("data", { signal: controller.signal }), {
          message: "enough",
        }),
    );
    assert.deepEqual(asked, ["GET /volumes/data", "POST /volumes/create"]);
  });

  it("a scope that has ended makes nothing more", async () => {
    const asked = await withAnswers(
      (request) =>
        request === "GET /info"
          ? [200, {}]
          : [200, request.startsWith("GET /volumes") ? { Volumes: [] } : []],
      async (docker) => {
        const scope = docker.scope();
        await scope.end();
        for (const [name, { make }] of Object.entries(CREATIONS)) {
          if (name.startsWith("plugins.")) continue;
          await assert.rejects(
            async () => await make(scope, { signal: new AbortController().signal }),
            {
              name: "DockerError",
              message: "Cannot make anything through the scope: it has ended",
            },
            name,
          );
        }
      },
    );
    assert.ok(asked.every((one) => one.startsWith("GET ")));
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
