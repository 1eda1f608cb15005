import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { updateService, type UpdateServiceOptions } from "../../../src/api/services/update.ts";
import { ContainerSpec } from "../../../src/specs/container_spec.ts";
import { TaskTemplate } from "../../../src/specs/task_template.ts";
import { recorded, refuses } from "../recorded.ts";

/** A service as Engines return it, with what only newer API versions know. */
const SPEC = {
  Name: "web",
  Labels: { color: "red" },
  TaskTemplate: {
    ContainerSpec: {
      Image: "app:1",
      Command: ["run"],
      Env: ["A=1"],
      Init: false,
      Privileges: { CredentialSpec: null, SELinuxContext: null, NoNewPrivileges: true },
      Healthcheck: { Test: ["CMD", "true"], StartInterval: 5e9 },
      DNSConfig: {},
      Isolation: "default",
      OomScoreAdj: 5,
    },
    Resources: { Limits: { Pids: 5 }, Reservations: {} },
    RestartPolicy: { Condition: "any", Delay: 5e9, MaxAttempts: 0 },
    Placement: { MaxReplicas: 2, Platforms: [{ Architecture: "amd64", OS: "linux" }] },
    Networks: [{ Target: "n" }],
    ForceUpdate: 2,
    Runtime: "container",
  },
  Mode: { Replicated: { Replicas: 3 } },
  UpdateConfig: { Parallelism: 1, FailureAction: "pause", Monitor: 5e9, Order: "start-first" },
  RollbackConfig: { Parallelism: 1, FailureAction: "pause", Order: "stop-first" },
  EndpointSpec: { Mode: "vip", Ports: [{ TargetPort: 80, PublishMode: "ingress" }] },
  Later: { Thing: 1 },
};
const OLD = "1.24";

/** What an update sends when the current specification is the one above. */
async function laidOver(
  options: UpdateServiceOptions,
  version = "1.41",
): Promise<Record<string, unknown>> {
  const { sent } = await recorded(
    (engine) => updateService(engine, "web", 4, { fetchCurrentSpec: true, ...options }),
    version,
    [{ ID: "1", Version: { Index: 4 }, Spec: SPEC }, {}],
  );
  assert.equal(sent.length, 2);
  return sent[1]!.json as Record<string, unknown>;
}

describe("updateService() with fetchCurrentSpec", () => {
  const { TaskTemplate: task } = SPEC;
  const rows: [options: UpdateServiceOptions, task: object][] = [
    [{}, task],
    [{ taskTemplate: { ForceUpdate: 3 } }, { ...task, ForceUpdate: 3 }],
    [{ TaskTemplate: { ForceUpdate: 3 } }, { ...task, ForceUpdate: 3 }],
    [
      { taskTemplate: { ContainerSpec: { Env: ["B=2"] } } },
      { ...task, ContainerSpec: { ...task.ContainerSpec, Env: ["B=2"] } },
    ],
    [
      { taskTemplate: { ContainerSpec: { Image: "app:2", Command: undefined } } },
      { ...task, ContainerSpec: { ...task.ContainerSpec, Image: "app:2" } },
    ],
    [
      { taskTemplate: { ContainerSpec: { Image: "app:2", Command: null } } },
      { ...task, ContainerSpec: { ...task.ContainerSpec, Image: "app:2" } },
    ],
    [
      { taskTemplate: { ContainerSpec: { Command: [] } } },
      { ...task, ContainerSpec: { ...task.ContainerSpec, Command: [] } },
    ],
    [{ taskTemplate: { Placement: undefined, ForceUpdate: 3 } }, { ...task, ForceUpdate: 3 }],
    [{ taskTemplate: { ContainerSpec: undefined } }, task],
    [{ taskTemplate: null, TaskTemplate: undefined }, task],
    [
      { taskTemplate: new TaskTemplate(new ContainerSpec("app:2", { env: { C: 3 } })) },
      { ...task, ContainerSpec: { ...task.ContainerSpec, Image: "app:2", Env: ["C=3"] } },
    ],
    [
      { taskTemplate: { ContainerSpec: { HealthCheck: { Test: ["NONE"] } } as object } },
      { ...task, ContainerSpec: { ...task.ContainerSpec, Healthcheck: { Test: ["NONE"] } } },
    ],
    [{ networks: ["m"] }, { ...task, Networks: [{ Target: "m" }] }],
    [
      { networks: ["m"], taskTemplate: { ForceUpdate: 3, Networks: [{ Target: "x" }] } },
      { ...task, ForceUpdate: 3, Networks: [{ Target: "m" }] },
    ],
  ];
  for (const [options, expected] of rows) {
    it(`lays ${JSON.stringify(options)} over what is there`, async () => {
      assert.deepEqual(await laidOver(options), { ...SPEC, TaskTemplate: expected });
    });
  }

  it("does not check the current specification against the version in use", async () => {
    const { Networks, ...TaskTemplate } = task;
    assert.deepEqual(await laidOver({ labels: { a: "b" } }, OLD), {
      ...SPEC,
      Labels: { a: "b" },
      TaskTemplate,
      Networks,
    });
  });

  describe("checks what is given against the version in use, before anything is asked", () => {
    refuses([
      [
        "InvalidVersion",
        'Cannot update service "web": option "init" (TaskTemplate.ContainerSpec.Init) needs API version 1.38, and 1.37 is in use',
        (engine) =>
          updateService(engine, "web", 4, {
            fetchCurrentSpec: true,
            taskTemplate: { ContainerSpec: { Init: false } },
          }),
        "1.37",
      ],
    ]);
  });

  it("refuses a service that has no image, before or after", async () => {
    const Spec = { Name: "web", TaskTemplate: { ContainerSpec: {} } };
    await assert.rejects(
      recorded(
        (engine) => updateService(engine, "web", 4, { fetchCurrentSpec: true, labels: ["a"] }),
        "1.41",
        [{ ID: "1", Version: { Index: 4 }, Spec }],
      ),
      { message: 'Cannot update service "web": taskTemplate has no ContainerSpec with an Image' },
    );
  });
});

