import assert from "node:assert/strict";
import { test } from "node:test";
import { whenAborted } from "../../src/bytes/abort_listeners.ts";

/** A signal that counts its listeners. */
function counted(): { controller: AbortController; listeners: () => number } {
  const controller = new AbortController();
  let count = 0;
  const { signal } = controller;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    count++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    count--;
    removeEventListener.apply(signal, args);
  };
  return { controller, listeners: () => count };
}

test("whenAborted() adds one listener for all, and takes it away with the last", () => {
  const { controller, listeners } = counted();
  const called: number[] = [];
  const forgets = Array.from(
    { length: 50 },
    (_, at) => whenAborted(controller.signal, () => called.push(at)),
  );
  assert.equal(listeners(), 1);
  for (const forget of forgets) forget();
  forgets[0]!();
  assert.equal(listeners(), 0);
  whenAborted(controller.signal, () => called.push(-1));
  const forget = whenAborted(controller.signal, () => called.push(-2));
  assert.equal(listeners(), 1);
  forget();
  controller.abort();
  assert.deepEqual(called, [-1]);
});

test("whenAborted() calls back in order, once, and what is forgotten meanwhile too late", () => {
  const controller = new AbortController();
  const called: string[] = [];
  const same = (): void => void called.push("same");
  whenAborted(controller.signal, same);
  whenAborted(controller.signal, same);
  whenAborted(controller.signal, () => {
    called.push("last");
    whenAborted(controller.signal, () => called.push("never"));
  });
  controller.abort();
  controller.signal.dispatchEvent(new Event("abort"));
  assert.deepEqual(called.slice(0, 3), ["same", "same", "last"]);
  whenAborted(undefined, () => called.push("never"))();
  assert.equal(called.filter((each) => each === "same").length, 2);
});
