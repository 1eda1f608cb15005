import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { before, describe, it } from "node:test";
import { APIClient } from "../../mod.ts";
import { AnswerSchema } from "../harness/answer_schema.ts";
import { freePort } from "../harness/free_port.ts";
import { connection } from "./connection.ts";
import { skipBelow } from "./differences.ts";
import { diskUsage } from "./eventually.ts";
import {
  baseImage,
  labels,
  registry,
  skip,
  skipUnlessPrivate,
  skipWithoutRegistry,
  uniqueName,
} from "./fixture.ts";
import { whenHealthy, within } from "./sandbox.ts";

/** Real answers, each against the type that the client says it has. */
describe("the Engine's answers are what their types say", { skip }, () => {
  let schema: AnswerSchema;
  before(() => void (schema = new AnswerSchema()));

  /** Checks answers of one group; all faults are told at once. */
  function check(answers: [type: string, value: unknown][]): void {
    const faults = new Set(answers.flatMap(([type, value]) => schema.check(type, value)));
    assert.deepEqual([...faults].sort(), []);
    for (const [type, value] of answers) {
      if (type.endsWith("[]")) assert.ok((value as unknown[]).length > 0, `${type} is empty`);
    }
  }

  it("of the system", async () => {
    await within(async ({ client, running }) => {
      // The Engine answers a moment before it listens.
      const since = "1s";
      const filters = { type: "container" };
      const events = await client.events({ decode: true, filters, since });
      await running("sleep 60");
      const seen: unknown[] = [];
      for await (const event of events) {
        seen.push(event);
        if (event.Action === "start") break;
      }
      check([
        ["SystemInfo", await client.info()],
        ["EngineVersion", await client.version()],
        ["DiskUsage", await diskUsage(client)],
        ["EngineEvent[]", seen],
      ]);
    });
  });

  it("of containers and commands", async () => {
    await within(async ({ client, running, volume }) => {
      const healthcheck = { test: "true", interval: "100ms" };
      const id = await running("touch /new; sleep 60", {
        healthcheck,
        ports: [80, 81],
        volumes: ["/own"],
        hostConfig: client.createHostConfig({
          binds: { [await volume()]: { bind: "/data", mode: "rw" } },
          portBindings: { 80: ["127.0.0.1", 0] },
          tmpfs: ["/scratch"],
          restartPolicy: { Name: "no" },
          ulimits: [{ name: "nofile", soft: 100, hard: 200 }],
          devices: ["/dev/null:/dev/xnull:rw"],
        }),
      });
      await whenHealthy(client, id);
      const exec = await client.execCreate(id, "sleep 60", { tty: true, environment: { A: "1" } });
      await client.execStart(exec, { detach: true });
      const samples: unknown[] = [];
      for await (const sample of await client.stats(id, { decode: true })) {
        if (samples.push(sample) === 2) break;
      }
      check([
        ["ContainerInspect", await client.inspectContainer(id, { size: true })],
        ["ContainerSummary[]", await client.containers({ all: true, size: true })],
        ["ContainerTop", await client.top(id)],
        ["ContainerStats[]", samples],
        ["FilesystemChange[]", await client.diff(id)],
        ["ExecInspect", await client.execInspect(exec)],
        ["ContainerUpdateResult", await client.updateContainer(id, { cpuShares: 512 })],
      ]);
    });
  });

  it("of images", async () => {
    await within(async ({ client }) => {
      const name = uniqueName("answer");
      await client.tag(baseImage, name);
      check([
        ["ImageInspect", await client.inspectImage(baseImage)],
        ["ImageSummary[]", await client.images({ all: true })],
        ["ImageHistoryItem[]", await client.history(baseImage)],
        ["ImageDeleteItem[]", await client.removeImage(name)],
      ]);
    });
  });

  it("of a registry's images", { skip: skipWithoutRegistry || skipBelow("1.30") }, async () => {
    await within(async ({ client, later }) => {
      const name = `${registry}/${uniqueName("answer")}:1`;
      await client.tag(baseImage, name);
      later(() => client.removeImage(name));
      await client.push(name);
      check([["DistributionInspect", await client.inspectDistribution(name)]]);
    });
  });

  it("of networks and volumes", async () => {
    await within(async ({ client, running, network, volume }) => {
      const { name } = await network();
      await running("sleep 60", { hostConfig: client.createHostConfig({ networkMode: name }) });
      const own = await volume();
      check([
        ["NetworkInspect", await client.inspectNetwork(name)],
        ["NetworkSummary[]", await client.networks()],
        ["Volume", await client.inspectVolume(own)],
        ["VolumeList", await client.volumes()],
      ]);
    });
  });

  it("of build caches", { skip: skipUnlessPrivate }, async () => {
    await within(async ({ client }) => {
      const fileobj = `FROM ${baseImage}\nRUN echo 1 > /a\nRUN echo 2 > /b\n`;
      for await (const _ of await client.build({ fileobj, version: "2", decode: true }));
      check([
        ["DiskUsage", await diskUsage(client)],
        ["BuildPruneReport", await client.pruneBuilds()],
      ]);
    });
  });

  it("of swarms, services, tasks, secrets and configs", { skip: skipUnlessPrivate }, async () => {
    await using client = new APIClient({ ...connection });
    await client.initSwarm({
      advertiseAddr: "127.0.0.1",
      listenAddr: `127.0.0.1:${await freePort()}`,
    });
    try {
      const secret = await client.createSecret(uniqueName("secret"), "hidden", {
        labels: labels(),
      });
      const config = await client.createConfig(uniqueName("config"), "told", { labels: labels() });
      const service = await client.createService({
        ContainerSpec: { Image: baseImage, Command: ["sleep", "60"], Env: ["A=1"] },
      }, {
        name: uniqueName("service"),
        labels: labels(),
        endpointSpec: { Ports: [{ TargetPort: 80 }] },
      });
      let tasks = await client.tasks();
      for (let round = 0; round < 400 && tasks[0]?.Status.State !== "running"; round++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        tasks = await client.tasks();
      }
      const nodes = await client.nodes();
      check([
        ["SwarmInspect", await client.inspectSwarm()],
        ["SystemInfo", await client.info()],
        ["SwarmNode[]", nodes],
        ["SwarmNode", await client.inspectNode(nodes[0]!.ID)],
        ["ServiceCreateResult", service],
        ["Service[]", await client.services()],
        ["Service", await client.inspectService(service)],
        ["Task[]", tasks],
        ["Task", await client.inspectTask(tasks[0]!.ID)],
        ["SecretCreateResult", secret],
        ["Secret[]", await client.secrets()],
        ["Secret", await client.inspectSecret(secret)],
        ["ConfigCreateResult", config],
        ["Config[]", await client.configs()],
        ["Config", await client.inspectConfig(config)],
        ["NetworkInspect", await client.inspectNetwork("ingress", { verbose: true })],
        [
          "ContainerInspect",
          await client.inspectContainer(
            tasks[0]!.Status.ContainerStatus!.ContainerID!,
          ),
        ],
      ]);
      await client.removeService(service);
    } finally {
      await client.leaveSwarm({ force: true });
    }
  });

  it("of plugins", { skip: skipUnlessPrivate }, async () => {
    await using client = new APIClient({ ...connection });
    const folder = mkdtempSync(path.join(os.tmpdir(), "longshore-answers-"));
    const name = `${uniqueName("plugin")}:latest`;
    try {
      mkdirSync(path.join(folder, "rootfs/bin"), { recursive: true });
      writeFileSync(
        path.join(folder, "config.json"),
        JSON.stringify({
          description: "a plugin",
          entrypoint: ["/bin/none"],
          interface: { types: ["docker.volumedriver/1.0"], socket: "plugin.sock" },
          network: { type: "host" },
          env: [{ name: "DEBUG", settable: ["value"], value: "0" }],
          mounts: [{ source: "/tmp", destination: "/mnt", type: "bind", options: ["rbind"] }],
          linux: { capabilities: ["CAP_SYS_ADMIN"], devices: [{ path: "/dev/null" }] },
        }),
      );
      await client.createPlugin(name, folder);
      check([
        ["Plugin", await client.inspectPlugin(name)],
        ["Plugin[]", await client.plugins()],
      ]);
      await client.removePlugin(name);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
