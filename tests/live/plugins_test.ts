import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { APIClient, type ProgressRecord } from "../../mod.ts";
import { findProgram } from "../harness/debian.ts";
import { exercised } from "./exercised.ts";
import { connection } from "./connection.ts";
import { registry, skipUnlessPrivate, skipWithoutRegistry, uniqueName } from "./fixture.ts";
import { listening } from "./objects_servers.ts";

const client = new APIClient({ ...connection });
const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-plugin-"));

/** Writes what a plugin's maker says of it, and a file: no two plugins may have the same layer. */
function writeConfig(description: string): void {
  writeFileSync(path.join(directory, "rootfs", "unique"), uniqueName("layer"));
  const script = "trap exit TERM; while :; do sleep 1 & wait; done";
  writeFileSync(
    path.join(directory, "config.json"),
    JSON.stringify({
      description,
      documentation: "none",
      entrypoint: ["/bin/sh", "-c", script],
      interface: { types: ["longshore.dummy/1.0"], socket: "plugin.sock" },
      network: { type: "host" },
      linux: { capabilities: ["CAP_SYS_ADMIN"] },
      env: [{ name: "DEBUG", description: "", settable: ["value"], value: "0" }],
      args: { name: "args", description: "", settable: null, value: [] },
    }),
  );
}

/** Runs a test with a plugin, which is removed behind it. */
async function withPlugin(body: (name: string, id: string) => Promise<void>): Promise<void> {
  const name = `${registry ?? "longshore"}/${uniqueName("plugin")}:1`;
  writeConfig("first");
  await client.createPlugin(name, directory);
  try {
    await body(name, (await client.inspectPlugin(name)).Id!);
  } finally {
    await client.removePlugin(name, { force: true });
  }
}

async function collect(stream: AsyncIterable<ProgressRecord>): Promise<ProgressRecord[]> {
  const records: ProgressRecord[] = [];
  for await (const record of stream) records.push(record);
  return records;
}

