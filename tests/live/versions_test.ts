import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { APIClient, type Engine } from "../../mod.ts";
import { freePort } from "../harness/free_port.ts";
import { connection } from "./connection.ts";
import { skipBelow } from "./differences.ts";
import { skip, skipUnlessPrivate } from "./fixture.ts";
import { SWARM_ROWS, VERSION_ROWS, type VersionRow } from "./version_rows.ts";
import { engineAt, versionBefore } from "./wire_version.ts";

/** Does something with an engine and closes it. */
async function using<T>(engine: Engine, body: (engine: Engine) => Promise<T>): Promise<T> {
  try {
    return await body(engine);
  } finally {
    engine.close();
  }
}

/** Tries an option at the version that knows it, and at the one below. */
function row({ since, what, ungated, heeded }: VersionRow): void {
  const before = versionBefore(since);

  it(`${what} works from API ${since}`, { skip: skipBelow(since) }, async () => {
    assert.equal(await using(engineAt(since), heeded), true);
  });

  it(`${what} is refused at API ${before}`, { skip: skipBelow(before) }, async () => {
    await assert.rejects(using(engineAt(before), heeded), {
      name: "InvalidVersion",
      message: new RegExp(`needs API version ${since}, and ${before} is in use$`),
    });
  });

  const told = ungated ? "heeded by a newer Engine" : "not heeded by the Engine";
  it(`${what} is ${told} at API ${before} itself`, { skip: skipBelow(since) }, async () => {
    const seen = await using(engineAt(since, before), heeded).catch(() => false);
    assert.equal(seen, ungated === true);
  });
}

describe("an option that came with an API version", { skip }, () => {
  for (const one of VERSION_ROWS) row(one);
});

describe("a service's option that came with an API version", { skip: skipUnlessPrivate }, () => {
  const client = new APIClient({ ...connection });
  before(async () => {
    await client.initSwarm({
      advertiseAddr: "127.0.0.1",
      listenAddr: `127.0.0.1:${await freePort()}`,
    });
  });
  after(async () => {
    await client.leaveSwarm({ force: true });
    client.close();
  });

  for (const one of SWARM_ROWS) row(one);
});
