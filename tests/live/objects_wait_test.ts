import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  allOf,
  anyOf,
  command,
  type ContainerCondition,
  type ContainerRunOptions,
  exited,
  followLogs,
  healthy,
  http,
  logLine,
  portOpen,
  type WaitUntilOptions,
} from "../../mod.ts";
import { sh, withDocker } from "./docker.ts";
import { eventually, withLonger } from "./eventually.ts";
import { baseImage, labels, skip, uniqueName } from "./fixture.ts";

const healthcheck = (test: string, retries: number): object => ({
  test: ["CMD-SHELL", test],
  interval: 300_000_000,
  timeout: 5_000_000_000,
  retries,
});
const SERVER = "echo hello > /index.html; sleep 0.5; httpd -f -p 8080 -h /";

describe("container.waitUntil()", { skip }, () => {
  const holding: {
    does: string;
    script: string;
    options?: ContainerRunOptions;
    condition: () => ContainerCondition;
  }[] = [
    {
      does: "waits until the container is healthy",
      script: "sleep 1; touch /ok; sleep 60",
      options: { healthcheck: healthcheck("test -f /ok", 100) },
      condition: healthy,
    },
    {
      does: "waits for a line",
      script: "sleep 0.5; echo ready; sleep 60",
      condition: () => logLine("ready"),
    },
    {
      does: "counts lines that match a pattern",
      script: "echo ready 1; sleep 0.5; echo ready 2 >&2; sleep 60",
      condition: () => logLine(/^ready \d$/g, { times: 2 }),
    },
    {
      does: "finds a line of a container that has ended",
      script: "echo ready",
      condition: () => logLine("ready"),
    },
    { does: "waits until a port is open inside", script: SERVER, condition: () => portOpen(8080) },
    {
      does: "waits for an answer from inside",
      script: SERVER,
      condition: () => http({ port: 8080, path: "/index.html" }),
    },
    {
      does: "waits for an answer where the port is published",
      script: SERVER,
      options: { ports: { 8080: ["127.0.0.1", null] }, networkDisabled: false },
      condition: () => http({ port: 8080, path: "/missing", status: 404 }),
    },
    {
      does: "waits until a command succeeds",
      script: "sleep 0.5; touch /ok; sleep 60",
      condition: () => command(["test", "-f", "/ok"]),
    },
    {
      does: "waits for the end",
      script: "sleep 0.5; exit 3",
      condition: () => exited({ exitCode: 3 }),
    },
    {
      does: "waits for several conditions",
      script: `echo starting; ${SERVER}`,
      condition: () => allOf(logLine("starting"), portOpen(8080)),
    },
    {
      does: "waits for one of several conditions",
      script: "echo ready; sleep 60",
      condition: () => anyOf(healthy(), logLine("never"), logLine("ready")),
    },
    {
      does: "is content with the end, where that is one of several conditions",
      script: "exit 1",
      condition: () => anyOf(logLine("never"), exited()),
    },
  ];
  for (const { does, script, options, condition } of holding) {
    it(does, () =>
      withDocker(async ({ running }) => {
        const container = await running(script, options);
        await container.waitUntil(condition(), { timeout: 30 });
      }));
  }

  const failing: {
    does: string;
    script: string;
    options?: ContainerRunOptions;
    condition: () => ContainerCondition;
    wait?: WaitUntilOptions;
    /** The limit of what is to be seen before it, in seconds. */
    limit?: number;
    error: { name: string; message: RegExp; exitCode?: number | null };
  }[] = [
    {
      does: "fails at once when the container ends",
      script: "echo going; echo wrong >&2; exit 9",
      condition: () => portOpen(8080),
      error: {
        name: "WaitError",
        message:
          /listens on port 8080: the container ended with exit code 9; its last output: .*wrong/s,
        exitCode: 9,
      },
    },
    {
      does: "fails when the container ends without the line",
      script: "echo other; exit 2",
      condition: () => logLine("ready", { times: 2 }),
      error: {
        name: "WaitError",
        message:
          /has written 2 lines with "ready": the container ended with exit code 2 after 0 of 2 lines; its last output: other$/,
        exitCode: 2,
      },
    },
    {
      does: "fails at once when the container is unhealthy",
      script: "echo up; sleep 60",
      options: { healthcheck: healthcheck("echo broken; exit 1", 2) },
      condition: healthy,
      error: {
        name: "WaitError",
        message: /is healthy: its health check says "unhealthy": broken; its last output: up$/,
        exitCode: null,
      },
    },
    {
      does: "fails at once where there is no health check",
      script: "sleep 60",
      condition: healthy,
      error: { name: "WaitError", message: /is healthy: it has no health check$/ },
    },
    {
      does: "fails when the exit code is another",
      script: "exit 4",
      condition: () => exited({ exitCode: 0 }),
      error: { name: "WaitError", message: /ended with exit code 4$/, exitCode: 4 },
    },
    {
      does: "fails when none of several conditions can hold",
      script: "sleep 1; exit 4",
      condition: () => anyOf(healthy(), logLine("never")),
      error: {
        name: "WaitError",
        message: /it has no health check; the container ended with exit code 4/,
      },
    },
    {
      does: "says what was seen when it takes too long",
      script: "echo up; sleep 600",
      condition: () => allOf(portOpen(80), command(["sh", "-c", "echo not yet; exit 1"])),
      limit: 2,
      error: {
        name: "TimeoutError",
        message:
          /within \d+ seconds; seen so far: nothing listens on port 80, .* ended with exit code 1: not yet; its last output: up$/,
      },
    },
    {
      does: "rejects with its signal's reason",
      script: "sleep 60",
      condition: () => logLine("never"),
      wait: { signal: AbortSignal.abort(new Error("enough")) },
      error: { name: "Error", message: /^enough$/ },
    },
  ];
  for (const { does, script, options, condition, wait, limit, error } of failing) {
    it(does, () =>
      withDocker(async ({ running }) => {
        const container = await running(script, options);
        const rejects = (timeout: number): Promise<void> =>
          assert.rejects(container.waitUntil(condition(), { timeout, ...wait }), error);
        await (limit === undefined ? rejects(30) : withLonger(limit, rejects));
      }));
  }

  it("tells of the end also when an attempt is under way, whatever the Engine refuses it with", () =>
    withDocker(async ({ running }) => {
      // Each attempt takes several calls, between which the container may end.
      for (let round = 0; round < 8; round++) {
        const container = await running("sleep 60");
        const condition = allOf(command("false"), http({ port: 80 }), portOpen(80));
        const options = { timeout: 30, interval: 0.001 };
        const waiting = assert.rejects(container.waitUntil(condition, options), {
          name: "WaitError",
          message: /: the container ended with exit code 137$/,
          exitCode: 137,
        });
        await container.kill();
        await waiting;
      }
    }));

  for (const [where, ports] of [["inside", {}], ["where it is published", { 80: null }]] as const) {
    it(`asks for a path as a browser writes it, ${where}`, () =>
      withDocker(async ({ running }) => {
        const script = "mkdir /www; echo there > '/www/a ü'; httpd -f -p 80 -h /www";
        const server = await running(script, { ports, networkDisabled: false });
        const path = "/a ü?b= c";
        await server.waitUntil(http({ port: 80, path, status: 200 }), { timeout: 30 });
      }));
  }

  it("sees the first answer of a server that redirects, from inside too", () =>
    withDocker(async ({ running }) => {
      const server = await running("mkdir -p /www/there; httpd -f -p 80 -h /www");
      const status = [301, 302];
      await server.waitUntil(http({ port: 80, path: "/there", status }), { timeout: 30 });
    }));

  it("waits for a container that is yet to start, and for one that starts again", () =>
    withDocker(async ({ docker, later }) => {
      const script = "echo round; sleep 0.5; exit 1";
      const options = {
        name: uniqueName("wait"),
        labels: labels(),
        restartPolicy: { Name: "on-failure", MaximumRetryCount: 1 } as const,
      };
      const container = await docker.containers.create(baseImage, sh(script), options);
      later(() => container.remove({ force: true }));
      const twice = container.waitUntil(logLine("round", { times: 2 }), { timeout: 30 });
      const ended = container.waitUntil(exited({ exitCode: 1 }), { timeout: 30 });
      await container.start();
      await Promise.all([twice, ended]);
      assert.equal((await container.reload()).attrs.RestartCount, 1);
    }));

  it("reloads the container, unless it is gone by then", () =>
    withDocker(async ({ docker, running }) => {
      const container = await docker.containers.create(baseImage, sh("echo up; sleep 60"), {
        name: uniqueName("wait"),
        labels: labels(),
        networkDisabled: true,
      });
      const waiting = container.waitUntil(logLine("up"), { timeout: 30 });
      await container.start();
      await waiting;
      assert.equal(container.status, "running");
      await container.remove({ force: true });
      const brief = await running("sleep 1; exit 3", { autoRemove: true });
      await brief.waitUntil(exited({ exitCode: 3 }), { timeout: 30 });
    }));

  const vain: [name: string, condition: () => ContainerCondition][] = [
    ["healthy", healthy],
    ["logLine", () => logLine("never")],
    ["portOpen", () => portOpen(80)],
    ["http", () => http({ port: 80 })],
    ["command", () => command("false")],
    ["exited", () => exited({ exitCode: 0 })],
    ["allOf", () => allOf(logLine("up"), logLine("never"))],
    ["anyOf", () => anyOf(logLine("never"), command("false"))],
  ];
  for (const [name, condition] of vain) {
    it(`${name}() tells the exit code of a container that removes itself at its end`, () =>
      withDocker(async ({ running }) => {
        const options = { autoRemove: true, healthcheck: healthcheck("test -f /never", 100) };
        const container = await running("echo up; sleep 1.5; exit 9", options);
        await assert.rejects(container.waitUntil(condition(), { timeout: 30 }), {
          name: "WaitError",
          exitCode: 9,
          message: /: the container ended with exit code 9/,
        });
      }));
  }

  it("refuses what is no condition", () =>
    withDocker(async ({ docker }) => {
      const container = docker.containers.prepareModel({ Id: "x" } as never);
      const cases: [condition: unknown, options: object, message: RegExp][] = [
        ["healthy", {}, /^Cannot use condition "healthy": expected a condition/],
        [healthy(), { timeOut: 1 }, /unknown option "timeOut"; did you mean "timeout"\?/],
        [
          healthy(),
          { interval: 0 },
          /^Cannot use interval 0: expected a number of seconds above 0$/,
        ],
      ];
      for (const [condition, options, message] of cases) {
        await assert.rejects(container.waitUntil(condition as ContainerCondition, options), {
          message,
        });
      }
      assert.throws(() => logLine(""), { name: "TypeError" });
      assert.throws(() => portOpen(70000), { name: "RangeError" });
      assert.throws(() => http({ port: 80, path: "x" }), { name: "TypeError" });
      assert.throws(() => anyOf(), { name: "TypeError" });
    }));
});

