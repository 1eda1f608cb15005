import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { Collection, DockerClient, Model } from "../../mod.ts";

// Nothing listens there: what is refused is refused before anything is sent.
const docker = new DockerClient({ baseUrl: "tcp://127.0.0.1:1" });
const container = docker.containers.prepareModel(
  { Id: "web", Image: "app", Config: {}, State: {} } as never,
);
const volume = docker.volumes.prepareModel({ Name: "data" } as never);
const image = docker.images.prepareModel({ Id: "sha256:1a", RepoTags: ["app:1"] } as never);
const network = docker.networks.prepareModel({ Id: "net" } as never);
const plugin = docker.plugins.prepareModel({ Id: "1a", Name: "plugin" } as never);

interface Method {
  call: (value: never) => unknown;
  /** What the message says is expected. */
  expects: string;
  /** What passes, of the values that are tried on all. */
  passes?: readonly string[];
}

const ID = "an id or name, or an object with Id or ID";
const TEXT = "a string";
const FILLED = "a string that is not empty";
const IMAGE_NAME = 'a name such as "busybox"';
const COMMAND = "a string or a list of strings";
const DATA = "a string, bytes, a Blob";
const PATH = FILLED;

/** Every method whose first argument is a text, or may be one. */
const METHODS: Readonly<Record<string, Method>> = {
  "login": { call: (value) => docker.login(value), expects: FILLED },
  "containers.run": { call: (value) => docker.containers.run(value), expects: ID },
  "containers.create": { call: (value) => docker.containers.create(value), expects: ID },
  "containers.get": {
    call: (value) => docker.containers.get(value),
    expects: ID,
    passes: ["a container"],
  },
  "container.rename": { call: (value) => container.rename(value), expects: FILLED },
  "container.commit": {
    call: (value) => container.commit(value),
    expects: TEXT,
    passes: ["undefined", "null", "an empty text"],
  },
  "container.copyFrom": { call: (value) => container.copyFrom(value), expects: PATH },
  "container.getArchive": { call: (value) => container.getArchive(value), expects: PATH },
  "container.putArchive": {
    call: (value) => container.putArchive(value, new Uint8Array(1024)),
    expects: PATH,
  },
  "container.exec": {
    call: (value) => container.exec(value),
    expects: COMMAND,
    passes: ["a list"],
  },
  "container.execRun": {
    call: (value) => container.execRun(value),
    expects: COMMAND,
    passes: ["a list"],
  },
  "container.shell": {
    call: (value) => container.shell(value),
    expects: COMMAND,
    passes: ["a list", "undefined", "null"],
  },
  "container.kill": {
    call: (value) => container.kill(value),
    expects: 'a name such as "SIGTERM"',
    passes: ["a number", "undefined", "null"],
  },
  "images.get": { call: (value) => docker.images.get(value), expects: ID },
  "images.getRegistryData": {
    call: (value) => docker.images.getRegistryData(value),
    expects: IMAGE_NAME,
  },
  "images.load": { call: (value) => docker.images.load(value), expects: DATA },
  "images.pull": { call: (value) => docker.images.pull(value), expects: IMAGE_NAME },
  "images.push": { call: (value) => docker.images.push(value), expects: IMAGE_NAME },
  "images.remove": { call: (value) => docker.images.remove(value), expects: ID },
  "images.search": { call: (value) => docker.images.search(value), expects: TEXT },
  "image.tag": { call: (value) => image.tag(value), expects: IMAGE_NAME },
  "networks.create": { call: (value) => docker.networks.create(value), expects: TEXT },
  "networks.get": { call: (value) => docker.networks.get(value), expects: ID },
  "network.connect": {
    call: (value) => network.connect(value),
    expects: ID,
    passes: ["a container"],
  },
  "network.disconnect": {
    call: (value) => network.disconnect(value),
    expects: ID,
    passes: ["a container"],
  },
  "volumes.create": {
    call: (value) => docker.volumes.create(value),
    expects: TEXT,
    // It takes options in the place of the name, too; of those, only the name is known to it.
    passes: ["undefined", "null", "{ name }", "{ image }"],
  },
  "volumes.get": {
    call: (value) => docker.volumes.get(value),
    expects: "a name, or an object with Name",
    passes: ["a volume"],
  },
  "plugins.create": { call: (value) => docker.plugins.create(value, "/"), expects: TEXT },
  "plugins.get": { call: (value) => docker.plugins.get(value), expects: ID },
  "plugins.install": { call: (value) => docker.plugins.install(value), expects: TEXT },
  "plugin.upgrade": {
    call: (value) => plugin.upgrade(value),
    expects: TEXT,
    passes: ["undefined", "null"],
  },
  "nodes.get": { call: (value) => docker.nodes.get(value), expects: ID },
  "secrets.create({ name })": {
    call: (name) => docker.secrets.create({ name, data: "x" }),
    expects: TEXT,
  },
  "secrets.get": { call: (value) => docker.secrets.get(value), expects: ID },
  "configs.create({ name })": {
    call: (name) => docker.configs.create({ name, data: "x" }),
    expects: TEXT,
  },
  "configs.get": { call: (value) => docker.configs.get(value), expects: ID },
  "services.create": { call: (value) => docker.services.create(value), expects: FILLED },
  "services.get": { call: (value) => docker.services.get(value), expects: ID },
  "swarm.unlock": { call: (value) => docker.swarm.unlock(value), expects: "the unlock key" },
  "DockerClient.fromContext": {
    call: (value) => DockerClient.fromContext(value),
    expects: FILLED,
    passes: ["undefined", "null"],
  },
};

