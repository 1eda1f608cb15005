import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { delay } from "../harness/process.ts";
import { type Container, DockerClient, logLine } from "../../mod.ts";
import { connection } from "./connection.ts";
import { leftContainers, marked, sh, withDocker } from "./docker.ts";
import { baseImage, labels, skip, uniqueName } from "./fixture.ts";

/** How many sockets this process has open, where the system tells. */
function sockets(): number {
  if (process.platform !== "linux") return 0;
  return readdirSync("/proc/self/fd").filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).startsWith("socket:");
    } catch {
      return false; // The one that listed the directory is gone.
    }
  }).length;
}

/** Goes on for a while, then fails: a file on a disk that breaks. */
function failing(): ReadableStream<Uint8Array> {
  let count = 0;
  return new ReadableStream({
    async pull(controller): Promise<void> {
      await delay(20);
      if (count++ < 3) controller.enqueue(new Uint8Array(512));
      else controller.error(new Error("disk broke"));
    },
  });
}

/** What a failure is tried on. */
interface Ground {
  docker: DockerClient;
  /** The name of what is made, if anything is. */
  name: string;
  /** A container that runs. */
  web: string;
  /** A local directory. */
  directory: string;
}

interface Failure {
  does: string;
  call: (ground: Ground) => Promise<unknown>;
  error: (ground: Ground) => { name: string | RegExp; message: RegExp };
}

