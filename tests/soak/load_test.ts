import assert from "node:assert/strict";
import process from "node:process";
import { describe, it } from "node:test";
import { APIClient } from "../../mod.ts";
import { listDescriptors, settleDescriptors } from "../harness/descriptors.ts";
import { connection } from "../live/connection.ts";
import { isSoak, skip } from "../live/fixture.ts";
import { within } from "../live/sandbox.ts";
import { randomNumbers } from "../splits.ts";
import { MIB } from "./memory.ts";

/** How many streams are followed at once, and how many requests are under way beside them. */
const STREAMS = 200;
const AT_ONCE = 25;

/** So many in `deno task soak`, some of them otherwise. */
function many(full: number): number {
  return isSoak ? full : Math.ceil(full / 40);
}

function say(what: string): void {
  if (isSoak) console.log(`soak: ${what}`);
}

/** Does something often, a few at a time. */
async function abreast(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const go = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, go));
}

/** Runs a body with a client of its own, and asserts that no descriptor is left behind. */
async function leavingNothing(body: (client: APIClient) => Promise<void>): Promise<void> {
  const client = new APIClient({ ...connection });
  await client.version();
  client.close();
  const before = await settleDescriptors(0, 50);
  const own = new APIClient({ ...connection });
  await body(own);
  own.close();
  const after = await settleDescriptors(before);
  assert.ok(after <= before, `${after}, ${before} before: ${listDescriptors()}`);
}

describe("under load", { skip }, () => {
  it(`requests are answered beside ${STREAMS} streams that are followed`, () =>
    within(async ({ running }) => {
      const talker = await running("while :; do echo line; sleep 0.2; done");
      await leavingNothing(async (client) => {
        const streams = await Promise.all(
          Array.from(
            { length: STREAMS },
            () => client.logs(talker, { stream: true, follow: true, tail: 0 }),
          ),
        );
        let lines = 0;
        const following = streams.map(async (stream) => {
          for await (const _ of stream) lines++;
        });
        const count = many(10_000);
        let slowest = 0;
        const start = performance.now();
        await abreast(count, async (index) => {
          const began = performance.now();
          if (index % 2 === 0) assert.equal(await client.ping(), true);
          else assert.equal((await client.inspectContainer(talker)).Id, talker);
          slowest = Math.max(slowest, performance.now() - began);
        });
        const seconds = (performance.now() - start) / 1000;
        while (lines <= STREAMS) await new Promise((resolve) => setTimeout(resolve, 20));
        for (const stream of streams) await stream[Symbol.asyncDispose]();
        await Promise.all(following);
        say(
          `${count} requests beside ${STREAMS} streams in ${seconds.toFixed(1)} s, ` +
            `the slowest ${slowest.toFixed(0)} ms`,
        );
        assert.ok(slowest < 5000, `the slowest took ${slowest.toFixed(0)} ms`);
      });
    }));

  it("aborts at any moment end their calls and leave nothing", () =>
    within(async ({ running }) => {
      const talker = await running("while :; do echo line; sleep 0.01; done");
      const random = randomNumbers(Date.now() % 1_000_000);
      await leavingNothing(async (client) => {
        const calls: ((signal: AbortSignal) => Promise<unknown>)[] = [
          (signal) => client.inspectContainer(talker, { signal }),
          (signal) => client.wait(talker, { signal }),
          async (signal): Promise<void> => {
            for await (const _ of await client.logs(talker, { stream: true, signal }));
          },
          async (signal): Promise<void> => {
            for await (const _ of await client.events({ decode: true, signal }));
          },
          async (signal): Promise<void> => {
            for await (const _ of await client.stats(talker, { decode: true, signal }));
          },
          (signal) => client.attach(talker, { signal }),
          async (signal): Promise<void> => {
            const [archive] = await client.getArchive(talker, "/bin/busybox", { signal });
            for await (const _ of archive);
          },
        ];
        const count = many(2000);
        let aborted = 0;
        await abreast(count, async (index) => {
          const controller = new AbortController();
          const reason = new Error("given up");
          const timer = setTimeout(() => controller.abort(reason), random(40));
          try {
            await calls[index % calls.length]!(controller.signal);
          } catch (error) {
            assert.equal(error, reason);
            aborted++;
          } finally {
            clearTimeout(timer);
          }
        });
        say(`${count} calls aborted at random, ${aborted} before their end`);
        assert.ok(aborted > count / 2, `${aborted} of ${count} aborted`);
      });
    }));

  it("loops that are left early leave nothing", () =>
    within(async ({ running }) => {
      const talker = await running("while :; do echo line; sleep 0.01; done");
      await leavingNothing(async (client) => {
        const count = many(1000);
        await abreast(count, async (index) => {
          const stream = index % 2 === 0
            ? await client.logs(talker, { stream: true, follow: true })
            : await client.attach(talker, { stream: true });
          for await (const bytes of stream) {
            assert.ok(bytes.length > 0);
            break;
          }
        });
        say(`${count} loops left early`);
      });
    }));

  it("execs give all their output and their code", () =>
    within(async ({ running }) => {
      const box = await running("sleep 600");
      await leavingNothing(async (client) => {
        const count = many(500);
        await abreast(count, async (index) => {
          const command = `echo out ${index}; echo err ${index} >&2; exit ${index % 200}`;
          const exec = await client.execCreate(box, ["sh", "-c", command]);
          assert.deepEqual(await client.execStart(exec, { demux: true }), {
            stdout: `out ${index}\n`,
            stderr: `err ${index}\n`,
          });
          assert.equal((await client.execInspect(exec)).ExitCode, index % 200);
        });
        say(`${count} execs`);
      });
    }));

  it("memory is flat over pings", () =>
    leavingNothing(async (client) => {
      for (let count = 0; count < 2000; count++) await client.ping();
      const before = process.memoryUsage.rss();
      const count = many(50_000);
      for (let index = 0; index < count; index++) await client.ping();
      const growth = (process.memoryUsage.rss() - before) / MIB;
      say(`${count} pings, memory grew by ${growth.toFixed(1)} MiB`);
      assert.ok(growth < 32, `memory grew by ${growth.toFixed(1)} MiB`);
    }));
});
