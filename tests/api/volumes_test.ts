import { describe } from "node:test";
import { createVolume } from "../../src/api/volumes/create.ts";
import { inspectVolume } from "../../src/api/volumes/inspect.ts";
import { volumes } from "../../src/api/volumes/list.ts";
import { pruneVolumes } from "../../src/api/volumes/prune.ts";
import { removeVolume } from "../../src/api/volumes/remove.ts";
import { refuses, sends } from "./recorded.ts";

const NONE = undefined;

describe("the methods of volumes send what their parameters say", () => {
  sends([
    ["GET /v1.41/volumes", NONE, (e) => volumes(e)],
    [
      "GET /v1.41/volumes?filters=%7B%22dangling%22%3A%5B%22true%22%5D%7D",
      NONE,
      (e) => volumes(e, { filters: { dangling: true } }),
    ],
    ["POST /v1.41/volumes/create", {}, (e) => createVolume(e)],
    [
      "POST /v1.42/volumes/create",
      {
        Name: "data",
        Driver: "local",
        DriverOpts: { o: "size=1m", uid: "5" },
        Labels: { color: "red" },
        ClusterVolumeSpec: { Group: "g" },
      },
      (e) =>
        createVolume(e, {
          name: "data",
          driver: "local",
          driverOpts: { o: "size=1m", uid: 5 },
          labels: { color: "red" },
          ClusterVolumeSpec: { Group: "g" },
        }),
      "1.42",
    ],
    ["GET /v1.41/volumes/a%20b", NONE, (e) => inspectVolume(e, "a b")],
    ["DELETE /v1.41/volumes/data", NONE, (e) => removeVolume(e, { Name: "data" })],
    ["DELETE /v1.41/volumes/data?force=1", NONE, (e) => removeVolume(e, "data", { force: true })],
    ["DELETE /v1.24/volumes/data", NONE, (e) => removeVolume(e, "data", { force: false }), "1.24"],
    ["POST /v1.41/volumes/prune", NONE, (e) => pruneVolumes(e)],
    [
      "POST /v1.42/volumes/prune?filters=%7B%22all%22%3A%5B%22true%22%5D%7D",
      NONE,
      (e) => pruneVolumes(e, { filters: { all: true } }),
      "1.42",
    ],
  ]);
});

describe("the methods of volumes refuse bad input and what the API version does not know", () => {
  const empty = "it is empty; expected a name, or an object with Name";
  refuses([
    ["NullResource", `Cannot use name: ${empty}`, (e) => inspectVolume(e, "")],
    ["NullResource", `Cannot use name: ${empty}`, (e) => removeVolume(e, { Name: " " })],
    [
      "TypeError",
      'Cannot use driverOpts "***": expected an object of strings',
      (e) => createVolume(e, { driverOpts: "size=1m" as unknown as Record<string, string> }),
    ],
    [
      "TypeError",
      'Cannot create volume "data": unknown option "driver_opts"; did you mean "driverOpts"?',
      (e) => createVolume(e, { name: "data", driver_opts: {} } as Record<string, unknown>),
    ],
    [
      "InvalidVersion",
      'Cannot remove volume "data": option "force" needs API version 1.25, and 1.24 is in use',
      (e) => removeVolume(e, "data", { force: true }),
      "1.24",
    ],
    [
      "InvalidVersion",
      'Cannot create a volume: option "clusterVolumeSpec" (ClusterVolumeSpec) needs API version 1.42, and 1.41 is in use',
      (e) => createVolume(e, { ClusterVolumeSpec: {} }),
    ],
  ]);
});
