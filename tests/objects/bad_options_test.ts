import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { DockerClient, DockerScope, followLogs, healthy } from "../../mod.ts";
import { CONTAINER_FIELDS } from "../../src/specs/container_spec.ts";
import { SWARM_FIELDS } from "../../src/specs/swarm_spec.ts";

// Nothing listens there: what is refused is refused before anything is sent.
const docker = new DockerClient({ baseUrl: "tcp://127.0.0.1:1" });
const container = docker.containers.prepareModel(
  { Id: "web", Image: "app", Config: {}, State: {} } as never,
);
const image = docker.images.prepareModel({ Id: "sha256:1a", RepoTags: ["app:1"] } as never);
const network = docker.networks.prepareModel({ Id: "net" } as never);
const volume = docker.volumes.prepareModel({ Name: "data" } as never);
const plugin = docker.plugins.prepareModel({ Id: "1a", Name: "plugin" } as never);
const node = docker.nodes.prepareModel({ ID: "1a", Version: { Index: 1 }, Spec: {} } as never);
const secret = docker.secrets.prepareModel({ ID: "1a", Spec: {} } as never);
const config = docker.configs.prepareModel({ ID: "1a", Spec: {} } as never);
const service = docker.services.prepareModel(
  {
    ID: "1a",
    Version: { Index: 1 },
    Spec: {
      Mode: { Replicated: {} },
      TaskTemplate: { ContainerSpec: { Image: "app" } },
    },
  } as never,
);

type Call = (options: never) => unknown;

