import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import type { Convert } from "../../src/convert/checks.ts";
import { compareVersions } from "../../src/engine/version.ts";
import { isLimited } from "../../src/operation/versions.ts";
import { findDeclarations, optionsByFunction } from "../operation/declarations.ts";
import { CALLS } from "./every_call.ts";
import { recordingEngine } from "./recording_engine.ts";
import { isKnown, operationOf, WIRE } from "./wire_table.ts";

/** Values of which the first that an option takes is tried. */
const VALUES: unknown[] = [
  true,
  5,
  "x",
  "02:42:ac:11:00:02",
  ["x"],
  { a: "b" },
  ["10.0.0.1"],
  ["db:10.0.0.1"],
  "1.2.3.4",
  "SIGTERM",
  "linux/arm64",
  ["linux/arm64"],
  "10m",
  [24, 80],
  { username: "u", password: "p" },
  new Date(5000),
];
/** Options that take few values. */
const VALUES_OF: Record<string, unknown> = {
  "registerWait.condition": "next-exit",
  "wait.condition": "next-exit",
  "build.version": "2",
  "build.containerLimits": {
    memory: "64m",
    memswap: -1,
    cpushares: 5,
    cpusetcpus: "0",
    cpusetmems: "0",
    cpuperiod: 5,
    cpuquota: 5,
  },
  "build.ulimits": [{ name: "nofile", soft: 5, hard: 6 }],
  "build.isolation": "process",
  "build.outputs": [{ Type: "image" }],
  "build.authConfigs": { "registry.example": { username: "u", password: "p" } },
  "build.contexts": { base: "docker-image://busybox" },
  "build.attestations": { sbom: true },
  "df.type": ["image"],
  "updateContainer.blkioWeightDevice": [{ Path: "/dev/sda", Weight: 500 }],
  "updateContainer.deviceReadBps": [{ Path: "/dev/sda", Rate: 5 }],
  "updateContainer.deviceReadIops": [{ Path: "/dev/sda", Rate: 5 }],
  "updateContainer.deviceWriteBps": [{ Path: "/dev/sda", Rate: 5 }],
  "updateContainer.deviceWriteIops": [{ Path: "/dev/sda", Rate: 5 }],
  "updateContainer.deviceRequests": [{ count: -1, capabilities: [["gpu"]] }],
  "updateService.registryAuthFrom": "spec",
  "createConfig.templating": { Name: "golang" },
  "createSecret.driver": { Name: "keeper" },
  "createSecret.templating": { Name: "golang" },
  "createService.rollbackConfig": { parallelism: 1 },
  "updateService.rollback": "previous",
  "updateService.rollbackConfig": { parallelism: 1 },
  "createVolume.clusterVolumeSpec": { Group: "one" },
  "updateVolume.clusterVolumeSpec": { Group: "one" },
  "inspectNetwork.scope": "swarm",
  "logs.format": "json",
  "createNetwork.scope": "swarm",
  "events.filters": { type: "container" },
};
/** Options that mean nothing, or are refused, without others. */
const WITH: Record<string, object> = {
  "stats.oneShot": { stream: false },
  "commit.tag": { repository: "app" },
  "importImage.tag": { repository: "app" },
  "importImageFromData.tag": { repository: "app" },
  "importImageFromFile.tag": { repository: "app" },
  "importImageFromStream.tag": { repository: "app" },
  "importImageFromUrl.tag": { repository: "app" },
  "build.outputs": { version: "2" },
  "build.contexts": { version: "2" },
  "build.attestations": { version: "2" },
  "images.identity": { manifests: true },
  "execCreate.consoleSize": { tty: true },
  "execStart.consoleSize": { tty: true },
};
/** Further calls, for what is sent in one form of a function only. */
const FORMS: [name: string, options: object][] = [
  ["images", { name: "app" }],
  ["updateVolume", { availability: "drain", clusterVolumeSpec: { Group: "one" } }],
  ["createService", { authConfig: { username: "u", password: "p" } }],
  ["updateService", { authConfig: { username: "u", password: "p" } }],
  ["build", { path: undefined, fileobj: "FROM scratch\n" }],
  ["attachSocket", { ws: true, params: { stdin: true, detachKeys: "ctrl-a" } }],
];
const BY_CHANGE_LOG = "the Engine's change log has it earlier than its specification";
const NOT_SPECIFIED = "the Engine serves it, and no specification names it";
/** What is sent at versions that do not name it, and why. */
const BEYOND: Record<string, string> = {
  "POST /build extrahosts": BY_CHANGE_LOG,
  "POST /build platform": BY_CHANGE_LOG,
  "POST /build target": BY_CHANGE_LOG,
  "PUT /containers/{id}/archive copyUIDGID": BY_CHANGE_LOG,
  "DELETE /containers/{id} link": BY_CHANGE_LOG,
  "GET /containers/{id}/checkpoints dir": NOT_SPECIFIED,
  "DELETE /containers/{id}/checkpoints/{checkpoint} dir": NOT_SPECIFIED,
  "GET /containers/{id}/attach/ws stdin": BY_CHANGE_LOG,
  "GET /containers/{id}/attach/ws stdout": BY_CHANGE_LOG,
  "GET /containers/{id}/attach/ws stderr": BY_CHANGE_LOG,
  "POST /images/create changes": BY_CHANGE_LOG,
  "POST /images/create message": BY_CHANGE_LOG,
  "GET /images/json filter": "1.24 has it in place of the filter reference",
  "POST /images/{name}/tag force": "up to 1.23 the Engine heeds it, later ones take no notice",
};
/** What no option sends, and why. */
const LEFT_OUT: Record<string, string> = {};

