import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ContainerOptions, toCreateOptions } from "../../src/objects/container_options.ts";
import { toPathStat } from "../../src/objects/copy/path_stat.ts";
import { showCommand, startExitCode } from "../../src/objects/process_io.ts";
import { changesOf, splitServiceOptions } from "../../src/objects/service_options.ts";

describe("toCreateOptions()", () => {
  it("parts flat options by where they go", () => {
    const options: ContainerOptions = {
      name: "web",
      environment: { A: "b" },
      labels: ["x=y"],
      ports: { "80/tcp": 8080 },
      volumes: ["data:/data", "/cache"],
      network: "front",
      memLimit: "64m",
    };
    const created = toCreateOptions("nginx -g x", options, { scope: "1" });
    const { hostConfig, ...rest } = created;
    assert.deepEqual(rest, {
      name: "web",
      environment: { A: "b" },
      command: "nginx -g x",
      ports: ["80/tcp"],
      volumes: ["/cache"],
      networkingConfig: { EndpointsConfig: { front: {} } },
      labels: { x: "y", scope: "1" },
    });
    assert.deepEqual(JSON.parse(JSON.stringify(hostConfig)), {
      PortBindings: { "80/tcp": [{ HostIp: "", HostPort: "8080" }] },
      Binds: ["data:/data"],
      NetworkMode: "front",
      Memory: 64 * 1024 * 1024,
    });
  });

  const elsewhere: [name: string, meant: string][] = [
    ["env", "environment"],
    ["cwd", "workingDir"],
    ["rm", "autoRemove"],
    ["publish", "ports"],
    ["volume", "volumes"],
    ["interactive", "stdinOpen"],
    ["memory", "memLimit"],
    ["HostConfig", "hostConfig"],
    ["enviroment", "environment"],
    ["cpus", "nanoCpus"],
    ["gpus", "deviceRequests"],
    ["net", "network"],
    ["networkAliases", "networkingConfig"],
    ["logging", "logConfig"],
    ["pid", "pidMode"],
    ["addHost", "extraHosts"],
    ["expose", "ports"],
    ["v", "volumes"],
  ];
  for (const name of ["image", "command", "cmd", "args"]) {
    it(`says where ${name} goes`, () =>
      assert.throws(() => toCreateOptions("x", { [name]: "x" } as ContainerOptions), {
        name: "TypeError",
        message: `Cannot create a container: unknown option "${name}"; ` +
          "the image and the command are arguments in front of the options",
      }));
  }

  const named: [options: object, message: RegExp][] = [
    [{ volumes: "/a:/b" }, /^Cannot use volumes "\/a:\/b": expected a list or an object/],
    [{ volumes: { "/a": { target: "/b" } } }, /^Cannot use volumes\["\/a"\] /],
    [{ volumes: ["/a:b"] }, /^Cannot use volumes\[0\] /],
    [{ network: { name: "x" } }, /^Cannot use network .*: expected the name or id of a network$/],
  ];
  for (const [options, message] of named) {
    it(`names what the caller gave in ${JSON.stringify(options)}`, () =>
      assert.throws(() => toCreateOptions("x", options as ContainerOptions), {
        name: "TypeError",
        message,
      }));
  }

  for (const [name, meant] of elsewhere) {
    it(`says what is meant by ${name}`, () =>
      assert.throws(() => toCreateOptions("x", { [name]: 1 } as ContainerOptions), {
        name: "TypeError",
        message: `Cannot create a container: unknown option "${name}"; did you mean "${meant}"?`,
      }));
  }

  it("refuses what neither knows", () => {
    assert.throws(() => toCreateOptions("x", { enviroment: {} } as ContainerOptions), {
      name: "TypeError",
      message: /unknown option "enviroment"/,
    });
  });

  it("refuses a network of a container that is to have none", () => {
    assert.throws(() => toCreateOptions("x", { network: "front", networkDisabled: true }), {
      name: "TypeError",
      message: /: network means nothing with networkDisabled$/,
    });
    toCreateOptions("x", { network: "none", networkDisabled: true });
    toCreateOptions("x", { network: "front", networkDisabled: false });
  });

  it("names a port's fault by the option that has it", () => {
    assert.throws(() => toCreateOptions("x", { ports: { 80: ["127.0.0.999", 80] } }), {
      name: "TypeError",
      message: 'Cannot use the address of ports["80"] "127.0.0.999": expected an IP address of ' +
        "the host (no name, no zone), or an empty string for all of them",
    });
  });
});

