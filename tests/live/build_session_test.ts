import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { describe, it } from "node:test";
import { APIClient, BuildError } from "../../mod.ts";
import { createEngine } from "../../src/create_engine.ts";
import { withTrace } from "../../src/build/trace.ts";
import { pack, packDirectory } from "../../src/tar/mod.ts";
import { delay } from "../harness/process.ts";
import { PASSWORD, skipWithoutProgram, startRegistry, USER } from "../harness/registry.ts";
import { copySshAdd, skipWithoutAgent, startSshAgent } from "../harness/ssh_agent.ts";
import { connection } from "./connection.ts";
import { withBuilding, withDirectory } from "./building.ts";
import { baseImage, skip } from "./fixture.ts";

describe("a BuildKit session", { skip }, () => {
  it("gives secrets of every kind to the steps that ask, and to no layer", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ client, dockerfile, build }) => {
        writeFileSync(file("token"), "from a file\n");
        process.env.LONGSHORE_TEST_SECRET = "from a variable\n";
        const read = ["file", "env", "text", "bytes", "made", "cli"].map((id) =>
          `RUN --mount=type=secret,id=${id},required cat /run/secrets/${id}`
        );
        let calls = 0;
        const { text, id } = await build({
          fileobj: dockerfile(...read, "RUN --mount=type=secret,id=none ls /run/secrets | wc -l"),
          version: "2",
          nocache: true,
          secrets: {
            file: { file: file("token") },
            env: { env: "LONGSHORE_TEST_SECRET" },
            text: "from a text\n",
            bytes: new TextEncoder().encode("from bytes\n"),
            made: () => Promise.resolve(`from call ${++calls}\n`),
            cli: "from another\n",
            unused: () => assert.fail("was read"),
          },
        });
        for (const line of ["a file", "a variable", "a text", "bytes", "call 1", "another"]) {
          assert.match(text, new RegExp(`^from ${line}$`, "m"));
        }
        assert.match(text, /^0$/m);
        const history = JSON.stringify(await client.history(id));
        assert.doesNotMatch(history, /from a text/);
        const again = await build({
          fileobj: dockerfile("RUN --mount=type=secret,id=cli,required cat /run/secrets/cli"),
          version: "2",
          nocache: true,
          secrets: [`id=cli,src=${file("token")}`],
        });
        assert.match(again.text, /^from a file$/m);
      })
    );
  });

  it("tells what is not there, before the build or by its failure, and shows no secret", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ dockerfile, build }) => {
        const fileobj = dockerfile(
          "RUN --mount=type=secret,id=token,required cat /run/secrets/token",
        );
        const missing: [object, RegExp][] = [
          [{ token: { file: file("none") } }, /secret "token": there is no file ".*none"$/],
          [{ token: { file: file(".") } }, /secret "token": ".*" is a directory, not a file$/],
          [{ token: { env: "LONGSHORE_NONE" } }, /the variable "LONGSHORE_NONE" is not set$/],
        ];
        for (const [secrets, message] of missing) {
          await assert.rejects(build({ fileobj, version: "2", secrets } as never), {
            name: "RangeError",
            message,
          });
        }
        await assert.rejects(build({ fileobj, version: "1", secrets: { token: "x" } }), {
          name: "TypeError",
          message:
            'Cannot build the image: the option "secrets" is for BuildKit; it needs version: "2"',
        });
        await assert.rejects(
          build({ fileobj, version: "2", secrets: { other: "hush" } }),
          (error) => {
            assert.ok(error instanceof BuildError);
            assert.match(error.message, /secret token:? not found/);
            assert.doesNotMatch(error.message, /hush/);
            return true;
          },
        );
        const cause = new Error("the vault is closed");
        const failing = { token: () => Promise.reject(cause) };
        await assert.rejects(build({ fileobj, version: "2", secrets: failing }), (error) => {
          assert.ok(error instanceof BuildError);
          assert.match(error.message, /secret token cannot be read/);
          assert.equal(error.cause, cause);
          return true;
        });
      })
    );
  });

  it("forwards an SSH agent, and serves keys itself", { skip: skipWithoutAgent }, async () => {
    await withDirectory((file) =>
      withBuilding(async ({ dockerfile, build }) => {
        const agent = await startSshAgent(file("."));
        const { fingerprint } = agent;
        const context = async (text: string): Promise<ReadableStream<Uint8Array>> => {
          await copySshAdd(file("context/root"));
          writeFileSync(file("context/Dockerfile"), text);
          return packDirectory(file("context"));
        };
        try {
          const text = dockerfile(
            "COPY root /",
            "RUN --mount=type=ssh,required ssh-add -l",
            "RUN --mount=type=ssh,id=own,required ssh-add -l",
            "RUN --mount=type=ssh,id=none ssh-add -l || echo no agent",
          );
          const { text: output } = await build({
            fileobj: await context(text),
            customContext: true,
            version: "2",
            nocache: true,
            ssh: { default: agent.socket, own: { keys: [readFileSync(agent.key, "utf8")] } },
          });
          assert.equal(output.split(fingerprint).length, 3, output);
          assert.match(output, /^no agent$/m);
          const before = process.env.SSH_AUTH_SOCK;
          process.env.SSH_AUTH_SOCK = agent.socket;
          try {
            const again = await build({
              fileobj: await context(
                dockerfile("COPY root /", "RUN --mount=type=ssh ssh-add -l"),
              ),
              customContext: true,
              version: "2",
              nocache: true,
              ssh: "default",
            });
            assert.ok(again.text.includes(fingerprint), again.text);
          } finally {
            if (before === undefined) delete process.env.SSH_AUTH_SOCK;
            else process.env.SSH_AUTH_SOCK = before;
          }
        } finally {
          await agent.stop();
        }
        const fileobj = dockerfile("RUN true");
        await assert.rejects(build({ fileobj, version: "2", ssh: { a: file("none") } }), {
          message: /^Cannot build the image: ssh "a": there is no socket or key ".*none"$/,
        });
        await assert.rejects(build({ fileobj, version: "2", ssh: { a: { keys: ["x"] } } }), {
          message: 'Cannot build the image: ssh "a": it is no private key as PEM text',
        });
      })
    );
  });

  it("gives credentials to the registry that asks, from the call and from login", {
    skip: skipWithoutProgram,
  }, async () => {
    const registry = await startRegistry(true);
    try {
      await withBuilding(async ({ client, dockerfile, build }) => {
        const base = `${registry.address}/base:v1`;
        const authConfig = { username: USER, password: PASSWORD };
        await client.tag(baseImage, base);
        await client.push(base, { authConfig });
        await client.removeImage(base);
        const fileobj = (): string =>
          dockerfile("RUN echo on $(ls / | wc -l)").replace(baseImage, base);
        const options = { version: "2", nocache: true, pull: true } as const;
        await assert.rejects(build({ ...options, fileobj: fileobj(), authConfigs: {} }), {
          name: "BuildError",
          message: /401|authorization|authentication|no basic auth/i,
        });
        const others = { "other.example": authConfig };
        await assert.rejects(build({ ...options, fileobj: fileobj(), authConfigs: others }), {
          name: "BuildError",
        });
        const authConfigs = { ...others, [registry.address]: authConfig };
        assert.match(
          (await build({ ...options, fileobj: fileobj(), authConfigs })).text,
          /^on \d+$/m,
        );
        await client.login(USER, { password: PASSWORD, registry: registry.address });
        assert.match((await build({ ...options, fileobj: fileobj() })).text, /^on \d+$/m);
      });
    } finally {
      await registry.stop();
    }
  });
});

