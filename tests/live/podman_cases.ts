import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import type { APIClient, ContainerInspect } from "../../mod.ts";
import { pack, unpack } from "../../src/tar/mod.ts";
import { collect } from "../harness/collect.ts";
import { labels, uniqueName } from "./fixture.ts";

/** What a case has to work with: a client of Podman's, and an image that is there. */
export interface Trial {
  client: APIClient;
  /** The base image's name. */
  image: string;
  /** A registry that Podman may use. */
  registry: string;
  /** Makes a container that is removed behind the case. */
  create(command: string[], options?: Record<string, unknown>): Promise<string>;
  /** Makes and starts one. */
  run(command: string[], options?: Record<string, unknown>): Promise<string>;
}

/** What one method does on Podman. */
export interface PodmanCase {
  /** What it does from Podman 5 on, where that differs. */
  newer?: PodmanCase;
  /** Tries the method; throws when it does not do what it does on Docker. */
  call(trial: Trial): Promise<void> | void;
  /** What differs; the call then asserts just that. Nothing where it works as on Docker. */
  differs?: string;
  /** The words with which Podman, or the client, refuses it. */
  refused?: RegExp;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** An archive with one file. */
const HELLO = await collect(pack([{ path: "note", content: "hello" }]));

const archive = (content = "hello"): ReadableStream<Uint8Array> =>
  pack([{ path: "note", content }]);

/** What swarms are for is refused as a whole. */
const noSwarm = (call: PodmanCase["call"]): PodmanCase => ({
  call,
  differs: "Podman has no swarm",
  refused: /Podman does not support|Not Found|swarm/i,
});
const noPlugins = (call: PodmanCase["call"]): PodmanCase => ({
  call,
  differs: "Podman has no plugins of this kind",
  refused: /Not Found|not support/i,
});

/** Each method of the client, in the groups of the seed. */
export const PODMAN_CASES: Readonly<Record<string, PodmanCase>> = {
  build: {
    call: async ({ client, image }) => {
      const tag = uniqueName("build");
      const fileobj = `FROM ${image}\nRUN echo built > /note\n`;
      let lines = "";
      for await (const { stream } of await client.build({ fileobj, tag, rm: true, decode: true })) {
        lines += stream ?? "";
      }
      assert.match(lines, /echo built/);
      assert.equal((await client.images({ name: tag })).length, 1);
      await client.removeImage(tag, { force: true });
    },
  },

  attach: {
    call: async ({ client, create }) => {
      const id = await create(["sh", "-c", "sleep 1; echo out; echo err >&2"]);
      const output = client.attach(id, { demux: true });
      await client.start(id);
      assert.deepEqual(await output, { stdout: "out\n", stderr: "err\n" });
      await client.wait(id);
      assert.deepEqual(await client.attach(id, { logs: true, demux: true }), {
        stdout: "out\n",
        stderr: "err\n",
      });
      let past = "";
      for await (const bytes of await client.attach(id, { logs: true, stream: true })) {
        past += text(bytes);
      }
      assert.deepEqual(past.trim().split("\n").sort(), ["err", "out"]);
      assert.match((await client.inspectContainer(id)).State.Status!, /^(exited|stopped)$/);
    },
  },
  attachSocket: {
    call: async ({ client, create }) => {
      const id = await create(["cat"], { stdinOpen: true });
      const params = { stdin: true, stdout: true, stream: true };
      const socket = await client.attachSocket(id, { params, demux: true });
      await client.start(id);
      await socket.writable.getWriter().write("through");
      await socket.closeWrite();
      let output = "";
      for await (const { data } of socket.readable) output += text(data);
      assert.equal(output, "through");
    },
  },
  commit: {
    call: async ({ client, run }) => {
      const repository = uniqueName("commit");
      const { Id } = await client.commit(await run(["sleep", "60"]), { repository, tag: "1" });
      assert.match(Id, /[0-9a-f]{64}/);
      assert.equal((await client.images({ name: repository })).length, 1);
      await client.removeImage(`${repository}:1`, { force: true });
    },
  },
  containers: {
    call: async ({ client, create }) => {
      const id = await create(["true"]);
      const ids = (await client.containers({ all: true, filters: { id } })).map(({ Id }) => Id);
      assert.deepEqual(ids, [id]);
    },
  },
  copy: {
    call: async ({ client, create }) => {
      await collect(await client.copy(await create(["true"]), "/etc/passwd"));
    },
    refused: /is known up to API version 1\.23 only/,
  },
  createContainer: {
    call: async ({ client, create }) => {
      const id = await create(["sh", "-c", "echo $GREETING"], {
        environment: { GREETING: "hello" },
        workingDir: "/tmp",
        hostConfig: client.createHostConfig({ memLimit: "64m", binds: ["/tmp:/data:ro"] }),
      });
      const { Config, HostConfig } = await client.inspectContainer(id);
      assert.ok(Config.Env?.includes("GREETING=hello"));
      assert.equal(Config.WorkingDir, "/tmp");
      assert.equal(HostConfig.Memory, 64 * 1024 * 1024);
    },
  },
  createContainerConfig: {
    call: ({ client, image }) =>
      assert.equal(client.createContainerConfig(image, { command: "true" }).Image, image),
  },
  createContainerFromConfig: {
    call: async ({ client, image }) => {
      const config = client.createContainerConfig(image, { command: "true", labels: labels() });
      const { Id } = await client.createContainerFromConfig(config);
      await client.removeContainer(Id);
    },
  },
  createEndpointConfig: {
    call: ({ client }) =>
      assert.deepEqual(client.createEndpointConfig({ aliases: ["a"] }).Aliases, ["a"]),
  },
  createHostConfig: {
    call: ({ client }) => assert.equal(client.createHostConfig({ memLimit: "1k" }).Memory, 1024),
  },
  createNetworkingConfig: {
    call: ({ client }) =>
      assert.deepEqual(client.createNetworkingConfig({ net: {} }), {
        EndpointsConfig: { net: {} },
      }),
  },
  diff: {
    call: async ({ client, run }) => {
      const id = await run(["sh", "-c", "echo > /new; sleep 60"]);
      await until(async () => (await client.diff(id))?.some(({ Path }) => Path === "/new"));
    },
  },
  export: {
    call: async ({ client, create }) => {
      const bytes = await collect(await client.export(await create(["true"])));
      assert.ok(bytes.length > 100_000 && bytes.length % 512 === 0);
    },
  },
  getArchive: {
    call: async ({ client, create }) => {
      const [stream, stat] = await client.getArchive(await create(["true"]), "/etc/passwd");
      assert.equal(stat.name, "passwd");
      for await (const entry of unpack(stream)) assert.match(await entry.text(), /^root:/);
    },
  },
  inspectContainer: {
    call: async ({ client, create }) => {
      const id = await create(["true"]);
      const found: ContainerInspect = await client.inspectContainer(id);
      assert.deepEqual([found.Id, found.Path, found.State.Running], [id, "true", false]);
    },
  },
  kill: {
    call: async ({ client, run }) => {
      const id = await run(["sleep", "60"]);
      await client.kill(id, "SIGKILL");
      assert.equal(await client.wait(id), 137);
    },
  },
  logs: {
    call: async ({ client, run }) => {
      const id = await run(["sh", "-c", "echo one; echo two >&2"]);
      await client.wait(id);
      assert.deepEqual(await client.logs(id, { demux: true }), {
        stdout: "one\n",
        stderr: "two\n",
      });
      const lines: string[] = [];
      for await (const { stream, data } of await client.logs(id, { stream: true, demux: true })) {
        lines.push(`${stream} ${text(data)}`);
      }
      assert.deepEqual(lines.sort(), ["stderr two\n", "stdout one\n"]);
    },
  },
  pause: {
    call: async ({ client, run }) => {
      const id = await run(["sleep", "60"]);
      await client.pause(id);
      assert.equal((await client.inspectContainer(id)).State.Paused, true);
      await client.unpause(id);
    },
  },
  port: {
    call: async ({ client, run }) => {
      const hostConfig = client.createHostConfig({ portBindings: { 80: ["127.0.0.1", 0] } });
      const id = await run(["sleep", "60"], { ports: [80], hostConfig });
      const [binding] = await client.port(id, 80) ?? [];
      assert.equal(binding?.HostIp, "127.0.0.1");
      assert.match(binding.HostPort!, /^\d+$/);
    },
  },
  pruneContainers: {
    call: async ({ client, create }) => {
      const id = await create(["true"]);
      await client.start(id);
      await client.wait(id);
      const { ContainersDeleted } = await client.pruneContainers();
      assert.ok(ContainersDeleted?.includes(id));
    },
  },
  putArchive: {
    call: async ({ client, run }) => {
      const id = await run(["sh", "-c", "while [ ! -s /tmp/note ]; do :; done; cat /tmp/note"]);
      assert.equal(await client.putArchive(id, "/tmp", archive("sent")), true);
      assert.equal(await client.wait(id), 0);
      assert.equal(await client.logs(id), "sent");
    },
  },
  removeContainer: {
    call: async ({ client, create }) => {
      const id = await create(["true"]);
      assert.equal(await client.removeContainer(id), true);
      await assert.rejects(client.inspectContainer(id), { name: "NotFound" });
    },
  },
  rename: {
    call: async ({ client, create }) => {
      const id = await create(["true"]);
      const name = uniqueName("renamed");
      await client.rename(id, name);
      assert.equal((await client.inspectContainer(name)).Id, id);
    },
  },
  resize: {
    call: async ({ client, run }) => {
      const id = await run(["sh", "-c", "sleep 1; stty size"], { tty: true });
      await client.resize(id, 33, 77);
      await client.wait(id);
      assert.match(await client.logs(id), /33 77/);
    },
  },
  restart: {
    call: async ({ client, run }) => {
      const id = await run(["sleep", "60"]);
      const before = (await client.inspectContainer(id)).State.Pid;
      await client.restart(id, { timeout: 0 });
      assert.notEqual((await client.inspectContainer(id)).State.Pid, before);
    },
  },
  start: {
    call: async ({ client, create }) => {
      const id = await create(["sleep", "60"]);
      await client.start(id);
      assert.equal((await client.inspectContainer(id)).State.Running, true);
    },
  },
  stats: {
    call: async ({ client, run }) => {
      const id = await run(["sleep", "60"]);
      const once = await client.stats(id, { stream: false });
      assert.ok(once.memory_stats?.usage! > 0);
      for await (const each of await client.stats(id, { decode: true })) {
        assert.ok(each.memory_stats?.usage! > 0);
        break;
      }
    },
  },
  stop: {
    call: async ({ client, run }) => {
      const id = await run(["sleep", "60"]);
      await client.stop(id, { timeout: 0 });
      assert.equal((await client.inspectContainer(id)).State.Running, false);
    },
  },
  top: {
    call: async ({ client, run }) => {
      const { Titles, Processes } = await client.top(await run(["sleep", "60"]));
      assert.deepEqual([Titles?.length, Processes?.[0]?.length], [1, 1]);
      assert.match(`${Titles} ${Processes}`, /^PID .* sleep 60$/);
    },
    differs: "each row is one string where the image's `ps` is busybox's",
    newer: {
      call: async ({ client, run }) => {
        const { Titles, Processes } = await client.top(await run(["sleep", "60"]));
        assert.match(Titles.at(-1)!, /^(CMD|COMMAND)$/);
        assert.equal(Processes[0]?.at(-1), "sleep 60");
        assert.equal(Processes[0].length, Titles.length);
      },
    },
  },
  unpause: {
    call: async ({ client, run }) => {
      const id = await run(["sleep", "60"]);
      await client.pause(id);
      await client.unpause(id);
      assert.equal((await client.inspectContainer(id)).State.Paused, false);
    },
  },
  updateContainer: {
    call: async ({ client, run }) => {
      const id = await run(["sleep", "60"]);
      await client.updateContainer(id, { memLimit: "80m" });
    },
    differs: "not there",
    refused: /Not Found/,
    newer: {
      call: async ({ client, run }) => {
        const id = await run(["sleep", "60"]);
        await client.updateContainer(id, { memLimit: "80m" });
        assert.equal((await client.inspectContainer(id)).HostConfig.Memory, 80 * 1024 * 1024);
      },
    },
  },
  wait: {
    call: async ({ client, create }) => {
      const id = await create(["sh", "-c", "sleep 0.2; exit 7"]);
      const exit = await client.registerWait(id, { condition: "next-exit" });
      await client.start(id);
      assert.equal(await exit.exitCode(), 7);
      assert.equal(await client.wait(id), 7);
    },
  },

  execCreate: {
    call: async ({ client, run }) => {
      const { Id } = await client.execCreate(await run(["sleep", "60"]), ["true"]);
      assert.match(Id, /^[0-9a-f]{64}$/);
    },
  },
  execInspect: {
    call: async ({ client, run }) => {
      const exec = await client.execCreate(await run(["sleep", "60"]), ["sh", "-c", "exit 4"]);
      await client.execStart(exec);
      assert.equal(await client.execExitCode(exec), 4);
    },
  },
  execResize: {
    call: async ({ client, run }) => {
      const id = await run(["sleep", "60"]);
      const exec = await client.execCreate(id, ["sh", "-c", "read x; stty size"], {
        tty: true,
        stdin: true,
      });
      const socket = await client.execStart(exec, { socket: true, tty: true });
      await client.execResize(exec, { height: 44, width: 88 });
      await socket.writable.getWriter().write("\n");
      assert.match(text(await collect(socket.readable)), /44 88/);
    },
  },
  execStart: {
    call: async ({ client, run }) => {
      const id = await run(["sleep", "60"]);
      const exec = await client.execCreate(id, ["sh", "-c", "cat; echo end >&2"], { stdin: true });
      const socket = await client.execStart(exec, { socket: true, demux: true });
      await socket.writable.getWriter().write("in");
      await socket.closeWrite();
      const seen: string[] = [];
      for await (const { stream, data } of socket.readable) seen.push(`${stream} ${text(data)}`);
      assert.deepEqual(seen, ["stdout in", "stderr end\n"]);
    },
  },

  getImage: {
    call: async ({ client, image }) => {
      const bytes = await collect(await client.getImage(image));
      assert.ok(bytes.length > 100_000);
    },
  },
  history: {
    call: async ({ client, image }) => assert.ok((await client.history(image)).length > 0),
  },
  images: {
    call: async ({ client, image }) => {
      const [found] = await client.images({ name: image });
      assert.ok(found?.RepoTags?.some((tag) => tag.endsWith(image)));
    },
  },
  importImage: {
    call: (trial) =>
      imports(trial, (repository) => trial.client.importImage({ src: tar(), repository })),
  },
  importImageFromData: {
    call: (trial) =>
      imports(trial, (repository) => trial.client.importImageFromData(tar(), { repository })),
  },
  importImageFromFile: {
    call: async (trial) => {
      const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-podman-"));
      try {
        writeFileSync(path.join(directory, "image.tar"), tar());
        await imports(
          trial,
          (repository) =>
            trial.client.importImageFromFile(path.join(directory, "image.tar"), { repository }),
        );
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
  },
  importImageFromImage: {
    call: async ({ client, image, registry }) => {
      const repository = `${registry}/${uniqueName("from")}`;
      await client.tag(image, repository, { tag: "1" });
      await client.push(repository, { tag: "1" });
      await client.removeImage(`${repository}:1`);
      await client.importImageFromImage(repository, { tag: "1" });
      await client.removeImage(`${repository}:1`);
    },
  },
  importImageFromStream: {
    call: (trial) =>
      imports(
        trial,
        (repository) =>
          trial.client.importImageFromStream(new Blob([tar()]).stream(), { repository }),
      ),
  },
  importImageFromUrl: {
    call: async (trial) => {
      const server = http.createServer((_, response) => response.end(tar()));
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      try {
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/image.tar`;
        await imports(trial, (repository) => trial.client.importImageFromUrl(url, { repository }));
      } finally {
        server.close();
      }
    },
  },
  insert: {
    call: async ({ client, image }) => {
      await client.insert(image, "http://127.0.0.1/x", "/x");
    },
    refused: /insert is known up to API version 1\.11 only/,
  },
  inspectImage: {
    call: async ({ client, image }) => {
      assert.deepEqual((await client.inspectImage(image)).Config?.Cmd, ["sh"]);
    },
  },
  loadImage: {
    call: async ({ client, image }) => {
      const bytes = await collect(await client.getImage(image));
      let lines = "";
      for await (const { stream } of await client.loadImage(bytes)) lines += stream ?? "";
      assert.match(lines, /Loaded image/);
    },
  },
  pruneImages: {
    call: async ({ client }) => {
      const { ImagesDeleted } = await client.pruneImages({ filters: { dangling: true } });
      assert.ok(ImagesDeleted === null || Array.isArray(ImagesDeleted));
    },
  },
  pull: {
    call: async ({ client, image, registry }) => {
      const repository = `${registry}/${uniqueName("pull")}`;
      await client.tag(image, repository, { tag: "1" });
      await client.push(repository, { tag: "1" });
      await client.removeImage(`${repository}:1`);
      await client.pull(repository, { tag: "1" });
      assert.equal((await client.images({ name: repository })).length, 1);
      await client.removeImage(`${repository}:1`);
      await assert.rejects(client.pull(repository, { tag: "none" }));
    },
  },
  push: {
    call: async ({ client, image, registry }) => {
      const repository = `${registry}/${uniqueName("push")}`;
      await client.tag(image, repository, { tag: "1" });
      assert.match(await client.push(repository, { tag: "1" }), /sha256:/);
      await client.removeImage(`${repository}:1`);
      await assert.rejects(client.push("127.0.0.1:1/none"));
    },
  },
  removeImage: {
    call: async ({ client, image }) => {
      const repository = uniqueName("remove");
      await client.tag(image, repository);
      assert.deepEqual((await client.removeImage(repository)).map((item) => Object.keys(item)), [
        ["Untagged"],
      ]);
    },
  },
  search: {
    call: async ({ client, image, registry }) => {
      const repository = `${registry}/${uniqueName("search")}`;
      await client.tag(image, repository, { tag: "1" });
      await client.push(repository, { tag: "1" });
      await client.removeImage(`${repository}:1`);
      const found = await client.search(`${registry}/longshore-search`);
      assert.deepEqual(
        found.map((item) => [item.name, (item as unknown as { Name: string }).Name]),
        [[undefined, repository]],
      );
    },
    differs: "spells what it finds `Name`, `Description`, and so on",
  },
  tag: {
    call: async ({ client, image }) => {
      const repository = uniqueName("tag");
      assert.equal(await client.tag(image, repository, { tag: "x" }), true);
      assert.equal((await client.inspectImage(`${repository}:x`)).Config?.Cmd?.[0], "sh");
      await client.removeImage(`${repository}:x`);
    },
  },

  connectContainerToNetwork: {
    call: (trial) =>
      inNetwork(trial, async (network) => {
        const id = await trial.run(["sleep", "60"]);
        await trial.client.connectContainerToNetwork(id, network, { aliases: ["other"] });
        const { NetworkSettings } = await trial.client.inspectContainer(id);
        assert.ok(NetworkSettings?.Networks?.[network]?.IPAddress);
      }),
  },
  createNetwork: {
    call: (trial) =>
      inNetwork(trial, async (network, id) => {
        assert.match(id, /^[0-9a-f]{64}$/);
        assert.equal((await trial.client.inspectNetwork(network)).Driver, "bridge");
      }),
  },
  disconnectContainerFromNetwork: {
    call: (trial) =>
      inNetwork(trial, async (network) => {
        const id = await trial.run(["sleep", "60"]);
        await trial.client.connectContainerToNetwork(id, network);
        await trial.client.disconnectContainerFromNetwork(id, network);
        const { NetworkSettings } = await trial.client.inspectContainer(id);
        assert.equal(NetworkSettings?.Networks?.[network], undefined);
      }),
  },
  inspectNetwork: {
    call: (trial) =>
      inNetwork(trial, async (network, id) => {
        const found = await trial.client.inspectNetwork(network);
        assert.deepEqual([found.Name, found.Id, found.Scope], [network, id, "local"]);
      }),
  },
  networks: {
    call: (trial) =>
      inNetwork(trial, async (network) => {
        const found = await trial.client.networks({ names: [network] });
        assert.deepEqual(found.map(({ Name }) => Name), [network]);
      }),
  },
  pruneNetworks: {
    call: (trial) =>
      inNetwork(trial, async (network) => {
        const { NetworksDeleted } = await trial.client.pruneNetworks();
        assert.ok(NetworksDeleted?.includes(network));
      }),
  },
  removeNetwork: {
    call: (trial) =>
      inNetwork(trial, async (network) => {
        assert.equal(await trial.client.removeNetwork(network), true);
        await assert.rejects(trial.client.inspectNetwork(network), { name: "NotFound" });
      }),
  },

  createVolume: {
    call: (trial) =>
      withVolume(trial, async (name) => {
        const { Name, Driver } = await trial.client.inspectVolume(name);
        assert.deepEqual([Name, Driver], [name, "local"]);
      }),
  },
  inspectVolume: {
    call: (trial) =>
      withVolume(trial, async (name) => {
        const found = await trial.client.inspectVolume(name);
        assert.deepEqual([found.Name, found.Labels], [name, labels()]);
      }),
  },
  pruneVolumes: {
    call: (trial) =>
      withVolume(trial, async (name) => {
        const { VolumesDeleted } = await trial.client.pruneVolumes();
        assert.ok(VolumesDeleted?.includes(name));
      }),
  },
  removeVolume: {
    call: (trial) =>
      withVolume(trial, async (name) => {
        assert.equal(await trial.client.removeVolume(name), true);
        await assert.rejects(trial.client.inspectVolume(name), { name: "NotFound" });
      }),
  },
  volumes: {
    call: (trial) =>
      withVolume(trial, async (name) => {
        const { Volumes } = await trial.client.volumes({ filters: { name } });
        assert.deepEqual(Volumes?.map(({ Name }) => Name), [name]);
      }),
  },

  df: {
    call: async ({ client }) => {
      const { Images, Containers, Volumes } = await client.df();
      assert.ok(Array.isArray(Images) && Array.isArray(Containers) && Array.isArray(Volumes));
    },
  },
  events: {
    call: async ({ client, create }) => {
      const id = await create(["true"]);
      const since = Math.floor(Date.now() / 1000) - 10;
      const stream = await client.events({ decode: true, since, filters: { container: id } });
      for await (const event of stream) {
        assert.deepEqual([event.Type, event.Action, event.Actor?.ID], ["container", "create", id]);
        break;
      }
    },
  },
  info: {
    call: async ({ client }) => {
      const info = await client.info();
      assert.ok(info.NCPU! > 0 && info.MemTotal! > 0);
    },
  },
  login: {
    call: async ({ client, registry }) => {
      await client.login("anyone", { password: "any", registry });
    },
    differs: "always speaks TLS with the registry, whatever its configuration says",
    refused: /server gave HTTP response to HTTPS client/,
  },
  ping: { call: async ({ client }) => assert.equal(await client.ping(), true) },
  version: {
    call: async ({ client }) => {
      const { ApiVersion, Os } = await client.version();
      assert.deepEqual([ApiVersion, Os], [client.apiVersion, "linux"]);
    },
  },

  createSecret: {
    call: (trial) => withSecret(trial, (id) => assert.match(id, /^\w{20,}$/)),
  },
  inspectSecret: {
    call: (trial) =>
      withSecret(trial, async (id, name) => {
        assert.equal((await trial.client.inspectSecret(id)).Spec?.Name, name);
      }),
  },
  removeSecret: {
    call: (trial) =>
      withSecret(trial, async (id) => {
        assert.equal(await trial.client.removeSecret(id), true);
        await assert.rejects(trial.client.inspectSecret(id), { name: "NotFound" });
      }),
  },
  secrets: {
    call: (trial) =>
      withSecret(trial, async (id, name) => {
        const found = await trial.client.secrets({ filters: { name } });
        assert.deepEqual(found.map(({ ID }) => ID), [id]);
      }),
  },

  configs: noSwarm(async ({ client }) => void await client.configs()),
  createConfig: noSwarm(async ({ client }) => void await client.createConfig("name", "data")),
  inspectConfig: noSwarm(async ({ client }) => void await client.inspectConfig("id")),
  removeConfig: noSwarm(async ({ client }) => void await client.removeConfig("id")),
  createService: noSwarm(async ({ client, image }) =>
    void await client.createService({ ContainerSpec: { Image: image } })
  ),
  inspectService: noSwarm(async ({ client }) => void await client.inspectService("id")),
  inspectTask: noSwarm(async ({ client }) => void await client.inspectTask("id")),
  removeService: noSwarm(async ({ client }) => void await client.removeService("id")),
  serviceLogs: noSwarm(async ({ client }) =>
    void await collect(await client.serviceLogs("id", { stdout: true }))
  ),
  services: noSwarm(async ({ client }) => void await client.services()),
  tasks: noSwarm(async ({ client }) => void await client.tasks()),
  updateService: noSwarm(async ({ client }) =>
    void await client.updateService("id", 1, { name: "x" })
  ),
  createSwarmSpec: { call: ({ client }) => void client.createSwarmSpec({}) },
  initSwarm: noSwarm(async ({ client }) =>
    void await client.initSwarm({ advertiseAddr: "127.0.0.1" })
  ),
  inspectNode: noSwarm(async ({ client }) => void await client.inspectNode("id")),
  inspectSwarm: noSwarm(async ({ client }) => void await client.inspectSwarm()),
  joinSwarm: noSwarm(async ({ client }) =>
    void await client.joinSwarm(["127.0.0.1:2377"], "SWMTKN-1-x")
  ),
  leaveSwarm: noSwarm(async ({ client }) => void await client.leaveSwarm()),
  nodes: noSwarm(async ({ client }) => void await client.nodes()),
  removeNode: noSwarm(async ({ client }) => void await client.removeNode("id")),
  updateNode: noSwarm(async ({ client }) => void await client.updateNode("id", 1)),
  updateSwarm: noSwarm(async ({ client }) => void await client.updateSwarm(1, { swarmSpec: {} })),

  configurePlugin: noPlugins(async ({ client }) => void await client.configurePlugin("p", {})),
  createPlugin: noPlugins(async ({ client }) => {
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-podman-"));
    try {
      mkdirSync(path.join(directory, "rootfs"));
      writeFileSync(path.join(directory, "config.json"), "{}");
      await client.createPlugin("p", directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }),
  disablePlugin: noPlugins(async ({ client }) => void await client.disablePlugin("p")),
  enablePlugin: noPlugins(async ({ client }) => void await client.enablePlugin("p")),
  inspectPlugin: noPlugins(async ({ client }) => void await client.inspectPlugin("p")),
  pluginPrivileges: noPlugins(async ({ client }) => void await client.pluginPrivileges("p")),
  plugins: noPlugins(async ({ client }) => void await client.plugins()),
  pullPlugin: noPlugins(async ({ client }) => {
    for await (const _ of await client.pullPlugin("p", []));
  }),
  pushPlugin: noPlugins(async ({ client }) => void await client.pushPlugin("p")),
  removePlugin: noPlugins(async ({ client }) => void await client.removePlugin("p")),
  upgradePlugin: noPlugins(async ({ client }) => {
    for await (const _ of await client.upgradePlugin("p", "p", []));
  }),
};

/** An archive that can be imported as an image. */
function tar(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(HELLO);
}

async function imports(
  { client }: Trial,
  body: (repository: string) => Promise<unknown>,
): Promise<void> {
  const repository = uniqueName("import");
  await body(repository);
  const [found] = await client.images({ name: repository });
  assert.ok(found, "the image has its name");
  await client.removeImage(found.Id, { force: true });
}

async function inNetwork(
  { client }: Trial,
  body: (name: string, id: string) => Promise<void>,
): Promise<void> {
  const name = uniqueName("net");
  const { Id } = await client.createNetwork(name, { labels: labels() });
  try {
    await body(name, Id);
  } finally {
    await client.removeNetwork(name).catch(() => {});
  }
}

async function withVolume(
  { client }: Trial,
  body: (name: string) => Promise<void>,
): Promise<void> {
  const name = uniqueName("volume");
  await client.createVolume({ name, labels: labels() });
  try {
    await body(name);
  } finally {
    await client.removeVolume(name).catch(() => {});
  }
}

async function withSecret(
  { client }: Trial,
  body: (id: string, name: string) => Promise<void> | void,
): Promise<void> {
  const name = uniqueName("secret");
  const { ID } = await client.createSecret(name, "hidden");
  try {
    await body(ID, name);
  } finally {
    await client.removeSecret(ID).catch(() => {});
  }
}

/** Asks again, 10 s at most, until the answer is true. */
async function until(ask: () => Promise<boolean | undefined>): Promise<void> {
  for (let round = 0; round < 400; round++) {
    if (await ask()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail("it did not come to pass");
}
