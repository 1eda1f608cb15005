import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { APIClient } from "../../mod.ts";
import { pack } from "../../src/tar/mod.ts";
import {
  PASSWORD,
  skipWithoutProgram,
  startRegistry,
  type TestRegistry,
  USER,
} from "../harness/registry.ts";
import { exercised } from "./exercised.ts";
import { connection } from "./connection.ts";
import { label, skip, uniqueName } from "./fixture.ts";

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

describe("login()", { skip: skip || skipWithoutProgram }, () => {
  let registry: TestRegistry;
  let directory: string;
  const warnings: string[] = [];
  const saved = { DOCKER_CONFIG: process.env.DOCKER_CONFIG, PATH: process.env.PATH };

  before(async () => {
    registry = await startRegistry(true);
    directory = mkdtempSync(path.join(os.tmpdir(), "longshore-login-"));
    // Whatever the user of this machine is logged in to is left alone.
    process.env.DOCKER_CONFIG = path.join(directory, "none");
  });
  after(async () => {
    for (const [name, value] of Object.entries(saved)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await registry.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Runs a body with a client and an image of the registry's that only its user may push. */
  const within = async (
    body: (client: APIClient, repository: string) => Promise<void>,
  ): Promise<void> => {
    const client = new APIClient({ ...connection, onWarning: (text) => warnings.push(text) });
    const repository = `${registry.address}/team/${uniqueName("login")}`;
    try {
      await client.importImageFromData(pack([{ path: "note", content: repository }]), {
        repository,
        changes: `LABEL ${label}`,
      });
      await body(client, repository);
    } finally {
      for (const { Id } of await client.images({ name: repository })) {
        await client.removeImage(Id, { force: true });
      }
      client.close();
    }
  };

  it("is refused with a wrong password, and lets push with the right one", () =>
    within(async (client, repository) => {
      const { address } = registry;
      await assert.rejects(() => client.push(repository), { message: /no basic auth credentials/ });
      await assert.rejects(
        () => client.login(USER, { password: "wrong", registry: address }),
        (error: Error) => {
          assert.match(
            error.message,
            /^Cannot log in to "127\.0\.0\.1:\d+" as "jürgen": .*(401 Unauthorized|unauthorized)/,
          );
          assert.doesNotMatch(error.message, /wrong/);
          return true;
        },
      );
      await assert.rejects(() => client.push(repository), { message: /no basic auth credentials/ });
      const result = await client.login(USER, {
        password: PASSWORD,
        email: "me@example.com",
        registry: `http://${address}/v2/`,
        insecureRegistry: true,
      });
      assert.equal(result.Status, "Login Succeeded");
      assert.match(await client.push(repository), /: digest: sha256:/);
      await client.removeImage(repository);
      await client.pull(repository);
      assert.deepEqual(await client.login(USER, { registry: address }), {
        Status: "Already logged in",
        IdentityToken: "",
      });
      const again = { password: PASSWORD, registry: address, reauth: true };
      assert.equal((await client.login(USER, again)).Status, "Login Succeeded");
      exercised(
        "login",
        ...["username", "password", "email", "registry", "insecureRegistry", "reauth"],
      );
    }));

  it("reads the credentials of another file", () =>
    within(async (client, repository) => {
      const { address } = registry;
      const file = path.join(directory, "other.json");
      const auths = { [address]: { auth: base64(`${USER}:${PASSWORD}`) } };
      writeFileSync(file, JSON.stringify({ auths }));
      const result = await client.login(USER, { registry: address, dockercfgPath: file });
      assert.equal(result.Status, "Already logged in");
      assert.match(await client.push(repository), /: digest: sha256:/);
      exercised("login", "dockercfgPath");
    }));

  it("is not needed where a credential helper knows the user", {
    skip: process.platform === "win32",
  }, () =>
    within(async (client, repository) => {
      const { address } = registry;
      const config = path.join(directory, "helper");
      mkdirSync(config);
      const helper = path.join(config, "docker-credential-longshore-test");
      const answer = JSON.stringify({ ServerURL: address, Username: USER, Secret: PASSWORD });
      writeFileSync(
        helper,
        `#!/bin/sh\nread registry\n[ "$1 $registry" = "get ${address}" ] || exit 1\ncat <<'END'\n${answer}\nEND\n`,
      );
      chmodSync(helper, 0o755);
      const helpers = { credHelpers: { [address]: "longshore-test" } };
      writeFileSync(path.join(config, "config.json"), JSON.stringify(helpers));
      process.env.DOCKER_CONFIG = config;
      process.env.PATH = `${config}:${saved.PATH}`;
      assert.match(await client.push(repository), /: digest: sha256:/);
      assert.deepEqual(warnings, []);
    }));

  it("is not needed for a public image whose helper fails: that is a warning", () =>
    within(async (client, repository) => {
      const config = path.join(directory, "broken");
      mkdirSync(config);
      const file = path.join(config, "config.json");
      writeFileSync(file, JSON.stringify({ credsStore: "longshore-missing" }));
      process.env.DOCKER_CONFIG = config;
      await assert.rejects(() => client.push(repository), { message: /no basic auth credentials/ });
      assert.deepEqual(warnings.splice(0), [
        'Cannot get credentials from the helper "longshore-missing": the program ' +
        '"docker-credential-longshore-missing" is not found ' +
        `(helper "longshore-missing" asked for ${registry.address})`,
      ]);
    }));
});