describe("plugins", { skip: skipUnlessPrivate || skipWithoutRegistry }, () => {
  before(() => {
    const bin = path.join(directory, "rootfs", "bin");
    mkdirSync(bin, { recursive: true });
    copyFileSync(findProgram("busybox")!, path.join(bin, "busybox"));
    for (const name of ["sh", "sleep"]) symlinkSync("busybox", path.join(bin, name));
  });

  after(() => {
    rmSync(directory, { recursive: true, force: true });
    client.close();
  });

  it("createPlugin() makes a plugin of a directory", async () => {
    await withPlugin(async (name) => {
      const plugin = await client.inspectPlugin(name);
      assert.equal(plugin.Name, name);
      assert.equal(plugin.Enabled, false);
      assert.equal(plugin.Config.Description, "first");
      assert.deepEqual(plugin.Config.Interface.Types, ["longshore.dummy/1.0"]);
      assert.deepEqual(plugin.Settings.Env, ["DEBUG=0"]);
      assert.equal(plugin.Config.rootfs?.diff_ids?.length, 1);
      await assert.rejects(client.createPlugin(name, directory), {
        name: "Conflict",
        message: /^Cannot create plugin ".*": plugin .* already exists \(409, POST/,
      });
      const names = (await client.plugins()).map(({ Name }) => Name);
      assert.ok(names.includes(name));
      const other = `${name}-other`;
      // Engines read a compressed archive as if it were not.
      await assert.rejects(client.createPlugin(other, directory, { gzip: true }), {
        name: "ServerError",
        message: /^Cannot create plugin ".*": .*invalid tar header \(500, POST/,
      });
      writeConfig("other");
      assert.equal(await client.createPlugin(other, directory), true);
      assert.equal(await client.removePlugin(other), true);
      await assert.rejects(client.inspectPlugin(other), {
        name: "NotFound",
        message: /^Cannot inspect plugin ".*": plugin ".*" not found \(404, GET/,
      });
      exercised("createPlugin", "name", "pluginDataDir", "gzip");
      exercised("inspectPlugin", "name");
      exercised("plugins");
      exercised("removePlugin", "name");
    });
  });

  it("createPlugin() refuses a directory that is no plugin, before it asks the engine", async () => {
    const empty = mkdtempSync(path.join(os.tmpdir(), "longshore-plugin-"));
    try {
      await assert.rejects(
        client.createPlugin("x", empty),
        new TypeError(
          `Cannot create plugin "x": the directory "${empty}" has no file "config.json"`,
        ),
      );
      writeFileSync(path.join(empty, "config.json"), "{}");
      await assert.rejects(
        client.createPlugin("x", empty),
        new TypeError(
          `Cannot create plugin "x": the directory "${empty}" has no directory "rootfs"`,
        ),
      );
    } finally {
      rmSync(empty, { recursive: true });
    }
  });

  it("configurePlugin() changes settings", async () => {
    await withPlugin(async (name) => {
      assert.equal(await client.configurePlugin(name, { DEBUG: 1 }), true);
      assert.deepEqual((await client.inspectPlugin(name)).Settings.Env, ["DEBUG=1"]);
      assert.equal(await client.configurePlugin(name, ["DEBUG=yes, please"]), true);
      assert.deepEqual((await client.inspectPlugin(name)).Settings.Env, ["DEBUG=yes, please"]);
      await assert.rejects(client.configurePlugin(name, { COLOR: "red" }), {
        name: "ServerError",
        message:
          /^Cannot configure plugin ".*": setting "COLOR" not found in the plugin configuration/,
      });
      exercised("configurePlugin", "name", "options");
    });
  });

  it("enablePlugin() and disablePlugin() start and stop a plugin", async () => {
    await withPlugin(async (name, id) => {
      await listening(id, async () => {
        assert.equal(await client.enablePlugin(name, { timeout: 5 }), true);
        assert.equal((await client.inspectPlugin(name)).Enabled, true);
        await assert.rejects(client.removePlugin(name), {
          name: "Conflict",
          message: /^Cannot remove plugin ".*": plugin .* is enabled \(409, DELETE/,
        });
        await assert.rejects(client.configurePlugin(name, { DEBUG: 1 }), /is enabled|active/);
        const enabled = await client.plugins({ filters: { enabled: true } });
        assert.deepEqual(enabled.map(({ Name }) => Name), [name]);
        assert.equal(await client.disablePlugin(name), true);
        assert.equal((await client.inspectPlugin(name)).Enabled, false);
        await assert.rejects(client.disablePlugin(name), {
          name: "Conflict",
          message: /^Cannot disable plugin ".*": plugin is already disabled: /,
        });
      });
      await listening(id, async () => {
        assert.equal(await client.enablePlugin({ Id: id }), true);
        assert.equal(await client.removePlugin(name, { force: true }), true);
        assert.deepEqual(await client.plugins({ filters: { enabled: true } }), []);
      });
      exercised("enablePlugin", "name", "timeout");
      exercised("disablePlugin", "name");
      exercised("removePlugin", "force");
      // For the removal behind the test.
      await client.createPlugin(name, directory);
    });
  });

  it("plugins travel through a registry with the privileges that they want", async () => {
    await withPlugin(async (name) => {
      assert.equal(await client.pushPlugin(name), true);
      exercised("pushPlugin", "name");

      const privileges = await client.pluginPrivileges(name);
      assert.deepEqual(privileges.map(({ Name, Value }) => [Name, Value]), [
        ["network", ["host"]],
        ["capabilities", ["CAP_SYS_ADMIN"]],
      ]);
      exercised("pluginPrivileges", "name");

      const local = `${uniqueName("pulled")}:here`;
      await assert.rejects(
        client.pullPlugin(name, [], { name: local }).then(collect),
        /incorrect privileges/,
      );
      const progress = await collect(await client.pullPlugin(name, privileges, { name: local }));
      assert.equal(progress.at(-1)?.status, "Complete");
      const pulled = await client.inspectPlugin(local);
      assert.equal(pulled.PluginReference, name);
      exercised("pullPlugin", "remote", "privileges", "name");

      // The second version of the plugin, which only the registry keeps.
      writeConfig("second");
      const second = name.replace(/:1$/, ":2");
      await client.createPlugin(second, directory);
      await client.pushPlugin(second);
      await client.removePlugin(second);
      await assert.rejects(
        client.upgradePlugin(local, second, []).then(collect),
        (error: Error) => {
          assert.equal(error.name, "APIError");
          assert.match(error.message, /^Cannot upgrade plugin ".*": incorrect privileges/);
          return true;
        },
      );
      assert.equal((await client.inspectPlugin(local)).Config.Description, "first");
      await collect(await client.upgradePlugin(local, second, privileges));
      assert.equal((await client.inspectPlugin(local)).Config.Description, "second");
      assert.equal((await client.inspectPlugin(local)).Name, local);
      exercised("upgradePlugin", "name", "remote", "privileges");
      await client.removePlugin(local);
    });
  });

  it("plugins that a registry does not have are refused", async () => {
    await assert.rejects(client.pullPlugin(`${registry}/no/such`, []).then(collect), {
      message: /^Cannot pull plugin ".*\/no\/such": /,
    });
    await assert.rejects(client.pushPlugin("nosuch"), {
      name: "NotFound",
      message: /^Cannot push plugin "nosuch": plugin "nosuch(:latest)?" not found \(404, POST/,
    });
  });
});
