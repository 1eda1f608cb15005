import assert from "node:assert/strict";
import { readdirSync, readlinkSync } from "node:fs";
import { describe, it } from "node:test";
import type { APIClient } from "../../mod.ts";
import { EXPECTED, skipBelow } from "./differences.ts";
import { eventually } from "./eventually.ts";
import { exercised } from "./exercised.ts";
import { label, labels, skip, skipUnlessPrivate, uniqueName } from "./fixture.ts";
import { within } from "./sandbox.ts";

/** A command that says that it runs, and ends with a code of its own when it is asked to. */
const POLITE = "trap 'exit 7' TERM; trap 'exit 8' INT; echo ready; while :; do sleep 0.05; done";
const RUDE = "trap '' TERM INT; echo ready; while :; do sleep 0.05; done";

/** Waits until one of these has said so often that it is ready, which comes behind its traps. */
async function isReady(client: APIClient, id: string, times: number = 1): Promise<void> {
  let text = "";
  for await (const bytes of await client.logs(id, { stream: true })) {
    text += new TextDecoder().decode(bytes);
    if (text.split("ready").length > times) return;
  }
}

describe("containers on the engine", { skip }, () => {
  it("start() and stop() run a container once, kill() sends signals by name and number", async () => {
    await within(async ({ client, container, running }) => {
      const id = await container(POLITE);
      assert.equal((await client.inspectContainer(id)).State.Status, "created");
      assert.equal(await client.start(id), true);
      assert.equal(await client.start({ Id: id }), true, "a container that runs");
      await isReady(client, id);
      assert.equal((await client.inspectContainer(id)).State.Status, "running");
      assert.equal(await client.stop(id, { timeout: 20 }), true);
      assert.equal((await client.inspectContainer(id)).State.ExitCode, 7);
      assert.equal(await client.stop(id), true, "a container that has stopped");
      exercised("start", "container");
      exercised("inspectContainer", "container");

      const signals: [string | number | undefined, number][] = [
        ["SIGINT", 8],
        [15, 7],
        ["term", 7],
        [undefined, 137],
      ];
      for (const [signal, code] of signals) {
        const one = await running(POLITE);
        await isReady(client, one);
        assert.equal(await client.kill(one, signal), true);
        assert.equal(await client.wait(one), code, String(signal));
      }
      exercised("kill", "container", "posixSignal");
      await assert.rejects(client.kill(id), { name: "Conflict", message: /is not running/ });
      await assert.rejects(client.kill(id, "SIGNONE"), {
        name: "BadRequest",
        message: EXPECTED.invalidSignal,
      });
    });
  });

  it("stop() and restart() kill after their timeout", async () => {
    await within(async ({ client, running }) => {
      // By itself it would have ten minutes.
      const id = await running(RUDE, { stopTimeout: 600 });
      await isReady(client, id);
      const before = (await client.inspectContainer(id)).State.StartedAt;
      assert.equal(await client.restart(id, { timeout: 0 }), true);
      const { State } = await client.inspectContainer(id);
      assert.equal(State.Status, "running");
      assert.notEqual(State.StartedAt, before);
      await isReady(client, id, 2);
      exercised("restart", "container", "timeout");
      const start = performance.now();
      assert.equal(await client.stop(id, { timeout: 1 }), true);
      const seconds = (performance.now() - start) / 1000;
      assert.ok(seconds > 0.9 && seconds < 300, `${seconds} s`);
      assert.equal((await client.inspectContainer(id)).State.ExitCode, 137);
      exercised("stop", "container", "timeout");
    });
  });

  it("stop() and restart() take a signal", { skip: skipBelow("1.42") }, async () => {
    await within(async ({ client, container }) => {
      const id = await container(POLITE, { stopSignal: "SIGTERM" });
      await client.start(id);
      await isReady(client, id);
      const filters = { container: id, event: "die" };
      const events = await client.events({ decode: true, filters, since: 1 });
      await client.restart(id, { stopSignal: "SIGINT" });
      await isReady(client, id, 2);
      for await (const { Actor } of events) {
        assert.equal(Actor?.Attributes?.exitCode, "8");
        break;
      }
      await client.stop(id, { stopSignal: "INT" });
      assert.equal((await client.inspectContainer(id)).State.ExitCode, 8);
    });
  });

  it("stop() and restart() refuse a signal where the API version has none", async () => {
    await within(async ({ client, container }) => {
      const id = await container("true");
      const end = "needs API version 1.42, and 1.41 is in use";
      await assert.rejects(client.stop(id, { stopSignal: "SIGINT" }), {
        name: "InvalidVersion",
        message: `Cannot stop container "${id}": option "stopSignal" ${end}`,
      });
      await assert.rejects(client.restart(id, { stopSignal: "SIGINT" }), {
        name: "InvalidVersion",
        message: `Cannot restart container "${id}": option "stopSignal" ${end}`,
      });
    }, "1.41");
  });

  it("start() refuses configuration", async () => {
    await within(async ({ client }) => {
      const options = { binds: ["/a:/b"], privileged: true } as Record<string, unknown>;
      await assert.rejects(client.start("web", options), {
        name: "DeprecatedMethod",
        message: 'Cannot start container "web" with binds, privileged: configuration is given to ' +
          "createContainer(), host configuration in its hostConfig",
      });
    });
  });

  it("pause() freezes and unpause() lets go on", async () => {
    await within(async ({ client, running, later }) => {
      const id = await running("sleep 60");
      // The Engine answers before the container's state says so: its event comes behind both.
      const filters = { container: id, event: ["pause", "unpause"] };
      const events = (await client.events({ decode: true, filters, since: 1 })).values();
      later(() => events.return!());
      assert.equal(await client.pause(id), true);
      assert.equal((await events.next()).value?.Action, "pause");
      assert.equal((await client.inspectContainer(id)).State.Paused, true);
      await assert.rejects(client.pause(id), { name: "Conflict", message: /is already paused/ });
      assert.equal(await client.unpause(id), true);
      assert.equal((await events.next()).value?.Action, "unpause");
      assert.equal((await client.inspectContainer(id)).State.Paused, false);
      await assert.rejects(client.unpause(id), { message: /is not paused/ });
      exercised("pause", "container");
      exercised("unpause", "container");
    });
  });

  it("rename() gives another name", async () => {
    await within(async ({ client, container }) => {
      const id = await container("true");
      const name = uniqueName("renamed");
      assert.equal(await client.rename(id, name), true);
      assert.equal((await client.inspectContainer(name)).Id, id);
      exercised("rename", "container", "name");
      await assert.rejects(client.rename(id, ""), {
        name: "TypeError",
        message: 'Cannot use name "": expected a string that is not empty',
      });
      await assert.rejects(client.rename(id, "a b"), {
        message: /Invalid container name \(\/a b\)/,
      });
    });
  });

  it("removeContainer() removes volumes, links and running containers only when told", async () => {
    await within(async ({ client, running, container, later }) => {
      const one = await running("sleep 60", { volumes: ["/data"] });
      const volume = (await client.inspectContainer(one)).Mounts[0]!.Name!;
      await assert.rejects(client.removeContainer(one), {
        name: "Conflict",
        message: EXPECTED.removeRunning,
      });
      assert.equal(await client.removeContainer(one, { force: true }), true);
      later(() => client.removeVolume(volume));
      assert.equal((await client.inspectVolume(volume)).Name, volume, "left without v");
      const two = await container("true", { volumes: ["/data"] });
      const other = (await client.inspectContainer(two)).Mounts[0]!.Name!;
      assert.equal(await client.removeContainer(two, { v: true }), true);
      await assert.rejects(client.inspectVolume(other), { name: "NotFound" });
      await assert.rejects(client.inspectContainer(two), {
        name: "NotFound",
        message: `Cannot inspect container "${two}": No such container: ${two} ` +
          `(404, GET /v${client.apiVersion}/containers/${two}/json)`,
      });

      const target = await running("sleep 60");
      const [from, to] = [
        uniqueName("from"),
        (await client.inspectContainer(target)).Name.slice(1),
      ];
      const linked = await container("true", { name: from, hostConfig: { Links: [`${to}:db`] } });
      assert.equal(await client.removeContainer(`${from}/db`, { link: true }), true);
      const { HostConfig } = await client.inspectContainer(linked);
      assert.deepEqual(HostConfig.Links, null);
      exercised("removeContainer", "container", "v", "link", "force");
    });
  });

  it("wait() gives the exit code as a number, within its timeout", async () => {
    await within(async ({ client, running, container }) => {
      const id = await running("exit 42");
      assert.equal(await client.wait(id), 42);
      assert.equal(await client.wait({ Id: id }), 42, "a container that has ended");
      const long = await running("sleep 60");
      await assert.rejects(client.wait(long, { timeout: 0.2 }), {
        name: "TimeoutError",
        message: `Cannot wait for container "${long}": the call did not finish within 0.2 seconds`,
      });
      exercised("wait", "container", "timeout");
      const gone = await container("exit 3", { hostConfig: { AutoRemove: true } });
      const removed = await client.registerWait(gone, { condition: "removed" });
      await client.start(gone);
      assert.equal(await removed.exitCode(), 3);
      await assert.rejects(client.inspectContainer(gone), { name: "NotFound" });
      assert.equal(await client.wait(await container("true"), { condition: "not-running" }), 0);
    });
  });

  it("waits for containers that cannot be started leave no connection behind", async () => {
    await within(async ({ client, container }) => {
      await client.ping();
      const sockets = (): number => {
        return readdirSync("/proc/self/fd").filter((fd) => {
          try {
            return readlinkSync(`/proc/self/fd/${fd}`).startsWith("socket:");
          } catch {
            return false; // It was the directory's own.
          }
        }).length;
      };
      const before = sockets();
      // To set a network up and take it down is most of the time of a start that fails.
      const hostConfig = { NetworkMode: "none" };
      for (let round = 0; round < 5; round++) {
        const id = await container(["/no/such/program"], { hostConfig });
        const exit = await client.registerWait(id, { condition: "next-exit" });
        await assert.rejects(client.start(id), { message: /no such file or directory/ });
        await assert.rejects(exit.exitCode(), { message: /could not be started/ });
      }
      assert.ok(sockets() <= before + 1, `${before} became ${sockets()}`);
    });
  });

  it("updateContainer() changes resources while the container runs", async () => {
    await within(async ({ client, running, container }) => {
      const id = await running("sleep 60");
      const options = {
        cpuPeriod: 50000,
        cpuQuota: 25000,
        cpuShares: 512,
        cpusetCpus: "0",
        cpusetMems: "0",
        memLimit: "64m",
        memReservation: "32m",
        memswapLimit: "128m",
        restartPolicy: { Name: "on-failure", MaximumRetryCount: 3 } as const,
      };
      const { Warnings } = await client.updateContainer(id, options);
      assert.deepEqual(Warnings ?? [], []);
      const { HostConfig } = await client.inspectContainer(id);
      const fields: [string, unknown][] = [
        ["CpuPeriod", 50000],
        ["CpuQuota", 25000],
        ["CpuShares", 512],
        ["CpusetCpus", "0"],
        ["CpusetMems", "0"],
        ["Memory", 67108864],
        ["MemoryReservation", 33554432],
        ["MemorySwap", 134217728],
        ["RestartPolicy", { Name: "on-failure", MaximumRetryCount: 3 }],
      ];
      for (const [field, value] of fields) {
        assert.deepEqual(HostConfig[field as keyof typeof HostConfig], value, field);
      }
      exercised("updateContainer", "container", ...Object.keys(options));
      await client.updateContainer(id, { pidsLimit: 33 });
      assert.equal((await client.inspectContainer(id)).HostConfig.PidsLimit, 33);

      // This Engine cannot weigh block I/O and changes kernel memory of stopped containers only.
      const { Warnings: warnings } = await client.updateContainer(id, { blkioWeight: 500 });
      assert.match(String(warnings), /Block I\/O weight/);
      exercised("updateContainer", "blkioWeight");
      const stopped = await container("true");
      await within(async ({ client: old }) => {
        await old.updateContainer(stopped, { kernelMemory: "50m" });
        const { HostConfig } = await old.inspectContainer(stopped);
        assert.equal(HostConfig.KernelMemory, 52428800);
      }, "1.41");
      exercised("updateContainer", "kernelMemory");
      await assert.rejects(client.updateContainer(id, { memLimit: "much" }), {
        name: "TypeError",
        message: 'Cannot use memLimit "much": expected a number of bytes, or a string such as ' +
          '"100000b", "1000k", "128m" or "1.5g"',
      });
    });
  });

  it("resize() sets the size of the terminal", async () => {
    await within(async ({ client, running }) => {
      const id = await running(
        "trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.05; done",
        {
          tty: true,
        },
      );
      const output = await client.logs(id, { stream: true });
      let text = "";
      for await (const bytes of output) {
        text += new TextDecoder().decode(bytes);
        if (text === "ready\r\n") assert.equal(await client.resize(id, 33, 111), true);
      }
      assert.equal(text, "ready\r\n33 111\r\n");
      exercised("resize", "container", "height", "width");
      await assert.rejects(client.resize(id, -1, 80), {
        name: "RangeError",
        message: "Cannot use height -1: expected a whole number from 0 to 65535",
      });
    });
  });

  it("top() lists processes, diff() changed files", async () => {
    await within(async ({ client, running }) => {
      const id = await running("echo 1 > /added; rm /etc/passwd; exec sleep 60");
      const { Titles, Processes } = await eventually(async () => {
        const list = await client.top(id);
        return list.Processes[0]?.at(-1) === "sleep 60" ? list : undefined;
      });
      assert.ok(Titles.includes("CMD"));
      assert.equal(Processes.length, 1);
      const aux = await client.top(id, { psArgs: "aux" });
      assert.equal(aux.Titles[0], "USER");
      exercised("top", "container", "psArgs");

      const changes = await client.diff(id);
      assert.deepEqual(changes?.find(({ Path }) => Path === "/added")?.Kind, 1);
      assert.deepEqual(changes?.find(({ Path }) => Path === "/etc/passwd")?.Kind, 2);
      exercised("diff", "container");
    });
  });

  it("stats() measures once, at once, and every second", async () => {
    await within(async ({ client, running }) => {
      const id = await running("sleep 60");
      const once = await client.stats(id, { stream: false });
      assert.equal(once.id, id);
      assert.ok(once.pids_stats!.current! >= 1);
      const atOnce = await client.stats(id, { stream: false, oneShot: true });
      assert.equal(atOnce.id, EXPECTED.oneShotHasId ? id : undefined);
      let samples = 0;
      for await (const sample of await client.stats(id, { decode: true })) {
        assert.equal(sample.id, id);
        if (++samples === 2) break;
      }
      let text = "";
      for await (const bytes of await client.stats(id)) {
        text += new TextDecoder().decode(bytes, { stream: true });
        if (text.endsWith("\n")) break;
      }
      assert.equal(JSON.parse(text).id, id);
      exercised("stats", "container", "decode", "stream");
      await assert.rejects(client.stats(id, { oneShot: true }), {
        name: "TypeError",
        message:
          `Cannot measure container "${id}": oneShot is for a single sample; set stream to false`,
      });
    });
  });

  it("containers() lists what its options ask for", async () => {
    await within(async ({ client, running, container }) => {
      const mine = { label: [label, `group=${uniqueName("group")}`] };
      const group = { labels: { ...labels(), group: mine.label[1]!.slice(6) } };
      const first = await running("sleep 60", group);
      const second = await container("exit 9", group);
      await client.start(second);
      await client.wait(second);
      const third = await container("true", group);
      const list = async (options: Parameters<typeof client.containers>[0]): Promise<string[]> => {
        const found = await client.containers({ filters: mine, ...options });
        return found.map(({ Id }) => Id);
      };
      assert.deepEqual(await list({}), [first]);
      assert.deepEqual(await list({ all: true }), [third, second, first]);
      assert.deepEqual(await list({ all: true, since: first }), [third, second]);
      assert.deepEqual(await list({ all: true, before: { Id: third } }), [second, first]);
      assert.deepEqual(await list({ limit: 2 }), [third, second]);
      assert.deepEqual(
        await list({ all: true, trunc: true }),
        [third, second, first].map((id) => id.slice(0, 12)),
      );
      assert.deepEqual(await list({ all: true, filters: { ...mine, exited: 9 } }), [second]);
      assert.deepEqual(await list({ filters: { ...mine, status: ["created", "exited"] } }), [
        third,
        second,
      ]);
      const latest = await client.containers({ latest: true });
      assert.equal(latest.length, 1);
      assert.deepEqual(await client.containers({ quiet: true, all: true, filters: mine }), [
        { Id: third },
        { Id: second },
        { Id: first },
      ]);
      const [sized] = await client.containers({ size: true, filters: mine });
      assert.equal(typeof sized?.SizeRootFs, "number");
      const [plain] = await client.containers({ filters: mine });
      assert.equal(plain?.SizeRootFs, undefined);
      exercised(
        "containers",
        "quiet",
        "all",
        "trunc",
        "latest",
        "since",
        "before",
        "limit",
        "size",
        "filters",
      );
    });
  });

  it(
    "pruneContainers() removes stopped containers that match",
    { skip: skipUnlessPrivate },
    async () => {
      await within(async ({ client, container, running }) => {
        const group = uniqueName("prune");
        const stopped = await container("true", { labels: { ...labels(), group } });
        const runs = await running("sleep 60", { labels: { ...labels(), group } });
        const { ContainersDeleted, SpaceReclaimed } = await client.pruneContainers({
          filters: { label: `group=${group}` },
        });
        assert.deepEqual(ContainersDeleted, [stopped]);
        assert.equal(typeof SpaceReclaimed, "number");
        assert.equal((await client.inspectContainer(runs)).State.Running, true);
        exercised("pruneContainers", "filters");
      });
    },
  );

  it("methods refuse empty ids as NullResource before any request", async () => {
    await within(async ({ client }) => {
      const message =
        "Cannot use container: it is empty; expected an id or name, or an object with Id or ID";
      const calls: ((id: string) => Promise<unknown>)[] = [
        (id) => client.attach(id),
        (id) => client.attachSocket(id),
        (id) => client.commit(id),
        (id) => client.copy(id, "/x"),
        (id) => client.diff(id),
        (id) => client.execCreate(id, "true"),
        (id) => client.export(id),
        (id) => client.getArchive(id, "/x"),
        (id) => client.inspectContainer(id),
        (id) => client.kill(id),
        (id) => client.logs(id),
        (id) => client.pause(id),
        (id) => client.port(id, 80),
        (id) => client.putArchive(id, "/x", new Uint8Array(1)),
        (id) => client.removeContainer(id),
        (id) => client.rename(id, "x"),
        (id) => client.resize(id, 1, 1),
        (id) => client.restart(id),
        (id) => client.start(id),
        (id) => client.stats(id),
        (id) => client.stop(id),
        (id) => client.top(id),
        (id) => client.unpause(id),
        (id) => client.updateContainer(id),
        (id) => client.wait(id),
      ];
      for (const call of calls) {
        for (const id of ["", " \t"]) {
          await assert.rejects(call(id), { name: "NullResource", message }, String(call));
        }
      }
    });
  });

  it("methods say NotFound of an unknown container", async () => {
    await within(async ({ client }) => {
      const id = uniqueName("missing");
      const calls: (() => Promise<unknown>)[] = [
        () => client.attach(id),
        () => client.attach(id, { stream: true }),
        () => client.attachSocket(id),
        () => client.attachSocket(id, { ws: true }),
        () => client.commit(id),
        () => client.diff(id),
        () => client.execCreate(id, "true"),
        () => client.export(id),
        () => client.getArchive(id, "/x"),
        () => client.kill(id),
        () => client.logs(id),
        () => client.pause(id),
        () => client.port(id, 80),
        () => client.putArchive(id, "/x", new Uint8Array(1024)),
        () => client.removeContainer(id),
        () => client.rename(id, "x"),
        () => client.resize(id, 1, 1),
        () => client.restart(id),
        () => client.start(id),
        () => client.stats(id, { stream: false }),
        () => client.stop(id),
        () => client.top(id),
        () => client.unpause(id),
        () => client.updateContainer(id),
        () => client.wait(id),
        () => client.execStart(id),
        () => client.execInspect(id),
        () => client.execExitCode(id),
        () => client.execResize(id, { height: 1, width: 1 }),
      ];
      for (const call of calls) await assert.rejects(call(), { name: "NotFound" }, String(call));
    });
  });
});
