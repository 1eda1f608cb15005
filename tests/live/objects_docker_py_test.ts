import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { Context, ContextAPI, DockerClient, type ProgressRecord, Store } from "../../mod.ts";
import { pack } from "../../src/tar/mod.ts";
import { findProgram } from "../harness/debian.ts";
import { freePort } from "../harness/free_port.ts";
import { delay } from "../harness/process.ts";
import { connection } from "./connection.ts";
import { sh, withDocker } from "./docker.ts";
import { diskUsage } from "./eventually.ts";
import {
  baseImage,
  host,
  label,
  labels,
  registry,
  skipUnlessPrivate,
  skipWithoutRegistry,
  uniqueName,
} from "./fixture.ts";
import { apiVersion, here } from "./differences.ts";
import { listening, searchable } from "./objects_servers.ts";
import { NAMES, used, watchUse } from "./objects_used.ts";

/** Goes on forever, and ends at once when it is asked to. */
const WAIT = "trap exit TERM INT; while :; do sleep 1 & wait; done";
const skip = skipUnlessPrivate || skipWithoutRegistry;

/** Asks again and again, 30 s at most, until the answer is true. */
async function eventually(what: string, ask: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 300; round++) {
    if (await ask()) return;
    await delay(100);
  }
  throw new Error(`${what} did not happen within 30 seconds`);
}

