import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APIClient } from "../../mod.ts";
import { UntarStream } from "../../src/tar/mod.ts";
import { collect } from "../harness/collect.ts";
import { hasBegun, withBuilding } from "./building.ts";
import { connection } from "./connection.ts";
import { EXPECTED, skipBelow, speaks } from "./differences.ts";
import { diskUsage } from "./eventually.ts";
import {
  baseImage,
  registry,
  skip,
  skipUnlessPrivate,
  skipWithoutRegistry,
  uniqueName,
} from "./fixture.ts";
import { within } from "./sandbox.ts";

describe("operations that docker-py's seed does not have", { skip }, () => {
  it("pingInfo() tells versions and the state of the swarm", async () => {
    await using client = new APIClient({ ...connection });
    const info = await client.pingInfo();
    const { Os, Experimental } = await client.version();
    assert.equal(info.osType, Os);
    assert.match(info.apiVersion!, /^1\.\d+$/);
    assert.equal(info.experimental, Experimental === true);
    assert.match(info.server!, /^Docker\/\d+/);
    assert.equal(info.builderVersion, EXPECTED.pingBuilder);
    assert.deepEqual(info.swarm, EXPECTED.pingSwarm);
  });

  it("statArchive() tells what stands at a path, a link as such", async () => {
    await within(async ({ client, run }) => {
      const { id } = await run("echo hello > /file; chmod 640 /file; ln -s file /link; mkdir /dir");
      const file = await client.statArchive(id, "/file");
      assert.deepEqual([file.name, file.size, file.mode & 0o777], ["file", 6, 0o640]);
      assert.ok(Math.abs(Date.parse(file.mtime) - Date.now()) < 600_000, file.mtime);
      const link = await client.statArchive(id, "/link");
      assert.match(link.linkTarget, /file$/);
      assert.ok((await client.statArchive(id, "/dir")).mode > 0o777);
      assert.deepEqual((await client.getArchive(id, "/file"))[1], file);
      await assert.rejects(client.statArchive(id, "/none"), { name: "NotFound", status: 404 });
      await assert.rejects(client.statArchive("nosuchbox", "/"), {
        name: "NotFound",
        message: /^Cannot look at "\/" in container "nosuchbox": /,
      });
    });
  });

  it("getImages() gives one archive of several images, which loadImage() takes", async () => {
    await within(async ({ client, later }) => {
      const names = [uniqueName("one"), uniqueName("two")].map((name) => `${name}:1`);
      for (const name of names) {
        await client.tag(baseImage, name);
        later(() => client.removeImage(name));
      }
      const archive = await collect(await client.getImages(names));
      const entries = ReadableStream.from([archive]).pipeThrough(new UntarStream());
      let manifest: { RepoTags: string[] }[] = [];
      for await (const { path, readable } of entries) {
        if (path === "manifest.json") manifest = await new Response(readable).json();
        else await readable?.cancel();
      }
      assert.deepEqual(manifest.flatMap(({ RepoTags }) => RepoTags).sort(), [...names].sort());
      for (const name of names) await client.removeImage(name);
      for await (const _ of await client.loadImage(archive));
      for (const name of names) assert.ok((await client.inspectImage(name)).Id);
      await assert.rejects(client.getImages([names[0]!, "nosuchimage:1"]).then(collect), {
        message:
          /^Cannot get the images "longshore-one-\S+", "nosuchimage:1": .*(does not exist|nosuchimage)/,
        status: 404,
      });
    });
  });

  it("inspectDistribution() asks the registry", { skip: skipWithoutRegistry }, async () => {
    await within(async ({ client, later }) => {
      const name = `${registry}/${uniqueName("dist")}:1`;
      await client.tag(baseImage, name);
      later(() => client.removeImage(name));
      await client.push(name);
      const { Descriptor, Platforms } = await client.inspectDistribution(name);
      assert.match(Descriptor.digest!, /^sha256:[0-9a-f]{64}$/);
      const { Architecture, Os } = await client.inspectImage(baseImage);
      assert.deepEqual(
        Platforms?.map(({ architecture, os }) => [architecture, os]),
        EXPECTED.distributionHasPlatforms ? [[Architecture, Os]] : undefined,
      );
      await assert.rejects(client.inspectDistribution(`${registry}/${uniqueName("none")}:1`), {
        message: /^Cannot ask the registry for /,
        status: 404,
      });
    });
  });

  it("inspectImageAttestations() needs an Engine that knows it", async () => {
    await using client = new APIClient({ ...connection });
    if (speaks("1.55")) assert.deepEqual(await client.inspectImageAttestations(baseImage), []);
    else {
      await assert.rejects(client.inspectImageAttestations(baseImage), {
        name: "InvalidVersion",
        message: /needs API version 1\.55, and 1\.\d+ is in use$/,
      });
    }
  });

  it("checkpoints() lists none, and createCheckpoint() shows the Engine's refusal", async () => {
    await within(async ({ client, running }) => {
      const id = await running("sleep 60");
      const { experimental } = await client.pingInfo();
      if (!experimental) {
        await assert.rejects(client.checkpoints(id), { status: 501 });
        return;
      }
      assert.deepEqual(await client.checkpoints(id), []);
      // Without CRIU the Engine cannot save the state.
      await assert.rejects(client.createCheckpoint(id, "warm"), {
        name: "ServerError",
        message:
          /^Cannot create checkpoint "warm" of container "[0-9a-f]{64}": .*(checkpoint|criu)/i,
      });
      await assert.rejects(client.removeCheckpoint(id, "none"), {
        message: /^Cannot remove checkpoint "none" of container "[0-9a-f]{64}": /,
      });
      await assert.rejects(client.checkpoints("nosuchbox"), { name: "NotFound" });
    });
  });
});

