import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { freePort } from "../harness/free_port.ts";
import { pack } from "../../src/tar/mod.ts";
import { findProgram } from "../harness/debian.ts";
import { delay } from "../harness/process.ts";
import { withBuilding } from "./building.ts";
import { exercised } from "./exercised.ts";
import { skip } from "./fixture.ts";

/** Runs a test with a directory of these files. */
async function withDirectory(
  files: Readonly<Record<string, string | Uint8Array>>,
  body: (directory: string) => Promise<void>,
): Promise<void> {
  const top = mkdtempSync(path.join(os.tmpdir(), "longshore-context-"));
  try {
    const directory = path.join(top, "context");
    mkdirSync(directory);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      writeFileSync(path.join(directory, name), content);
    }
    await body(directory);
  } finally {
    rmSync(top, { recursive: true });
  }
}

const LIST = "RUN cd /ctx && find . ! -type d | sort | tr '\\n' '|'";

/** The files that `LIST` printed. */
function listed(text: string): string[] {
  return /^(\.\/.*\|)/m.exec(text)![1]!.split("|").slice(0, -1);
}

describe("build contexts", { skip }, () => {
  it("sends a directory less what .dockerignore leaves out", async () => {
    await withBuilding(async ({ dockerfile, build }) => {
      const files = {
        "Dockerfile": dockerfile("COPY . /ctx", LIST),
        ".dockerignore": "# a comment\nDockerfile\n**/*.log\n!keep.log\nbuild\n!build/out\n",
        "a.txt": "a",
        "b.log": "b",
        "keep.log": "k",
        "sub/c.log": "c",
        "sub/größe ä.txt": "d",
        "build/tmp/x": "x",
        "build/out/y": "y",
      };
      await withDirectory(files, async (directory) => {
        symlinkSync("a.txt", path.join(directory, "link"));
        const { text } = await build({ path: directory, rm: true });
        // The Engine takes out of the context what the file names once it has read the Dockerfile.
        assert.deepEqual(listed(text), [
          "./.dockerignore",
          "./a.txt",
          "./build/out/y",
          "./keep.log",
          "./link",
          "./sub/größe ä.txt",
        ]);
        // The same tree gives the same bytes: the second time every step is cached.
        const again = await build({ path: directory, rm: true, gzip: true });
        assert.equal(again.text.match(/Using cache/g)?.length, 3);
        exercised("build", "path", "gzip");
      });
    });
  });

  it("finds the Dockerfile below the directory, and outside of it", async () => {
    await withBuilding(async ({ dockerfile, build }) => {
      await withDirectory({
        "Dockerfile": "FROM nothing",
        "images/web/Dockerfile": dockerfile("COPY note /note", "RUN cat /note && echo inside"),
        "note": "below\n",
      }, async (directory) => {
        const outside = path.join(directory, "../elsewhere");
        writeFileSync(outside, dockerfile("COPY . /ctx", LIST));
        const inside = await build({
          path: directory,
          dockerfile: "images/web/Dockerfile",
          rm: true,
        });
        assert.match(inside.text, /^below\ninside$/m);
        for (const file of [outside, "../elsewhere"]) {
          const { text } = await build({
            path: directory,
            dockerfile: file,
            rm: true,
            nocache: true,
          });
          assert.deepEqual(listed(text), ["./Dockerfile", "./images/web/Dockerfile", "./note"]);
        }
        await assert.rejects(() => build({ path: directory, dockerfile: "missing" }), {
          name: "RangeError",
          message: `Cannot build "${directory}": there is no Dockerfile "${
            path.join(directory, "missing")
          }"`,
        });
        await assert.rejects(() => build({ path: `${directory}/none` }), {
          name: "TypeError",
          message: `Cannot build "${directory}/none": it is not a directory`,
        });
        exercised("build", "path", "dockerfile");
      });
    });
  });

  it("lets the engine fetch a Dockerfile, an archive and a git repository", {
    skip: findProgram("git") === undefined ? "No git: install Debian's git" : false,
  }, async () => {
    await withBuilding(async ({ dockerfile, build }) => {
      const files = {
        "Dockerfile": dockerfile("COPY note /note", "RUN cat /note"),
        "other/Dockerfile.web": dockerfile("RUN echo from other"),
        "note": "fetched\n",
      };
      const archive = pack(
        Object.entries(files).map(([name, content]) => ({ path: name, content })),
      );
      const bytes = new Uint8Array(await new Response(archive as never).arrayBuffer());
      const server = http.createServer((request, response) => {
        if (request.url === "/context.tar") {
          response.setHeader("Content-Type", "application/x-tar").end(bytes);
        } else {
          response.setHeader("Content-Type", "text/plain")
            .end(dockerfile("RUN echo from a Dockerfile"));
        }
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      let daemon: ChildProcess | undefined;
      try {
        const remote = `http://127.0.0.1:${port}`;
        assert.match(
          (await build({ path: `${remote}/Dockerfile`, rm: true })).text,
          /^from a Dockerfile$/m,
        );
        assert.match((await build({ path: `${remote}/context.tar`, rm: true })).text, /^fetched$/m);
        await withDirectory({ ...files }, async (directory) => {
          const git = (...args: string[]): void => {
            execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
              cwd: directory,
              stdio: "ignore",
            });
          };
          git("init", "--initial-branch=main");
          git("add", ".");
          git("commit", "-m", "all");
          const gitPort = await freePort();
          daemon = spawn("git", [
            "daemon",
            "--reuseaddr",
            "--export-all",
            "--listen=127.0.0.1",
            `--port=${gitPort}`,
            `--base-path=${path.dirname(directory)}`,
          ], { stdio: "ignore", env: process.env });
          await listening(gitPort);
          const repository = `git://127.0.0.1:${gitPort}/context#main`;
          const fetched = await build({ path: repository, rm: true, nocache: true });
          assert.match(fetched.text, /^fetched$/m);
          const other = { path: `${repository}:other`, dockerfile: "Dockerfile.web", rm: true };
          assert.match((await build(other)).text, /^from other$/m);
          await assert.rejects(() => build({ path: `${repository}x` }), {
            message: /Cannot build ".*#mainx": .*(git|fetch)/s,
          });
        });
        exercised("build", "path", "dockerfile");
      } finally {
        server.close();
        server.closeAllConnections();
        if (daemon !== undefined) {
          const ended = new Promise((resolve) => daemon!.once("exit", resolve));
          daemon.kill();
          await ended;
        }
      }
    });
  });

  it("gives the engine's words when it refuses while the context is being sent", async () => {
    await withBuilding(async ({ dockerfile, build }) => {
      const noise = new Uint8Array(12 * 1024 * 1024);
      for (let at = 0; at < noise.length; at += 65536) {
        crypto.getRandomValues(noise.subarray(at, at + 65536));
      }
      await withDirectory({ "Dockerfile": dockerfile(), "noise": noise }, async (directory) => {
        for (let round = 0; round < 5; round++) {
          await assert.rejects(
            () => build({ path: directory, tag: "big", platform: "no/such/plat/form" }),
            {
              name: "BadRequest",
              message:
                /^Cannot build "big": .*no\/such\/plat\/form.* \(400, POST \/v1\.\d+\/build\)$/,
            },
          );
        }
      });
    });
  });
});

async function listening(port: number): Promise<void> {
  for (let round = 0; round < 200; round++) {
    const connected = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, "127.0.0.1", () => resolve(true));
      socket.on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
    if (connected) return;
    await delay(25);
  }
  throw new Error(`Nothing listens on port ${port}`);
}
