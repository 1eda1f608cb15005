import assert from "node:assert/strict";
import { test } from "node:test";
import { startTimer } from "../../src/connect/timer.ts";

test("startTimer() calls back once after its time, unless it was taken back", async () => {
  const calls: string[] = [];
  // It keeps no process alive: another timer does meanwhile.
  const alive = setInterval(() => {}, 1000);
  try {
    const start = performance.now();
    const stop = startTimer(10, () => calls.push("taken back"));
    startTimer(20, () => calls.push("early"));
    await new Promise<void>((resolve) => {
      startTimer(60, () => resolve());
      stop();
    });
    assert.ok(performance.now() - start >= 58, `${performance.now() - start} ms`);
    assert.deepEqual(calls, ["early"]);
  } finally {
    clearInterval(alive);
  }
});
