import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APIClient } from "../../mod.ts";
import { connection } from "./connection.ts";
import { baseImage, labels, skip, uniqueName } from "./fixture.ts";
import { ROUND_TRIPS } from "./round_trips.ts";

describe("what the Engine returns, a method takes", { skip }, () => {
  for (const [what, trip] of Object.entries(ROUND_TRIPS)) {
    it(what, async () => {
      await using client = new APIClient({ ...connection });
      await trip({ client, image: baseImage });
    });
  }

  it("a container in others' namespaces to both creations", async () => {
    await using client = new APIClient({ ...connection });
    const made: string[] = [];
    const own = { command: "sleep 60", labels: labels() };
    try {
      const { Id } = await client.createContainer(baseImage, own);
      made.push(Id);
      for (const hostConfig of [{ networkMode: `container:${Id}` }, { utsMode: "host" }] as const) {
        const other = await client.createContainer(baseImage, { ...own, hostConfig });
        made.push(other.Id);
        const { Config, HostConfig } = await client.inspectContainer(other);
        made.push((await client.createContainer(baseImage, { ...Config, HostConfig })).Id);
        const config = { ...Config, Image: baseImage, HostConfig };
        made.push((await client.createContainerFromConfig(config)).Id);
      }
    } finally {
      for (const id of made.reverse()) await client.removeContainer(id, { force: true });
    }
    assert.equal(made.length, 7);
  });

  it("a pattern of networks and a network that has it to createNetwork()", async () => {
    await using client = new APIClient({ ...connection });
    const pattern = uniqueName("pattern");
    const name = uniqueName("patterned");
    await client.createNetwork(pattern, {
      configOnly: true,
      labels: labels(),
      enableIpv6: true,
      ipam: { poolConfigs: [{ subnet: "10.123.46.0/24" }, { subnet: "fd00:123:46::/64" }] },
    });
    await client.createNetwork(name, { configFrom: pattern, internal: true });
    const before = [await client.inspectNetwork(pattern), await client.inspectNetwork(name)];
    for (const one of before.toReversed()) await client.removeNetwork(one);
    for (const one of before) await client.createNetwork(one.Name, one);
    const after = [await client.inspectNetwork(pattern), await client.inspectNetwork(name)];
    for (const one of after.toReversed()) await client.removeNetwork(one);
    const lasting = before.map(({ Id, Created }) => ({ Id, Created }));
    assert.deepEqual(after.map((one, index) => ({ ...one, ...lasting[index] })), before);
    assert.deepEqual(after[1]!.ConfigFrom, { Network: pattern });
  });
});
