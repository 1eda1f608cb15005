import assert from "node:assert/strict";

/** One thing that must be refused: the call, the error's class, and the whole message. */
export type Refusal = readonly [call: () => unknown, name: string, message: string];

/** Asserts that each call throws an error of the class, with exactly the message. */
export function assertRefused(refusals: readonly Refusal[]): void {
  for (const [call, name, message] of refusals) {
    assert.throws(call, (error: unknown) => {
      assert.ok(error instanceof Error);
      assert.deepEqual({ name: error.name, message: error.message }, { name, message });
      return true;
    });
  }
}
