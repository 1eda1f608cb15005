import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { DockerClient } from "../../mod.ts";
import { TerminalSession } from "../harness/terminal_session.ts";
import { connection } from "./connection.ts";
import { marked, sh, withDocker } from "./docker.ts";
import { baseImage, skip } from "./fixture.ts";

/** The variable that tells this file what to do in place of its tests: `method container`. */
const TASK = "LONGSHORE_TERMINAL_TASK";

const task = process.env[TASK];
if (task !== undefined) {
  const [method, id, ...words] = task.split(" ");
  const docker = new DockerClient(connection);
  const container = await docker.containers.get(id!);
  console.log(`pid ${process.pid}`);
  try {
    const code = method === "shell"
      ? await container.shell(words.length > 0 ? words : undefined)
      : await container.attachTerminal({ start: words[0] === "start" });
    console.log(`code ${code}`);
  } catch (error) {
    console.log(`error ${(error as Error).message}`);
  }
  docker.close();
}

const FILE = fileURLToPath(import.meta.url);
const hasScript = spawnSync("script", ["--version"]).status === 0;
const skipWithoutScript = task !== undefined
  ? "This process is a task of the tests"
  : skip || (hasScript ? false : "No script command to make a terminal with");

describe("a container's terminal", { skip: skipWithoutScript }, () => {
  it("is a shell with the size of the window, which follows it, and every key is the shell's", () =>
    withDocker(async ({ running }) => {
      const { id } = await running("sleep 60");
      const session = new TerminalSession(FILE, { [TASK]: `shell ${id}` });
      await session.sees(/pid \d+/);
      await session.sees(/[#$] /);
      session.type("stty size\r");
      await session.sees(/31 101\r+\n/);
      session.resize();
      session.type("while [ \"$(stty size)\" != '40 120' ]; do sleep 0.1; done; echo resi''zed\r");
      await session.sees(/resized\r+\n/);
      session.type("echo sta''rted; cat\r");
      await session.sees(/started\r+\n/);
      session.type("twice\r");
      await session.sees(/twice\r+\ntwice\r+\n/);
      session.type("\x03");
      await session.sees(/[#$] /);
      session.type("exit 7\r");
      await session.sees(/code 7\r+\n/);
      await session.ends();
    }));

  it("runs another command, and says when the container does not run", () =>
    withDocker(async ({ running }) => {
      const container = await running("sleep 60");
      const session = new TerminalSession(FILE, { [TASK]: `shell ${container.id} echo other` });
      await session.sees(/other\r+\n/);
      await session.sees(/code 0\r+\n/);
      await session.ends();
      await container.remove({ force: true });
      const gone = new TerminalSession(FILE, { [TASK]: `shell ${container.id}` });
      await gone.sees(/No such container/);
      await gone.ends().catch((error) => assert.fail(String(error)));
    }));

  it("is put back when the container ends, and when the process is told to end", () =>
    withDocker(async ({ running }) => {
      const container = await running("sleep 60");
      const session = new TerminalSession(FILE, { [TASK]: `shell ${container.id}` });
      await session.sees(/[#$] /);
      await container.kill();
      await session.sees(/code 137\r+\n/);
      await session.ends();
      const again = await running("sleep 60");
      const other = new TerminalSession(FILE, { [TASK]: `shell ${again.id}` });
      const [, pid] = await other.sees(/pid (\d+)/);
      await other.sees(/[#$] /);
      process.kill(Number(pid), "SIGTERM");
      await other.ends();
    }));

  it("attaches to a container as it starts, and to one that runs; the keys detach", () =>
    withDocker(async ({ docker, later }) => {
      const options = { ...marked(), tty: true, stdinOpen: true };
      const { name, labels } = options;
      const made = { name, labels, tty: true, stdinOpen: true };
      const container = await docker.containers.create(baseImage, sh("echo first; exec sh"), made);
      later(() => container.remove({ force: true }));
      const session = new TerminalSession(FILE, { [TASK]: `attach ${container.id} start` });
      await session.sees(/first\r+\n/);
      session.type("echo $((1+1))\r");
      await session.sees(/\n2\r+\n/);
      session.type("\x10\x11");
      await session.sees(/code null\r+\n/);
      await session.ends();
      assert.equal((await container.reload()).status, "running");
      const again = new TerminalSession(FILE, { [TASK]: `attach ${container.id}` });
      await again.sees(/pid \d+/);
      again.type("\r");
      await again.sees(/[#$] /);
      again.type("exit 3\r");
      await again.sees(/code 3\r+\n/);
      await again.ends();
    }));

  it("refuses a container without a tty", () =>
    withDocker(async ({ running }) => {
      const container = await running("sleep 60");
      await assert.rejects(container.attachTerminal(), {
        name: "DockerError",
        message:
          `Cannot attach the terminal to container "${container.id}": it was made without tty`,
      });
    }));
});
