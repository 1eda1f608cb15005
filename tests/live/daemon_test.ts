import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APIClient, type EngineEvent } from "../../mod.ts";
import { diskUsage } from "./eventually.ts";
import { exercised } from "./exercised.ts";
import { connection } from "./connection.ts";
import { baseImage, labels, skip, uniqueName } from "./fixture.ts";

/** Makes and removes a volume, which are two events. */
async function makeEvents(client: APIClient): Promise<string> {
  const { Name } = await client.createVolume({ name: uniqueName("event"), labels: labels() });
  await client.removeVolume(Name);
  return Name;
}

/** A moment that is not over: an event of this millisecond would come after `new Date()`. */
function soon(): Date {
  return new Date(Date.now() + 100);
}

function actions(events: EngineEvent[]): string[] {
  return events.map(({ Type, Action }) => `${Type} ${Action}`);
}

describe("daemon", { skip }, () => {
  it("ping(), info() and version() tell of the engine", async () => {
    await using client = new APIClient({ ...connection });
    assert.equal(await client.ping(), true);
    const info = await client.info();
    assert.match(info.ServerVersion, /^\d+\.\d+/);
    assert.ok(info.NCPU >= 1);
    const version = await client.version();
    assert.equal(version.Version, info.ServerVersion);
    assert.match(version.ApiVersion, /^1\.\d+$/);
    exercised("ping");
    exercised("info");
    exercised("version");
  });

  it("version() asks with the API version in the path or without", async () => {
    await using client = new APIClient({ ...connection, version: "1.999" });
    // Only a path with a version can be too new for the engine.
    await assert.rejects(client.version(), { name: "InvalidVersion", message: /too new/ });
    const { ApiVersion } = await client.version({ apiVersion: false });
    assert.match(ApiVersion, /^1\.\d+$/);
    exercised("version", "apiVersion");
  });

  it("df() tells what takes disk space", async () => {
    await using client = new APIClient({ ...connection });
    const { Name } = await client.createVolume({ name: uniqueName("df"), labels: labels() });
    try {
      const usage = await diskUsage(client);
      const image = usage.Images?.find(({ RepoTags }) => RepoTags?.includes(baseImage));
      assert.ok((image?.Size ?? 0) > 0);
      const volume = usage.Volumes?.find((volume) => volume.Name === Name);
      assert.deepEqual(volume?.UsageData, { Size: 0, RefCount: 0 });
      exercised("df");
    } finally {
      await client.removeVolume(Name);
    }
  });

  it("events() streams what happens, as objects, until the loop is left", async () => {
    await using client = new APIClient({ ...connection, numPools: 1 });
    const name = uniqueName("event");
    // The engine answers a moment before it listens.
    const since = new Date();
    const filters = { type: "volume", volume: name };
    const stream = await client.events({ since, decode: true, filters });
    await client.createVolume({ name, labels: labels() });
    await client.removeVolume(name);
    const seen: EngineEvent[] = [];
    for await (const event of stream) {
      seen.push(event);
      if (event.Action === "destroy") break;
    }
    assert.deepEqual(actions(seen), ["volume create", "volume destroy"]);
    assert.equal(seen[0]!.Actor.ID, name);
    assert.equal(seen[0]!.Actor.Attributes?.driver, "local");
    assert.equal(seen[0]!.scope, "local");
    assert.equal(Math.floor(seen[0]!.timeNano / 1e9), seen[0]!.time);
    assert.equal(await client.ping(), true);
    exercised("events", "filters", "decode");
  });

  it("events() tells of the past from since on, and ends at until", async () => {
    await using client = new APIClient({ ...connection });
    const before = await makeEvents(client);
    const [{ timeNano }] = await past(client, before);
    // An engine takes nanoseconds; a number has no room for them.
    const since = `${Math.floor(timeNano / 1e9)}`;
    const name = await makeEvents(client);
    const until = new Date(Date.now() + 1000);
    const start = performance.now();
    const all: EngineEvent[] = [];
    for await (
      const event of await client.events({
        since,
        until,
        decode: true,
        filters: { type: "volume" },
      })
    ) {
      all.push(event);
    }
    assert.ok(performance.now() - start < 60_000);
    const own = all.filter(({ Actor }) => [before, name].includes(Actor.ID));
    assert.deepEqual(own.map(({ Actor, Action }) => [Actor.ID, Action]), [
      [before, "create"],
      [before, "destroy"],
      [name, "create"],
      [name, "destroy"],
    ]);
    exercised("events", "since", "until");
  });

  it("events() without decode streams one JSON object a line", async () => {
    await using client = new APIClient({ ...connection });
    const name = await makeEvents(client);
    const stream = await client.events({
      since: "1m",
      until: soon(),
      filters: { volume: name, event: "create" },
    });
    let text = "";
    for await (const bytes of stream) text += new TextDecoder().decode(bytes);
    assert.match(text, /^\{.*\}\n$/);
    const event = JSON.parse(text) as EngineEvent;
    assert.deepEqual([event.Type, event.Action, event.Actor.ID], ["volume", "create", name]);
  });

  it("events() shows the engine's refusal of a span, and refuses what is no moment itself", async () => {
    await using client = new APIClient({ ...connection });
    await assert.rejects(client.events({ since: 2000, until: 1000 }), {
      name: "BadRequest",
      message: /^Cannot follow the engine's events: .*since.* cannot be after.*until/,
    });
    await assert.rejects(client.events({ since: "yesterday" }), {
      name: "TypeError",
      message: /^Cannot use since "yesterday": expected a Date, /,
    });
  });

  it("events() ends with the reason of its signal", async () => {
    await using client = new APIClient({ ...connection });
    const controller = new AbortController();
    const stream = await client.events({ signal: controller.signal, decode: true });
    const reason = new Error("enough");
    const reading = stream.getReader().read();
    controller.abort(reason);
    await assert.rejects(reading, reason);
  });
});

/** The events of a volume in the last minute. */
async function past(client: APIClient, volume: string): Promise<[EngineEvent, ...EngineEvent[]]> {
  const events: EngineEvent[] = [];
  const stream = await client.events({
    since: "1m",
    until: soon(),
    decode: true,
    filters: { volume },
  });
  for await (const event of stream) events.push(event);
  return events as [EngineEvent, ...EngineEvent[]];
}
