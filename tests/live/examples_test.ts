import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { APIClient } from "../../mod.ts";
import { run } from "../harness/process.ts";
import { PASSWORD, skipWithoutProgram, startRegistry, USER } from "../harness/registry.ts";
import {
  baseImage,
  host,
  skip,
  skipUnlessPrivate,
  skipWithoutTls,
  tlsDirectory,
  tlsHost,
} from "./fixture.ts";
import { runtime, ScriptProject } from "./scripts.ts";
import { openTransport, skipTransport } from "./transports.ts";

let project: ScriptProject;
let client: APIClient;
before(async () => {
  if (skip) return;
  project = await ScriptProject.create();
  client = new APIClient({ baseUrl: host });
  await client.tag(baseImage, "busybox");
});
after(async () => {
  if (skip) return;
  await client.removeImage("busybox");
  client.close();
  project.remove();
});

interface Settings {
  args?: string[];
  env?: Record<string, string>;
  beside?: string[];
  permissions?: string[];
}

/** Runs an example and compares what it prints. */
async function prints(
  name: string,
  expected: string | RegExp,
  settings: Settings = {},
): Promise<void> {
  const { args, env, beside = [], permissions } = settings;
  const files = [name, ...beside].map((file) => path.join("examples", file));
  const scripts = files.filter((file) => file.endsWith(".ts"));
  project.copy(...files.filter((file) => !file.endsWith(".ts")));
  const script = await project.writeFrom(...scripts);
  const { code, stdout, text } = await project.run(script, args, env, permissions);
  assert.equal(code, 0, text);
  if (typeof expected === "string") assert.equal(stdout.trimEnd(), expected, text);
  else assert.match(stdout, expected, text);
}

const CASES: [name: string, expected: string | RegExp, settings?: Settings][] = [
  ["run.ts", "exit code 3, stdout 2, stderr done"],
  ["exec.ts", "apple, pear\nstdout: /etc/passwd\nexit code 4: no such thing"],
  ["wait_for_health.ts", "health: healthy"],
  ["copy.ts", "from the host\nfrom memory"],
  ["network.ts", "web is found: true"],
  ["volume_backup.ts", "restored: precious"],
  ["errors.ts", "404: No such container: no-such-container\nConnectionError"],
  ["abort.ts", "TimeoutError\nup\nseen enough"],
  ["compiled.ts", /^\d+ containers$/m],
  ["stack.ts", /^client \| Name:\s+web$/m, { beside: ["yaml.ts", "stack.yaml"] }],
  ["shell.ts", "exit code 5", { args: ["exit 5"] }],
];

