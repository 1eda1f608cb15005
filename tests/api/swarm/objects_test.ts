import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../../src/api/mod.ts";
import { type Call, recorded, refuses, sends } from "../recorded.ts";

const NONE = undefined;
const Spec = { Name: "a", Labels: { old: "1" }, Data: "eA==" };

describe("updateSecret() and updateConfig()", () => {
  describe("lay the labels over the specification that is there", () => {
    const rows = [
      [(e) => api.updateSecret(e, { ID: "s" }, { Index: 7 }, { labels: ["b=c"] }), "secrets"],
      [(e) => api.updateConfig(e, { ID: "s" }, 7, { labels: { b: "c" } }), "configs"],
    ] as [call: Call, group: string][];

    for (const [call, group] of rows) {
      it(group, async () => {
        const { sent, result } = await recorded(call, "1.41", [{ ID: "s", Spec }, {}]);
        assert.deepEqual(sent.map(({ line, json }) => [line, json]), [
          [`GET /v1.41/${group}/s`, NONE],
          [`POST /v1.41/${group}/s/update?version=7`, { ...Spec, Labels: { b: "c" } }],
        ]);
        assert.equal(result, true);
      });
    }
  });

  describe("refuse what is no version, and versions that do not know them", () => {
    refuses([
      [
        "TypeError",
        'Cannot use version "7": expected a version number, or the Version of an inspection',
        (e) => api.updateSecret(e, "s", "7" as never, { labels: {} }),
      ],
      [
        "InvalidVersion",
        'Cannot update secret "s": POST /secrets/{id}/update needs API version 1.26, and 1.25 is in use',
        (e) => api.updateSecret(e, "s", 7, { labels: {} }),
        "1.25",
      ],
      [
        "TypeError",
        'Cannot update config "s": unknown option "label"; did you mean "labels"?',
        (e) => api.updateConfig(e, "s", 7, { label: {} } as object),
      ],
      ["TypeError", "Cannot use Data: expected a string", (e) => {
        return api.updateConfig(e, "s", 7, { Name: "s", Data: { secret: 1 } as never });
      }],
    ]);
  });
});

describe("data that is not sent", () => {
  const calls: [name: string, call: (data: ReadableStream<Uint8Array>) => Call][] = [
    [
      "an option is unknown",
      (data) => (e) => api.createSecret(e, "a", data, { lables: 1 } as object),
    ],
    ["the name is empty", (data) => (e) => api.createConfig(e, "", data)],
    ["the version does not know it", (data) => (e) => {
      return api.createSecret(e, "a", data, { templating: { Name: "golang" } });
    }],
  ];
  for (const [name, call] of calls) {
    it(`is cancelled when ${name}`, async () => {
      let reason: unknown;
      const data = new ReadableStream<Uint8Array>({
        cancel(error): void {
          reason = error;
        },
      });
      await assert.rejects(recorded(call(data), "1.30"), (error) => error === reason);
      assert.ok(reason instanceof Error);
    });
  }

  it("is cancelled when its reading is aborted", async () => {
    let isCancelled = false;
    const data = new ReadableStream<Uint8Array>({
      cancel(): void {
        isCancelled = true;
      },
    });
    const controller = new AbortController();
    const created = recorded((e) => {
      return api.createSecret(e, "a", data, { signal: controller.signal });
    });
    controller.abort(new Error("enough"));
    await assert.rejects(created, { message: "enough" });
    assert.ok(isCancelled);
  });
});

