import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import {
  allOf,
  command,
  Container,
  DockerClient,
  exited,
  followLogs,
  http,
  Image,
  logLine,
} from "../../mod.ts";
import { Service } from "../../src/objects/services.ts";

/** Nothing listens there: what gets as far as a request rejects with a ConnectionError. */
const docker = new DockerClient({ baseUrl: "unix:///nothing/listens/here.sock", version: "1.41" });
const id = "a".repeat(64);
const container = new Container(docker, { Id: id } as never);
const image = new Image(docker, { Id: `sha256:${id}`, RepoTags: ["x:1"] } as never);
const service = new Service(docker, { ID: "s", Version: { Index: 1 }, Spec: {} } as never);

type Call = (options: never) => unknown;

/** The tasks that act on options themselves, and those of them that are true or false. */
const TASKS: [name: string, call: Call, flags: string[]][] = [
  ["containers.run()", (options) => docker.containers.run("x", ["y"], options), [
    "detach",
    "stream",
    "stdout",
    "stderr",
    "check",
    "remove",
    "tty",
  ]],
  [
    "containers.run({ detach })",
    (options: object) => docker.containers.run("x", ["y"], { ...options, detach: true }),
    ["remove"],
  ],
  ["containers.list()", (options) => docker.containers.list(options), ["sparse", "ignoreRemoved"]],
  ["container.exec()", (options) => container.exec(["x"], options), [
    "detach",
    "stream",
    "stdout",
    "stderr",
    "check",
    "tty",
    "privileged",
  ]],
  ["container.execRun()", (options) => container.execRun(["x"], options), [
    "detach",
    "stream",
    "socket",
    "demux",
  ]],
  ["container.stats()", (options) => container.stats(options), ["stream"]],
  ["container.lines()", (options) => container.lines(options), ["follow", "timestamps"]],
  ["container.copyInto()", (options) => container.copyInto(new Uint8Array(1), "/x", options), [
    "followLink",
  ]],
  ["container.copyFrom()", (options) => container.copyFrom("/x", "/nowhere/x", options), [
    "followLink",
    "preserveOwner",
  ]],
  ["container.attachTerminal()", (options) => container.attachTerminal(options), ["start"]],
  ["followLogs()", (options) => followLogs([container], options), ["follow"]],
  ["docker.events()", (options) => docker.events(options), ["reconnect", "decode"]],
  ["networks.list()", (options) => docker.networks.list(options), ["greedy"]],
  ["images.pull()", (options) => docker.images.pull("x", options), ["allTags"]],
  ["image.save()", (options) => image.save(options), ["named"]],
  ["service.logs()", (options) => service.logs(options), ["stdout", "stderr"]],
];

