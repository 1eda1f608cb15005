import assert from "node:assert/strict";
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { BuildOptions } from "../../mod.ts";
import { delay } from "../harness/process.ts";
import { forwardTcp } from "../harness/tcp_forwarder.ts";
import { type Building, hasBegun, withBuilding, withDirectory } from "./building.ts";
import { host, isPrivate, skip } from "./fixture.ts";

/** How long the connections of a build that is given up may stay open, in milliseconds. */
const LIMIT = 100;

/** A connection to the engine that was seen: the first line of what it asks, and when it ended. */
interface Seen {
  asked: string;
  ended: number | null;
}

/** Runs a test whose client's connections are looked at. */
async function withWatched(
  body: (building: Building, seen: readonly Seen[]) => Promise<void>,
): Promise<void> {
  const all: Seen[] = [];
  const forwarder = await forwardTcp(host!.slice("unix://".length), (near) => {
    const seen: Seen = { asked: "", ended: null };
    all.push(seen);
    near.on("data", (bytes: Uint8Array) => {
      // A connection that is used again is looked at by what it asks last.
      const line = /^(?:GET|POST) \S+/.exec(new TextDecoder("latin1").decode(bytes))?.[0];
      if (line !== undefined) seen.asked = line;
    });
    const end = (): void => void (seen.ended ??= performance.now());
    near.on("end", end).on("close", end);
  });
  try {
    await withBuilding((building) => body(building, all), { baseUrl: forwarder.address });
  } finally {
    await forwarder.stop();
  }
}

/** What took longer than it may. */
class Late extends Error {}

/** Tries three times at most: a busy machine may take the time that is measured; nothing else is tried again. */
async function inTime(
  body: (building: Building, seen: readonly Seen[]) => Promise<void>,
): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      return await withWatched(body);
    } catch (error) {
      if (!(error instanceof Late) || attempt === 3) throw error;
    }
  }
}

/** Whether a process with such an argument runs on this machine, where the engine is the tests' own. */
function isRunning(argument: string): boolean {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).some((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(argument);
    } catch {
      return false;
    }
  });
}

/** A build that sleeps in a step until it is ended. */
function sleeping({ dockerfile }: Building, mark: string): BuildOptions {
  return {
    fileobj: dockerfile(`RUN --mount=type=secret,id=a cat /run/secrets/a; sleep ${mark}`),
    version: "2",
    secrets: { a: "begun\n" },
  };
}

const skipUnseen = skip ||
  (isPrivate && host!.startsWith("unix://")
    ? false
    : "The engine's processes are not seen from here");

describe("a BuildKit build that is given up", { skip: skipUnseen }, () => {
  const WAYS: Record<string, Partial<BuildOptions>> = {
    "that is posted": {},
    "that is solved": { noCacheFilter: ["none"] },
  };
  for (const [what, more] of Object.entries(WAYS)) {
    for (const way of ["abort", "break"] as const) {
      it(`${what}, by ${way}, closes its session at once, and ends on the Engine`, async () => {
        await inTime(async (building, seen) => {
          const mark = String(70_000 + Math.floor(Math.random() * 10_000));
          const controller = new AbortController();
          const stream = await building.client.build({
            ...sleeping(building, mark),
            ...more,
            buildId: `given-up-${mark}`,
            signal: controller.signal,
            decode: true,
          });
          let start = 0;
          const reading = (async () => {
            for await (const record of stream) {
              if (!hasBegun(record)) continue;
              start = performance.now();
              if (way === "break") break;
              controller.abort(new Error("enough"));
            }
          })();
          if (way === "abort") await assert.rejects(reading, { message: "enough" });
          else await reading;
          const told = performance.now() - start;
          if (told >= LIMIT) throw new Late(`the caller heard of it after ${told} ms`);
          await endOf(seen, start);
          // It is sent when the caller has heard already, and may need a connection first.
          const cancel = `/build/cancel?id=given-up-${mark}`;
          while (!seen.some(({ asked }) => asked.endsWith(cancel))) {
            assert.ok(performance.now() - start < 30_000, JSON.stringify(seen));
            await delay(1);
          }
          while (isRunning(mark)) {
            assert.ok(performance.now() - start < 60_000, "the step still runs");
            await delay(20);
          }
        });
      });
    }
  }

  it("closes its session while a directory is synchronized", async () => {
    await withDirectory((file) =>
      inTime(async ({ client, dockerfile }, seen) => {
        writeFileSync(file("Dockerfile"), dockerfile("COPY . /all"));
        writeFileSync(file("large"), "");
        truncateSync(file("large"), 2 ** 33);
        const controller = new AbortController();
        const stream = await client.build({
          path: file("."),
          version: "2",
          signal: controller.signal,
          decode: true,
        });
        let start = 0;
        await assert.rejects(async () => {
          for await (const { trace } of stream) {
            if (!trace?.statuses.some(({ current }) => current > 1_000_000)) continue;
            start = performance.now();
            controller.abort(new Error("enough"));
          }
        }, { message: "enough" });
        await endOf(seen, start);
      })
    );
  });

  it("leaves no session where the signal was aborted before, or while it opens", async () => {
    await inTime(async (building, seen) => {
      const options = sleeping(building, "1");
      const enough = new Error("enough");
      const before = building.client.build({ ...options, signal: AbortSignal.abort(enough) });
      await assert.rejects(before, { message: "enough" });
      assert.deepEqual(seen.filter(({ asked }) => asked.includes("/session")), []);
      const controller = new AbortController();
      const opening = building.client.build({ ...options, signal: controller.signal });
      while (!seen.some(({ asked }) => asked.endsWith("/session"))) await delay(0);
      const start = performance.now();
      controller.abort(enough);
      await assert.rejects(opening, { message: "enough" });
      await endOf(seen, start);
    });
  });
});

/** Waits for the end of the connections that builds hold, and asserts that it came in time. */
async function endOf(seen: readonly Seen[], start: number): Promise<void> {
  const held = seen.filter(({ asked }) => /\/(session|grpc|build(\?\S*)?)$/.test(asked));
  assert.ok(held.length > 0, JSON.stringify(seen));
  while (held.some(({ ended }) => ended === null)) {
    assert.ok(performance.now() - start < 30_000, `open: ${JSON.stringify(held)}`);
    await delay(1);
  }
  for (const { asked, ended } of held) {
    const after = ended! - start;
    if (after >= LIMIT) throw new Late(`${asked.slice(0, 60)} was open for ${after} ms`);
  }
}
