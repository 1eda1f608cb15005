import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { build } from "../../src/api/build/build.ts";
import { pull } from "../../src/api/images/pull.ts";
import { push } from "../../src/api/images/push.ts";
import { login } from "../../src/api/system/login.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { fakePlatform } from "../auth/fake_platform.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerRequest, type PeerResponse } from "../scripted_peer.ts";

const HUB = "https://index.docker.io/v1/";
const CONFIG = "/home/me/.docker/config.json";

/** Runs calls on an engine that gives one answer after the other; returns the requests. */
async function requests(
  answers: PeerResponse[],
  calls: (engine: Engine) => Promise<void>,
  files: Record<string, string> = {},
  version = "1.41",
): Promise<PeerRequest[]> {
  const seen: PeerRequest[] = [];
  const peer = memoryPeer([async (connection) => {
    for (const answer of answers) {
      seen.push(await connection.request());
      await connection.respond(answer);
    }
  }]);
  const engine = engineOver(peer.connector, {
    version,
    platform: () => Promise.resolve(fakePlatform({ files })),
    onWarning: (message) => assert.fail(message),
  });
  await calls(engine);
  engine.close();
  if (answers.length > 0) await peer.done();
  return seen;
}

const json = (value: unknown): PeerResponse => ({
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(value),
});
const body = (request: PeerRequest | undefined): unknown =>
  JSON.parse(new TextDecoder().decode(request!.body));
const decode = (header: string | undefined): unknown =>
  JSON.parse(Buffer.from(header!, "base64url").toString("utf8"));
const OK = json({ Status: "Login Succeeded", IdentityToken: "" });