describe("a swarm's volumes", () => {
  const clusterVolumeSpec = {
    group: "g",
    scope: "multi",
    sharing: "all",
    type: "mount",
    secrets: { key: "secret" },
    topologyRequired: [{ region: "R1" }],
    topologyPreferred: [{ Segments: { region: "R2" } }],
    requiredBytes: "1g",
    limitBytes: 2 ** 31,
    availability: "pause",
  } as const;

  describe("are made as the command line makes them", () => {
    sends([
      [
        "POST /v1.42/volumes/create",
        {
          Name: "v",
          Driver: "csi",
          ClusterVolumeSpec: {
            Group: "g",
            AccessMode: { Scope: "multi", Sharing: "all", MountVolume: {} },
            Secrets: [{ Key: "key", Secret: "secret" }],
            AccessibilityRequirements: {
              Requisite: [{ Segments: { region: "R1" } }],
              Preferred: [{ Segments: { region: "R2" } }],
            },
            CapacityRange: { RequiredBytes: 2 ** 30, LimitBytes: 2 ** 31 },
            Availability: "pause",
          },
        },
        (e) => api.createVolume(e, { name: "v", driver: "csi", clusterVolumeSpec }),
        "1.42",
      ],
      [
        "POST /v1.42/volumes/create",
        {
          ClusterVolumeSpec: {
            AccessMode: { Scope: "single", Sharing: "none", BlockVolume: {} },
            Availability: "active",
          },
        },
        (e) => api.createVolume(e, { clusterVolumeSpec: {} }),
        "1.42",
      ],
    ]);
  });

  it("are updated as a whole", async () => {
    const Spec = { Group: "g", Availability: "active" };
    const { sent } = await recorded(
      (e) => api.updateVolume(e, "v", { Index: 7 }, { availability: "drain" }),
      "1.42",
      [{ Name: "v", ClusterVolume: { ID: "x", Spec } }, {}],
    );
    assert.deepEqual(sent.map(({ line, json }) => [line, json]), [
      ["GET /v1.42/volumes/v", NONE],
      // By the id: the Engine does not find it by its name.
      ["PUT /v1.42/volumes/x?version=7", { Spec: { Group: "g", Availability: "drain" } }],
    ]);
    const whole = await recorded(
      (e) => api.updateVolume(e, "v", 7, { clusterVolumeSpec: { Group: "h" } }),
      "1.42",
      [{ Name: "v", ClusterVolume: { ID: "x", Spec } }, {}],
    );
    assert.deepEqual(whole.sent.map(({ line, json }) => [line, json]), [
      ["GET /v1.42/volumes/v", NONE],
      ["PUT /v1.42/volumes/x?version=7", { Spec: { Group: "h" } }],
    ]);
  });

  describe("are refused where they do not exist, or nothing is to be changed", () => {
    refuses([
      [
        "TypeError",
        'Cannot update volume "v": nothing is to be changed; give availability',
        (e) => api.updateVolume(e, "v", 7),
        "1.42",
      ],
      [
        "InvalidVersion",
        'Cannot update volume "v": PUT /volumes/{name} needs API version 1.42, and 1.41 is in use',
        (e) => api.updateVolume(e, "v", 7, { availability: "active" }),
      ],
      [
        "InvalidVersion",
        'Cannot create a volume: option "clusterVolumeSpec" (ClusterVolumeSpec) needs API version 1.42, and 1.41 is in use',
        (e) => api.createVolume(e, { clusterVolumeSpec: {} }),
      ],
    ]);
  });

  it("are refused where they are no volumes of a swarm", async () => {
    await assert.rejects(
      recorded((e) => api.updateVolume(e, "v", 7, { availability: "drain" }), "1.42", [{}]),
      { message: 'Cannot update volume "v": it is no volume of a swarm' },
    );
  });
});

describe("updateNode()", () => {
  describe("takes the names of this client too", () => {
    sends([
      [
        "POST /v1.41/nodes/a/update?version=3",
        { Name: "n", Labels: { b: "" }, Role: "worker", Availability: "drain" },
        (e) => {
          const nodeSpec = {
            name: "n",
            labels: ["b"],
            role: "worker",
            availability: "drain",
          } as const;
          return api.updateNode(e, "a", 3, { nodeSpec });
        },
      ],
    ]);
    refuses([
      [
        "TypeError",
        'Cannot use nodeSpec: unknown field "Availabilty"; did you mean "Availability"?',
        (e) => api.updateNode(e, "a", 3, { nodeSpec: { Availabilty: "drain" } as object }),
      ],
    ]);
  });
});

describe("taskLogs()", () => {
  describe("asks as serviceLogs() does, by the task", () => {
    sends([
      [
        "GET /v1.41/tasks/t/logs?stdout=1&tail=5&stderr=0&details=0&follow=0&timestamps=0&since=0",
        NONE,
        (e) => api.taskLogs(e, { ID: "t" }, { stdout: true, tail: 5, isTty: true }),
      ],
    ]);
    refuses([
      [
        "InvalidVersion",
        'Cannot read the logs of task "t": GET /tasks/{id}/logs needs API version 1.29, and 1.28 is in use',
        (e) => api.taskLogs(e, "t", { stdout: true }),
        "1.28",
      ],
    ]);
  });
});