/** Other options with values that they may not have. */
const REFUSED: [what: string, call: () => unknown, message: RegExp][] = [
  [
    "a policy that there is not",
    () => docker.containers.run("x", null, { pull: "sometimes" as never }),
    /^Cannot use pull "sometimes": expected one of "missing", "always", "never"/,
  ],
  [
    "progress for no function",
    () => docker.containers.run("x", null, { onProgress: "x" as never }),
    /^Cannot use onProgress "x": expected a function/,
  ],
  [
    "progress for no function, of a pull",
    () => docker.images.pull("x", { onProgress: "x" as never }),
    /^Cannot use onProgress "x": expected a function/,
  ],
  [
    "a time that is a text",
    () => container.exec("x", { timeout: "5" as never }),
    /^Cannot use timeout "5": expected a number of seconds/,
  ],
  [
    "an owner that is a name",
    () => container.copyInto(new Uint8Array(1), "/x", { uid: "root" as never }),
    /^Cannot use uid "root": expected a whole number/,
  ],
  [
    "an age that is a text",
    () => docker.reapScopes({ olderThan: "day" as never }),
    /^Cannot use olderThan "day": expected a number of seconds/,
  ],
  [
    "lines of what is detached",
    () => docker.containers.run("x", null, { detach: true, stream: true }),
    /^Cannot run a container: what is detached streams no lines/,
  ],
  [
    "a wait for what is attached",
    () => docker.containers.run("x", null, { waitUntil: logLine("x") }),
    /^Cannot run a container: waitUntil means nothing without detach: true/,
  ],
  [
    "a wait for what is no condition",
    () => docker.containers.run("x", null, { detach: true, waitUntil: "healthy" as never }),
    /^Cannot use waitUntil "healthy": expected a condition such as healthy\(\)/,
  ],
  ...([
    [5, /^Cannot use waitUntilConverged 5: expected true, false or an object such as /],
    [{ timeout: "x" }, /^Cannot use waitUntilConverged.timeout "x": expected a number of seconds/],
    [{ interval: 0 }, /^Cannot use waitUntilConverged.interval 0: expected a number of seconds/],
    [{ limit: 1 }, /^Cannot use waitUntilConverged: unknown option "limit"/],
  ] as [value: never, message: RegExp][]).flatMap(([waitUntilConverged, message]) =>
    ([
      ["create", () => docker.services.create("x", null, { waitUntilConverged })],
      ["update", () => service.update({ waitUntilConverged })],
      ["forceUpdate", () => service.forceUpdate({ waitUntilConverged })],
    ] as const).map(([method, call]): (typeof REFUSED)[number] => [
      `${JSON.stringify(waitUntilConverged)} for a service's convergence, of ${method}()`,
      call,
      message,
    ])
  ),
  [
    "bytes of events that reconnect",
    () => docker.events({ reconnect: true, decode: false } as never),
    /^Cannot follow the engine's events: what reconnects is decoded/,
  ],
  [
    "a listener for what does not reconnect",
    () => docker.events({ onReconnect(): void {} } as never),
    /^Cannot follow the engine's events: onReconnect means nothing without reconnect: true/,
  ],
  [
    "a status that is a text",
    () => http({ port: 80, status: "200" as never }),
    /^Cannot use status "200": expected a status, a list of them, or a function/,
  ],
  [
    "a path that would write a header",
    () => http({ port: 80, path: "/a\r\nX-Other: b" }),
    /^Cannot use path .*: expected a path that begins with a slash, of one line/,
  ],
  [
    "an exit code that is a text",
    () => exited({ exitCode: "1" as never }),
    /^Cannot use exitCode "1": expected a whole number/,
  ],
  ["a command without a word", () => command([]), /^Cannot use command \[\]: expected a command/],
  ["no condition of all", () => allOf(), /^Cannot wait for all of no conditions/],
  [
    "what is no condition",
    () => allOf(logLine("x"), "y" as never),
    /^Cannot use conditions\[1\] "y": expected a condition/,
  ],
];

describe("a task's own option", () => {
  for (const [name, call, flags] of TASKS) {
    for (const flag of flags) {
      it(`${flag} of ${name} is true or false`, async () => {
        await assert.rejects(async () => await call({ [flag]: 5 } as never), {
          name: "TypeError",
          message: new RegExp(`^Cannot use ${flag} 5: expected true`),
        });
      });
      it(`${flag} of ${name} is not given when it is null`, async () => {
        await assert.rejects(async () => await call({ [flag]: null } as never), {
          name: "ConnectionError",
        });
      });
    }
    it(`that nobody knows is refused by ${name} before a request`, async () => {
      await assert.rejects(async () => await call({ nonsense: 1 } as never), {
        name: "TypeError",
        message: /unknown option "nonsense"/,
      });
    });
  }

  it("is in this table whatever it is called", () => {
    // One may be an object as well: see what is refused below.
    const known = new Set([...TASKS.flatMap(([, , flags]) => flags), "waitUntilConverged"]);
    const directory = "src/objects";
    const declared = readdirSync(directory, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => {
        const text = readFileSync(path.join(directory, file), "utf8");
        return [...text.matchAll(/^ {2}(\w+)\?: boolean\b/gm)].map(([, name]) => name!);
      });
    assert.ok(declared.length > 15);
    assert.deepEqual(declared.filter((name) => !known.has(name)), []);
  });

  for (const [what, call, message] of REFUSED) {
    it(`is refused: ${what}`, async () => {
      await assert.rejects(async () => await call(), { message });
    });
  }
});
