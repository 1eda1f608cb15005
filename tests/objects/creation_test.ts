import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createNetwork } from "../../src/api/networks/create.ts";
import { removeNetwork } from "../../src/api/networks/remove.ts";
import { createWhole, type Creation, creationsSettled } from "../../src/objects/creation.ts";
import { engineOver, kept, settled } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection } from "../scripted_peer.ts";

const ENOUGH = new Error("enough");

/** Aborts the creation of a network that a peer answers so, and tells what came of it. */
async function aborted(
  limits: Pick<Creation<unknown, unknown>, "patience" | "isTransfer">,
  answer: (connection: PeerConnection, isLeft: Promise<void>) => Promise<void>,
): Promise<{ error: unknown; wasOver: boolean; asked: string[]; warnings: string[] }> {
  const controller = new AbortController();
  const asked: string[] = [];
  const warnings: string[] = [];
  let leave = (): void => {};
  const isLeft = new Promise<void>((resolve) => leave = resolve);
  const peer = memoryPeer([async (connection) => {
    await connection.request();
    controller.abort(ENOUGH);
    await answer(connection, isLeft);
    const { method, target } = await connection.request();
    asked.push(`${method} ${target}`);
    await connection.respond({ status: 204 });
  }]);
  const onWarning = (text: string): void => void warnings.push(text);
  const engine = engineOver(peer.connector, { onWarning });
  const labels = {};
  const { signal } = controller;
  return await kept((async () => {
    const creation = createWhole(engine, { signal }, {
      what: "a network",
      labels,
      ...limits,
      make: (_, signal) => createNetwork(engine, "net", { signal }),
      load: ({ Id }) => Id,
      undo: ({ Id }) => removeNetwork(engine, Id),
    });
    const error = await creation.then(() => null, (error) => error);
    const wasOver = asked.length > 0;
    leave();
    await creationsSettled(labels);
    engine.close();
    return { error, wasOver, asked, warnings };
  })());
}

function created(connection: PeerConnection): Promise<void> {
  return connection.json({ Id: "abc" }, 201);
}

describe("a creation that is aborted", () => {
  it("is waited for and removed when the Engine answers in time", async () => {
    const found = await aborted({}, async (connection) => {
      await settled();
      await created(connection);
    });
    assert.deepEqual(found, {
      error: ENOUGH,
      wasOver: true,
      asked: ["DELETE /v1.41/networks/abc"],
      warnings: [],
    });
  });

  it("is removed behind the caller's back when the Engine takes long", async () => {
    const found = await aborted({ patience: 10 }, async (connection, isLeft) => {
      await isLeft;
      await created(connection);
    });
    assert.deepEqual(found, {
      error: ENOUGH,
      wasOver: false,
      asked: ["DELETE /v1.41/networks/abc"],
      warnings: [],
    });
  });

  it("is told by a warning when the connection is lost before the Engine answers", async () => {
    const found = await aborted({ patience: 10 }, async (connection, isLeft) => {
      await isLeft;
      connection.reset();
      await connection.closed;
    });
    assert.deepEqual(found, {
      error: ENOUGH,
      wasOver: false,
      asked: [],
      warnings: [
        'Cannot tell whether a network is left: Cannot create network "net": ' +
        "cannot reach the engine at memory://peer: the connection was lost before an answer began",
      ],
    });
  });

  it("ends with its request where half of that makes nothing", async () => {
    const found = await aborted({ patience: 10, isTransfer: true }, ({ closed }) => closed);
    assert.deepEqual(found, { error: ENOUGH, wasOver: false, asked: [], warnings: [] });
  });
});
