import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { APIClient, BuildCacheRecord } from "../../mod.ts";
import { withBuilding } from "./building.ts";
import { diskUsage } from "./eventually.ts";
import { skipUnlessPrivate } from "./fixture.ts";

/** Finds what the engine keeps of a step. */
async function kept(client: APIClient, word: string): Promise<BuildCacheRecord[]> {
  const { BuildCache } = await diskUsage(client);
  return (BuildCache ?? []).filter(({ Description }) => Description.includes(word));
}

describe("the cache of builds", { skip: skipUnlessPrivate }, () => {
  it("is looked at by df() and removed by pruneBuilds(), record by record", async () => {
    await withBuilding(async ({ client, dockerfile, build }) => {
      const mark = `mark-${crypto.randomUUID()}`;
      const fileobj = dockerfile(
        `RUN head -c 300000 /dev/urandom >/${mark}`,
        `RUN --mount=type=cache,id=${mark},target=/cache-${mark} head -c 200000 /dev/urandom >/cache-${mark}/file`,
      );
      const start = Date.now();
      await build({ fileobj, version: "2", outputs: [{ type: "cacheonly" }] });
      const [step, ...others] = await kept(client, `>/${mark}`);
      assert.deepEqual(others, []);
      assert.deepEqual([step!.Type, step!.InUse, step!.UsageCount], ["regular", false, 1]);
      assert.ok(step!.Size >= 300_000 && step!.Size < 400_000, String(step!.Size));
      assert.ok(Math.abs(Date.parse(step!.CreatedAt) - start) < 60_000, step!.CreatedAt);
      const [cache] = (await kept(client, mark)).filter(({ Type }) => Type === "exec.cachemount");
      assert.ok(
        cache !== undefined && cache.Size >= 200_000,
        JSON.stringify(await kept(client, "")),
      );

      // The same build again makes no record of its own.
      await build({ fileobj, version: "2", outputs: [{ type: "cacheonly" }] });
      assert.deepEqual((await kept(client, `>/${mark}`)).map(({ ID }) => ID), [step!.ID]);

      const told = await client.pruneBuilds({ all: true, filters: { id: cache.ID } });
      assert.deepEqual(told.CachesDeleted, [cache.ID]);
      assert.equal(told.SpaceReclaimed, cache.Size);
      const left = (await kept(client, mark)).map(({ ID }) => ID);
      assert.ok(!left.includes(cache.ID) && left.includes(step!.ID), String(left));

      // What is newer than that stays.
      const older = await client.pruneBuilds({ all: true, filters: { until: "24h" } });
      assert.equal(older.SpaceReclaimed, 0);
      assert.equal((await kept(client, `>/${mark}`)).length, 1);

      const all = await client.pruneBuilds({ all: true });
      assert.ok(all.CachesDeleted!.includes(step!.ID));
      assert.ok(all.SpaceReclaimed >= step!.Size, String(all.SpaceReclaimed));
      assert.deepEqual(await kept(client, mark), []);
    });
  });
});
