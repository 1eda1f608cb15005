import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { APIClient, DockerClient, type EngineEvent } from "../../mod.ts";
import { importBaseImage } from "../harness/base_image.ts";
import { settleDescriptors } from "../harness/descriptors.ts";
import { freePort } from "../harness/free_port.ts";
import { startBareEngine, tlsArguments } from "../harness/private_engine.ts";
import { clientOptions, type ConnectionSettings } from "./connection.ts";
import { baseImage, isSoak, skipUnlessPrivate, uniqueName } from "./fixture.ts";
import { clientTls } from "./transports.ts";
import { type Ground, prepare, startAll, type UnderWay } from "./under_way.ts";

/** How long a call may wait for an Engine that has died, in milliseconds; longer beside other tests. */
const LIMIT = isSoak ? 1000 : 2000;
/** How long a few may where the machine has more to do; what hangs does so for ever. */
const LATEST = isSoak ? 3000 : 15_000;
/** What errors of a lost Engine are called. */
const FAILURES = ["ConnectionError", "ProtocolError", "BuildError", "APIError"];
/** A socket hands out the wire's bytes: there is no frame and no length to be cut, and nothing is asked. */
const SOCKETS = ["exec socket", "attach socket", "websocket"];

describe("an Engine that is killed and started again", { skip: skipUnlessPrivate }, () => {
  it("ends every call within a second, and the same clients go on", async () => {
    const port = await freePort();
    const engine = await startBareEngine(undefined, (directory) => tlsArguments(directory, port));
    const clients: { close(): void }[] = [];
    const close = (): void => clients.forEach((client) => client.close());
    try {
      await importBaseImage(engine.host, baseImage);
      const ways: Record<string, ConnectionSettings> = {
        unix: { baseUrl: engine.host },
        tls: {
          baseUrl: `https://127.0.0.1:${port}`,
          tls: clientTls(path.join(engine.directory, "tls")),
        },
      };
      // What the runtime opens once, it keeps.
      for (const settings of Object.values(ways)) {
        await using client = new APIClient(clientOptions(settings));
        await client.ping();
      }
      const before = await settleDescriptors(0, 50);
      const grounds: Ground[] = [];
      const docker = new DockerClient({ baseUrl: engine.host });
      clients.push(docker);
      const names = Array.from({ length: 8 }, () => uniqueName("event"));
      const events = await docker.events({
        reconnect: true,
        filters: { type: "volume", event: "create" },
      });
      const got: EngineEvent[] = [];
      let onEvent = (): void => {};
      const reading = (async (): Promise<void> => {
        for await (const event of events) {
          got.push(event);
          onEvent();
          if (got.length === names.length) break;
        }
      })();
      for (const name of names.slice(0, 4)) await docker.volumes.create(name);
      while (got.length < 4) await new Promise<void>((resolve) => onEvent = resolve);

      const calls: { way: string; call: UnderWay }[] = [];
      let die = (): void => {};
      const death = new Promise<void>((resolve) => die = resolve);
      for (const [way, settings] of Object.entries(ways)) {
        const client = new APIClient(clientOptions(settings));
        clients.push(client);
        const ground = await prepare(client);
        grounds.push(ground);
        for (const call of await startAll(ground, death)) calls.push({ way, call });
      }
      const killed = performance.now();
      await engine.kill();
      die();
      const took: number[] = [];
      for (const { way, call } of calls) {
        const { name } = call;
        const limit = new Promise<string>((resolve) => setTimeout(resolve, LATEST, "nothing"));
        const end = await Promise.race([call.ended, limit]);
        assert.notEqual(end, "nothing", `${way}: ${name} hangs`);
        took.push(call.at - killed);
        if (end === "end" && SOCKETS.includes(name)) continue;
        assert.ok(FAILURES.includes(end), `${way}: ${name} ended with ${end}`);
      }
      took.sort((a, b) => a - b);
      const most = took[Math.floor(0.95 * took.length)]!;
      assert.ok(most < LIMIT, `95 % of ${took.length} calls took up to ${most.toFixed(0)} ms`);
      for (const { client } of grounds) {
        const start = performance.now();
        await assert.rejects(client.version(), { name: "ConnectionError" });
        assert.ok(performance.now() - start < LATEST);
      }

      await engine.revive();
      for (const ground of grounds) {
        const { client } = ground;
        assert.equal(await client.ping(), true);
        const { talker } = ground;
        await client.start(talker);
        const lines = await client.logs(talker, { stream: true, tail: 1 });
        for await (const bytes of lines) {
          assert.match(new TextDecoder().decode(bytes), /^line$/m);
          break;
        }
        await client.kill(talker);
      }
      for (const name of names.slice(4)) await docker.volumes.create(name);
      await reading;
      assert.deepEqual(got.map(({ Actor }) => Actor.ID), names);

      close();
      assert.equal(await settleDescriptors(before), before, "descriptors");
    } finally {
      close();
      await engine.stop();
    }
  });
});