describe("containers.run({ detach, waitUntil })", { skip }, () => {
  it("resolves once the condition holds, with the container as it is then", () =>
    withDocker(async ({ running }) => {
      const script = "sleep 0.5; touch /ok; sleep 60";
      const container = await running(script, {
        healthcheck: healthcheck("test -f /ok", 100),
        waitUntil: healthy(),
        timeout: 60,
      });
      assert.equal(container.health, "healthy");
    }));

  const failing: [does: string, script: string, options: ContainerRunOptions, error: object][] = [
    ["ends", "echo wrong; exit 9", {}, {
      name: "WaitError",
      exitCode: 9,
      message: /has written a line with "up": the container ended with exit code 9 .*wrong$/,
    }],
    ["removes itself at its end", "exit 9", { remove: true }, { name: "WaitError" }],
    ["takes too long", "sleep 60", { timeout: 3 }, {
      name: "TimeoutError",
      message: /has written a line with "up": .* seen so far: 0 of 1 lines$/,
    }],
  ];
  for (const [does, script, options, error] of failing) {
    it(`leaves nothing of a container that ${does}`, () =>
      withDocker(async ({ docker, running }) => {
        const name = uniqueName("wait");
        const waitUntil = logLine("up");
        await assert.rejects(running(script, { ...options, name, waitUntil }), error);
        // What removes itself may be on its way still.
        await eventually(async () => {
          const left = await docker.containers.list({ all: true, sparse: true, filters: { name } });
          return left.length === 0 || undefined;
        });
      }));
  }
});