describe("updateService()", () => {
  it("takes the specification of an inspection, whatever it holds", async () => {
    const { Later, ...spec } = SPEC;
    assert.ok(Later);
    const { sent } = await recorded(
      (engine) => updateService(engine, "web", 4, spec as UpdateServiceOptions),
      "1.56",
    );
    assert.deepEqual(sent[0]!.json, spec);
  });

  describe("has the nodes take others' credentials, and sends none then", () => {
    for (const registryAuthFrom of ["spec", "previous-spec"] as const) {
      it(registryAuthFrom, async () => {
        const { sent } = await recorded((engine) =>
          updateService(engine, "web", 4, {
            registryAuthFrom,
            taskTemplate: { ContainerSpec: { Image: "app" } },
          })
        );
        const { line, request } = sent[0]!;
        assert.equal(
          line,
          `POST /v1.41/services/web/update?registryAuthFrom=${registryAuthFrom}&version=4`,
        );
        assert.equal(request.headers["x-registry-auth"], undefined);
      });
    }
  });

  describe("refuses what contradicts itself or is no part of a service", () => {
    const update = (options: object) => (engine: Parameters<typeof updateService>[0]) =>
      updateService(engine, "web", 4, options);
    const task = { ContainerSpec: { Image: "app" } };
    refuses([
      [
        "TypeError",
        'Cannot update service "web": credentials come from authConfig or from registryAuthFrom; give one of them',
        update({ registryAuthFrom: "spec", authConfig: {} }),
      ],
      [
        "TypeError",
        "Cannot use authConfig: expected an object with username and password, or with identitytoken",
        update({ authConfig: "me:s3cret" }),
      ],
      [
        "RangeError",
        'Cannot use registryAuthFrom "image": expected one of "spec", "previous-spec"',
        update({ registryAuthFrom: "image" }),
      ],
      [
        "TypeError",
        'Cannot update service "web": "taskTemplate" and "TaskTemplate" set the same field; give one of them',
        update({ taskTemplate: task, TaskTemplate: task }),
      ],
      [
        "TypeError",
        'Cannot use fetchCurrentSpec "false": expected true or false',
        update({ fetchCurrentSpec: "false" }),
      ],
      [
        "TypeError",
        'Cannot update service "web": unknown option "fetchCurentSpec"; did you mean "fetchCurrentSpec"?',
        update({ fetchCurentSpec: true }),
      ],
      [
        "TypeError",
        'Cannot use taskTemplate: unknown field "ForceUpdat"; did you mean "ForceUpdate"?',
        update({ taskTemplate: { ...task, ForceUpdat: 1 } }),
      ],
      [
        "TypeError",
        'Cannot use taskTemplate.ContainerSpec: unknown field "Imaeg"; did you mean "Image"?',
        update({ taskTemplate: { ContainerSpec: { Imaeg: "app" } } }),
      ],
      [
        "TypeError",
        'Cannot use taskTemplate: unknown option "containerSpec"; did you mean "ContainerSpec"?',
        update({ taskTemplate: { containerSpec: { Image: "app" } } }),
      ],
      [
        "TypeError",
        'Cannot use mode: unknown option "replicas"; what this client does not know goes into extra',
        update({ mode: { replicas: 3 } }),
      ],
    ]);
  });
});
