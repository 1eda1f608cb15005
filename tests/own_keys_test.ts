/** Names that a caller chooses may be any, and what an object inherits is nobody's option. */
import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import * as api from "../src/api/mod.ts";
import { parseConfigFile } from "../src/auth/config_file.ts";
import { registryKey } from "../src/auth/registry.ts";
import type { Engine } from "../src/engine/engine.ts";
import { Mount } from "../src/specs/mount.ts";
import { type Call, recorded } from "./api/recorded.ts";

/** Names that plain objects have already, or that set something else. */
const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];

/** An object with these names of its own. */
function named<T>(value: T): Record<string, T> {
  return Object.fromEntries(NAMES.map((name) => [name, value]));
}

async function sentBy(call: Call): Promise<{ line: string; text: string }> {
  const { sent } = await recorded(call, "1.41", [[]]);
  const { line, request } = sent[0]!;
  return {
    line: decodeURIComponent(line),
    text: new TextDecoder().decode(request.body) + JSON.stringify(request.headers),
  };
}

const CALLS: [what: string, call: Call][] = [
  ["filters of a prune", (e) => api.pruneContainers(e, { filters: named("x") })],
  ["filters of images", (e) => api.images(e, { filters: named(["x"]) })],
  ["filters of networks", (e) => api.networks(e, { filters: named("x") } as never)],
  ["filters of volumes", (e) => api.volumes(e, { filters: named("x") })],
  ["labels of a volume", (e) => api.createVolume(e, { name: "a", labels: named("x") })],
  ["labels of a volume as a list", (e) => api.createVolume(e, { name: "a", labels: NAMES })],
  ["driver options", (e) => api.createVolume(e, { name: "a", driverOpts: named("x") })],
  ["options of a network", (e) => api.createNetwork(e, "a", { options: named("x") })],
  ["labels of a network", (e) => api.createNetwork(e, "a", { labels: named("x") })],
  ["labels of a secret", (e) => api.createSecret(e, "a", "b", { labels: named("x") })],
  ["labels of a container", (e) => {
    return api.createContainerFromConfig(e, api.createContainerConfig("a", { labels: named("x") }));
  }],
  ["labels in the Engine's spelling", (e) => {
    return api.createContainerFromConfig(
      e,
      api.createContainerConfig("a", { Labels: named("x") } as never),
    );
  }],
  ["environment", (e) => {
    const environment = named("x");
    return api.createContainerFromConfig(e, api.createContainerConfig("a", { environment }));
  }],
  ["sysctls, tmpfs and log options", (e) => {
    const hostConfig = api.createHostConfig({
      sysctls: named("x"),
      tmpfs: { "/a": "size=1m" },
      logConfig: { type: "json-file", config: named("x") } as never,
    });
    return api.createContainerFromConfig(e, api.createContainerConfig("a", { hostConfig }));
  }],
  ["extra fields", (e) => {
    return api.createContainerFromConfig(
      e,
      api.createContainerConfig("a", { extra: named("x") } as never),
    );
  }],
];

for (const [what, call] of CALLS) {
  test(`${what} are sent whatever they are called`, async () => {
    const { line, text } = await sentBy(call);
    for (const name of NAMES) {
      assert.ok(line.includes(name) || text.includes(name), `${name} is lost: ${line} ${text}`);
    }
  });
}

/** Every option and field that a call below could take for the caller's own. */
const INHERITED: Record<string, unknown> = {
  all: true,
  force: true,
  link: true,
  v: true,
  tag: "evil",
  limit: 1,
  size: true,
  noprune: true,
  filters: { evil: ["evil"] },
  driver: "evil",
  driverOpts: { evil: "evil" },
  labels: { evil: "evil" },
  tail: 1,
  timestamps: true,
  since: 1,
  platform: "evil",
  authConfig: { username: "evil", password: "evil" },
  privileged: true,
  user: "evil",
  workdir: "evil",
  environment: ["EVIL=evil"],
  detachKeys: "evil",
  hostConfig: { Privileged: true },
  Privileged: true,
  HostConfig: { Privileged: true },
  Labels: { evil: "evil" },
  Env: ["EVIL=evil"],
  command: "evil",
  evil: "evil",
  "X-Evil": "evil",
  posixSignal: "evil",
};