describe("openSession()", { skip }, () => {
  it("serves builds that are sent by hand, until it is closed", async () => {
    await using client = new APIClient({ ...connection });
    const session = await client.openSession({ secrets: { word: "hello\n" } });
    assert.match(session.id, /^[0-9a-f]{32}$/);
    const engine = createEngine(connection);
    const content =
      `FROM ${baseImage}\nRUN --mount=type=secret,id=word,required cat /run/secrets/word\n`;
    const query = `?version=2&nocache=1&session=${session.id}`;
    const body = { stream: pack([{ path: "Dockerfile", content }]) };
    const answer = await engine.text("Cannot build", "POST", "/build", {}, { query, body });
    const traces = answer.trim().split("\n").map((line: string) => withTrace(JSON.parse(line)));
    const logs = traces.flatMap(({ trace }) => trace?.logs ?? []);
    assert.equal(logs.map(({ data }) => new TextDecoder().decode(data)).join(""), "hello\n");
    const built = traces.find(({ id }) => id === "moby.image.id")!.aux as { ID: string };
    await client.removeImage(built.ID);
    engine.close();
    // The Engine asks every second, or every five, whether the session is there.
    const over = await Promise.race([session.closed.then(() => "over"), delay(1500)]);
    assert.equal(over, undefined);
    await session.close();
    assert.equal(await session.closed, null);
    await session.close();
  });

  it("refuses unknown options and secrets that are not there before anything is sent", async () => {
    await using client = new APIClient({ baseUrl: "unix:///none.sock", version: "1.41" });
    await assert.rejects(client.openSession({ secret: {} } as never), /unknown option "secret"/);
    await assert.rejects(client.openSession({ secrets: { a: { file: "/none" } } }), {
      message: 'Cannot open a BuildKit session: secret "a": there is no file "/none"',
    });
  });
});