const VALUES: Readonly<Record<string, unknown>> = {
  "{ name }": { name: "x" },
  "{ image }": { image: "x" },
  "undefined": undefined,
  "null": null,
  "a number": 10,
  "true": true,
  "a list": ["x"],
  "an empty text": "",
  "a function": () => "x",
  "a container": container,
  "a volume": volume,
};

/** Methods of collections whose first argument is none: options, or what was told of an object. */
const OTHERS = ["list", "prune", "pruneBuilds", "build", "prepareModel", "constructor"];

describe("a first argument that is no text", () => {
  after(() => docker.close());

  it("is tried on every method of every collection", () => {
    const missing: string[] = [];
    for (const [name, collection] of Object.entries(docker)) {
      if (!(collection instanceof Collection)) continue;
      for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(collection))) {
        const full = `${name}.${method}`;
        if (OTHERS.includes(method) || full === "nodes.create") continue;
        if (!Object.keys(METHODS).some((one) => one.startsWith(full))) missing.push(full);
      }
    }
    assert.deepEqual(missing, []);
  });

  for (const [name, { call, expects, passes = [] }] of Object.entries(METHODS)) {
    for (const [shown, value] of Object.entries(VALUES)) {
      if (passes.includes(shown)) continue;
      it(`${name}(${shown}) says what is expected`, () =>
        assert.rejects(async () => await call(value as never), (error: Error) => {
          assert.match(error.name, /^(TypeError|NullResource|InvalidRepository)$/);
          assert.match(error.message, /^Cannot /);
          if (shown === "an empty text") assert.match(error.message, /empty|expected|no archive/);
          else {
            const isOther = value instanceof Model && error.message.includes("or its own object");
            assert.ok(isOther || error.message.includes(expects), error.message);
            assert.doesNotMatch(error.message, /it is empty/);
          }
          assert.doesNotMatch(error.message, /attrs|\[object/);
          return true;
        }));
    }
    it(`${name}(a promise) says that it is to be awaited`, () =>
      assert.rejects(async () => await call(Promise.resolve("x") as never), {
        name: "TypeError",
        message: /^Cannot .*(await it first|expected)/,
      }));
  }

  it("is told from options, which come last", () =>
    assert.rejects(docker.networks.create({ name: "net" } as never), {
      name: "TypeError",
      message:
        'Cannot use name {"name":"***"}: expected a string; options are the last argument, not the first',
    }));

  it("may be a volume's options, but not beside others", () =>
    assert.rejects(docker.volumes.create({ name: "data" }, { driver: "local" }), {
      message:
        "Cannot create a volume: options are given twice; give the name as a string before them",
    }));
});
