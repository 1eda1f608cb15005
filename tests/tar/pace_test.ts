import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace } from "../../src/tar/pace.ts";

/** Lets time pass while everything else stands still. */
function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function turns(): { count: number; turn(): Promise<void> } {
  return {
    count: 0,
    turn(): Promise<void> {
      this.count++;
      return Promise.resolve();
    },
  };
}

function step(pace: Pace, milliseconds = 0): "at once" | Promise<"later"> {
  return pace.step(() => {
    block(milliseconds);
    return "at once" as const;
  }, () => Promise.resolve("later" as const)) as "at once" | Promise<"later">;
}

test("Pace does steps in the background after a slow one, and tries anew later", async () => {
  const pace = new Pace(turns());
  assert.equal(step(pace, 8), "at once");
  const results = [];
  for (let index = 0; index < 65; index++) results.push(await step(pace));
  assert.deepEqual(results.slice(0, 64), Array.from({ length: 64 }, () => "later"));
  assert.equal(results[64], "at once");
});

test("Pace makes a rejection of a step that fails", async () => {
  const pace = new Pace(turns());
  const failed = pace.step((): number => {
    throw new Error("no");
  }, () => Promise.resolve(1));
  assert.ok(failed instanceof Promise);
  await assert.rejects(failed, { message: "no" });
});

test("Pace lets all else have its turn when it has waited, and not before", async () => {
  const system = turns();
  const pace = new Pace(system);
  block(8);
  await pace.rest();
  assert.equal(system.count, 1);
  await pace.rest();
  assert.equal(system.count, 1);
});
