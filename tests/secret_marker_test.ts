/**
 * Plants a marker in every place that can hold a secret, in every shape that a caller may give it,
 * provokes errors, and looks for it in all that an error, an engine or a client shows.
 */
import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { inspect } from "node:util";
import * as api from "../src/api/mod.ts";
import { APIClient } from "../src/client.ts";
import { TLSConfig } from "../src/connect/tls_config.ts";
import { createEngine } from "../src/create_engine.ts";
import type { Engine } from "../src/engine/engine.ts";
import { BuildError } from "../src/build/build_error.ts";
import { ConfigCollection } from "../src/objects/configs.ts";
import type { Container } from "../src/objects/container.ts";
import { ContainerCollection } from "../src/objects/containers.ts";
import { ImageCollection } from "../src/objects/images.ts";
import { NetworkCollection } from "../src/objects/networks.ts";
import { PluginCollection } from "../src/objects/plugins.ts";
import { SecretCollection } from "../src/objects/secrets.ts";
import { ServiceCollection } from "../src/objects/services.ts";
import { Swarm } from "../src/objects/swarm.ts";
import { VolumeCollection } from "../src/objects/volumes.ts";
import { command } from "../src/objects/wait/command.ts";
import { http } from "../src/objects/wait/http.ts";
import { loadPlatform } from "../src/platform/mod.ts";
import { redact } from "../src/text/redact.ts";
import { engineOver } from "./harness/memory_engine.ts";
import { memoryPeer } from "./scripted_peer.ts";

const MARK = "s3cr3t-m4rk3r";

/** What a caller may give, right or wrong, for something that holds a secret. */
const SHAPES: unknown[] = [
  MARK,
  `A=${MARK}`,
  [MARK],
  [`A=${MARK}`, 5],
  { A: MARK },
  { A: [MARK] },
  { A: { B: MARK } },
  [{ A: MARK }],
  { A: MARK, B: 5n },
  new Map([["A", MARK]]),
  new TextEncoder().encode(MARK),
  `"${MARK}`,
];

/** All that shows an error. */
function shown(error: unknown): string {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  for (let at = error; at instanceof Error && !seen.has(at); at = at.cause) {
    seen.add(at);
    texts.push(at.message, String(at.stack), JSON.stringify(at), JSON.stringify({ ...at }));
  }
  texts.push(inspect(error, { depth: 10, showHidden: true }), String(error));
  return texts.join("\n");
}

function assertHidden(what: string, error: unknown): void {
  const text = shown(error);
  const place = text.indexOf(MARK);
  assert.ok(place === -1, `${what}: ${text.slice(Math.max(0, place - 200), place + 60)}`);
}

/** An engine whose peer refuses every request, and repeats an address that it was given. */
function refusingEngine(): { engine: Engine; close(): void } {
  const peer = memoryPeer(Array.from({ length: 50 }, () => async (connection) => {
    for (;;) {
      await connection.request();
      await connection.json({
        message: `cannot fetch https://me:${MARK}@host/x.git?token=${MARK}, ` +
          `"git://${MARK}@host/x" and (http://host/?key=${MARK})`,
      }, 500);
    }
  }));
  const engine = engineOver(peer.connector, {
    headers: { "X-Token": MARK },
    platform: loadPlatform,
  });
  return { engine, close: () => engine.close() };
}

function container(engine: Engine): Container {
  const attrs = { Id: "web", Image: "x", Config: {}, State: { Running: true, Status: "running" } };
  return new ContainerCollection(engine).prepareModel(attrs as never);
}

type Place = [what: string, call: (engine: Engine, value: never) => unknown];

