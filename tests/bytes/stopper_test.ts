import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Stopper } from "../../src/bytes/stopper.ts";

describe("Stopper", () => {
  it("calls every listener back once, with the first reason", () => {
    const stopper = new Stopper();
    const heard: string[] = [];
    stopper.addEventListener("abort", () => heard.push(`a ${stopper.reason}`));
    stopper.addEventListener("abort", () => heard.push(`b ${stopper.aborted}`));
    stopper.abort("first");
    stopper.abort("second");
    assert.deepEqual(heard, ["a first", "b true"]);
    assert.equal(stopper.reason, "first");
  });

  it("does not call back what was taken back", () => {
    const stopper = new Stopper();
    const heard: string[] = [];
    const first = (): void => void heard.push("first");
    const second = (): void => {
      heard.push("second");
      stopper.removeEventListener("abort", third);
    };
    const third = (): void => void heard.push("third");
    for (const listener of [first, second, third]) stopper.addEventListener("abort", listener);
    stopper.removeEventListener("abort", first);
    stopper.removeEventListener("abort", () => {});
    stopper.abort(undefined);
    assert.deepEqual(heard, ["second"]);
  });

  it("throws its reason once it has stopped, and not before", () => {
    const stopper = new Stopper();
    stopper.throwIfAborted();
    stopper.abort(new RangeError("enough"));
    assert.throws(() => stopper.throwIfAborted(), { name: "RangeError", message: "enough" });
  });
});
