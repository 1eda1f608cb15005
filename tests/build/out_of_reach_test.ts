import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { BuildOptions } from "../../mod.ts";
import { build, openSession } from "../../src/api/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { loadPlatform } from "../../src/platform/mod.ts";
import type { Files } from "../../src/platform/types.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer } from "../scripted_peer.ts";

/** A path that the program may not look at, as a runtime without the permission has it. */
const CLOSED = "/closed/path";
/** An ignore file of that kind: the platform shows it where the directory's own would be. */
const CLOSED_IGNORE = ".dockerignore";
const FILE = "FROM scratch\n";

/** Makes an engine whose file system does not let this program near what is closed; it cannot be reached itself. */
async function guarded(): Promise<Engine> {
  const platform = await loadPlatform();
  const files = new Proxy(platform.files, {
    get(target, name: keyof Files): unknown {
      const own = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]): unknown =>
        String(args[0]).startsWith(CLOSED) || String(args[0]).endsWith(`shut/${CLOSED_IGNORE}`)
          ? Promise.reject(Object.assign(new Error("not allowed"), { code: "EACCES" }))
          : own.apply(target, args);
    },
  });
  const { connector } = memoryPeer([]);
  return engineOver(connector, {
    version: "1.47",
    platform: () => Promise.resolve({ ...platform, files }),
  });
}

describe("a path that is out of reach is named before a build", () => {
  let directory: string;
  let engine: Engine;
  before(async () => {
    directory = mkdtempSync(path.join(os.tmpdir(), "longshore-reach-"));
    writeFileSync(path.join(directory, "Dockerfile"), FILE);
    engine = await guarded();
  });
  after(() => {
    engine?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const cases: [what: string, options: () => BuildOptions, subject: RegExp][] = [
    ["a directory", () => ({ path: CLOSED }), /^Cannot build "\/closed\/path": /],
    [
      "a Dockerfile",
      () => ({ path: directory, dockerfile: CLOSED }),
      /^Cannot build ".*reach-.*": /,
    ],
    [
      "a named context",
      () => ({ fileobj: FILE, contexts: { data: CLOSED } }),
      /^Cannot build the image: context "data": /,
    ],
    [
      "a secret",
      () => ({ fileobj: FILE, secrets: { key: { file: CLOSED } } }),
      /^Cannot build the image: secret "key": /,
    ],
    [
      "an agent's socket",
      () => ({ fileobj: FILE, ssh: { git: CLOSED } }),
      /^Cannot build the image: ssh "git": /,
    ],
    [
      "an output's directory",
      () => ({ fileobj: FILE, outputs: [CLOSED] }),
      /^Cannot build the image: output "local": /,
    ],
    [
      "an output's file",
      () => ({ fileobj: FILE, outputs: [`type=tar,dest=${CLOSED}`] }),
      /^Cannot build the image: output "tar": /,
    ],
    [
      "a cache to write",
      () => ({ fileobj: FILE, cacheTo: [`type=local,dest=${CLOSED}`] }),
      /^Cannot build the image: cache "local": /,
    ],
    [
      "a cache to read",
      () => ({ fileobj: FILE, cacheFrom: [`type=local,src=${CLOSED}`] }),
      /^Cannot build the image: cache "local": /,
    ],
  ];
  const refusal = (subject: RegExp) => (error: unknown): true => {
    assert.ok(error instanceof RangeError, String(error));
    assert.match(error.message, subject);
    assert.match(error.message, /"\/closed\/path" is out of reach$/);
    assert.equal((error.cause as { code?: string }).code, "EACCES");
    return true;
  };
  for (const [what, options, subject] of cases) {
    it(what, async () => {
      await assert.rejects(build(engine, { version: "2", ...options() }), refusal(subject));
    });
  }

  describe("of the old builder", () => {
    const rows = {
      "a directory": () => ({ path: CLOSED }),
      "a Dockerfile": () => ({ path: directory, dockerfile: CLOSED }),
    };
    for (const [what, options] of Object.entries(rows)) {
      it(what, async () => {
        await assert.rejects(build(engine, options()), refusal(/^Cannot build ".*": /));
      });
    }
  });

  it("an ignore file of the old builder", async () => {
    const shut = path.join(directory, "shut");
    mkdirSync(shut);
    writeFileSync(path.join(shut, "Dockerfile"), FILE);
    await assert.rejects(build(engine, { path: shut }), {
      name: "RangeError",
      message: `Cannot build "${shut}": "${shut}/.dockerignore" is out of reach`,
    });
  });

  it("a secret or an agent's socket of a session", async () => {
    const action = "Cannot open a BuildKit session";
    await assert.rejects(
      openSession(engine, { secrets: { key: { file: CLOSED } } }),
      refusal(new RegExp(`^${action}: secret "key": `)),
    );
    await assert.rejects(
      openSession(engine, { ssh: { git: CLOSED } }),
      refusal(new RegExp(`^${action}: ssh "git": `)),
    );
  });
});
