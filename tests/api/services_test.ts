import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serviceLogs } from "../../src/api/services/logs.ts";
import { createService } from "../../src/api/services/create.ts";
import { inspectService } from "../../src/api/services/inspect.ts";
import { services } from "../../src/api/services/list.ts";
import { removeService } from "../../src/api/services/remove.ts";
import { updateService } from "../../src/api/services/update.ts";
import { inspectTask } from "../../src/api/services/inspect_task.ts";
import { tasks } from "../../src/api/services/list_tasks.ts";
import { ContainerSpec } from "../../src/specs/container_spec.ts";
import { EndpointSpec } from "../../src/specs/endpoint_spec.ts";
import { ServiceMode } from "../../src/specs/service_mode.ts";
import { TaskTemplate } from "../../src/specs/task_template.ts";
import { UpdateConfig } from "../../src/specs/update_config.ts";
import type { PeerConnection } from "../harness/peer_connection.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";
import { recorded, refuses, sends } from "./recorded.ts";

const NONE = undefined;
const task = new TaskTemplate(new ContainerSpec("app"));
const TASK = { ContainerSpec: { Image: "app" } };

describe("the methods of services send what their parameters say", () => {
  sends([
    ["GET /v1.41/services", NONE, (e) => services(e)],
    [
      "GET /v1.41/services?filters=%7B%22mode%22%3A%5B%22global%22%5D%7D&status=1",
      NONE,
      (e) => services(e, { filters: { mode: "global" }, status: true }),
    ],
    ["POST /v1.41/services/create", { TaskTemplate: TASK }, (e) => createService(e, task)],
    [
      "POST /v1.41/services/create",
      {
        TaskTemplate: {
          ContainerSpec: { Image: "app" },
          ForceUpdate: 3,
          Networks: [{ Target: "a" }, { Target: "b", Aliases: ["c"] }],
        },
        Name: "web",
        Labels: { color: "red" },
        Mode: { Replicated: { Replicas: 3 } },
        UpdateConfig: { Parallelism: 2, FailureAction: "continue" },
        RollbackConfig: { Parallelism: 1 },
        EndpointSpec: { Ports: [{ Protocol: "tcp", TargetPort: 80, PublishedPort: 8080 }] },
        Future: true,
      },
      (e) =>
        createService(e, { ContainerSpec: { Image: "app" }, ForceUpdate: 3 }, {
          name: "web",
          labels: { color: "red" },
          mode: new ServiceMode("replicated", { replicas: 3 }),
          updateConfig: { parallelism: 2 },
          rollbackConfig: { Parallelism: 1 },
          networks: ["a", { Target: "b", Aliases: ["c"] }],
          endpointSpec: { ports: { 8080: 80 } },
          extra: { Future: true },
        }),
    ],
    [
      "POST /v1.41/services/create",
      {
        TaskTemplate: TASK,
        Mode: { Global: {} },
        UpdateConfig: { Parallelism: 0, FailureAction: "pause" },
        EndpointSpec: { Mode: "dnsrr" },
      },
      (e) =>
        createService(e, task, {
          mode: "global",
          updateConfig: new UpdateConfig({ failureAction: "pause" }),
          endpointConfig: new EndpointSpec({ mode: "dnsrr" }),
        }),
    ],
    [
      "POST /v1.24/services/create",
      { TaskTemplate: TASK, Networks: [{ Target: "a" }] },
      (e) => createService(e, task, { networks: ["a"] }),
      "1.24",
    ],
    ["GET /v1.41/services/web", NONE, (e) => inspectService(e, "web")],
    [
      "GET /v1.41/services/web?insertDefaults=1",
      NONE,
      (e) => inspectService(e, { ID: "web" }, { insertDefaults: true }),
    ],
    ["DELETE /v1.41/services/web", NONE, (e) => removeService(e, "web")],
    [
      "POST /v1.41/services/web/update?version=4",
      { Name: "web", TaskTemplate: TASK },
      (e) => updateService(e, "web", 4, { name: "web", taskTemplate: task }),
    ],
    [
      "POST /v1.41/services/web/update?rollback=previous&version=4",
      { TaskTemplate: TASK },
      (e) =>
        updateService(e, { ID: "web" }, { Index: 4 }, {
          rollback: "previous",
          taskTemplate: task,
        }),
    ],
    ["GET /v1.41/tasks", NONE, (e) => tasks(e)],
    [
      "GET /v1.41/tasks?filters=%7B%22service%22%3A%5B%22web%22%5D%7D",
      NONE,
      (e) => tasks(e, { filters: { service: "web" } }),
    ],
    ["GET /v1.41/tasks/t", NONE, (e) => inspectTask(e, { ID: "t" })],
  ]);
});