const PLACES: Place[] = [
  ["buildargs", (engine, buildargs) => api.build(engine, { path: "/nowhere", buildargs })],
  ["labels of a build", (engine, labels) => api.build(engine, { path: "/nowhere", labels })],
  ["secrets of a build", (engine, secrets) => api.build(engine, { path: "/nowhere", secrets })],
  ["environment", (_, environment) => api.createContainerConfig("x", { environment })],
  ["command", (_, command) => api.createContainerConfig("x", { command })],
  ["entrypoint", (_, entrypoint) => api.createContainerConfig("x", { entrypoint })],
  ["labels", (_, labels) => api.createContainerConfig("x", { labels })],
  ["healthcheck", (_, healthcheck) => api.createContainerConfig("x", { healthcheck })],
  ["healthcheck's test", (_, value) => {
    return api.createContainerConfig("x", { healthcheck: { test: value } });
  }],
  ["Env", (_, Env) => api.createContainerConfig("x", { Env } as never)],
  ["extra", (_, extra) => api.createContainerConfig("x", { extra } as never)],
  ["logConfig", (_, logConfig) => api.createHostConfig({ logConfig })],
  ["log options", (_, config) => {
    return api.createHostConfig({ logConfig: { type: "x", config } as never });
  }],
  ["storageOpt", (_, storageOpt) => api.createHostConfig({ storageOpt })],
  ["securityOpt", (_, securityOpt) => api.createHostConfig({ securityOpt })],
  ["driverOpts", (engine, driverOpts) => api.createVolume(engine, { name: "x", driverOpts })],
  ["labels of a volume", (engine, labels) => api.createVolume(engine, { name: "x", labels })],
  ["options of a network", (engine, options) => {
    return api.createNetwork(engine, "x", { options });
  }],
  ["plugin settings", (engine, value) => api.configurePlugin(engine, "x", value)],
  ["data of a secret", (engine, data) => api.createSecret(engine, "x", data)],
  ["data of a config", (engine, data) => api.createConfig(engine, "x", data)],
  ["labels of a secret", (engine, labels) => api.createSecret(engine, "x", "y", { labels })],
  ["authConfig", (engine, authConfig) => api.pull(engine, "x", { authConfig })],
  ["password", (engine, password) => api.login(engine, "me", { password })],
  ["what is no registry", (engine, value: unknown) => {
    const registry = typeof value === "string" ? "registry.example" : value;
    return api.login(engine, "me", { password: "x", registry: registry as never });
  }],
  ["a token to join", (engine, joinToken) => {
    return api.joinSwarm(engine, ["x"], joinToken);
  }],
  ["a key to unlock", (engine, key) => api.unlockSwarm(engine, key)],
  ["environment of an exec", (engine, environment) => {
    return api.execCreate(engine, "x", ["a"], { environment });
  }],
  ["a command of an exec", (engine, command) => api.execCreate(engine, "x", command)],
  ["a request's query", (engine, query) => api.request(engine, "GET", "/x", { query })],
  ["a request's headers", (engine, headers) => api.request(engine, "GET", "/x", { headers })],
  ["a request's body", (engine, body) => api.request(engine, "POST", "/x", { body })],
  ["environment of a container that is run", (engine, environment) => {
    return new ContainerCollection(engine).run("x", "y", { environment });
  }],
  ["a command that is run", (engine, words) => new ContainerCollection(engine).run("x", words)],
  ["healthcheck of a container", (engine, healthcheck) => {
    return new ContainerCollection(engine).create("x", "y", { healthcheck });
  }],
  ["hostConfig of a container", (engine, hostConfig) => {
    return new ContainerCollection(engine).create("x", "y", { hostConfig });
  }],
  ["log options of a container", (engine, config) => {
    return new ContainerCollection(engine).create("x", "y", {
      logConfig: { type: "syslog", config },
    });
  }],
  ["environment of a container's exec", (engine, environment) => {
    return container(engine).exec("x", { environment });
  }],
  ["input of a container's exec", (engine, input) => container(engine).exec("cat", { input })],
  ["a command of a container's exec", (engine, words) => container(engine).exec(words)],
  ["what is copied into a container", (engine, content) => {
    return container(engine).copyInto({ content } as never, "/x");
  }],
  ["environment of a service", (engine, env) => {
    return new ServiceCollection(engine).create("x", "y", { env });
  }],
  ["log options of a service", (engine, logDriverOptions) => {
    return new ServiceCollection(engine).create("x", "y", {
      logDriver: "syslog",
      logDriverOptions,
    });
  }],
  ["labels of a service's containers", (engine, containerLabels) => {
    return new ServiceCollection(engine).create("x", "y", { containerLabels });
  }],
  ["data of a secret's object", (engine, data) => {
    return new SecretCollection(engine).create({ name: "x", data });
  }],
  ["data of a config's object", (engine, data) => {
    return new ConfigCollection(engine).create({ name: "x", data });
  }],
  ["driverOpts of a volume's object", (engine, driverOpts) => {
    return new VolumeCollection(engine).create("x", { driverOpts });
  }],
  ["options of a network's object", (engine, options) => {
    return new NetworkCollection(engine).create("x", { options });
  }],
  ["buildargs of an image", (engine, buildargs) => {
    return new ImageCollection(engine).build({ path: "/nowhere", buildargs });
  }],
  ["secrets of an image", (engine, secrets) => {
    return new ImageCollection(engine).build({ path: "/nowhere", secrets });
  }],
  ["authConfig of an image", (engine, authConfig) => {
    return new ImageCollection(engine).pull("x", { authConfig });
  }],
  ["settings of a plugin", (engine, settings) => {
    return new PluginCollection(engine).prepareModel({ Id: "x", Name: "x" } as never)
      .configure(settings);
  }],
  ["a token of a swarm", (engine, joinToken) => {
    return new Swarm(engine).join({ remoteAddrs: ["10.0.0.1"], joinToken });
  }],
  ["a key of a swarm", (engine, key) => new Swarm(engine).unlock(key)],
  ["a command that is waited for", (engine, words) => {
    return container(engine).waitUntil(command(words), { timeout: 0.01 });
  }],
  ["a query that is waited for", (engine, query) => {
    return container(engine).waitUntil(http({ port: 80, path: `/x?${query}` }), { timeout: 0.01 });
  }],
  ["a query of a path that is none", (_, query) => http({ port: 80, path: `x?${query}` })],
  ["a password in the place of options", (engine, password) => api.login(engine, "me", password)],
  ["data in the place of options", (engine, data) => {
    return new SecretCollection(engine).create(data);
  }],
  ["variables in the place of options", (engine, environment) => {
    return new ContainerCollection(engine).run("x", "y", environment);
  }],
  ["headers", (_, headers) => createEngine({ headers })],
  [
    "baseUrl",
    (_, baseUrl) => createEngine({ baseUrl: Array.isArray(baseUrl) ? baseUrl : 5 as never }),
  ],
  ["clientCert", (_, clientCert) => new TLSConfig({ clientCert })],
];

