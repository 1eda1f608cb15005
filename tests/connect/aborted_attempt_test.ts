import assert from "node:assert/strict";
import { test } from "node:test";
import { createConnector } from "../../src/connect/mod.ts";
import { settled, until } from "../harness/memory_engine.ts";

/** How often it is tried. */
const ROUNDS = 8;

/** Lets nothing of what has arrived be seen, as a busy machine does. */
function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

// Deno loses a connection that arrives in the turn in which its attempt is aborted, and tells nobody.
test("an attempt that is aborted before the process stands still leaves no connection open", {
  skip: !("Deno" in globalThis) && "about Deno's own sockets",
}, async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let made = 0;
  let ended = 0;
  const serving = (async () => {
    for await (const conn of listener) {
      made++;
      void conn.read(new Uint8Array(1)).catch(() => {}).then(() => {
        conn.close();
        ended++;
      });
    }
  })();
  const connector = createConnector(`tcp://127.0.0.1:${listener.addr.port}`);
  (await connector.connect()).close();
  for (let round = 0; round < ROUNDS; round++) {
    const controller = new AbortController();
    const reason = new Error("too slow");
    const call = connector.connect(controller.signal).catch((error) => error);
    // The attempt is under way, and nothing of it has arrived.
    for (let step = 0; step < 20; step++) await Promise.resolve();
    controller.abort(reason);
    assert.equal(await call, reason);
    block(150);
    await settled();
  }
  await until("every connection", () => made === ROUNDS + 1);
  await until("the end of every connection", () => ended === made);
  listener.close();
  await serving;
});