test("createService() leaves what it was given as it is", async () => {
  const given = new TaskTemplate(new ContainerSpec("app"));
  await recorded((e) => createService(e, given, { networks: ["a"] }), "1.24");
  assert.deepEqual(JSON.parse(JSON.stringify(given)), TASK);
});

test("createService() sends credentials for the image", async () => {
  const authConfig = { username: "me", password: "pw" };
  const { sent } = await recorded((e) => createService(e, task, { authConfig }));
  assert.equal(sent[0]!.request.headers["x-registry-auth"], btoa(JSON.stringify(authConfig)));
  assert.deepEqual(sent[0]!.json, { TaskTemplate: TASK });
});

test("updateService() lays what it is given over what is there", async () => {
  const Spec = {
    Name: "web",
    Labels: { color: "red" },
    TaskTemplate: {
      ContainerSpec: { Image: "app:1", Env: ["A=1"] },
      Networks: [{ Target: "a" }],
      ForceUpdate: 2,
    },
    Mode: { Replicated: { Replicas: 3 } },
  };
  const { sent } = await recorded(
    (e) =>
      updateService(e, "web", 4, {
        fetchCurrentSpec: true,
        labels: { size: "big" },
        taskTemplate: { ContainerSpec: { Image: "app:2" }, ForceUpdate: 3 },
      }),
    "1.41",
    [{ ID: "1", Version: { Index: 4 }, Spec }, {}],
  );
  assert.deepEqual(sent.map(({ line }) => line), [
    "GET /v1.41/services/web",
    "POST /v1.41/services/web/update?version=4",
  ]);
  assert.deepEqual(sent[1]!.json, {
    ...Spec,
    Labels: { size: "big" },
    TaskTemplate: {
      ContainerSpec: { Image: "app:2", Env: ["A=1"] },
      Networks: [{ Target: "a" }],
      ForceUpdate: 3,
    },
  });
});

test("updateService() that goes back sends the specification that is there", async () => {
  const Spec = { Name: "web", TaskTemplate: TASK };
  const { sent } = await recorded(
    (e) => updateService(e, "web", 4, { rollback: "previous" }),
    "1.41",
    [{ ID: "1", Version: { Index: 4 }, Spec }, {}],
  );
  assert.deepEqual(sent.map(({ line, json }) => [line, json]), [
    ["GET /v1.41/services/web", NONE],
    ["POST /v1.41/services/web/update?rollback=previous&version=4", Spec],
  ]);
});

/** What serviceLogs() hands out of two frames, and which requests it sent. */
async function logs(
  version: string,
  contentType: string,
  options: { isTty?: boolean },
  tty = false,
): Promise<{ text: string; lines: string[] }> {
  const lines: string[] = [];
  const frames = "\x01\0\0\0\0\0\0\x03out\x02\0\0\0\0\0\0\x03err";
  const answer = async (connection: PeerConnection): Promise<boolean> => {
    const { target } = await connection.request();
    lines.push(target);
    if (target.includes("/logs")) {
      await connection.respond({ headers: { "Content-Type": contentType }, body: frames });
      return false;
    }
    await connection.json({ Spec: { TaskTemplate: { ContainerSpec: { TTY: tty } } } });
    return true;
  };
  const peer = memoryPeer([async (connection) => {
    // The terminal is asked for first, and on the same connection.
    if (await answer(connection)) await answer(connection);
  }]);
  const engine = engineOver(peer.connector, { version });
  const stream = await serviceLogs(engine, "web", { stdout: true, stderr: true, ...options });
  let text = "";
  for await (const bytes of stream as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(bytes);
  }
  engine.close();
  await peer.done();
  return { text, lines: lines.filter((line) => !line.includes("/logs")) };
}

test("serviceLogs() takes frames apart by Content-Type, by isTty or by the service's own word", async () => {
  const multiplexed = "application/vnd.docker.multiplexed-stream";
  const raw = "application/vnd.docker.raw-stream";
  const whole = "\x01\0\0\0\0\0\0\x03out\x02\0\0\0\0\0\0\x03err";
  const asked = ["/v1.41/services/web"];
  assert.deepEqual(await logs("1.42", multiplexed, {}), { text: "outerr", lines: [] });
  assert.deepEqual(await logs("1.42", raw, {}), { text: whole, lines: [] });
  assert.deepEqual(await logs("1.41", raw, { isTty: false }), { text: "outerr", lines: [] });
  assert.deepEqual(await logs("1.41", raw, { isTty: true }), { text: whole, lines: [] });
  assert.deepEqual(await logs("1.41", raw, {}, false), { text: "outerr", lines: asked });
  assert.deepEqual(await logs("1.41", raw, {}, true), { text: whole, lines: asked });
});