/** What each method makes of options that are none. */
const CALLS: readonly (readonly [name: string, call: Call])[] = [
  ["DockerClient.fromEnv", (options) => DockerClient.fromEnv(options)],
  ["DockerClient.fromContext", (options) => DockerClient.fromContext("far", options)],
  ["docker.events", (options) => docker.events(options)],
  ["docker.df", (options) => docker.df(options)],
  ["docker.info", (options) => docker.info(options)],
  ["docker.login", (options) => docker.login("me", options)],
  ["docker.ping", (options) => docker.ping(options)],
  ["docker.version", (options) => docker.version(options)],
  ["docker.scope", (options) => docker.scope(options)],
  ["docker.reapScopes", (options) => docker.reapScopes(options)],
  ["docker.removeLabelled", (options) => docker.removeLabelled("app=test", options)],
  ["new DockerScope", (options) => new DockerScope(docker.api, options)],
  ["containers.run", (options) => docker.containers.run("app", "true", options)],
  ["containers.create", (options) => docker.containers.create("app", "true", options)],
  ["containers.get", (options) => docker.containers.get("web", options)],
  ["containers.list", (options) => docker.containers.list(options)],
  ["containers.prune", (options) => docker.containers.prune(options)],
  ["container.attach", (options) => container.attach(options)],
  ["container.attachSocket", (options) => container.attachSocket(options)],
  ["container.attachTerminal", (options) => container.attachTerminal(options)],
  ["container.commit", (options) => container.commit("app", options)],
  ["container.copyFrom", (options) => container.copyFrom("/a", "/tmp/b", options)],
  ["container.copyInto", (options) => container.copyInto("/a", "/b", options)],
  ["container.diff", (options) => container.diff(options)],
  ["container.exec", (options) => container.exec("true", options)],
  ["container.execRun", (options) => container.execRun("true", options)],
  ["container.export", (options) => container.export(options)],
  ["container.getArchive", (options) => container.getArchive("/a", options)],
  ["container.image", (options) => container.image(options)],
  ["container.kill", (options) => container.kill("SIGTERM", options)],
  ["container.lines", (options) => container.lines(options)],
  ["container.logs", (options) => container.logs(options)],
  ["container.pause", (options) => container.pause(options)],
  ["container.putArchive", (options) => container.putArchive("/a", new Uint8Array(1024), options)],
  ["container.reload", (options) => container.reload(options)],
  ["container.remove", (options) => container.remove(options)],
  ["container.rename", (options) => container.rename("other", options)],
  ["container.resize", (options) => container.resize(1, 2, options)],
  ["container.restart", (options) => container.restart(options)],
  ["container.shell", (options) => container.shell("sh", options)],
  ["container.start", (options) => container.start(options)],
  ["container.stats", (options) => container.stats(options)],
  ["container.stop", (options) => container.stop(options)],
  ["container.top", (options) => container.top(options)],
  ["container.unpause", (options) => container.unpause(options)],
  ["container.update", (options) => container.update(options)],
  ["container.wait", (options) => container.wait(options)],
  ["container.waitUntil", (options) => container.waitUntil(healthy(), options)],
  ["followLogs", (options) => followLogs([], options)],
  ["images.build", (options) => docker.images.build(options)],
  ["images.get", (options) => docker.images.get("app", options)],
  ["images.getRegistryData", (options) => docker.images.getRegistryData("app", options)],
  ["images.list", (options) => docker.images.list(options)],
  ["images.load", (options) => docker.images.load(new Uint8Array(1024), options)],
  ["images.prune", (options) => docker.images.prune(options)],
  ["images.pruneBuilds", (options) => docker.images.pruneBuilds(options)],
  ["images.pull", (options) => docker.images.pull("app", options)],
  ["images.push", (options) => docker.images.push("app", options)],
  ["images.remove", (options) => docker.images.remove("app", options)],
  ["images.search", (options) => docker.images.search("app", options)],
  ["image.history", (options) => image.history(options)],
  ["image.reload", (options) => image.reload(options)],
  ["image.remove", (options) => image.remove(options)],
  ["image.save", (options) => image.save(options)],
  ["image.tag", (options) => image.tag("app", options)],
  ["networks.create", (options) => docker.networks.create("net", options)],
  ["networks.get", (options) => docker.networks.get("net", options)],
  ["networks.list", (options) => docker.networks.list(options)],
  ["networks.prune", (options) => docker.networks.prune(options)],
  ["network.connect", (options) => network.connect("web", options)],
  ["network.containers", (options) => network.containers(options)],
  ["network.disconnect", (options) => network.disconnect("web", options)],
  ["network.reload", (options) => network.reload(options)],
  ["network.remove", (options) => network.remove(options)],
  ["volumes.create", (options) => docker.volumes.create("data", options)],
  ["volumes.get", (options) => docker.volumes.get("data", options)],
  ["volumes.list", (options) => docker.volumes.list(options)],
  ["volumes.prune", (options) => docker.volumes.prune(options)],
  ["volume.reload", (options) => volume.reload(options)],
  ["volume.remove", (options) => volume.remove(options)],
  ["plugins.get", (options) => docker.plugins.get("plugin", options)],
  ["plugins.install", (options) => docker.plugins.install("plugin", undefined, options)],
  ["plugins.list", (options) => docker.plugins.list(options)],
  ["plugin.disable", (options) => plugin.disable(options)],
  ["plugin.enable", (options) => plugin.enable(options)],
  ["plugin.push", (options) => plugin.push(options)],
  ["plugin.reload", (options) => plugin.reload(options)],
  ["plugin.remove", (options) => plugin.remove(options)],
  ["plugin.upgrade", (options) => plugin.upgrade(undefined, options)],
  ["nodes.get", (options) => docker.nodes.get("node", options)],
  ["nodes.list", (options) => docker.nodes.list(options)],
  ["node.reload", (options) => node.reload(options)],
  ["node.remove", (options) => node.remove(options)],
  ["node.update", (options) => node.update({ Role: "worker" }, options)],
  ["secrets.create", (options) => docker.secrets.create(options)],
  ["secrets.get", (options) => docker.secrets.get("secret", options)],
  ["secrets.list", (options) => docker.secrets.list(options)],
  ["secret.reload", (options) => secret.reload(options)],
  ["secret.remove", (options) => secret.remove(options)],
  ["configs.create", (options) => docker.configs.create(options)],
  ["configs.get", (options) => docker.configs.get("config", options)],
  ["configs.list", (options) => docker.configs.list(options)],
  ["config.reload", (options) => config.reload(options)],
  ["config.remove", (options) => config.remove(options)],
  ["services.create", (options) => docker.services.create("app", "true", options)],
  ["services.get", (options) => docker.services.get("service", options)],
  ["services.list", (options) => docker.services.list(options)],
  ["service.forceUpdate", (options) => service.forceUpdate(options)],
  ["service.logs", (options) => service.logs(options)],
  ["service.reload", (options) => service.reload(options)],
  ["service.remove", (options) => service.remove(options)],
  ["service.scale", (options) => service.scale(2, options)],
  ["service.tasks", (options) => service.tasks(options)],
  ["service.update", (options) => service.update(options)],
  ["service.waitUntilConverged", (options) => service.waitUntilConverged(options)],
  ["swarm.getUnlockKey", (options) => docker.swarm.getUnlockKey(options)],
  ["swarm.init", (options) => docker.swarm.init(options)],
  ["swarm.join", (options) => docker.swarm.join(options)],
  ["swarm.leave", (options) => docker.swarm.leave(options)],
  ["swarm.reload", (options) => docker.swarm.reload(options)],
  ["swarm.unlock", (options) => docker.swarm.unlock("key", options)],
  ["swarm.update", (options) => docker.swarm.update(options)],
];

const SERVICE_NAMES = [
  ...["name", "labels", "mode", "updateConfig", "rollbackConfig", "endpointSpec", "resources"],
  ...["restartPolicy", "networks", "forceUpdate", "constraints", "preferences", "platforms"],
  ...["maxreplicas", "containerLabels", "logDriver", "logDriverOptions", "waitUntilConverged"],
];
const SERVICE_ALIASES = {
  environment: "env",
  replicas: "mode",
  ports: "endpointSpec",
  publish: "endpointSpec",
  volumes: "mounts",
  network: "networks",
  constraint: "constraints",
  secret: "secrets",
  detach: "waitUntilConverged",
  extraHosts: "hosts",
};