const PLAIN: [what: string, call: (engine: Engine) => Promise<unknown>][] = [
  ["list containers", (e) => api.containers(e)],
  ["list containers with a filter", (e) => api.containers(e, { filters: { status: "exited" } })],
  ["prune", (e) => api.pruneContainers(e)],
  ["remove", (e) => api.removeContainer(e, "a")],
  ["kill", (e) => api.kill(e, "a")],
  ["list images", (e) => api.images(e)],
  ["create a volume", (e) => api.createVolume(e)],
  ["create a network", (e) => api.createNetwork(e, "a")],
  ["create a secret", (e) => api.createSecret(e, "a", "b")],
  ["create an exec", (e) => api.execCreate(e, "a", ["b"])],
  ["create a container", (e) => {
    return api.createContainerFromConfig(e, api.createContainerConfig("a", {}));
  }],
  ["create a container with a mount", (e) => {
    const hostConfig = api.createHostConfig({
      mounts: [new Mount("/a", "/b", { type: "bind" })],
    });
    return api.createContainerFromConfig(e, api.createContainerConfig("a", { hostConfig }));
  }],
  ["request", (e) => api.request(e, "POST", "/a", { query: { b: 1 }, headers: { c: "d" } })],
];

for (const [what, call] of PLAIN) {
  test(`what objects inherit is not sent: ${what}`, async () => {
    const before = await sentBy(call);
    const differing: unknown[] = [];
    // One by one: runtimes' own code may not bear all of them at once.
    for (const [name, value] of Object.entries(INHERITED)) {
      const prototype = Object.prototype as unknown as Record<string, unknown>;
      prototype[name] = value;
      let sent: unknown;
      try {
        sent = await sentBy(call).catch(String);
      } finally {
        delete prototype[name];
      }
      if (JSON.stringify(sent) !== JSON.stringify(before)) differing.push([name, sent]);
    }
    assert.deepEqual(differing, []);
  });
}

/** What a file could say, and does not. */
const UNSAID: Record<string, unknown> = {
  auths: { "evil.example": { auth: "ZXZpbDpldmls" } },
  auth: "ZXZpbDpldmls",
  username: "evil",
  password: "evil",
  identitytoken: "evil",
  credHelpers: { "evil.example": "evil" },
  credsStore: "evil",
  HttpHeaders: { "X-Evil": "evil" },
  currentContext: "evil",
  detachKeys: "ctrl-e",
  proxies: { default: { httpProxy: "http://evil" } },
  httpProxy: "http://evil",
};

for (const text of ["{}", '{"auths":{"a.example":{}},"proxies":{"default":{}},"credHelpers":{}}']) {
  for (const [name, value] of Object.entries(UNSAID)) {
    test(`a configuration file ${text} says nothing of ${name} that objects inherit`, () => {
      const before = parseConfigFile(text, "config.json");
      const prototype = Object.prototype as unknown as Record<string, unknown>;
      prototype[name] = value;
      let after: unknown;
      try {
        after = parseConfigFile(text, "config.json");
      } finally {
        delete prototype[name];
      }
      assert.deepEqual(after, before);
    });
  }
}

test("a configuration file names helpers and headers whatever they are called", () => {
  const names = JSON.stringify(named("x"));
  const { credHelpers, httpHeaders } = parseConfigFile(
    `{"credHelpers":${names},"HttpHeaders":${names}}`,
    "config.json",
  );
  assert.deepEqual(
    [...credHelpers.keys()].sort(),
    [...NAMES].map((name) => registryKey(name)).sort(),
  );
  assert.deepEqual(Object.keys(httpHeaders), NAMES);
});

test("one signal for many calls has one listener", async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  let most = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    most = Math.max(most, ++listeners);
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners--;
    removeEventListener.apply(signal, args);
  };
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on("warning", onWarning);
  const calls = Array.from({ length: 40 }, () => {
    return recorded((engine) => api.networks(engine, { signal } as never), "1.41", [[]]);
  });
  await Promise.all(calls);
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("warning", onWarning);
  assert.equal(most, 1);
  assert.equal(listeners, 0);
  assert.deepEqual(warnings, []);
});

test("a header of a call is sent once, in place of the client's own", async () => {
  const { sent } = await recorded((engine) => {
    return api.request(engine, "GET", "/x", { headers: { host: "elsewhere", "user-agent": "me" } });
  });
  const { headers } = sent[0]!.request;
  assert.deepEqual([headers.host, headers["user-agent"]], ["elsewhere", "me"]);
});