describe("every name of docker-py", { skip }, () => {
  const docker = new DockerClient(connection);
  before(() => watchUse());
  after(() => docker.close());

  it("the client", async () => {
    const env = await DockerClient.fromEnv({ baseUrl: host! });
    assert.equal(await env.ping(), true);
    env.close();
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-context-"));
    rmSync(directory, { recursive: true });
    await assert.rejects(DockerClient.fromContext(`no-${path.basename(directory)}`), {
      message: /no-longshore-context/,
    });
    assert.match((await docker.version()).ApiVersion!, /^1\.\d+$/);
    assert.equal(typeof (await docker.info()).Containers, "number");
    assert.deepEqual(typeof (await diskUsage(docker)).LayersSize, "number");
    await assert.rejects(docker.login("nobody", { password: "x", registry: "127.0.0.1:1" }), {
      name: "ServerError",
      message: 'Cannot log in to "127.0.0.1:1" as "nobody": Get "http://127.0.0.1:1/v2/": ' +
        `dial tcp 127.0.0.1:1: connect: connection refused (500, POST /v${apiVersion}/auth)`,
    });
    assert.deepEqual(await docker.login("nobody", { password: "x", registry: registry! }), {
      IdentityToken: "",
      Status: "Login Succeeded",
    });
    const events = await docker.events({ since: "1m", until: new Date(), decode: true });
    for await (const event of events) assert.equal(typeof event.Action, "string");
    const own = [
      "configs",
      "containers",
      "images",
      "networks",
      "nodes",
      "plugins",
      "secrets",
      "services",
      "swarm",
      "volumes",
    ] as const;
    for (const name of own) {
      assert.equal(typeof docker[name], "object", name);
      used.add(`DockerClient.${name}`);
    }
  });

  it("contexts and stores of credentials", async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-context-"));
    const names = ["DOCKER_CONFIG", "DOCKER_HOST", "DOCKER_CONTEXT", "PATH"];
    const saved = names.map((name) => [name, process.env[name]] as const);
    try {
      for (const name of names.slice(0, 3)) delete process.env[name];
      process.env.DOCKER_CONFIG = directory;
      const made = await ContextAPI.createContext("here", { host: host! });
      assert.deepEqual(
        [made.name, made.host, made.orchestrator, made.tlsConfig, made.tlsMaterial],
        ["here", host, undefined, undefined, {}],
      );
      assert.equal((await ContextAPI.getContext("here")).isDockerHost(), true);
      assert.deepEqual(await ContextAPI.inspectContext("here"), made.inspect());
      assert.deepEqual((await ContextAPI.contexts()).map(({ name }) => name), ["default", "here"]);
      assert.deepEqual(await ContextAPI.kwargsFromContext("here"), { baseUrl: host });
      const named = await DockerClient.fromContext("here");
      assert.equal(await named.ping(), true);
      named.close();
      await ContextAPI.setCurrentContext("here");
      const current = await DockerClient.fromContext();
      assert.equal((await current.info()).ID, (await docker.info()).ID);
      current.close();
      assert.equal((await ContextAPI.getCurrentContext()).storage.MetadataPath.length > 64, true);
      await ContextAPI.removeContext("here");
      await assert.rejects(DockerClient.fromContext("here"), { name: "ContextNotFound" });
      const context = new Context("again");
      context.setEndpoint("docker", { host: host! });
      await context.save();
      assert.deepEqual((await Context.loadContext("again"))!.metadata, context.metadata);
      await context.remove();
      assert.equal(await Context.loadContext("again"), null);

      const helper = path.join(directory, "docker-credential-longshore-none");
      const answer = 'echo "credentials not found in native keychain"; exit 1';
      writeFileSync(
        helper,
        `#!/bin/sh\ncase "$1" in list) echo {} ;; store) cat >/dev/null ;; *) ${answer} ;; esac\n`,
        { mode: 0o755 },
      );
      process.env.PATH = `${directory}:${process.env.PATH}`;
      const store = new Store("longshore-none");
      assert.deepEqual(await store.list(), {});
      await store.store("registry.example", "me", "secret");
      await assert.rejects(store.get("registry.example"), { name: "CredentialsNotFound" });
      await assert.rejects(store.erase("registry.example"), { name: "CredentialsNotFound" });
    } finally {
      rmSync(directory, { recursive: true, force: true });
      for (const [name, value] of saved) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  it("containers", () =>
    withDocker(async ({ docker, later }) => {
      const name = uniqueName("py");
      const options = {
        name,
        labels: labels(),
        tty: true,
        stdinOpen: true,
        ports: { "80/tcp": null },
        healthcheck: { test: ["CMD", "true"], interval: 300_000_000 },
      };
      const container = await docker.containers.create(baseImage, sh("echo hello; cat"), options);
      later(() => container.remove({ force: true }));
      assert.deepEqual([container.name, container.status], [name, "created"]);
      assert.match(container.id, /^[0-9a-f]{64}$/);
      assert.equal(container.shortId, container.id.slice(0, 12));
      assert.deepEqual(container.labels, { ...container.labels, ...labels() });
      const image = await container.image();
      assert.equal(image.id, container.attrs.Image);
      assert.equal(await container.start(), true);
      assert.equal((await container.reload()).status, "running");
      assert.match(container.ports["80/tcp"]![0]!.HostPort!, /^\d+$/);
      await eventually("health", async () => (await container.reload()).health === "healthy");
      await eventually("log", async () => (await container.logs()).includes("hello"));
      assert.equal(await container.resize(40, 100), true);
      const socket = await container.attachSocket({ params: { stdin: true } });
      socket.close();
      const attached = await container.attach({ stream: true, logs: true });
      for await (const bytes of attached) {
        assert.match(new TextDecoder().decode(bytes), /hello/);
        break;
      }
      assert.deepEqual(await container.execRun("echo hi"), { exitCode: 0, output: "hi\n" });
      const demuxed = await container.execRun(sh("echo out; echo err >&2; exit 3"), {
        demux: true,
      });
      assert.deepEqual(demuxed, { exitCode: 3, output: { stdout: "out\n", stderr: "err\n" } });
      const streamed = await container.execRun("echo hi", { stream: true });
      assert.equal(streamed.exitCode, null);
      for await (const bytes of streamed.output) {
        assert.equal(new TextDecoder().decode(bytes), "hi\n");
      }
      assert.equal(await container.putArchive("/tmp", pack([{ path: "x", content: "y" }])), true);
      const [archive, stat] = await container.getArchive("/etc");
      assert.equal(stat.name, "etc");
      await archive.cancel();
      assert.ok((await container.diff()).some(({ Path }) => Path === "/tmp/x"));
      const all = await container.export();
      await all.cancel();
      assert.equal((await container.top()).Titles.length > 0, true);
      assert.ok((await container.stats()).pids >= 1);
      assert.equal(await container.pause(), true);
      assert.equal((await container.reload()).status, "paused");
      assert.equal(await container.unpause(), true);
      await container.update({ cpuShares: 512 });
      assert.equal((await container.reload()).attrs.HostConfig.CpuShares, 512);
      const other = `${name}-renamed`;
      await container.rename(other);
      assert.equal((await container.reload()).name, other);
      assert.equal(await container.restart({ timeout: 0 }), true);
      const committed = await container.commit(uniqueName("committed"), { tag: "x" });
      later(() => committed.remove({ force: true }));
      assert.equal(committed.tags[0]!.endsWith(":x"), true);
      assert.equal(await container.kill(), true);
      assert.equal(await container.wait(), 137);
      assert.equal(await container.start(), true);
      assert.equal(await container.stop({ timeout: 0 }), true);

      assert.equal((await docker.containers.get(other)).id, container.id);
      const filters = { label, name: other };
      const [listed] = await docker.containers.list({ all: true, filters });
      assert.equal(listed!.attrs.HostConfig.CpuShares, 512);
      const [sparse] = await docker.containers.list({ all: true, sparse: true, filters });
      assert.deepEqual([sparse!.name, sparse!.status, sparse!.labels], [
        other,
        "exited",
        listed!.labels,
      ]);
      assert.equal((await sparse!.reload()).attrs.HostConfig.CpuShares, 512);
      assert.deepEqual(await docker.containers.list({ filters }), []);
      assert.equal(docker.containers.prepareModel(container), container);
      await docker.containers.run(baseImage, "true", { labels: { prune: other }, remove: false });
      const pruned = await docker.containers.prune({ filters: { label: `prune=${other}` } });
      assert.equal(pruned.ContainersDeleted!.length, 1);
      assert.equal(typeof pruned.SpaceReclaimed, "number");
      assert.equal(await container.remove(), true);
      await assert.rejects(container.reload(), { name: "NotFound" });
    }));

  it("images", () =>
    withDocker(async ({ docker, later }) => {
      const repository = `${registry}/${uniqueName("py")}`;
      const dockerfile = `FROM ${baseImage}\nLABEL a=b\nRUN echo ${repository} > /name\n`;
      const [image, log] = await docker.images.build({
        fileobj: dockerfile,
        tag: `${repository}:1`,
      });
      later(() => image.remove({ force: true }));
      assert.ok(log.length > 0);
      assert.equal(image.labels.a, "b");
      assert.deepEqual(image.tags, [`${repository}:1`]);
      assert.match(image.id, /^sha256:[0-9a-f]{64}$/);
      assert.equal(image.shortId, image.id.slice(0, 19));
      assert.ok((await image.history()).length > 1);
      assert.equal(await image.tag(repository, { tag: "2" }), true);
      assert.deepEqual((await image.reload()).tags.sort(), [`${repository}:1`, `${repository}:2`]);
      const pushed: ProgressRecord[] = [];
      const onProgress = (record: ProgressRecord): void => void pushed.push(record);
      const text = await docker.images.push(repository, { tag: "1", onProgress });
      assert.deepEqual(text.trim().split(/\s*\n/).map((line) => JSON.parse(line)), pushed);
      assert.match(pushed.map(({ status }) => status).join(" "), /digest/);
      await assert.rejects(
        docker.images.push(repository, { onProgress, decode: true } as never),
        { name: "TypeError", message: /onProgress means nothing where the progress is streamed$/ },
      );
      await docker.images.push(`${repository}:2`);
      const data = await docker.images.getRegistryData(`${repository}:1`);
      assert.match(data.id, /^sha256:/);
      assert.equal(data.shortId, data.id.slice(0, 19));
      const platform = `${image.attrs.Os}/${image.attrs.Architecture}`;
      // The Engine names no platform of an OCI manifest, which containerd's store pushes.
      const told = here({ "1.24": true, containerd: false });
      assert.deepEqual([data.hasPlatform(platform), data.hasPlatform("plan9/mips")], [told, false]);
      assert.equal((await data.reload()).id, data.id);
      assert.equal((await data.pull()).id, image.id);
      const archive = await new Response(await image.save({ named: `${repository}:2` })).blob();
      await assert.rejects(image.save({ named: "other:1" }), { name: "DockerError" });
      await docker.images.remove(`${repository}:2`);
      const loaded = await docker.images.load(archive);
      assert.deepEqual(loaded.map(({ id }) => id), [image.id]);
      const found = await docker.images.list({ name: repository });
      assert.deepEqual(found.map(({ id }) => id), [image.id]);
      assert.equal((await docker.images.pull(repository, { tag: "1" })).id, image.id);
      const both = await docker.images.pull(repository, { allTags: true });
      assert.deepEqual(both.map(({ id }) => id), [image.id]);
      assert.equal((await docker.images.get(`${repository}:1`)).id, image.id);
      assert.equal(docker.images.prepareModel(image.attrs).id, image.id);
      const refusal = here({ "1.24": ["ServerError", 500], "1.45": ["BadRequest", 400] } as const);
      const dial = "dial tcp 127.0.0.1:1: connect: connection refused";
      await assert.rejects(docker.images.search("127.0.0.1:1/busybox", { limit: 1 }), {
        name: refusal[0],
        message: 'Cannot search for "127.0.0.1:1/busybox": invalid registry endpoint ' +
          '"http://127.0.0.1:1/v1/". HTTPS attempt: Get "https://127.0.0.1:1/v1/_ping": ' +
          `${dial}. HTTP attempt: Get "http://127.0.0.1:1/v1/_ping": ${dial} ` +
          `(${refusal[1]}, GET /v${apiVersion}/images/search)`,
      });
      await searchable(async (address) => {
        const [result, ...others] = await docker.images.search(`${address}/shell`, { limit: 5 });
        assert.deepEqual([result!.name, result!.description, result!.star_count, others], [
          "tools/shell",
          "A shell",
          7,
          [],
        ]);
      });
      assert.equal(
        typeof (await docker.images.prune({ filters: { label: "no=such" } })).SpaceReclaimed,
        "number",
      );
      assert.equal(typeof (await docker.images.pruneBuilds()).SpaceReclaimed, "number");
      assert.ok((await image.remove({ force: true })).length > 0);
    }));

  it("networks and volumes", () =>
    withDocker(async ({ docker, running, later }) => {
      const name = uniqueName("py");
      const ipam = {
        poolConfigs: [{ subnet: `10.${100 + Math.floor(Math.random() * 100)}.7.0/24` }],
      };
      const network = await docker.networks.create(name, { labels: labels(), ipam });
      later(() => network.remove());
      assert.deepEqual([network.name, network.id.length], [name, 64]);
      assert.equal(network.shortId.length, 12);
      const container = await running(WAIT, { networkDisabled: false });
      assert.equal(await network.connect(container, { aliases: ["box"] }), true);
      assert.deepEqual((await network.containers()).map(({ id }) => id), [container.id]);
      assert.equal(await network.disconnect(container, { force: true }), true);
      assert.deepEqual((await network.reload()).attrs.Containers, {});
      assert.equal((await docker.networks.get(name)).id, network.id);
      const listed = await docker.networks.list({ names: [name], greedy: true });
      assert.deepEqual(listed.map(({ id }) => id), [network.id]);
      assert.equal(docker.networks.prepareModel(network.attrs).name, name);
      await docker.networks.prune({ filters: { label: "no=such" } });
      assert.equal(await network.remove(), true);

      const volume = await docker.volumes.create(name, { labels: labels() });
      later(() => volume.remove());
      assert.deepEqual([volume.name, volume.id, volume.shortId], [name, name, name.slice(0, 12)]);
      assert.equal((await volume.reload()).attrs.Driver, "local");
      assert.equal((await docker.volumes.get(volume)).name, name);
      assert.deepEqual((await docker.volumes.list({ filters: { name } })).map((one) => one.name), [
        name,
      ]);
      assert.equal(docker.volumes.prepareModel(volume.attrs).name, name);
      assert.equal(
        typeof (await docker.volumes.prune({ filters: { label: "no=such" } })).SpaceReclaimed,
        "number",
      );
      assert.equal(await volume.remove(), true);
    }));

  it("plugins", () =>
    withDocker(async ({ docker, later }) => {
      const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-plugin-"));
      later(() => Promise.resolve(rmSync(directory, { recursive: true, force: true })));
      const bin = path.join(directory, "rootfs", "bin");
      mkdirSync(bin, { recursive: true });
      copyFileSync(findProgram("busybox")!, path.join(bin, "busybox"));
      for (const name of ["sh", "sleep"]) symlinkSync("busybox", path.join(bin, name));
      writeFileSync(
        path.join(directory, "config.json"),
        JSON.stringify({
          description: "one",
          entrypoint: ["/bin/sh", "-c", WAIT],
          interface: { types: ["longshore.dummy/1.0"], socket: "plugin.sock" },
          network: { type: "host" },
          linux: {},
          env: [{ name: "DEBUG", description: "", settable: ["value"], value: "0" }],
          args: { name: "args", description: "", settable: null, value: [] },
        }),
      );
      const name = `${registry}/${uniqueName("plugin")}:1`;
      const plugin = await docker.plugins.create(name, directory);
      later(() => plugin.remove({ force: true }));
      assert.deepEqual([plugin.name, plugin.enabled, plugin.settings.Env], [name, false, [
        "DEBUG=0",
      ]]);
      assert.equal(plugin.shortId, plugin.id.slice(0, 12));
      await plugin.configure({ DEBUG: 1 });
      assert.deepEqual(plugin.settings.Env, ["DEBUG=1"]);
      await listening(plugin.id, async () => {
        await plugin.enable();
        assert.equal(plugin.enabled, true);
        await plugin.disable({ force: true });
        assert.equal(plugin.enabled, false);
      });
      assert.equal((await plugin.reload()).name, name);
      assert.equal(await plugin.push(), true);
      for await (const record of await plugin.upgrade()) {
        assert.equal(record.errorDetail, undefined);
      }
      assert.equal((await docker.plugins.get(name)).id, plugin.id);
      assert.ok((await docker.plugins.list()).some(({ id }) => id === plugin.id));
      assert.equal(docker.plugins.prepareModel(plugin.attrs).name, name);
      assert.equal(await plugin.remove(), true);
      const installed = await docker.plugins.install(name);
      later(() => installed.remove({ force: true }));
      assert.deepEqual([installed.name, installed.enabled], [name, false]);
    }));

  it("the swarm, its nodes, services, secrets and configs", () =>
    withDocker(async ({ docker, later }) => {
      const { swarm } = docker;
      assert.throws(() => swarm.version, { message: /it was not loaded; call reload\(\)$/ });
      await assert.rejects(swarm.unlock("SWMKEY-1-none"), {
        name: "ServerError",
        message: "Cannot unlock the swarm: This node is not a swarm manager. " +
          'Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try ' +
          `again. (503, POST /v${apiVersion}/swarm/unlock)`,
      });
      await assert.rejects(
        swarm.join({ remoteAddrs: ["127.0.0.1:1"], joinToken: "SWMTKN-1-none" }),
        {
          name: "ServerError",
          message:
            `Cannot join the swarm: invalid join token (500, POST /v${apiVersion}/swarm/join)`,
        },
      );
      const address = { advertiseAddr: "127.0.0.1", listenAddr: `127.0.0.1:${await freePort()}` };
      later(() => swarm.leave({ force: true }));
      await swarm.init({ ...address, taskHistoryRetentionLimit: 3 });
      assert.equal(swarm.attrs.Spec!.Orchestration!.TaskHistoryRetentionLimit, 3);
      assert.equal(swarm.shortId, swarm.id.slice(0, 12));
      const before = swarm.version;
      await swarm.update({ taskHistoryRetentionLimit: 4, rotateWorkerToken: true });
      assert.ok(swarm.version > before);
      assert.equal(swarm.attrs.Spec!.Orchestration!.TaskHistoryRetentionLimit, 4);
      assert.deepEqual(Object.keys(await swarm.getUnlockKey()), ["UnlockKey"]);
      assert.equal((await swarm.reload()).attrs.ID, swarm.id);

      const [node] = await docker.nodes.list();
      assert.equal((await docker.nodes.get(node!.id)).shortId, node!.shortId);
      await node!.update({ Role: "manager", Availability: "active", Labels: { rack: "1" } });
      const version = node!.version;
      assert.ok((await node!.reload()).version > version);
      assert.equal(node!.attrs.Spec.Labels!.rack, "1");
      await assert.rejects(node!.remove(), {
        message: /^Cannot remove node "\w+": rpc error: code = FailedPrecondition desc = node \w+ /,
      });
      assert.equal(docker.nodes.prepareModel(node!), node);
      await assert.rejects(docker.nodes.create(), { message: /^Cannot create a node: / });

      for (const collection of [docker.secrets, docker.configs]) {
        const name = uniqueName("py");
        const made = await collection.create({ name, data: "content", labels: labels() });
        assert.equal(made.name, name);
        assert.equal(made.shortId, made.id.slice(0, 12));
        assert.equal((await made.reload()).id, made.id);
        assert.equal((await collection.get(made.id)).name, name);
        assert.equal((await collection.list({ filters: { name } })).length, 1);
        assert.equal(collection.prepareModel(made.attrs as never).name, name);
        assert.equal(await made.remove(), true);
      }

      const name = uniqueName("py");
      const service = await docker.services.create(baseImage, sh(`echo hello; ${WAIT}`), {
        name,
        labels: labels(),
        containerLabels: labels(),
        env: { A: "b" },
        constraints: ["node.role==manager"],
        restartPolicy: { condition: "none" },
        stopGracePeriod: 0,
      });
      later(() => service.remove().catch(() => {}));
      assert.deepEqual([service.name, service.attrs.Spec.TaskTemplate!.ContainerSpec!.Env], [name, [
        "A=b",
      ]]);
      assert.equal(service.shortId, service.id.slice(0, 12));
      const running = async (count: number): Promise<boolean> => {
        const tasks = await service.tasks({ filters: { "desired-state": "running" } });
        return tasks.filter(({ Status }) => Status.State === "running").length === count;
      };
      await eventually("a task", () => running(1));
      await eventually("the log", async () => {
        const texts: string[] = [];
        for await (const { data } of await service.logs()) {
          texts.push(new TextDecoder().decode(data));
        }
        return texts.join("").includes("hello");
      });
      await eventually("scaling", async () => {
        await service.reload();
        return await service.scale(2).then(() => true, (error) => {
          assert.match(String(error), /update out of sequence/);
          return false;
        });
      });
      await eventually("two tasks", () => running(2));
      await eventually("an update", async () => {
        await service.reload();
        return await service.update({ labels: { ...labels(), x: "y" } }).then(
          () => true,
          () => false,
        );
      });
      assert.equal(service.attrs.Spec.Labels!.x, "y");
      assert.deepEqual(service.attrs.Spec.TaskTemplate!.ContainerSpec!.Env, ["A=b"]);
      assert.equal(service.attrs.Spec.Mode!.Replicated!.Replicas, 2);
      const version2 = service.version;
      await eventually("a forced update", async () => {
        await service.reload();
        return await service.forceUpdate().then(() => true, () => false);
      });
      assert.ok(service.version > version2);
      assert.equal((await docker.services.get(name)).id, service.id);
      assert.equal((await docker.services.list({ filters: { name } })).length, 1);
      assert.equal(docker.services.prepareModel(service.attrs).name, name);
      assert.equal(await service.remove(), true);
      assert.equal(await swarm.leave({ force: true }), true);
      assert.deepEqual(swarm.attrs, {});
    }));

  it("was used", () => {
    docker.close();
    assert.deepEqual(NAMES.filter((name) => !used.has(name)), []);
  });
});