/** What a method cannot do without among its options. */
const NEEDED: Readonly<Record<string, object>> = {
  "secrets.create": { name: "secret", data: "x" },
  "configs.create": { name: "config", data: "x" },
  "swarm.join": { remoteAddrs: ["10.0.0.1"], joinToken: "token" },
};
/** What takes something else in the place of options, too; and what tells of docker-py's own error. */
const OTHERWISE = ['DockerClient.fromEnv(..., "text")', 'volumes.create(..., "text")'];
const DEPRECATED = ["container.start"];

const LOST_REGEXP = /^Cannot .*noSuchOption\)? is no field of the options' own/;

describe("options that are none are refused before anything is sent", () => {
  after(() => docker.close());
  for (const [name, call] of CALLS) {
    for (const options of ["text", 10, true, ["list"]]) {
      if (OTHERWISE.includes(`${name}(..., ${JSON.stringify(options)})`)) continue;
      it(`${name}(..., ${JSON.stringify(options)})`, () =>
        assert.rejects(async () => await call(options as never), {
          name: DEPRECATED.includes(name) ? /TypeError|DeprecatedMethod/ : "TypeError",
          message: DEPRECATED.includes(name) ? /^Cannot start / : /^Cannot .*: expected an object/,
        }));
    }
    it(`${name}(..., { noSuchOption })`, () =>
      assert.rejects(async () => await call({ ...NEEDED[name], noSuchOption: 1 } as never), {
        name: DEPRECATED.includes(name) ? "DeprecatedMethod" : "TypeError",
        message: DEPRECATED.includes(name)
          ? /noSuchOption/
          : /^Cannot .*unknown option "noSuchOption"/,
      }));
    it(`${name}(..., what would be passed over)`, async () => {
      class Getter {
        get noSuchOption(): number {
          return 1;
        }
      }
      const symbol = { ...NEEDED[name], [Symbol("noSuchOption")]: 1 };
      for (const options of [symbol, Object.assign(new Getter(), NEEDED[name])]) {
        await assert.rejects(async () => await call(options as never), {
          name: "TypeError",
          message: LOST_REGEXP,
        });
      }
    });
    // As parsed JSON may have it: it is a name like any other.
    it(`${name}(..., { __proto__ })`, () => {
      const options = Object.defineProperty({ ...NEEDED[name] }, "__proto__", {
        value: { force: true },
        enumerable: true,
      });
      return assert.rejects(async () => await call(options as never), {
        name: DEPRECATED.includes(name) ? "DeprecatedMethod" : "TypeError",
        message: DEPRECATED.includes(name) ? /__proto__/ : /^Cannot .*unknown option "__proto__"/,
      });
    });
  }
});

/** Methods whose options go to several places: the names of all of them, and what each is called elsewhere. */
const PARTED: [name: string, call: Call, names: string[], elsewhere: Record<string, string>][] = [
  [
    "services.create",
    (options) => docker.services.create("app", null, options),
    [...SERVICE_NAMES, ...Object.keys(CONTAINER_FIELDS.declared)],
    SERVICE_ALIASES,
  ],
  [
    "service.update",
    (options) => service.update(options),
    [...SERVICE_NAMES, ...Object.keys(CONTAINER_FIELDS.declared)],
    SERVICE_ALIASES,
  ],
  [
    "swarm.init",
    (options) => docker.swarm.init(options),
    ["advertiseAddr", "listenAddr", "forceNewCluster", "dataPathAddr", "dataPathPort"]
      .concat(["defaultAddrPool", "subnetSize"], Object.keys(SWARM_FIELDS.declared)),
    {},
  ],
  [
    "swarm.update",
    (options) => docker.swarm.update(options),
    ["rotateWorkerToken", "rotateManagerToken", "rotateManagerUnlockKey"]
      .concat(Object.keys(SWARM_FIELDS.declared)),
    {},
  ],
];

describe("a misspelt option that may be of several parts tells what was meant", () => {
  for (const [name, call, names, elsewhere] of PARTED) {
    const swapped = names.filter((one) => one.length > 4 && !/^[A-Z]|^command$/.test(one))
      .map((one) => [`${one.slice(0, 2)}${one[3]}${one[2]}${one.slice(4)}`, one]);
    for (const [given, meant] of [...swapped, ...Object.entries(elsewhere)]) {
      if (given === meant) continue;
      it(`${name}({ ${given} })`, () =>
        assert.rejects(async () => await call({ [given!]: 1 } as never), {
          name: "TypeError",
          message: new RegExp(
            `^Cannot \\w+ (a|the) (service|swarm): unknown option "${given}"; did you mean "${meant}"\\?$`,
          ),
        }));
    }
  }

  for (const name of ["image", "command", "cmd"]) {
    it(`services.create({ ${name} })`, () =>
      assert.rejects(docker.services.create("app", null, { [name]: "x" } as never), {
        name: "TypeError",
        message: `Cannot create a service: unknown option "${name}"; ` +
          "the image and the command are arguments in front of the options",
      }));
  }
});
