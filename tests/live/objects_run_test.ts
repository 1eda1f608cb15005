import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ContainerError, DockerClient, type OutputLine } from "../../mod.ts";
import { connection } from "./connection.ts";
import { leftContainers, marked, type RunOptions, sh, withDocker } from "./docker.ts";
import { withLonger } from "./eventually.ts";
import { baseImage, labels, registry, skip, skipWithoutRegistry, uniqueName } from "./fixture.ts";

describe("containers.run()", { skip }, () => {
  const outputs: { does: string; script: string; options?: RunOptions; gives: object }[] = [
    {
      does: "gives exit code, stdout and stderr",
      script: "echo out; echo err >&2",
      gives: { exitCode: 0, stdout: "out\n", stderr: "err\n" },
    },
    {
      does: "gives another exit code unless it is checked",
      script: "echo out; exit 3",
      options: { check: false },
      gives: { exitCode: 3, stdout: "out\n", stderr: "" },
    },
    {
      does: "lets the Engine remove the container",
      script: "echo out; exit 4",
      options: { autoRemove: true, check: false },
      gives: { exitCode: 4, stdout: "out\n", stderr: "" },
    },
    {
      does: "gives all as stdout with a tty",
      script: "echo out; echo err >&2",
      options: { tty: true },
      gives: { exitCode: 0, stdout: "out\r\nerr\r\n", stderr: "" },
    },
    {
      does: "reads stdout alone",
      script: "echo out; echo err >&2",
      options: { stderr: false },
      gives: { exitCode: 0, stdout: "out\n", stderr: "" },
    },
    {
      does: "feeds text, with its end",
      script: "cat",
      options: { input: "some\ntext without an end" },
      gives: { exitCode: 0, stdout: "some\ntext without an end", stderr: "" },
    },
    {
      does: "feeds a stream to a container that the Engine removes",
      script: "wc -c",
      options: { input: streamOf(300, 1000), autoRemove: true },
      gives: { exitCode: 0, stdout: "300000\n", stderr: "" },
    },
    {
      does: "feeds what nobody reads",
      script: "true",
      options: { input: new Uint8Array(4_000_000) },
      gives: { exitCode: 0, stdout: "", stderr: "" },
    },
    {
      does: "keeps characters that are split between frames",
      script: "printf '\\303'; sleep 0.2; printf '\\251'",
      gives: { exitCode: 0, stdout: "\u00e9", stderr: "" },
    },
    {
      does: "passes options of the container and of its host",
      script: "echo $A $(hostname) $(id -u) $(pwd); grep -c ' /v ' /proc/mounts",
      options: {
        environment: { A: "b" },
        hostname: "box",
        user: 7,
        workingDir: "/tmp",
        tmpfs: { "/v": "size=1m" },
      },
      gives: { exitCode: 0, stdout: "b box 7 /tmp\n1\n", stderr: "" },
    },
  ];
  for (const { does, script, options, gives } of outputs) {
    it(does, () =>
      withDocker(async ({ docker }) => {
        const marks = marked(options);
        const result = await docker.containers.run(baseImage, sh(script), marks);
        assert.deepEqual(result, gives);
        assert.deepEqual(await leftContainers(docker, marks.name), []);
      }));
  }

  const failures: {
    does: string;
    command: string[];
    options?: RunOptions;
    exitCode: number;
    words: RegExp;
  }[] = [
    {
      does: "rejects with the last lines",
      command: sh("echo fine; echo one >&2; echo two >&2; exit 5"),
      exitCode: 5,
      words: /^Cannot run `sh -c ".*"` in image ".*": it ended with exit code 5: one\ntwo$/,
    },
    {
      does: "tells a program that is missing",
      command: ["no-such-program"],
      exitCode: 127,
      words: /it ended with exit code 127: .*not found/s,
    },
    {
      does: "tells a path that is missing",
      command: ["/no/such/program"],
      exitCode: 127,
      words: /it ended with exit code 127: .*no such file/s,
    },
    {
      does: "tells what cannot be run",
      command: ["/etc"],
      exitCode: 126,
      words: /it ended with exit code 126: .*permission denied|is a directory/s,
    },
    {
      does: "tells what cannot be run in a container that the Engine removes",
      command: ["no-such-program"],
      options: { autoRemove: true },
      exitCode: 127,
      words: /it ended with exit code 127/,
    },
  ];
  for (const { does, command, options, exitCode, words } of failures) {
    it(does, () =>
      withDocker(async ({ docker }) => {
        const marks = marked(options);
        await assert.rejects(
          docker.containers.run(baseImage, command, marks),
          (error) => {
            assert.ok(error instanceof ContainerError, String(error));
            assert.match(error.message, words);
            assert.equal(error.exitCode, exitCode);
            assert.deepEqual(error.command, command);
            assert.equal(error.image, baseImage);
            assert.match(error.container, /^[0-9a-f]{64}$/);
            return true;
          },
        );
        assert.deepEqual(await leftContainers(docker, marks.name), []);
        const unchecked = { ...marks, check: false };
        const result = await docker.containers.run(baseImage, command, unchecked);
        assert.equal(result.exitCode, exitCode);
      }));
  }

  it("tells an image that is nowhere, and pulls none when told so", () =>
    withDocker(async ({ docker }) => {
      const image = `${uniqueName("nowhere")}:1`;
      await assert.rejects(docker.containers.run(image, "true", { pull: "never" }), {
        name: "ImageNotFound",
        message: new RegExp(`^Cannot create a container of image "${image}": .*[Nn]o such image`),
      });
      const far = `127.0.0.1:1/${image}`;
      await assert.rejects(docker.containers.run(far, "true"), {
        message: new RegExp(`^Cannot pull "${far}": `),
      });
      await assert.rejects(docker.containers.run(image, "true", { pull: "newer" as "always" }), {
        name: "RangeError",
        message: 'Cannot use pull "newer": expected one of "missing", "always", "never"',
      });
    }));

  it("pulls an image that is missing, and tells how it goes on", {
    skip: skip || skipWithoutRegistry,
  }, () =>
    withDocker(async ({ docker, later }) => {
      const image = `${registry}/${uniqueName("pulled")}:1`;
      await docker.api.tag(baseImage, image);
      await docker.images.push(image);
      await docker.images.remove(image);
      later(() => docker.images.remove(image, { force: true }));
      let records = 0;
      const onProgress = (): void => void records++;
      const options = marked({ onProgress });
      assert.equal((await docker.containers.run(image, "echo pulled", options)).stdout, "pulled\n");
      assert.ok(records > 0);
      records = 0;
      await docker.containers.run(image, "true", { ...options, name: uniqueName("run") });
      assert.equal(records, 0);
      const always = { ...options, name: uniqueName("run"), pull: "always" as const };
      await docker.containers.run(image, "true", always);
      assert.ok(records > 0);
    }));

  it("keeps the container when it is told to", () =>
    withDocker(async ({ docker, later }) => {
      const marks = { ...marked(), remove: false };
      await docker.containers.run(baseImage, sh("echo kept"), marks);
      const container = await docker.containers.get(marks.name);
      later(() => container.remove());
      assert.equal(await container.logs(), "kept\n");
      assert.equal(container.status, "exited");
    }));

  it("rejects when a name is taken, and leaves the one that has it", () =>
    withDocker(async ({ docker, running }) => {
      const { name } = await running("sleep 60");
      await assert.rejects(docker.containers.run(baseImage, "true", { name }), {
        name: "Conflict",
        message: new RegExp(`^Cannot create a container of image .*${name}`),
      });
      assert.equal((await docker.containers.get(name)).status, "running");
    }));

  const ends: { does: string; options: () => RunOptions; error: object }[] = [
    {
      does: "ends when its signal aborts",
      options: () => ({ signal: AbortSignal.abort(new Error("stop it")) }),
      error: { name: "Error", message: "stop it" },
    },
    {
      does: "ends when its input fails",
      options: () => ({
        input: new ReadableStream({
          async pull(controller): Promise<void> {
            await new Promise((resolve) => setTimeout(resolve, 100));
            controller.error(new Error("disk broke"));
          },
        }),
      }),
      error: { name: "DockerError", message: /^Cannot run .*: its input failed: disk broke$/ },
    },
  ];
  it("ends at its time limit, with what was seen, and leaves nothing", () =>
    withDocker(async ({ docker }) => {
      await withLonger(4, async (timeout) => {
        const marks = marked({ timeout });
        const run = docker.containers.run(baseImage, sh("echo begun; sleep 600"), marks);
        const message = new RegExp(`within ${timeout} seconds; seen so far: begun$`);
        await assert.rejects(run, { name: "TimeoutError", message });
        assert.deepEqual(await leftContainers(docker, marks.name), []);
      });
    }));
  for (const { does, options, error } of ends) {
    it(`${does}, and leaves nothing`, () =>
      withDocker(async ({ docker }) => {
        const marks = marked(options());
        const run = docker.containers.run(baseImage, sh("echo begun; sleep 60"), marks);
        await assert.rejects(run, error);
        assert.deepEqual(await leftContainers(docker, marks.name), []);
      }));
  }

  it("streams lines, and the exit code behind them", () =>
    withDocker(async ({ docker }) => {
      const options = { ...marked(), stream: true as const, check: false, detach: false as const };
      const lines = await docker.containers.run(
        baseImage,
        sh("echo 1; echo 2 >&2; printf 3; exit 6"),
        options,
      );
      const got: OutputLine[] = [];
      for await (const line of lines) got.push(line);
      const by = (stream: string): string[] =>
        got.filter((one) => one.stream === stream).map((one) => one.text);
      assert.deepEqual([by("stdout"), by("stderr")], [["1", "3"], ["2"]]);
      assert.equal(await lines.exitCode, 6);
      assert.deepEqual(await leftContainers(docker, options.name), []);
      const again = { ...options, name: uniqueName("run"), check: true };
      const failing = await docker.containers.run(baseImage, sh("echo 1; exit 7"), again);
      await assert.rejects(async () => {
        for await (const _ of failing);
      }, { name: "ContainerError", exitCode: 7, message: /exit code 7: 1$/ });
    }));

  it("streams the words about a command that cannot be started, where its code is no error", () =>
    withDocker(async ({ docker }) => {
      const options = { ...marked(), stream: true as const, detach: false as const };
      const command = ["no-such-program"];
      const run = docker.containers.run(baseImage, command, options);
      await assert.rejects(run, { name: "ContainerError", exitCode: 127 });
      const unchecked = { ...options, check: false };
      const lines = await docker.containers.run(baseImage, command, unchecked);
      const got: OutputLine[] = [];
      for await (const line of lines) got.push(line);
      assert.equal(await lines.exitCode, 127);
      assert.equal(got[0]?.stream, "stderr");
      assert.match(got.map(({ text }) => text).join(), /no-such-program/);
      assert.deepEqual(await leftContainers(docker, options.name), []);
    }));

  it("tells the last lines of a stream that takes too long", () =>
    withDocker(async ({ docker }) => {
      await withLonger(4, async (timeout) => {
        const options = { ...marked(), stream: true as const, detach: false as const, timeout };
        const lines = await docker.containers.run(baseImage, sh("echo begun; sleep 600"), options);
        const message = new RegExp(`within ${timeout} seconds; seen so far: begun$`);
        await assert.rejects(async () => {
          for await (const _ of lines);
        }, { name: "TimeoutError", message });
        assert.deepEqual(await leftContainers(docker, options.name), []);
      });
    }));

  it("ends the container when the loop over its lines is left", () =>
    withDocker(async ({ docker }) => {
      const options = { ...marked(), stream: true as const, detach: false as const };
      const lines = await docker.containers.run(baseImage, sh("yes"), options);
      for await (const { text } of lines) {
        assert.equal(text, "y");
        break;
      }
      assert.deepEqual(await leftContainers(docker, options.name), []);
      await assert.rejects(lines.exitCode, { message: /its output was given up$/ });
    }));

  it("leaves a detached container running, and nothing of one that cannot start", () =>
    withDocker(async ({ docker, running }) => {
      const container = await running("sleep 60", {
        ports: { "80/tcp": null },
        networkDisabled: false,
        labels: labels(),
      });
      assert.equal(container.status, "running");
      assert.match(container.ports["80/tcp"]![0]!.HostPort!, /^\d+$/);
      const marks = { ...marked(), detach: true as const };
      await assert.rejects(docker.containers.run(baseImage, ["no-such-program"], marks), {
        name: "ContainerError",
        exitCode: 127,
      });
      assert.deepEqual(await leftContainers(docker, marks.name), []);
    }));

  it("tells what the Engine does otherwise than asked for", async () => {
    const warnings: string[] = [];
    const onWarning = (text: string): void => void warnings.push(text);
    const docker = new DockerClient({ ...connection, onWarning });
    // Percents of CPUs are of Windows.
    const { name, ...options } = marked({ cpuPercent: 10 });
    const created = await docker.containers.create(baseImage, "true", { ...options, name });
    const { id } = created;
    await created.remove();
    await docker.containers.run(baseImage, "true", options);
    docker.close();
    assert.equal(warnings.length, 2, warnings.join("\n"));
    assert.equal(warnings[0]!.includes(`"${id}"`), true);
    const about = /^The engine warns of container "[0-9a-f]{64}": .*CPU percent/i;
    for (const warning of warnings) assert.match(warning, about);
  });

  it("refuses bad input before anything is sent", () =>
    withDocker(async ({ docker }) => {
      const cases: [options: RunOptions, message: RegExp][] = [
        [
          { tty: true, input: "x" },
          /: input has an end, which a terminal cannot tell; leave tty out$/,
        ],
        [{ stdout: false, stderr: false }, /: stdout and stderr are both false$/],
        [{ enviroment: {} } as RunOptions, /unknown option "enviroment"/],
        [{ input: 7 as never }, /^Cannot send input: expected /],
        [
          { timeout: "1" as never },
          /^Cannot use timeout "1": expected a number of seconds/,
        ],
      ];
      for (const [options, message] of cases) {
        await assert.rejects(docker.containers.run("no-such-image", "true", options), { message });
      }
    }));
});

function streamOf(chunks: number, size: number): ReadableStream<Uint8Array> {
  let left = chunks;
  return new ReadableStream({
    pull(controller): void {
      if (left-- > 0) controller.enqueue(new Uint8Array(size));
      else controller.close();
    },
  });
}
