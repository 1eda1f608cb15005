import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TerminalSize } from "../../src/objects/terminal_size.ts";

/** Calls that tell the size, each under way until the test ends it. */
class Calls {
  readonly ends: { resolve(): void; reject(error: Error): void }[] = [];
  #wake: (() => void) | null = null;

  readonly tell = (): Promise<void> =>
    new Promise((resolve, reject) => {
      this.ends.push({ resolve, reject });
      this.#wake?.();
    });

  /** Resolves once so many have begun. */
  async begun(count: number): Promise<void> {
    while (this.ends.length < count) {
      await new Promise<void>((wake) => this.#wake = wake);
    }
  }
}

/** What promises that are settled lead to has happened then. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

describe("the size of a terminal", () => {
  it("is told one call after the other, and once for all changes meanwhile", async () => {
    const calls = new Calls();
    const size = new TerminalSize(calls.tell);
    size.change();
    assert.equal(calls.ends.length, 1);
    size.change();
    size.change();
    await settled();
    assert.equal(calls.ends.length, 1);
    calls.ends[0]!.resolve();
    await calls.begun(2);
    calls.ends[1]!.resolve();
    await settled();
    assert.equal(calls.ends.length, 2);
    size.change();
    assert.equal(calls.ends.length, 3);
  });

  it("is told again when the Engine did not take it, up to ten times", async () => {
    const calls = new Calls();
    const size = new TerminalSize(calls.tell);
    size.change();
    for (let failed = 0; failed < 10; failed++) {
      await calls.begun(failed + 1);
      calls.ends[failed]!.reject(new Error("no such exec"));
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(calls.ends.length, 10);
    // Also while it still pauses behind the last failure.
    size.change();
    await calls.begun(11);
    calls.ends[10]!.resolve();
    await settled();
    assert.equal(calls.ends.length, 11);
  });

  it("is not told any more behind its end", async () => {
    const calls = new Calls();
    const size = new TerminalSize(calls.tell);
    size.change();
    size.change();
    size.end();
    calls.ends[0]!.resolve();
    await settled();
    size.change();
    await settled();
    assert.equal(calls.ends.length, 1);
  });
});
