import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { version } from "../../src/api/system/version.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { compareVersions, NEWEST_VERSION } from "../../src/engine/version.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection } from "../scripted_peer.ts";

/** A daemon's versions: it refuses paths outside of them, in the words of the Engine. */
interface Daemon {
  minimum: string;
  newest: string;
}

/** The newest versions that Engines had or will have, 1.24 to two behind this client's own. */
const NEWEST = Array.from({ length: 35 }, (_, i) => `1.${24 + i}`);

function older(a: string, b: string): boolean {
  return compareVersions(a, b) < 0;
}

/** Serves `/_ping` and `/version` as the daemon that is there at the time. */
function serve(daemon: () => Daemon, targets: string[]): (peer: PeerConnection) => Promise<void> {
  return async (connection) => {
    for (;;) {
      const { target } = await connection.request();
      targets.push(target);
      const { minimum, newest } = daemon();
      const headers = { "Api-Version": newest, "Content-Type": "application/json" };
      const asked = /^\/v(\d+\.\d+)\//.exec(target)?.[1];
      const problem = asked === undefined
        ? undefined
        : older(asked, minimum)
        ? `client version ${asked} is too old. Minimum supported API version is ${minimum}, ` +
          "please upgrade your client to a newer version"
        : older(newest, asked)
        ? `client version ${asked} is too new. Maximum supported API version is ${newest}`
        : undefined;
      const body = JSON.stringify(problem === undefined ? { asked } : { message: problem });
      await connection.respond({ status: problem === undefined ? 200 : 400, headers, body });
    }
  };
}

/** Runs calls of a client against daemons; returns the targets of its requests. */
async function against(
  daemon: () => Daemon,
  fixed: string,
  body: (engine: Engine) => Promise<void>,
): Promise<string[]> {
  const targets: string[] = [];
  const script = serve(daemon, targets);
  const peer = memoryPeer([(connection) => script(connection).catch(() => {})]);
  const engine = engineOver(peer.connector, { version: fixed });
  await body(engine);
  engine.close();
  await peer.done();
  return targets;
}

/** The version that a client and a daemon meet at. */
function met(newest: string): string {
  return older(newest, NEWEST_VERSION) ? newest : NEWEST_VERSION;
}

describe("a client and an Engine of any version", () => {
  for (const minimum of ["1.24", "1.40", "1.44"]) {
    for (const newest of NEWEST.filter((one) => !older(one, minimum))) {
      it(`meet at ${met(newest)} where the Engine speaks ${minimum} to ${newest}`, async () => {
        const targets = await against(() => ({ minimum, newest }), "auto", async (engine) => {
          assert.deepEqual(await version(engine), { asked: met(newest) });
          assert.equal(engine.version, met(newest));
          await version(engine);
        });
        const path = `/v${met(newest)}/version`;
        assert.deepEqual(targets, ["/_ping", path, path]);
      });
    }
  }

  it("do not meet where the Engine speaks only what is newer than this client", async () => {
    const daemon = { minimum: "1.57", newest: "1.60" };
    await against(() => daemon, "auto", async (engine) => {
      await assert.rejects(version(engine), {
        name: "InvalidVersion",
        message: /client version 1\.56 is too old\. Minimum supported API version is 1\.57/,
      });
    });
  });

  describe("do not meet at a fixed version outside of the Engine's", () => {
    const daemon = { minimum: "1.44", newest: "1.52" };

    const refusals = [
      ["1.24", "client version 1.24 is too old. Minimum supported API version is 1.44"],
      ["1.43", "client version 1.43 is too old. Minimum supported API version is 1.44"],
      ["1.53", "client version 1.53 is too new. Maximum supported API version is 1.52"],
    ] as const;

    for (const [fixed, words] of refusals) {
      it(`${fixed} is outside`, async () => {
        const targets = await against(() => daemon, fixed, async (engine) => {
          await assert.rejects(version(engine), (error: Error) => {
            assert.equal(error.name, "InvalidVersion");
            assert.ok(error.message.includes(words), error.message);
            return true;
          });
        });
        assert.deepEqual(targets, [`/v${fixed}/version`]);
      });
    }

    for (const fixed of ["1.44", "1.52"]) {
      it(`${fixed} is within`, async () => {
        await against(() => daemon, fixed, async (engine) => {
          assert.deepEqual(await version(engine), { asked: fixed });
        });
      });
    }
  });

  const upgrades: [from: Daemon, to: Daemon, pings: number][] = [
    [{ minimum: "1.24", newest: "1.39" }, { minimum: "1.40", newest: "1.54" }, 2],
    [{ minimum: "1.24", newest: "1.43" }, { minimum: "1.44", newest: "1.52" }, 2],
    [{ minimum: "1.24", newest: "1.41" }, { minimum: "1.40", newest: "1.55" }, 1],
    [{ minimum: "1.40", newest: "1.55" }, { minimum: "1.24", newest: "1.41" }, 2],
  ];
  for (const [from, to, pings] of upgrades) {
    it(`go on when ${from.newest} is replaced by ${to.minimum} to ${to.newest}`, async () => {
      let now = from;
      const targets = await against(() => now, "auto", async (engine) => {
        assert.deepEqual(await version(engine), { asked: from.newest });
        now = to;
        const next = pings === 1 ? from.newest : to.newest;
        assert.deepEqual(await version(engine), { asked: next });
        assert.deepEqual(await version(engine), { asked: next });
        assert.equal(engine.version, next);
      });
      assert.equal(targets.filter((target) => target === "/_ping").length, pings);
    });
  }
});
