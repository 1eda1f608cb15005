import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace } from "../../src/tar/pace.ts";
import { Clock } from "../harness/clock.ts";

function turns(): { count: number; turn(): Promise<void> } {
  return {
    count: 0,
    turn(): Promise<void> {
      this.count++;
      return Promise.resolve();
    },
  };
}

function step(pace: Pace, clock: Clock, milliseconds = 0): "at once" | Promise<"later"> {
  return pace.step(() => {
    clock.pass(milliseconds);
    return "at once" as const;
  }, () => Promise.resolve("later" as const)) as "at once" | Promise<"later">;
}

test("Pace does steps in the background after a slow one, and tries anew later", async () => {
  using clock = new Clock();
  const pace = new Pace(turns());
  assert.equal(step(pace, clock, 3), "at once");
  assert.equal(step(pace, clock, 4), "at once");
  const results = [];
  for (let index = 0; index < 65; index++) results.push(await step(pace, clock));
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
  using clock = new Clock();
  const system = turns();
  const pace = new Pace(system);
  clock.pass(4);
  await pace.rest();
  assert.equal(system.count, 0);
  clock.pass(1);
  await pace.rest();
  assert.equal(system.count, 1);
  await pace.rest();
  assert.equal(system.count, 1);
});
