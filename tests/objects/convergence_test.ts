import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Service, ServiceCollection } from "../../src/objects/services.ts";
import { engineOver, kept } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";

/** What the Engine tells of the service and of its tasks, look by look; the last one from there on. */
type Look = [service: object, tasks: object[]];

const SPEC = {
  Name: "web",
  Mode: { Replicated: { Replicas: 2 } },
  UpdateConfig: { Monitor: 1 }, // a nanosecond
};
const SERVICE = { ID: "s", Version: { Index: 7 }, Spec: SPEC };

function task(slot: number | string, state: string, more: object = {}): object {
  const place = typeof slot === "number" ? { Slot: slot } : { NodeID: slot };
  return { ...place, DesiredState: "running", Status: { State: state }, ...more };
}

const RUNNING = [task(1, "running"), task(2, "running")];

/** Waits for a service whose looks are these, and returns it and the requests. */
async function converge(
  looks: Look[],
  options: Parameters<Service["waitUntilConverged"]>[0] = {},
  loaded: object = SERVICE,
): Promise<{ service: Service; targets: string[]; failure: Error | null }> {
  const targets: string[] = [];
  let at = 0;
  const peer = memoryPeer([async (connection) => {
    try {
      for (;;) {
        const { target } = await connection.request();
        targets.push(decodeURIComponent(target));
        const look = looks[Math.min(at, looks.length - 1)]!;
        const isService = target.startsWith("/v1.41/services/");
        if (!isService) at++;
        await connection.json(isService ? look[0] : look[1]);
      }
    } catch { /* The client has left. */ }
  }]);
  const engine = engineOver(peer.connector);
  const service = new ServiceCollection(engine).prepareModel(loaded as never);
  const wait = kept(service.waitUntilConverged({ interval: 0.001, ...options }));
  const failure = await wait.then(() => null, (error: Error) => error);
  engine.close();
  return { service, targets, failure };
}

