/** What a filter may be where more would be removed, or told of, than the caller has in mind. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../src/api/mod.ts";
import { DockerClient } from "../../src/objects/docker_client.ts";
import { CALLS } from "./every_call.ts";
import { type Refusal, refuses, type Sending, sends } from "./recorded.ts";

const ACCEPTED = "a string, a number, true, false or a list of these";
/** Every function that removes what filters match. */
const PRUNES = Object.keys(api).filter((name) => name.startsWith("prune"));
/** The same of the objects. */
const COLLECTIONS = ["containers", "images", "networks", "volumes"] as const;

describe("a filter that is undefined is refused where it would let more be removed:", () => {
  it("the functions that are tried are all that there are", () => {
    assert.deepEqual(
      PRUNES,
      ["pruneBuilds", "pruneContainers", "pruneImages", "pruneNetworks", "pruneVolumes"],
    );
  });

  for (const name of PRUNES) {
    for (const others of [{}, { until: "24h" }]) {
      const filters = { ...others, id: undefined };
      refuses([[
        "TypeError",
        `Cannot use filters["id"] undefined: expected ${ACCEPTED}`,
        (engine) => Promise.resolve(CALLS[name]!(engine, { filters } as never)),
      ]]);
    }
  }

  for (const name of COLLECTIONS) {
    it(`${name}.prune()`, async () => {
      const docker = new DockerClient({ baseUrl: "tcp://127.0.0.1:1" });
      const filters = { label: undefined } as never;
      const expected = {
        name: "TypeError",
        message: `Cannot use filters["label"] undefined: expected ${ACCEPTED}`,
      };
      await assert.rejects(docker[name].prune({ filters }), expected);
      docker.close();
    });
  }
});

describe("a filter that is an empty text is refused where it would let more be removed:", () => {
  const values: [value: unknown, shown: string][] = [["", '""'], [["a", ""], '["***",""]']];
  for (const name of PRUNES) {
    const filter = name === "pruneBuilds" ? "id" : "label!";
    for (const [value, shown] of values) {
      for (const others of [{}, { until: "24h" }]) {
        const filters = { ...others, [filter]: value };
        refuses([[
          "RangeError",
          `Cannot use filters["${filter}"] ${shown}: expected a value that is not empty, or no such filter`,
          (engine) => Promise.resolve(CALLS[name]!(engine, { filters } as never)),
        ]]);
      }
    }
  }

  for (const name of COLLECTIONS) {
    it(`${name}.prune()`, async () => {
      const docker = new DockerClient({ baseUrl: "tcp://127.0.0.1:1" });
      await assert.rejects(docker[name].prune({ filters: { "label!": "" } }), {
        name: "RangeError",
        message:
          'Cannot use filters["label!"] "": expected a value that is not empty, or no such filter',
      });
      docker.close();
    });
  }

  // Lists only tell of them.
  sends([[
    "GET /v1.41/containers/json?filters=%7B%22name%22%3A%5B%22%22%5D%7D",
    undefined,
    (engine) => api.containers(engine, { filters: { name: "" } }),
  ]]);
});

describe("the build cache's filters", () => {
  const flags = ["inuse", "shared", "private"];
  sends(flags.map((name): Sending => [
    `POST /v1.41/build/prune?filters=${encodeURIComponent(`{"${name}":[]}`)}`,
    undefined,
    (engine) => api.pruneBuilds(engine, { filters: { [name]: true } }),
  ]));
  refuses(
    flags.flatMap((name) =>
      [false, "true", 1, [true], null, undefined].map((value): Refusal => [
        "TypeError",
        `Cannot use filters["${name}"] ${
          typeof value === "string" ? '"true"' : value === undefined ? value : JSON.stringify(value)
        }: expected true, or no such filter`,
        (engine) => api.pruneBuilds(engine, { filters: { [name]: value as never } }),
      ])
    ),
  );
  refuses(["label", "label!"].map((name): Refusal => [
    "TypeError",
    `Cannot use filters["${name}"]: the build cache has no labels, and all would be removed`,
    (engine) => api.pruneBuilds(engine, { filters: { until: "24h", [name]: "app=web" } }),
  ]));
});

describe("an event's filters", () => {
  const known = ["config", "container", "daemon", "event", "image", "label", "network", "node"];
  known.push("plugin", "scope", "secret", "service", "type", "volume");
  sends(known.map((name): Sending => [
    `GET /v1.41/events?filters=${encodeURIComponent(`{"${name}":["x"]}`)}`,
    undefined,
    (engine) => api.events(engine, { filters: { [name]: "x" } }),
  ]));
  refuses([
    [
      "TypeError",
      'Cannot use filters: unknown option "contianer"; did you mean "container"?',
      (engine) => api.events(engine, { filters: { type: "container", contianer: "web" } }),
    ],
    [
      "TypeError",
      `Cannot use filters: unknown option "until"; it takes ${known.join(", ")}`,
      (engine) => api.events(engine, { filters: { until: "1m" } }),
    ],
    [
      "TypeError",
      'Cannot use filters: unknown option "Type"; did you mean "type"?',
      (engine) => api.events(engine, { filters: { Type: undefined as never } }),
    ],
  ]);
});