describe("the options of services", () => {
  it("are parted by where they go", () => {
    const { taskTemplate, rest } = splitServiceOptions("web:1", ["run"], {
      name: "web",
      labels: { a: "b" },
      env: { A: "b" },
      constraints: ["node.role==manager"],
      containerLabels: { c: "d" },
      logDriver: "json-file",
      logDriverOptions: { "max-size": "1m" },
    });
    assert.deepEqual(rest, { name: "web", labels: { a: "b" } });
    assert.deepEqual(JSON.parse(JSON.stringify(taskTemplate)), {
      ContainerSpec: { Image: "web:1", Command: ["run"], Env: ["A=b"], Labels: { c: "d" } },
      Placement: { Constraints: ["node.role==manager"] },
      LogDriver: { Name: "json-file", Options: { "max-size": "1m" } },
    });
    assert.throws(() => splitServiceOptions("web", null, { logDriverOptions: {} }), {
      message: "Cannot use logDriverOptions: logDriver, which they are for, is missing",
    });
    assert.throws(() => splitServiceOptions("web", null, { nmae: "x" } as object), {
      message: /unknown option "nmae"/,
    });
  });

  it("change what they name and keep the rest", () => {
    const current = {
      Name: "web",
      TaskTemplate: { ContainerSpec: { Image: "web:1", Env: ["A=b"] }, ForceUpdate: 3 },
    };
    assert.equal(changesOf(current, { labels: { a: "b" } }).taskTemplate, undefined);
    assert.deepEqual(
      JSON.parse(
        JSON.stringify(changesOf(current, { image: "web:2", forceUpdate: 4 }).taskTemplate),
      ),
      { ContainerSpec: { Image: "web:2", Env: ["A=b"] }, ForceUpdate: 4 },
    );
  });
});

describe("startExitCode()", () => {
  const words: [words: string, code: number | undefined][] = [
    ['OCI runtime exec failed: exec: "nope": executable file not found in $PATH: unknown', 127],
    ['runc create failed: exec: "/no/x": stat /no/x: no such file or directory: unknown', 127],
    ["crun: executable file `nope` not found in $PATH: No such file or directory", 127],
    ["OCI runtime attempted to invoke a command that was not found", 127],
    ['exec: "/etc": permission denied: unknown', 126],
    ['exec: "/etc": is a directory: unknown', 126],
    ["error mounting: no such file or directory", undefined],
    ["driver failed programming external connectivity", undefined],
  ];
  for (const [text, code] of words) {
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(startExitCode(text), code));
  }
});

describe("showCommand()", () => {
  it("quotes what needs it and cuts what is long", () => {
    assert.equal(showCommand(["sh", "-c", "echo a b"]), '`sh -c "echo a b"`');
    assert.equal(showCommand(undefined), "the image's command");
    assert.equal(showCommand(["x".repeat(500)]).length, 125);
  });
});

describe("toPathStat()", () => {
  const modes: [mode: number, kind: string, bits: number][] = [
    [0o644, "file", 0o644],
    [2 ** 31 + 0o755, "directory", 0o755],
    [2 ** 31 + 2 ** 20 + 0o777, "directory", 0o1777],
    [2 ** 27 + 0o777, "symlink", 0o777],
    [2 ** 23 + 0o755, "file", 0o4755],
    [2 ** 22 + 0o755, "file", 0o2755],
    [2 ** 26 + 2 ** 21 + 0o666, "other", 0o666],
    [2 ** 25 + 0o600, "other", 0o600],
  ];
  for (const [mode, kind, bits] of modes) {
    it(`reads the mode ${mode}`, () => {
      const stat = toPathStat({ name: "x", size: 1, mode, mtime: "", linkTarget: "" });
      assert.deepEqual([stat.kind, stat.mode], [kind, bits]);
    });
  }
});
