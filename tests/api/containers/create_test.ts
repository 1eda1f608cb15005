import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { createContainer } from "../../../src/api/containers/create.ts";
import { createContainerFromConfig } from "../../../src/api/containers/create_from_config.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { engineOver } from "../../harness/memory_engine.ts";
import { memoryPeer } from "../../scripted_peer.ts";

test("createContainer() sends one request with name and platform in its query", async () => {
  const peer = memoryPeer([async (connection) => {
    const { method, target, headers, body } = await connection.request();
    assert.equal(method, "POST");
    assert.equal(target, "/v1.41/containers/create?name=web%201&platform=linux%2Farm64");
    assert.equal(headers["content-type"], "application/json");
    assert.deepEqual(JSON.parse(new TextDecoder().decode(body)), {
      ...{ Image: "busybox", Tty: false, OpenStdin: false, Cmd: ["true"], Hostname: "h" },
      ...{ AttachStdin: false, AttachStdout: true, AttachStderr: true, StdinOnce: false },
      OnBuild: ["RUN true"],
    });
    await connection.json({ Id: "abc", Warnings: [] }, 201);
  }]);
  const engine = engineOver(peer.connector);
  const { signal } = new AbortController();
  const result = await createContainer(engine, "busybox", {
    command: ["true"],
    hostname: "h",
    OnBuild: ["RUN true"],
    name: "web 1",
    platform: "linux/arm64",
    signal,
    timeouts: { head: 5 },
  });
  assert.deepEqual(result, { Id: "abc", Warnings: [] });
  engine.close();
  await peer.done();
});

test("createContainer() refuses bad input and unknown fields before any request", async () => {
  const peer = memoryPeer([]);
  const engine = engineOver(peer.connector, { version: "1.40" });
  const action = 'Cannot create a container of image "busybox"';
  await assert.rejects(createContainer(engine, "busybox", { platform: "linux/arm64" }), {
    name: "InvalidVersion",
    message: `${action}: option "platform" needs API version 1.41, and 1.40 is in use`,
  });
  await assert.rejects(createContainer(engine, "busybox", { hostConfig: { cgroupns: "host" } }), {
    name: "InvalidVersion",
    message:
      `${action}: option "cgroupns" (HostConfig.CgroupnsMode) needs API version 1.41, and 1.40 is in use`,
  });
  await assert.rejects(createContainer(engine, "busybox", { name: "" }), {
    name: "TypeError",
    message: 'Cannot use name "": expected a string that is not empty',
  });
  await assert.rejects(createContainer(engine, "busybox", "ls" as never), {
    name: "TypeError",
    message: "Cannot create a container: expected an object of options, not a string",
  });
  await assert.rejects(createContainerFromConfig(engine, "busybox" as never), {
    name: "TypeError",
    message: 'Cannot use config "***": expected what createContainerConfig() returns',
  });
  await peer.done();
});

const CALLS: Record<string, (engine: Engine, HostIp: string) => Promise<unknown>> = {
  "hostConfig.portBindings": (engine, HostIp) =>
    createContainer(engine, "busybox", { hostConfig: { portBindings: { 80: { HostIp } } } }),
  "hostConfig.PortBindings": (engine, HostIp) =>
    createContainer(engine, "busybox", {
      hostConfig: { PortBindings: { "80/tcp": [{ HostIp }] } },
    }),
  "HostConfig.PortBindings": (engine, HostIp) =>
    createContainer(engine, "busybox", {
      HostConfig: { PortBindings: { "80/tcp": [{ HostIp }] } },
    }),
  "config.HostConfig.PortBindings": (engine, HostIp) =>
    createContainerFromConfig(engine, {
      Image: "busybox",
      HostConfig: { PortBindings: { "80/tcp": [{ HostIp }] } },
    }),
};
for (const [where, call] of Object.entries(CALLS)) {
  describe(`a port never opens wider than asked by ${where}`, () => {
    for (const address of ["localhost", "127.0.0.999", "fe80::1%eth0"]) {
      it(`not at ${address}`, async () => {
        const engine = engineOver(memoryPeer([]).connector);
        await assert.rejects(call(engine, address), (error: unknown) => {
          assert.ok(
            error instanceof TypeError && error.message.includes(`"${address}": expected an IP`),
          );
          return true;
        });
      });
    }

    it("at an address of IPv6", async () => {
      const peer = memoryPeer([async (connection) => {
        const { body } = await connection.request();
        assert.deepEqual(JSON.parse(new TextDecoder().decode(body)).HostConfig.PortBindings, {
          "80/tcp": [{ HostIp: "::1", HostPort: "" }],
        });
        await connection.json({ Id: "abc", Warnings: [] }, 201);
      }]);
      const engine = engineOver(peer.connector);
      await call(engine, "[::1]");
      engine.close();
      await peer.done();
    });
  });
}