describe("serviceLogs() sends what its parameters say", () => {
  sends([
    [
      "GET /v1.41/services/web/logs?stdout=1&stderr=0&tail=all&details=0&follow=0&timestamps=0&since=0",
      NONE,
      (e) => serviceLogs(e, "web", { stdout: true, isTty: true }),
    ],
    [
      "GET /v1.41/services/web/logs?details=1&follow=1&stderr=1&since=1.5&timestamps=1&tail=5&stdout=0",
      NONE,
      (e) =>
        serviceLogs(e, "web", {
          stderr: true,
          tail: 5,
          details: true,
          follow: true,
          timestamps: true,
          since: 1.5,
          isTty: true,
        }),
    ],
  ]);
});

describe("the methods of services refuse bad input before any request", () => {
  const empty = "it is empty; expected an id or name, or an object with Id or ID";
  refuses([
    ["NullResource", `Cannot use service: ${empty}`, (e) => inspectService(e, "")],
    ["NullResource", `Cannot use service: ${empty}`, (e) => updateService(e, "", 1)],
    ["NullResource", `Cannot use task: ${empty}`, (e) => inspectTask(e, "")],
    [
      "TypeError",
      'Cannot use taskTemplate "app": expected a TaskTemplate',
      (e) => createService(e, "app" as unknown as TaskTemplate),
    ],
    [
      "TypeError",
      "Cannot create a service: taskTemplate has no ContainerSpec with an Image",
      (e) => createService(e, { Image: "app" } as never),
    ],
    [
      "TypeError",
      'Cannot create a service: taskTemplate and the option "TaskTemplate" differ; give one',
      (e) => createService(e, task, { TaskTemplate: { ForceUpdate: 1 } } as object),
    ],
    [
      "TypeError",
      'Cannot create service "web": "endpointSpec" and "endpointConfig" set the same field; give one of them',
      (e) => createService(e, task, { name: "web", endpointSpec: {}, endpointConfig: {} }),
    ],
    [
      "TypeError",
      'Cannot use networks "net": expected a list',
      (e) => createService(e, task, { networks: "net" as unknown as string[] }),
    ],
    [
      "RangeError",
      'Cannot use mode "replicate": expected one of "replicated", "global", "replicated-job", "global-job"',
      (e) => createService(e, task, { mode: "replicate" as "replicated" }),
    ],
    [
      "TypeError",
      'Cannot use version "4": expected a version number, or the Version of an inspection',
      (e) => updateService(e, "web", "4" as unknown as number),
    ],
    [
      "TypeError",
      'Cannot read the logs of service "web": set stdout, stderr or both',
      (e) => serviceLogs(e, "web", {}),
    ],
    [
      "RangeError",
      'Cannot use tail -1: expected a number of lines or "all"',
      (e) => serviceLogs(e, "web", { stdout: true, tail: -1 }),
    ],
  ]);
});

describe("the methods of services refuse what the API version in use does not know", () => {
  const spec = new ContainerSpec("app", { privileges: { selinuxDisable: true } });
  refuses([
    [
      "InvalidVersion",
      'Cannot create a service: option "privileges" (TaskTemplate.ContainerSpec.Privileges) needs API version 1.29, and 1.28 is in use',
      (e) => createService(e, new TaskTemplate(spec)),
      "1.28",
    ],
    [
      "InvalidVersion",
      'Cannot create service "web": option "order" (UpdateConfig.Order) needs API version 1.29, and 1.28 is in use',
      (e) => createService(e, task, { name: "web", updateConfig: { order: "start-first" } }),
      "1.28",
    ],
    [
      "InvalidVersion",
      'Cannot create a service: field "EndpointSpec.Ports[0].PublishMode" needs API version 1.32, and 1.31 is in use',
      (e) => createService(e, task, { endpointSpec: { ports: { 80: [80, "tcp", "host"] } } }),
      "1.31",
    ],
    [
      "InvalidVersion",
      'Cannot update service "web": option "forceUpdate" (TaskTemplate.ForceUpdate) needs API version 1.25, and 1.24 is in use',
      (e) => updateService(e, "web", 1, { taskTemplate: { ...task, ForceUpdate: 1 } }),
      "1.24",
    ],
    [
      "InvalidVersion",
      'Cannot update service "web": option "rollback" needs API version 1.28, and 1.27 is in use',
      (e) => updateService(e, "web", 1, { rollback: "previous", taskTemplate: task }),
      "1.27",
    ],
    [
      "InvalidVersion",
      'Cannot inspect service "web": option "insertDefaults" needs API version 1.29, and 1.28 is in use',
      (e) => inspectService(e, "web", { insertDefaults: true }),
      "1.28",
    ],
    [
      "InvalidVersion",
      'Cannot read the logs of service "web": GET /services/{id}/logs needs API version 1.25, and 1.24 is in use',
      (e) => serviceLogs(e, "web", { stdout: true }),
      "1.24",
    ],
  ]);
});
