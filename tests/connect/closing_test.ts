import assert from "node:assert/strict";
import test from "node:test";
import type { Adapter } from "../../src/connect/adapter.ts";
import { lostErrors } from "../../src/connect/problems.ts";
import { withPeer } from "./peer.ts";

async function adapter(): Promise<Adapter> {
  if ("Deno" in globalThis) return (await import("../../src/connect/deno.ts")).denoAdapter;
  if ("Bun" in globalThis) return (await import("../../src/connect/bun.ts")).bunAdapter;
  return (await import("../../src/connect/node.ts")).nodeAdapter;
}

test("to close a connection makes no error until one is asked for", () =>
  withPeer("unix", async (peer) => {
    const made: string[] = [];
    const errors = lostErrors("unix:///test");
    const duplex = await (await adapter()).open({
      kind: "unix",
      path: peer.connector.address.replace("unix://", ""),
    }, {
      lost: (doing, cause) => {
        made.push("lost");
        return errors.lost(doing, cause);
      },
      closed: () => {
        made.push("closed");
        return errors.closed();
      },
      ended: () => {
        made.push("ended");
        return errors.ended();
      },
    });
    duplex.close();
    assert.deepEqual(made, []);
    const write = duplex.write(new Uint8Array(1));
    await assert.rejects(write, /the connection was closed/);
    const error: unknown = await write.catch((error) => error);
    await assert.rejects(duplex.write(new Uint8Array(1)), (again) => again === error);
    assert.deepEqual(made, ["closed"]);
  }));