describe("the examples", { skip }, () => {
  it("are at most 40 lines long, and each is tried here", () => {
    const own = readFileSync("tests/live/examples_test.ts", "utf8");
    for (const name of readdirSync("examples").filter((name) => name !== "demo.ts")) {
      const lines = readFileSync(path.join("examples", name), "utf8").trimEnd().split("\n");
      assert.ok(lines.length <= 40, `${name} has ${lines.length} lines`);
      assert.ok(own.includes(`"${name}"`), `${name} is not tried`);
    }
  });

  for (const [name, expected, settings] of CASES) {
    if (name === "shell.ts") continue;
    it(`${name} does what it says`, () => prints(name, expected, settings));
  }

  it("shell.ts opens a shell, which takes its input from a pipe too", async () => {
    const script = await project.writeFrom("examples/shell.ts");
    const words = [
      process.execPath,
      ...(runtime === "deno" ? ["run", "-A", "--no-check"] : []),
      script,
    ];
    const { code, text } = await run("sh", ["-c", `echo 'exit 5' | ${words.join(" ")}`], {
      cwd: project.directory,
      env: { DOCKER_HOST: host!, NO_COLOR: "1" },
      timeout: 30,
    });
    assert.equal(code, 0, text);
    assert.match(text, /exit code 5/);
  });

  it("logs.ts gives each container a colour", async () => {
    // deno-lint-ignore no-control-regex
    await prints("logs.ts", /^\x1b\[3[123]mlogs-(red|green|blue)\x1b\[0m \| line 3$/m);
  });

  it("stats.ts draws a table", async () => {
    const { Id } = await client.createContainer("busybox", {
      command: "sleep 60",
      name: "measured",
    });
    try {
      await client.start(Id);
      await prints("stats.ts", /^measured +[\d.]+ % +[\d.]+ MiB +1$/m, { args: ["2"] });
    } finally {
      await client.removeContainer(Id, { force: true });
    }
  });

  it("build.ts builds with a secret", { skip: skipUnlessPrivate }, async () => {
    await prints("build.ts", /^built$/m);
  });

  it("clean_up.ts removes what carries the label", async () => {
    const labels = { "longshore.example": "1" };
    await client.createContainer("busybox", { name: "marked", labels });
    await client.createVolume({ name: "marked", labels });
    await client.createNetwork("marked", { labels });
    await client.commit("marked", {
      repository: "marked",
      tag: "1",
      changes: ["LABEL longshore.example=1"],
    });
    const lines = ["container marked", "network marked", "volume marked", "image marked:1"]
      .map((one) => `removed the ${one}`);
    await prints("clean_up.ts", lines.join("\n"), {
      args: ["longshore.example"],
    });
  });

  it("events.ts tells what happens, and ends in time", async () => {
    let isOver = false;
    const watching = prints("events.ts", /^happening: create\n(.*\n)*enough$/m, { args: ["6"] })
      .finally(() => isOver = true);
    while (!isOver) {
      const { Id } = await client.createContainer("busybox", { name: "happening" });
      await client.removeContainer(Id);
    }
    await watching;
  });

  it("private_registry.ts pushes and pulls", { skip: skip || skipWithoutProgram }, async () => {
    const registry = await startRegistry(true);
    try {
      const env = { REGISTRY: registry.address, REGISTRY_USER: USER, REGISTRY_PASSWORD: PASSWORD };
      await prints("private_registry.ts", `pulled ${registry.address}/team/tool:1`, { env });
    } finally {
      await registry.stop();
    }
  });

  it("swarm_rollout.ts rolls out", { skip: skipUnlessPrivate }, async () => {
    await client.initSwarm({ advertiseAddr: "127.0.0.1" });
    try {
      await prints("swarm_rollout.ts", "version 1 runs\nversion 2 runs");
    } finally {
      await client.leaveSwarm({ force: true });
    }
  });

  it("tls.ts goes over TLS", { skip: skipWithoutTls }, async () => {
    const env = { TLS_HOST: tlsHost!, TLS_DIRECTORY: tlsDirectory };
    await prints("tls.ts", "over TLS: an Engine on linux", { env });
  });

  it("ssh.ts goes through ssh", { skip: skipTransport("ssh") }, async () => {
    const { settings, stop } = await openTransport("ssh");
    try {
      const env = { SSH_HOST: settings.baseUrl!, SSH_ARGS: (settings.ssh?.args ?? []).join(" ") };
      await prints("ssh.ts", "through ssh", { env });
    } finally {
      await stop();
    }
  });

  it("permissions.ts asks Deno for the socket alone", async () => {
    const socket = host!.replace(/^unix:\/\//, "");
    const permissions = [
      "--no-prompt",
      `--allow-read=${socket}`,
      `--allow-write=${socket}`,
      `--allow-net=unix:${socket}`,
    ];
    await prints("permissions.ts", "the Engine answers: true", { args: [socket], permissions });
  });

  it("compiled.ts becomes one binary", {
    skip: runtime === "bun" ? false : "Bun compiles without a download",
  }, async () => {
    const script = await project.writeFrom("examples/compiled.ts");
    const args = [
      "build",
      "--compile",
      script,
      "--outfile",
      path.join(project.directory, "program"),
    ];
    const built = await run(process.execPath, args, { cwd: project.directory, timeout: 60 });
    assert.equal(built.code, 0, built.text);
    const program = path.join(project.directory, "program");
    assert.ok(existsSync(program));
    const { code, text } = await run(program, [], { env: { DOCKER_HOST: host! }, timeout: 30 });
    assert.equal(code, 0, text);
    assert.match(text, /^\d+ containers$/m);
  });
});