describe("login()", () => {
  test("sends the credentials in the body, and returns the Engine's answer", async () => {
    const [request] = await requests([OK], async (engine) => {
      const result = await login(engine, "me", {
        password: "pä/s+s",
        email: "me@example",
        registry: "https://reg.example:5000/v2/",
        insecureRegistry: true,
      });
      assert.deepEqual(result, { Status: "Login Succeeded", IdentityToken: "" });
    });
    assert.equal(`${request!.method} ${request!.target}`, "POST /v1.41/auth");
    assert.deepEqual(body(request), {
      username: "me",
      serveraddress: "reg.example:5000",
      password: "pä/s+s",
      email: "me@example",
    });
  });

  test("is for Docker Hub where no registry is named", async () => {
    const [request] = await requests([OK], async (engine) => {
      await login(engine, "me", { password: "p" });
    });
    assert.deepEqual(body(request), { username: "me", serveraddress: HUB, password: "p" });
  });

  test("gives its credentials to the pulls, pushes and builds that follow", async () => {
    const seen = await requests([OK, json({}), json({}), json({}), json({})], async (engine) => {
      await login(engine, "me", { password: "p", registry: "reg:5000" });
      await pull(engine, "reg:5000/app");
      await pull(engine, "elsewhere/app");
      await push(engine, "other:5000/app");
      const output = await build(engine, { fileobj: "FROM scratch" });
      for await (const _ of output);
    });
    const auth = { username: "me", serveraddress: "reg:5000", password: "p" };
    assert.deepEqual(decode(seen[1]!.headers["x-registry-auth"]), auth);
    assert.equal(seen[2]!.headers["x-registry-auth"], undefined);
    assert.deepEqual(decode(seen[3]!.headers["x-registry-auth"]), {});
    assert.deepEqual(decode(seen[4]!.headers["x-registry-config"]), { "reg:5000": auth });
  });

  test("keeps an identity token in place of the password", async () => {
    const answer = json({ Status: "Login Succeeded", IdentityToken: "token" });
    const seen = await requests([answer, json({})], async (engine) => {
      await login(engine, "me", { password: "p", registry: "reg:5000" });
      await pull(engine, "reg:5000/app");
    });
    assert.deepEqual(decode(seen[1]!.headers["x-registry-auth"]), {
      username: "me",
      identitytoken: "token",
      serveraddress: "reg:5000",
    });
  });

  test("sends tokens in place of a password, and always asks", async () => {
    const seen = await requests([OK, OK, json({}), OK, json({})], async (engine) => {
      await login(engine, "me", { password: "p", registry: "reg:5000" });
      await login(engine, "me", { identityToken: "t1", registry: "reg:5000" });
      await pull(engine, "reg:5000/app");
      await login(engine, "me", { registryToken: "t2", registry: "reg:5000", reauth: null });
      await pull(engine, "reg:5000/app");
    });
    const named = { username: "me", serveraddress: "reg:5000" };
    assert.deepEqual(body(seen[1]), { ...named, identitytoken: "t1" });
    assert.deepEqual(decode(seen[2]!.headers["x-registry-auth"]), {
      ...named,
      identitytoken: "t1",
    });
    assert.deepEqual(body(seen[3]), { ...named, registrytoken: "t2" });
    assert.deepEqual(decode(seen[4]!.headers["x-registry-auth"]), {
      ...named,
      registrytoken: "t2",
    });
  });

  test("refuses unknown options and shows no secret", async () => {
    await requests([], async (engine) => {
      await assert.rejects(() => login(engine, "me", { identitytoken: "secret" } as never), {
        name: "TypeError",
        message:
          `Cannot log in to "${HUB}" as "me": unknown option "identitytoken"; did you mean "identityToken"?`,
      });
      await assert.rejects(() => login(engine, "me", { password: ["secret"] as never }), {
        name: "TypeError",
        message: "Cannot use password: expected a string",
      });
      await assert.rejects(() => login(engine, "me", { reauth: "false" as never }), {
        name: "TypeError",
        message: 'Cannot use reauth "false": expected true or false',
      });
    });
  });

  test("asks once for the same user and password, unless reauth or another password is given", async () => {
    const seen = await requests([OK, OK, OK], async (engine) => {
      await login(engine, "me", { password: "p" });
      const again = { Status: "Already logged in", IdentityToken: "" };
      assert.deepEqual(await login(engine, "me", { password: "p" }), again);
      assert.deepEqual(await login(engine, "me"), again);
      await login(engine, "me", { password: "p", reauth: true });
      await login(engine, "me", { password: "new" });
    });
    assert.equal(seen.length, 3);
  });

  test("knows who is logged in by the configuration file, or by dockercfgPath", async () => {
    const auth = (text: string) => ({
      auths: { reg: { auth: Buffer.from(text).toString("base64") } },
    });
    const files = {
      [CONFIG]: JSON.stringify(auth("me:p")),
      "/other.json": JSON.stringify(auth("other:q")),
    };
    const again = { Status: "Already logged in", IdentityToken: "" };
    const seen = await requests([json({})], async (engine) => {
      assert.deepEqual(await login(engine, "me", { registry: "reg" }), again);
      const options = { registry: "reg", dockercfgPath: "/other.json" };
      assert.deepEqual(await login(engine, "other", options), again);
      await pull(engine, "reg:80/app", {
        authConfig: { auth: Buffer.from("a:b").toString("base64") },
      });
    }, files);
    assert.deepEqual(decode(seen[0]!.headers["x-registry-auth"]), { username: "a", password: "b" });
  });

  test("says whom it could not log in, and never the password", async () => {
    const answer: PeerResponse = {
      status: 401,
      headers: { "Content-Type": "application/json" },
      body: '{"message":"unauthorized: incorrect username or password"}',
    };
    const seen = await requests([answer, json({})], async (engine) => {
      await assert.rejects(login(engine, "me", { password: "geheim" }), {
        name: "Unauthorized",
        message:
          `Cannot log in to "${HUB}" as "me": unauthorized: incorrect username or password ` +
          "(401, POST /v1.41/auth)",
      });
      await pull(engine, "app");
    });
    assert.equal(seen[1]!.headers["x-registry-auth"], undefined);
  });

  const wrong: [options: Record<string, unknown>, problem: RegExp][] = [
    [{ password: 1 }, /^Cannot use password: expected a string$/],
    [{ email: 1 }, /email/],
    [{ registry: 1 }, /registry/],
    [{ dockercfgPath: "" }, /dockercfgPath/],
  ];
  for (const [options, problem] of wrong) {
    test(`refuses ${JSON.stringify(options)}`, () =>
      requests([], async (engine) => {
        await assert.rejects(login(engine, "me", options), { name: "TypeError", message: problem });
      }).then(() => {}));
  }
  test("refuses an empty name, and a file that does not exist", () =>
    requests([], async (engine) => {
      await assert.rejects(login(engine, ""), { name: "TypeError", message: /username/ });
      await assert.rejects(login(engine, "me", { dockercfgPath: "/none" }), {
        name: "InvalidConfigFile",
        message: 'Cannot read the configuration file "/none": it does not exist',
      });
    }).then(() => {}));
});

test("build() sends the credentials of authConfigs by the keys that the Engine looks for", async () => {
  const [request] = await requests([json({})], async (engine) => {
    const output = await build(engine, {
      fileobj: "FROM scratch",
      authConfigs: { "docker.io": { username: "a", password: "b" }, "https://reg:1/v2/": {} },
    });
    for await (const _ of output);
  });
  assert.deepEqual(decode(request!.headers["x-registry-config"]), {
    [HUB]: { username: "a", password: "b" },
    "reg:1": {},
  });
});