for (const [what, call] of PLACES) {
  describe(`no error shows ${what}`, () => {
    for (const [index, shape] of SHAPES.entries()) {
      it(`shape ${index}`, async () => {
        const { engine, close } = refusingEngine();
        try {
          const result = await call(engine, shape as never);
          if (result instanceof ReadableStream) await result.cancel();
        } catch (error) {
          assertHidden(`${what}, shape ${index}`, error);
        } finally {
          close();
        }
      });
    }
  });
}

const ADDRESSES = [
  `https://me:${MARK}@host/x.git`,
  `http://${MARK}@host/x`,
  `https://host/x?token=${MARK}`,
  `git://me:${MARK}@host/x#main`,
  `https://me:${MARK}@ho st/x`,
];
const ADDRESSED: [what: string, call: (engine: Engine, address: string) => unknown][] = [
  ["a build", (engine, path) => api.build(engine, { path })],
  ["a build with a file", (engine, path) => api.build(engine, { path, fileobj: "FROM x" })],
  ["a build's Dockerfile", (engine, path) => api.build(engine, { path, dockerfile: "x" })],
  ["an import", (engine, src) => api.importImage(engine, { src, repository: "x" })],
  [
    "an import with a wrong name",
    (engine, src) => api.importImage(engine, { src, repository: "X" }),
  ],
  ["a login", (engine, registry) => api.login(engine, "me", { password: "x", registry })],
  ["a request", (engine, address) => {
    return api.request(engine, "GET", `/x?remote=${encodeURIComponent(address)}&key=${MARK}`);
  }],
  ["a malformed request", (engine, address) => api.request(engine, "GET", `/x?a b ${address}`)],
  ["an engine", (_, baseUrl) => createEngine({ baseUrl }).close()],
  ["an engine of another scheme", (_, address) => createEngine({ baseUrl: `x${address}` })],
];
for (const [what, call] of ADDRESSED) {
  describe(`no error shows the credentials in the address of ${what}`, () => {
    for (const address of ADDRESSES) {
      it(address.replace(MARK, "..."), async () => {
        const { engine, close } = refusingEngine();
        try {
          const result = await call(engine, address);
          if (result instanceof ReadableStream) await new Response(result).text();
        } catch (error) {
          assertHidden(`${what}: ${address.slice(0, 20)}`, error);
        } finally {
          close();
        }
      });
    }
  });
}

test("an APIError's path has no query, and its records show no credentials", () => {
  const error = new BuildError("Cannot build the image", {
    status: 500,
    explanation: `failed: https://me:${MARK}@host/`,
    method: "POST",
    path: `/v1.41/build?remote=${MARK}`,
    records: [{ stream: `Step 1: ADD https://me:${MARK}@host/x?y=${MARK} /` }, "x", 5, null],
  } as never);
  assertHidden("the error", error);
  assert.equal(error.path, "/v1.41/build");
  assert.deepEqual(error.records, [
    { stream: "Step 1: ADD https://***@host/x?*** /" },
    "x",
    5,
    null,
  ]);
  assert.equal(error.explanation, "failed: https://***@host/");
});

describe("redact() leaves all else as it is", () => {
  for (
    const text of ["", "a//b", "https://host/a@b", "me@host", "http://host:80/x#a", "//", "a?b"]
  ) {
    it(JSON.stringify(text), () => {
      assert.equal(redact(text), text);
    });
  }

  it("but credentials and queries", () => {
    assert.equal(redact('(https://a:b@c?d) "http://e@f"'), '(https://***@c?***) "http://***@f"');
  });
});

describe("an engine and a client show no header, certificate or credentials", () => {
  const tls = new TLSConfig({
    clientCert: [
      `-----BEGIN CERTIFICATE-----\n${MARK}\n-----END CERTIFICATE-----`,
      `-----BEGIN PRIVATE KEY-----\n${MARK}\n-----END PRIVATE KEY-----`,
    ],
  });
  const options = { baseUrl: "https://host:1", headers: { "X-Token": MARK }, tls };
  const makers = {
    "an engine": () => createEngine(options),
    "an APIClient": () => new APIClient(options),
    "a TLSConfig": () => tls,
  };
  for (const [what, make] of Object.entries(makers)) {
    it(what, async () => {
      const made = make();
      const text = inspect(made, { depth: 10, showHidden: true }) + JSON.stringify(made);
      assert.ok(!text.includes(MARK), text.slice(0, 500));
      if ("close" in made) await made.close();
    });
  }
});