const FAILURES: Failure[] = [
  {
    does: "an image that is not there and may not be pulled",
    call: ({ docker, name }) =>
      docker.containers.run(`${name}:1`, "true", { ...marked(), name, pull: "never" }),
    error: ({ name }) => ({
      name: "ImageNotFound",
      message: RegExp(`^Cannot create a container of image "${name}:1": .*o such image`),
    }),
  },
  {
    does: "an image that is nowhere",
    call: ({ docker, name }) => docker.containers.run(`127.0.0.1:1/${name}`, "true", { name }),
    error: ({ name }) => ({
      name: "ServerError",
      message: RegExp(`^Cannot pull "127.0.0.1:1/${name}": .*connect`),
    }),
  },
  {
    does: "a program that is not there",
    call: ({ docker, name }) => docker.containers.run(baseImage, ["no-such"], { name }),
    error: () => ({
      name: "ContainerError",
      message: /^Cannot run `no-such` in image ".*": it ended with exit code 127: .*not found/s,
    }),
  },
  {
    does: "a program that cannot be run",
    call: ({ docker, name }) => docker.containers.run(baseImage, ["/etc"], { name }),
    error: () => ({
      name: "ContainerError",
      message: /^Cannot run `\/etc` in image ".*": it ended with exit code 126: /s,
    }),
  },
  {
    does: "a program that is not there, in a container that runs",
    call: async ({ docker, web }) => (await docker.containers.get(web)).exec(["no-such"]),
    error: () => ({
      name: "ContainerError",
      message:
        /^Cannot execute `no-such` in container ".*": it ended with exit code 127: .*not found/s,
    }),
  },
  {
    does: "a program that is not there, detached",
    call: ({ docker, name }) =>
      docker.containers.run(baseImage, ["no-such"], { name, detach: true }),
    error: () => ({
      name: "ContainerError",
      message: /^Cannot run `no-such` in image ".*": it ended with exit code 127: .*not found/s,
    }),
  },
  {
    does: "a program that is not there, with lines",
    call: ({ docker, name }) =>
      docker.containers.run(baseImage, ["no-such"], { name, stream: true, detach: false }),
    error: () => ({
      name: "ContainerError",
      message: /^Cannot run `no-such` in image ".*": it ended with exit code 127: .*not found/s,
    }),
  },
  {
    does: "a name that is taken, detached",
    call: ({ docker, web }) =>
      docker.containers.run(baseImage, "true", { name: web, detach: true }),
    error: ({ web }) => ({
      name: "Conflict",
      message: RegExp(`^Cannot create a container of image ".*": .*${web}`),
    }),
  },
  {
    does: "a name that is taken",
    call: ({ docker, web }) => docker.containers.run(baseImage, "true", { name: web }),
    error: ({ web }) => ({
      name: "Conflict",
      message: RegExp(`^Cannot create a container of image ".*": .*${web}`),
    }),
  },
  {
    does: "a container that ends while it is waited for",
    call: async ({ docker, name }) => {
      const options = { ...marked(), name, detach: true as const, remove: true };
      const container = await docker.containers.run(baseImage, sh("sleep 1; echo oh; exit 3"), {
        ...options,
        remove: false,
      });
      try {
        await container.waitUntil(logLine("ready"), { timeout: 30 });
      } finally {
        await container.remove({ force: true });
      }
    },
    error: () => ({
      name: "WaitError",
      message:
        /"ready": the container ended with exit code 3 after 0 of 1 lines; its last output: oh$/,
    }),
  },
  {
    does: "a time limit, with what was seen",
    call: ({ docker, name }) =>
      docker.containers.run(baseImage, sh("echo begun; sleep 60"), { name, timeout: 10 }),
    error: () => ({
      name: "TimeoutError",
      message: /^Cannot run .*within 10 seconds; seen so far: begun$/,
    }),
  },
  {
    does: "a time limit of an execution, with what was seen",
    call: async ({ docker, web }) =>
      (await docker.containers.get(web)).exec(sh("echo begun; sleep 60"), { timeout: 6 }),
    error: () => ({
      name: "TimeoutError",
      message: /^Cannot execute .*within 6 seconds; seen so far: begun$/,
    }),
  },
  {
    does: "a time limit of what is waited for, with what was seen",
    call: async ({ docker, web }) =>
      (await docker.containers.get(web)).waitUntil(logLine("ready"), { timeout: 1 }),
    error: () => ({ name: "TimeoutError", message: /"ready".*within 1 seconds?/s }),
  },
  {
    does: "a directory that is to go where a file is",
    call: async ({ docker, web, directory }) =>
      (await docker.containers.get(web)).copyInto(directory, "/etc/hostname"),
    error: () => ({
      name: "DockerError",
      message: /^Cannot copy ".*" into "\/etc\/hostname" of container ".*": .*not a directory/,
    }),
  },
  {
    does: "data that is to go below a file",
    call: async ({ docker, web }) =>
      (await docker.containers.get(web)).copyInto(new Uint8Array(9), "/etc/hostname/x"),
    error: () => ({
      name: /^(DockerError|NotFound|BadRequest|ServerError)$/,
      // The Engine answers a HEAD, which has no words.
      message: /^Cannot (copy data into|look at|put an archive into) "\/etc\/hostname/,
    }),
  },
  {
    does: "a directory that is to be copied over a local file",
    call: async ({ docker, web, directory }) =>
      (await docker.containers.get(web)).copyFrom("/etc", path.join(directory, "file")),
    error: ({ directory }) => ({
      name: "DockerError",
      message: RegExp(
        `^Cannot copy "/etc" of container ".*" to "${directory}/file": ` +
          "the local path is not a directory$",
      ),
    }),
  },
  {
    does: "an input of a run that fails half way",
    call: ({ docker, name }) => docker.containers.run(baseImage, "cat", { name, input: failing() }),
    error: () => ({
      name: "DockerError",
      message: /^Cannot run `cat` in image ".*": its input failed: disk broke$/,
    }),
  },
  {
    does: "an input of a streamed run that fails half way",
    call: async ({ docker, name }) => {
      const options = { name, input: failing(), stream: true as const, detach: false as const };
      for await (const _ of await docker.containers.run(baseImage, "cat", options));
    },
    error: () => ({
      name: "DockerError",
      message: /^Cannot run `cat` in image ".*": its input failed: disk broke$/,
    }),
  },
  {
    does: "an input of an execution that fails half way",
    call: async ({ docker, web }) =>
      (await docker.containers.get(web)).exec("cat", { input: failing() }),
    error: () => ({
      name: "DockerError",
      message: /^Cannot execute `cat` in container ".*": its input failed: disk broke$/,
    }),
  },
  {
    does: "a stream that is copied in and fails half way",
    call: async ({ docker, web }) =>
      (await docker.containers.get(web)).copyInto(failing(), "/tmp/x"),
    error: () => ({
      name: "DockerError",
      message: /^Cannot .*: .* failed: disk broke$/,
    }),
  },
  {
    does: "a stream of a known size that is copied in and fails half way",
    call: async ({ docker, web }) =>
      (await docker.containers.get(web)).copyInto(failing(), "/tmp/x", { size: 5000 }),
    error: () => ({
      name: "DockerError",
      message: /^Cannot .*: .* failed: disk broke$/,
    }),
  },
  {
    does: "an archive that fails half way",
    call: async ({ docker, web }) =>
      (await docker.containers.get(web)).putArchive("/tmp", failing()),
    error: () => ({
      name: "DockerError",
      message: /^Cannot put .*: the data that it sends failed: disk broke$/,
    }),
  },
  {
    does: "an image's archive that fails half way",
    call: ({ docker }) => docker.images.load(failing()),
    error: () => ({
      name: "DockerError",
      message: /^Cannot load .*: the data that it sends failed: disk broke$/,
    }),
  },
  {
    does: "a build's context that fails half way",
    call: ({ docker }) => docker.images.build({ fileobj: failing(), customContext: true }),
    error: () => ({
      name: "DockerError",
      message: /^Cannot build .*: the data that it sends failed: disk broke$/,
    }),
  },
];