const VERSIONS = Array.from({ length: 33 }, (_, index) => `1.${24 + index}`);
const declared = optionsByFunction(await findDeclarations());
/** What was sent at least once: `operation`, or `operation name`. */
const seen = new Set<string>();
const problems = new Set<string>();

function sample(name: string, option: string, convert: Convert): unknown {
  const known = VALUES_OF[`${name}.${option}`];
  if (known !== undefined) return known;
  return VALUES.find((value) => {
    try {
      return convert(value, option) !== undefined;
    } catch {
      return false;
    }
  });
}

/** Makes a call and notes what it sent. */
async function record(name: string, options: object, version: string): Promise<Error | undefined> {
  const { engine, requests } = recordingEngine(version);
  let refusal: Error | undefined;
  try {
    const result = await CALLS[name]!(engine, options as never);
    if (result instanceof ReadableStream) await result.cancel();
    else if (Array.isArray(result) && result[0] instanceof ReadableStream) await result[0].cancel();
  } catch (error) {
    refusal = error as Error;
  }
  engine.close();
  for (const { method, target, headers } of requests) {
    const operation = operationOf(method, target);
    if (operation === undefined) {
      problems.add(
        `${name}: sends ${method} ${target.split("?", 1)[0]}, which no specification has`,
      );
      continue;
    }
    seen.add(operation);
    const query = new URLSearchParams(target.split("?")[1] ?? "");
    for (const parameter of new Set(query.keys())) {
      const key = `${operation} ${parameter}`;
      seen.add(key);
      const row = WIRE.find((one) =>
        one.kind === "query" && one.operation === operation && one.name === parameter
      );
      if (BEYOND[key] !== undefined) continue;
      if (row === undefined || !isKnown(row, version)) {
        problems.add(`${name}: ${key} is sent at API ${version}, which does not know it`);
      }
    }
    for (const header of Object.keys(headers)) seen.add(`${operation} ${header.toLowerCase()}`);
  }
  return refusal?.name === "InvalidVersion" ? refusal : undefined;
}

describe("each option of each function, alone, at each API version", () => {
  for (const name of Object.keys(CALLS)) {
    const own = declared.get(name);
    const options = [...own?.options ?? []].map(([option, { place, convert, versions }]) => {
      return { option, convert, versions, matters: place !== "client" || isLimited(versions) };
    });
    for (const [option, { convert, details }] of own?.fields ?? []) {
      if (!/^[A-Z]/.test(option)) {
        options.push({ option, convert, versions: details, matters: isLimited(details) });
      }
    }
    // Builders know no version: what they make is refused when it is sent.
    if (own?.operations.length === 0) options.length = 0;
    for (const { option, convert, versions, matters } of options) {
      if (!matters) continue;
      it(`${name}'s ${option} is sent or refused by its versions`, async () => {
        const value = sample(name, option, convert);
        assert.ok(value !== undefined, "no value is taken");
        const given = { ...WITH[`${name}.${option}`], [option]: value };
        for (const version of VERSIONS) {
          const refusal = await record(name, given, version);
          const { since = "1.0", until = "1.99", harmless } = versions;
          const fits = compareVersions(since, version) <= 0 &&
            (harmless === true || compareVersions(version, until) <= 0);
          if (fits && refusal === undefined) continue;
          if (!fits) assert.ok(refusal !== undefined, `${version} takes it`);
        }
      });
    }
    it(`${name}() without options sends nothing unknown`, async () => {
      for (const version of VERSIONS) await record(name, {}, version);
    });
  }
});

for (const [name, options] of FORMS) {
  test(`${name}() sends nothing unknown with ${JSON.stringify(options)}`, async () => {
    for (const version of VERSIONS) await record(name, options, version);
  });
}

test("nothing is sent that the version in use does not know", () => {
  assert.deepEqual([...problems].sort(), []);
});

test("every operation, query parameter and header of the specifications is sent by something", () => {
  const missing: string[] = [];
  for (const kind of ["operation", "query", "header"] as const) {
    const rows = WIRE.filter((row) => row.kind === kind);
    const sent = rows.filter(({ operation, name }) => {
      return seen.has(
        kind === "operation"
          ? operation
          : kind === "query"
          ? `${operation} ${name}`
          : `${operation} ${name.toLowerCase()}`,
      );
    });
    console.log(`wire: ${kind} ${sent.length} of ${rows.length}`);
    for (const row of rows) {
      const key = kind === "operation" ? row.operation : `${row.operation} ${row.name}`;
      if (!sent.includes(row) && LEFT_OUT[key] === undefined) missing.push(key);
    }
  }
  assert.deepEqual(missing, []);
});
