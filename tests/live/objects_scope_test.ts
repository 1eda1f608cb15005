import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, it } from "node:test";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { DockerClient, type EngineEvent } from "../../mod.ts";
import { startBareEngine } from "../harness/private_engine.ts";
import { connection } from "./connection.ts";
import { sh, withDocker } from "./docker.ts";
import { baseImage, labels, skip, skipUnlessPrivate, uniqueName } from "./fixture.ts";

/** The variable that makes this file open a scope and be killed, in place of its tests. */
const TASK = "LONGSHORE_SCOPE_TASK";
if (process.env[TASK]) {
  const scope = new DockerClient(connection).scope();
  const options = { detach: true as const, labels: labels() };
  await scope.containers.run(baseImage, ["sleep", "600"], options);
  await scope.volumes.create({ labels: labels() });
  console.log(scope.id);
  process.kill(process.pid, "SIGKILL");
}

describe("client.scope()", { skip }, () => {
  it("labels what is made through it and removes it at its end, and nothing else", () =>
    withDocker(async ({ docker, running }) => {
      const other = await running("sleep 60");
      const made: string[] = [];
      {
        await using scope = docker.scope({ label: "app=scoped" });
        const name = uniqueName("scope");
        const options = { detach: true as const, labels: labels() };
        const container = await scope.containers.run(baseImage, sh("sleep 60"), options);
        assert.deepEqual(
          { ...container.labels, "longshore.scope.owner": "" },
          {
            ...container.labels,
            ...labels(),
            "app": "scoped",
            "longshore.scope": scope.id,
            "longshore.scope.owner": "",
          },
        );
        const subnet = `10.${100 + Math.floor(Math.random() * 100)}.9.0/24`;
        const network = await scope.networks.create(name, {
          labels: labels(),
          ipam: { poolConfigs: [{ subnet }] },
        });
        await network.connect(container);
        const volume = await scope.volumes.create(name);
        const [image] = await scope.images.build({ fileobj: `FROM ${baseImage}\nENV A=${name}\n` });
        const committed = await container.commit();
        for (const { attrs } of [network, volume]) {
          assert.equal((attrs as { Labels: Record<string, string> }).Labels.app, "scoped");
        }
        for (const one of [image, committed]) assert.equal(one.labels["longshore.scope"], scope.id);
        const { stdout } = await scope.containers.run(baseImage, "echo inside");
        assert.equal(stdout, "inside\n");
        made.push(container.id, network.id, volume.id, image.id, committed.id);
      }
      const [container, network, volume, image, committed] = made as [
        string,
        string,
        string,
        string,
        string,
      ];
      await assert.rejects(docker.containers.get(container), { name: "NotFound" });
      await assert.rejects(docker.networks.get(network), { name: "NotFound" });
      await assert.rejects(docker.volumes.get(volume), { name: "NotFound" });
      await assert.rejects(docker.images.get(image), { name: "ImageNotFound" });
      await assert.rejects(docker.images.get(committed), { name: "ImageNotFound" });
      assert.equal((await other.reload()).status, "running");
    }));

  it("removes what scopes within it made, which has the labels of both", () =>
    withDocker(async ({ docker, later }) => {
      const scope = docker.scope({ label: "app=outer" });
      later(() => scope.end());
      const inner = scope.scope({ label: { part: "inner", app: "both" } });
      const innermost = scope.scope().scope();
      const volume = await inner.volumes.create({ labels: labels() });
      assert.deepEqual([volume.attrs.Labels?.app, volume.attrs.Labels?.part], ["both", "inner"]);
      // What is within is in use by what is around, and the other way round.
      const network = await inner.networks.create(uniqueName("scope"), { labels: labels() });
      const options = { network: network.name, detach: true as const, labels: labels() };
      const container = await scope.containers.run(baseImage, sh("sleep 60"), options);
      const deepest = await innermost.volumes.create({ labels: labels() });
      assert.equal(deepest.attrs.Labels?.app, "outer");
      const own = scope.scope();
      await own.volumes.create({ labels: labels() });
      assert.equal((await own.end()).length, 1);
      const removed = await scope.end();
      assert.deepEqual(
        removed.map(({ kind, id }) => [kind, id]).sort(),
        [
          ["container", container.id],
          ["network", network.id],
          ["volume", volume.name],
          ["volume", deepest.name],
        ].sort(),
      );
      await assert.rejects(inner.volumes.create(), { message: /the scope: it has ended$/ });
      assert.throws(() => scope.scope(), {
        message: "Cannot open a scope: the one around it has ended",
      });
      assert.deepEqual(await scope.end(), []);
    }));

  it("reaps what a killed process left, and nothing of processes that run", () =>
    withDocker(async ({ docker, later }) => {
      const living = docker.scope();
      later(() => living.end());
      const volume = await living.volumes.create({ labels: labels() });
      const file = fileURLToPath(import.meta.url);
      const args = "Deno" in globalThis ? ["run", "-A", "-q", "--no-check", file] : [file];
      const child = spawn(process.execPath, args, {
        env: { ...process.env, [TASK]: "1" },
        stdio: ["ignore", "pipe", "inherit"],
      });
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => output += text);
      const [, signal] = await once(child, "close");
      assert.equal(signal, "SIGKILL");
      const reaped = await docker.reapScopes();
      const own = reaped.filter(({ scope }) => scope === output.trim()).map(({ kind }) => kind);
      assert.deepEqual(own, ["container", "volume"]);
      assert.equal((await volume.reload()).name, volume.name);
      assert.deepEqual(
        (await docker.reapScopes()).filter(({ scope }) => scope === output.trim()),
        [],
      );
    }));

  it("refuses what it does not know", () =>
    withDocker(async ({ docker }) => {
      assert.throws(() => docker.scope({ labels: "x" } as object), {
        message: 'Cannot open a scope: unknown option "labels"; did you mean "label"?',
      });
      await assert.rejects(docker.reapScopes({ older: 1 } as object), { name: "TypeError" });
    }));
});