describe("what goes wrong is one error that names the step, and leaves nothing", { skip }, () => {
  const own = new DockerClient(connection);
  let container: Container;
  before(async () => {
    container = await own.containers.run(baseImage, "sleep 600", { ...marked(), detach: true });
  });
  after(async () => {
    await container?.remove({ force: true });
    own.close();
  });

  for (const { does, call, error } of FAILURES) {
    it(does, () =>
      withDocker(async ({ docker: outer, later }) => {
        const web = container.name;
        const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-failure-"));
        later(() => Promise.resolve(rmSync(directory, { recursive: true })));
        writeFileSync(path.join(directory, "file"), "");
        const docker = new DockerClient(connection);
        const ground = { docker, name: uniqueName("failure"), web, directory };
        const images = (await outer.api.images({ all: true })).length;
        const before = sockets();
        await assert.rejects(call(ground), error(ground));
        assert.deepEqual(await leftContainers(outer, ground.name), []);
        assert.equal((await outer.api.images({ all: true })).length, images);
        assert.equal(await docker.ping(), true);
        docker.close();
        for (let round = 0; sockets() > before && round < 100; round++) await delay(20);
        assert.ok(sockets() <= before, `${sockets()} sockets, ${before} before`);
      }));
  }

  it("an abort at any moment", () =>
    withDocker(async ({ docker }) => {
      const name = uniqueName("abort");
      for (let round = 0; round < 16; round++) {
        const options = { ...marked(), name: `${name}-${round}`, check: false };
        const signal = AbortSignal.timeout(round * 20);
        await docker.containers.run(baseImage, sh("sleep 0.1"), { ...options, signal }).catch(
          (error) => assert.equal(error, signal.reason),
        );
        assert.deepEqual(await leftContainers(docker, options.name), [], `round ${round}`);
      }
    }));

  it("an abort at any moment of a network's, a volume's and an image's creation", () =>
    withDocker(async ({ docker, running }) => {
      const container = await running("sleep 60");
      const name = uniqueName("abort");
      const before = (await docker.api.images({ all: true })).length;
      const filters = { name };
      for (let round = 0; round < 15; round++) {
        const own = `${name}-${round}`;
        const signal = AbortSignal.timeout(round * 4);
        const poolConfigs = [{ subnet: `10.${100 + round}.11.0/24` }];
        const made = await Promise.allSettled([
          docker.networks.create(own, { labels: labels(), ipam: { poolConfigs }, signal }),
          docker.volumes.create(own, { labels: labels(), signal }),
          container.commit(undefined, { signal }),
        ]);
        for (const one of made) {
          if (one.status === "fulfilled") await one.value.remove();
          else assert.equal(one.reason, signal.reason);
        }
        assert.deepEqual(await docker.networks.list({ filters }), [], `round ${round}`);
        assert.deepEqual(await docker.volumes.list({ filters }), [], `round ${round}`);
        const images = (await docker.api.images({ all: true })).length;
        assert.equal(images, before, `round ${round}`);
      }
    }));

  it("a scope that ends while its things are being created", () =>
    withDocker(async ({ docker }) => {
      const name = uniqueName("scope");
      let making: Promise<PromiseSettledResult<unknown>[]>;
      {
        await using scope = docker.scope();
        const options = { labels: labels() };
        const ipam = { poolConfigs: [{ subnet: "10.99.11.0/24" }] };
        making = Promise.allSettled([
          scope.volumes.create(name, options),
          scope.containers.create(baseImage, "true", { ...options, name }),
          scope.networks.create(name, { ...options, ipam }),
        ]);
        // All are on their way.
        await scope.info();
      }
      await making;
      assert.deepEqual(await docker.volumes.list({ filters: { name } }), []);
      assert.deepEqual(await leftContainers(docker, name), []);
      assert.deepEqual(await docker.networks.list({ filters: { name } }), []);
    }));
});
