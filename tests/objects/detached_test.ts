import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Container, DockerClient } from "../../mod.ts";

/** Nothing listens there: what gets as far as a request rejects with a ConnectionError. */
const docker = new DockerClient({ baseUrl: "unix:///nothing/listens/here.sock", version: "1.47" });
const container = new Container(docker, { Id: "web" } as never);

type Call = (options: object) => Promise<unknown>;

/** What can be left running, and what each has only while somebody reads. */
const CALLS: [name: string, action: string, call: Call, attached: Record<string, unknown>][] = [
  [
    "containers.run()",
    'Cannot run `date` in image "app"',
    (options) => docker.containers.run("app", "date", { ...options, detach: true } as never),
    { stdout: true, stderr: false, input: "x", check: false },
  ],
  [
    "container.exec()",
    "Cannot execute a command",
    (options) => container.exec("date", { ...options, detach: true } as never),
    { stdout: true, stderr: false, input: "x", check: false, timeout: 5 },
  ],
];

describe("a command that is left running", () => {
  for (const [name, action, call, attached] of CALLS) {
    for (const [option, value] of Object.entries(attached)) {
      it(`${name} has no ${option}`, async () => {
        await assert.rejects(async () => await call({ [option]: value }), {
          name: "TypeError",
          message: `${action}: ${option} means nothing where the command is left running`,
        });
      });

      for (const none of [undefined, null]) {
        it(`${name} takes ${option}: ${none} for not given`, async () => {
          await assert.rejects(call({ [option]: none }), { name: "ConnectionError" });
        });
      }
    }
  }
});

describe("the proxies of the configuration file", () => {
  const methods: [name: string, call: Call][] = [
    ["exec", (options) => container.exec("date", options)],
    ["exec({ stream })", (options) => container.exec("date", { ...options, stream: true })],
    ["exec({ detach })", (options) => container.exec("date", { ...options, detach: true })],
    ["shell", (options) => container.shell("sh", options)],
  ];
  for (const [name, call] of methods) {
    it(`can be left out of ${name}`, async () => {
      await assert.rejects(call({ useConfigProxy: false }), { name: "ConnectionError" });
      await assert.rejects(async () => await call({ useConfigProxy: "no" }), {
        name: "TypeError",
        message: 'Cannot use useConfigProxy "***": expected true or false',
      });
    });
  }
});