describe("the build cache", { skip: skipUnlessPrivate || skipBelow("1.39") }, () => {
  it("pruneBuilds() takes what a build left, and keeps what it is told to", async () => {
    await withBuilding(async ({ client, dockerfile, build }) => {
      await build({ fileobj: dockerfile("RUN echo cached > /cached"), version: "2" });
      const cached = async (): Promise<string[]> =>
        ((await diskUsage(client)).BuildCache ?? []).map(({ ID }) => ID);
      assert.ok((await cached()).length > 0);
      const kept = await client.pruneBuilds({ all: true, filters: { until: "24h" } });
      assert.deepEqual([kept.CachesDeleted ?? [], kept.SpaceReclaimed], [[], 0]);
      // What the Engine finds by a list without a value: nothing is in use now.
      const used = await client.pruneBuilds({ all: true, filters: { inuse: true } });
      assert.deepEqual(used.CachesDeleted ?? [], []);
      await assert.rejects(client.pruneBuilds({ all: true, filters: { label: "a=b" } }), {
        message:
          'Cannot use filters["label"]: the build cache has no labels, and all would be removed',
      });
      const own = await client.pruneBuilds({ all: true, filters: { private: true } });
      assert.ok(own.CachesDeleted!.length > 0);
      await build({ fileobj: dockerfile("RUN echo cached > /cached"), version: "2" });
      const gone = await client.pruneBuilds({ all: true });
      assert.ok(gone.CachesDeleted!.length > 0);
      assert.ok(gone.SpaceReclaimed > 0);
      // What an image of other tests is made of may stay.
      const left = await cached();
      assert.deepEqual(gone.CachesDeleted!.filter((one) => left.includes(one)), []);
    });
  });

  it("cancelBuild() ends a build by its id, and takes no notice of others", async () => {
    await withBuilding(async ({ client, dockerfile }) => {
      const buildId = uniqueName("build");
      const stream = await client.build({
        fileobj: dockerfile("RUN echo begun; sleep 60"),
        version: "2",
        buildId,
        decode: true,
      });
      const reading = (async () => {
        for await (const record of stream) {
          if (hasBegun(record)) assert.equal(await client.cancelBuild(buildId), true);
        }
      })();
      await assert.rejects(reading, { name: "BuildError", message: /canceled/ });
      assert.equal(await client.cancelBuild("nosuchbuild"), true);
    });
  });
});
