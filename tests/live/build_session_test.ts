import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { APIClient, BuildError } from "../../mod.ts";
import { createEngine } from "../../src/create_engine.ts";
import { withTrace } from "../../src/build/trace.ts";
import { pack } from "../../src/tar/mod.ts";
import { findProgram } from "../harness/debian.ts";
import { delay, runOrThrow } from "../harness/process.ts";
import { PASSWORD, skipWithoutProgram, startRegistry, USER } from "../harness/registry.ts";
import { connection } from "./connection.ts";
import { withBuilding } from "./building.ts";
import { baseImage, isPrivate, skip } from "./fixture.ts";

async function withDirectory(
  body: (file: (name: string) => string) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-session-"));
  try {
    await body((name) => path.join(directory, name));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The Dockerfile lines that bring `ssh-add` and what it needs into an image, and the context with them. */
async function sshAddContext(
  file: (name: string) => string,
  dockerfile: string,
): Promise<ReadableStream<Uint8Array>> {
  const { packDirectory } = await import("../../src/tar/mod.ts");
  const program = findProgram("ssh-add")!;
  const libraries = await runOrThrow("ldd", [program]);
  for (const needed of [program, ...libraries.match(/\/\S+/g) ?? []]) {
    const target = file(`context/root${needed === program ? "/bin/ssh-add" : needed}`);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(needed), { mode: 0o755 });
  }
  writeFileSync(file("context/Dockerfile"), dockerfile);
  return packDirectory(file("context"));
}

/** Whether a process with such an argument runs on this machine, where the engine is the tests' own. */
function isRunning(argument: string): boolean {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).some((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(argument);
    } catch {
      return false;
    }
  });
}

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

  const skipSsh = findProgram("ssh-agent") === undefined ? "No ssh-agent" : false;
  it("forwards an SSH agent, and serves keys itself", { skip: skipSsh }, async () => {
    await withDirectory((file) =>
      withBuilding(async ({ dockerfile, build }) => {
        await runOrThrow("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file("key")]);
        const fingerprint = (await runOrThrow("ssh-keygen", ["-lf", file("key.pub")])).split(
          " ",
        )[1]!;
        const agent = spawn("ssh-agent", ["-D", "-a", file("agent")], { stdio: "ignore" });
        try {
          while (
            spawnSync("ssh-add", ["-q", file("key")], {
              env: { ...process.env, SSH_AUTH_SOCK: file("agent") },
            }).status !== 0
          ) await delay(20);
          const text = dockerfile(
            "COPY root /",
            "RUN --mount=type=ssh,required ssh-add -l",
            "RUN --mount=type=ssh,id=own,required ssh-add -l",
            "RUN --mount=type=ssh,id=none ssh-add -l || echo no agent",
          );
          const { text: output } = await build({
            fileobj: await sshAddContext(file, text),
            customContext: true,
            version: "2",
            nocache: true,
            ssh: { default: file("agent"), own: { keys: [readFileSync(file("key"), "utf8")] } },
          });
          assert.equal(output.split(fingerprint).length, 3, output);
          assert.match(output, /^no agent$/m);
          const before = process.env.SSH_AUTH_SOCK;
          process.env.SSH_AUTH_SOCK = file("agent");
          try {
            const again = await build({
              fileobj: await sshAddContext(
                file,
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
          agent.kill();
          await once(agent, "exit");
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

  it("ends with its build: when it is given up, its step ends on the Engine", {
    skip: isPrivate ? false : "The engine's processes are not seen from here",
  }, async () => {
    await withBuilding(async ({ client, dockerfile }) => {
      for (const way of ["abort", "break"] as const) {
        const mark = String(70_000 + Math.floor(Math.random() * 10_000));
        const controller = new AbortController();
        const stream = await client.build({
          fileobj: dockerfile(`RUN --mount=type=secret,id=a cat /run/secrets/a; sleep ${mark}`),
          version: "2",
          secrets: { a: "begun\n" },
          signal: controller.signal,
          decode: true,
        });
        let start = 0;
        const reading = (async () => {
          for await (const { trace } of stream) {
            if (!trace?.logs.some(({ data }) => new TextDecoder().decode(data).includes("begun"))) {
              continue;
            }
            start = performance.now();
            if (way === "break") break;
            controller.abort(new Error("enough"));
          }
        })();
        if (way === "abort") await assert.rejects(reading, { message: "enough" });
        else await reading;
        assert.ok(performance.now() - start < 200, `took ${performance.now() - start} ms`);
        while (isRunning(mark)) {
          assert.ok(performance.now() - start < 10_000, "the step still runs");
          await delay(20);
        }
      }
    });
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
