import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { describe, it } from "node:test";
import { ContainerError, type Data, type ExecOptions } from "../../mod.ts";
import { sh, withDocker } from "./docker.ts";
import { withLonger } from "./eventually.ts";
import { baseImage, labels, skip } from "./fixture.ts";

describe("container.exec()", { skip }, () => {
  it("gives exit code and output, with options, input and a tty", () =>
    withDocker(async ({ running }) => {
      const container = await running("sleep 60");
      const cases: [script: string, options: ExecOptions, gives: object][] = [
        ["echo out; echo err >&2", {}, { exitCode: 0, stdout: "out\n", stderr: "err\n" }],
        ["echo $A $(pwd) $(id -u)", { environment: { A: "b" }, workdir: "/tmp", user: 7 }, {
          exitCode: 0,
          stdout: "b /tmp 7\n",
          stderr: "",
        }],
        ["cat", { input: "some text" }, { exitCode: 0, stdout: "some text", stderr: "" }],
        ["tty -s && echo tty", { tty: true }, { exitCode: 0, stdout: "tty\r\n", stderr: "" }],
        ["exit 3", { check: false }, { exitCode: 3, stdout: "", stderr: "" }],
        ["wc -c", { input: new Uint8Array(3_000_000) }, {
          exitCode: 0,
          stdout: "3000000\n",
          stderr: "",
        }],
      ];
      for (const [script, options, gives] of cases) {
        assert.deepEqual(await container.exec(sh(script), options), gives, script);
      }
    }));

  it("reads input of every kind, and run() does", () =>
    withDocker(async ({ docker, running, later }) => {
      const container = await running("sleep 60");
      const bytes = new TextEncoder().encode("one\ntwo\n");
      const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-input-"));
      later(() => Promise.resolve(rmSync(directory, { recursive: true })));
      const file = path.join(directory, "input");
      writeFileSync(file, bytes);
      const kinds: (() => Data)[] = [
        () => "one\ntwo\n",
        () => bytes,
        () => bytes.buffer,
        () => new DataView(bytes.buffer),
        () => new Blob([bytes]),
        () => new Blob([bytes]).stream(),
        async function* (): AsyncGenerator<string | Uint8Array> {
          await Promise.resolve();
          yield "one\n";
          yield bytes.subarray(4);
        },
        () => Readable.from([bytes]),
        () => ({ file }),
      ];
      for (const make of kinds) {
        const input = (): { input: Data } => ({ input: make() });
        assert.equal((await container.exec("cat", input())).stdout, "one\ntwo\n", String(make));
        const options = { ...input(), labels: labels() };
        const { stdout } = await docker.containers.run(baseImage, "cat", options);
        assert.equal(stdout, "one\ntwo\n", String(make));
      }
    }));

  it("rejects with the exit code; 127 and 126 are told apart", () =>
    withDocker(async ({ running }) => {
      const container = await running("sleep 60");
      const cases: [command: string[], exitCode: number, words: RegExp][] = [
        [
          sh("echo why >&2; exit 4"),
          4,
          /^Cannot execute `sh -c .*` in container ".*": it ended with exit code 4: why$/,
        ],
        [["no-such-program"], 127, /exit code 127: .*not found/s],
        [["/no/such/program"], 127, /exit code 127: .*no such file/s],
        [["/etc"], 126, /exit code 126: .*(permission denied|is a directory)/s],
        // A command's own code is its own.
        [sh("exit 126"), 126, /exit code 126$/],
      ];
      for (const [command, exitCode, words] of cases) {
        await assert.rejects(container.exec(command), (error) => {
          assert.ok(error instanceof ContainerError, String(error));
          assert.equal(error.exitCode, exitCode, error.message);
          assert.match(error.message, words);
          assert.equal(error.container, container.id);
          return true;
        });
        const { exitCode: unchecked, stdout } = await container.exec(command, { check: false });
        assert.deepEqual([unchecked, stdout], [exitCode, ""]);
        const streamed = await container.exec(command, { check: false, stream: true });
        for await (const _ of streamed);
        assert.equal(await streamed.exitCode, exitCode, command.join(" "));
      }
    }));

  it("streams lines, runs detached, and ends at its time limit", () =>
    withDocker(async ({ docker, running }) => {
      const container = await running("sleep 60");
      const lines = await container.exec(sh("echo 1; echo 2; exit 3"), {
        stream: true,
        check: false,
      });
      const texts: string[] = [];
      for await (const { text } of lines) texts.push(text);
      assert.deepEqual([texts, await lines.exitCode], [["1", "2"], 3]);
      const id = await container.exec(sh("exit 5"), { detach: true });
      assert.equal(await docker.api.execExitCode(id), 5);
      const slow = sh("echo begun; sleep 600");
      await withLonger(2, async (timeout) => {
        const late = {
          name: "TimeoutError",
          message: new RegExp(`within ${timeout} seconds; seen so far: begun$`),
        };
        await assert.rejects(container.exec(slow, { timeout }), late);
        const cut = await container.exec(slow, { timeout, stream: true });
        await assert.rejects(async () => {
          for await (const _ of cut);
        }, late);
      });
      await assert.rejects(container.exec("true", { env: {} } as object), {
        name: "TypeError",
        message: /: unknown option "env"; did you mean "environment"\?$/,
      });
    }));

  it("says when the container does not run", () =>
    withDocker(async ({ running }) => {
      const container = await running("true");
      await container.wait();
      await assert.rejects(container.exec("true"), { name: "Conflict", status: 409 });
    }));
});