describe("followLogs()", { skip }, () => {
  it("merges the lines of many containers, with their names, until all have ended", () =>
    withDocker(async ({ running }) => {
      const all = await Promise.all(
        [1, 2, 3].map((number) =>
          running(`echo a${number}; sleep 0.${number}; echo b${number} >&2`)
        ),
      );
      const got: Record<string, string[]> = {};
      for await (const line of await followLogs(all, { timestamps: true })) {
        assert.match(line.time!, /^\d{4}-\d\d-\d\dT/);
        (got[line.container] ??= []).push(`${line.stream} ${line.text}`);
      }
      assert.deepEqual(
        got,
        Object.fromEntries(
          all.map(({ name }, index) => [name, [`stdout a${index + 1}`, `stderr b${index + 1}`]]),
        ),
      );
    }));

  it("lets go of all when the loop is left, and rejects when one is gone", () =>
    withDocker(async ({ running }) => {
      const busy = await running("while true; do echo x; sleep 0.1; done");
      const other = await running("sleep 60");
      for await (const { container } of await followLogs([busy, other])) {
        assert.equal(container, busy.name);
        break;
      }
      await other.remove({ force: true });
      await assert.rejects(followLogs([busy, other]), { name: "NotFound" });
    }));

  it("refuses what are no containers, such as names", async () => {
    const cases: [containers: unknown, message: RegExp][] = [
      [["web"], /^Cannot use containers\[0\] "web": expected a container such as /],
      ["web", /^Cannot use containers "web": expected a list, each a container such as /],
    ];
    for (const [containers, message] of cases) {
      await assert.rejects(followLogs(containers as []), { name: "TypeError", message });
    }
  });
});

describe("container.lines()", { skip }, () => {
  for (const tty of [false, true]) {
    it(`keeps lines whole that the Engine logs in parts${tty ? ", of a terminal too" : ""}`, () =>
      withDocker(async ({ running }) => {
        // The Engine itself loses a letter that lies across the end of a part.
        const long = "head -c 40000 /dev/zero | tr '\\0' x";
        const container = await running(`printf ä; ${long}; echo; echo short`, { tty });
        await container.wait();
        const got: { text: string; time?: string }[] = [];
        for await (const { text, time } of await container.lines({ timestamps: true })) {
          got.push({ text, ...(time === undefined ? {} : { time }) });
        }
        assert.deepEqual(got.map(({ text }) => text), [`ä${"x".repeat(40_000)}`, "short"]);
        for (const { time } of got) assert.match(time ?? "", /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      }));
  }
});