describe("service.waitUntilConverged()", () => {
  it("asks for the newest version's tasks until all of them run, and reloads the service", async () => {
    const newer = { ...SERVICE, Version: { Index: 9 } };
    const { service, targets, failure } = await converge([
      [SERVICE, []],
      [SERVICE, [task(1, "running"), task(2, "starting")]],
      // A place counts once.
      [SERVICE, [task(1, "running"), task(1, "running")]],
      [newer, RUNNING],
    ]);
    assert.equal(failure, null);
    assert.deepEqual(targets.slice(0, 2), [
      "/v1.41/services/s",
      '/v1.41/tasks?filters={"service":["s"],"_up-to-date":["true"]}',
    ]);
    assert.equal(service.version, 9);
  });

  it("leaves the service as it was seen last where it fails, for the next update", async () => {
    const UpdateStatus = { State: "paused", Message: "too many" };
    const { service, failure } = await converge([
      [{ ...SERVICE, Version: { Index: 9 }, UpdateStatus }, []],
    ]);
    assert.match(failure!.message, /its update was paused: too many$/);
    assert.equal(service.version, 9);
  });

  it("watches new tasks for as long as the service says", async () => {
    const slow = { ...SERVICE, Spec: { ...SPEC, UpdateConfig: { Monitor: 50e6 } } };
    const { now } = Date;
    let time = 1e12;
    Date.now = () => time += 10;
    try {
      const { targets, failure } = await converge([
        [slow, RUNNING],
        [slow, [task(1, "running"), task(2, "failed")]],
        [slow, RUNNING],
      ]);
      assert.equal(failure, null);
      // The tasks that run from the third look on are watched for five looks of 10 ms.
      assert.equal(targets.filter((target) => target.includes("/tasks")).length, 2 + 5);
    } finally {
      Date.now = now;
    }
  });

  const modes: [what: string, mode: object, before: object[], after: object[], more?: object][] = [
    ["a service without a mode", {}, [], [task(1, "running")]],
    ["a service on every node", { Global: {} }, [task("a", "running"), task("b", "new")], [
      task("a", "running"),
      task("b", "running"),
    ]],
    ["a service on no node yet", { Global: {} }, [], [task("a", "running")]],
    ["a job", { ReplicatedJob: { MaxConcurrent: 1, TotalCompletions: 2 } }, [
      task(1, "complete", { DesiredState: "complete", JobIteration: { Index: 5 } }),
      task(2, "complete", { DesiredState: "complete", JobIteration: { Index: 4 } }),
    ], [
      task(1, "complete", { DesiredState: "complete", JobIteration: { Index: 5 } }),
      task(2, "complete", { DesiredState: "complete", JobIteration: { Index: 5 } }),
    ], { JobStatus: { JobIteration: { Index: 5 } } }],
    ["a job on every node", { GlobalJob: {} }, [
      task("a", "running", { DesiredState: "complete" }),
    ], [task("a", "complete", { DesiredState: "complete" })]],
  ];
  for (const [what, Mode, before, after, more] of modes) {
    it(`waits for ${what}`, async () => {
      const service = { ...SERVICE, ...more, Spec: { ...SPEC, Mode } };
      const { targets, failure } = await converge([[service, before], [service, after]]);
      assert.equal(failure, null);
      assert.ok(targets.length >= 4, targets.join(" "));
    });
  }

  it("is content with no task where none is asked for", async () => {
    const none = { ...SERVICE, Spec: { ...SPEC, Mode: { Replicated: { Replicas: 0 } } } };
    assert.equal((await converge([[none, []]])).failure, null);
  });

  const problems: [UpdateStatus: object, changes: object, message: string][] = [
    [{ State: "paused", Message: "task t failed" }, {}, "its update was paused: task t failed"],
    [{ State: "rollback_paused", Message: "m" }, {}, "its rollback was paused: m"],
    [
      { State: "rollback_started", Message: "task t failed" },
      { Labels: { a: "before" } },
      "its update was rolled back: task t failed",
    ],
    [
      { State: "rollback_completed", Message: "rollback completed" },
      { Labels: { a: "before" } },
      "its update was rolled back: rollback completed",
    ],
  ];
  for (const [UpdateStatus, changes, problem] of problems) {
    it(`rejects at once when ${problem}`, async () => {
      const told = { ...SERVICE, UpdateStatus, Spec: { ...SPEC, ...changes } };
      const { targets, failure } = await converge([[told, RUNNING]]);
      assert.equal(failure?.name, "DockerError");
      assert.equal(
        failure?.message,
        `Cannot wait until service "web" converges: ${problem}`,
      );
      assert.equal(targets.length, 1);
    });
  }

  it("takes a rollback that was asked for as what is asked for", async () => {
    const told = { ...SERVICE, UpdateStatus: { State: "rollback_completed", Message: "m" } };
    assert.equal((await converge([[told, RUNNING]])).failure, null);
  });

  it("tells the tasks and the last failure when it takes too long", async () => {
    const failing = [
      task(1, "running"),
      task(2, "failed", {
        Status: { State: "failed", Err: "no such image: app:2", Timestamp: "2026-01-01T00:00:02Z" },
      }),
      task(2, "failed", {
        Status: { State: "failed", Err: "an older one", Timestamp: "2026-01-01T00:00:01Z" },
      }),
    ];
    const { failure } = await converge([[SERVICE, failing]], { timeout: 0.05 });
    assert.equal(failure?.name, "TimeoutError");
    assert.equal(
      failure?.message,
      'Cannot wait until service "web" converges: the call did not finish within 0.05 seconds; ' +
        "seen so far: 1 of 2 tasks are ready; the last failure: no such image: app:2",
    );
  });

  it("ends with the caller's signal", async () => {
    const { failure } = await converge([[SERVICE, []]], { signal: AbortSignal.timeout(20) });
    assert.equal(failure?.name, "TimeoutError");
    assert.ok(failure instanceof DOMException);
  });
});