describe("client.removeLabelled()", { skip }, () => {
  it("removes what carries the label, tells what it was, and leaves all else", () =>
    withDocker(async ({ docker, running }) => {
      const other = await running("sleep 60", { labels: { ...labels(), app: "other" } });
      const name = uniqueName("labelled");
      const mark = { app: name };
      const container = await docker.containers.run(baseImage, sh("sleep 60"), {
        name,
        labels: mark,
        detach: true,
      });
      const network = await docker.networks.create(name, { labels: mark });
      await network.connect(container);
      const volume = await docker.volumes.create(name, { labels: mark });
      const image = await container.commit(name, { tag: "1" });
      assert.deepEqual(await docker.removeLabelled(`app=${name}`), [
        { kind: "container", id: container.id, name },
        { kind: "network", id: network.id, name },
        { kind: "volume", id: volume.name, name },
        { kind: "image", id: image.id, name: `${name}:1` },
      ]);
      assert.deepEqual(await docker.removeLabelled(`app=${name}`), []);
      await assert.rejects(container.reload(), { name: "NotFound" });
      assert.equal((await other.reload()).status, "running");
    }));

  it("tells what it cannot remove, after all else", () =>
    withDocker(async ({ docker, running }) => {
      const name = uniqueName("labelled");
      const volume = await docker.volumes.create(name, { labels: { app: name } });
      const user = await running("sleep 60", { volumes: { [name]: { bind: "/data" } } });
      await assert.rejects(docker.removeLabelled(`app=${name}`), {
        name: "DockerError",
        message: new RegExp(
          `^Cannot remove all that carries the label "app=${name}": volume "${name}" \\(.*in use.*\\) is left$`,
          "s",
        ),
      });
      await user.remove({ force: true });
      assert.equal(await volume.remove(), true);
    }));

  for (const label of ["", "=x", " ", 5, null, ["app"]]) {
    it(`refuses ${JSON.stringify(label)}`, () =>
      withDocker(async ({ docker }) => {
        await assert.rejects(docker.removeLabelled(label as string), {
          message: /^Cannot use label .*: expected /,
        });
      }));
  }
});

describe("events({ reconnect: true })", { skip: skipUnlessPrivate }, () => {
  it("goes on after the connection was lost and the Engine restarted, without loss or repetition", async () => {
    const engine = await startBareEngine();
    const docker = new DockerClient({ baseUrl: engine.host });
    try {
      const lost: unknown[] = [];
      const events = await docker.events({
        reconnect: true,
        filters: { type: "volume" },
        onReconnect: (reason) => void lost.push(reason),
      });
      const got: EngineEvent[] = [];
      const names = Array.from({ length: 9 }, () => uniqueName("event"));
      const reading = (async (): Promise<void> => {
        for await (const event of events) {
          got.push(event);
          if (got.length === names.length) break;
        }
      })();
      for (const [index, name] of names.entries()) {
        if (index === 3 || index === 6) await engine.restart();
        for (;;) {
          try {
            await docker.volumes.create(name);
            break;
          } catch {
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
        }
      }
      await reading;
      assert.deepEqual(
        got.map(({ Actor, Action }) => [Action, Actor.ID]),
        names.map((name) => ["create", name]),
      );
      assert.equal(lost.length, 2);
    } finally {
      docker.close();
      await engine.stop();
    }
  });

  it("ends at its limit, and by cancelling", () =>
    withDocker(async ({ docker }) => {
      const until = new Date(Date.now() + 1000);
      let count = 0;
      for await (const _ of await docker.events({ reconnect: true, until })) count++;
      assert.ok(count >= 0);
      const events = await docker.events({ reconnect: true });
      await events.cancel();
      await assert.rejects(
        docker.events({ reconnect: true, signal: AbortSignal.abort(new Error("enough")) }),
        { message: "enough" },
      );
    }));
});
