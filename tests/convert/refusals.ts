import assert from "node:assert/strict";
import { it } from "node:test";
import { nameRows } from "../harness/table_rows.ts";

/** One thing that must be refused: the call, the error's class, and the whole message. */
export type Refusal = readonly [call: () => unknown, name: string, message: string];

/** Registers a test a row: the call throws an error of the class, with exactly the message. */
export function refuses(refusals: readonly Refusal[]): void {
  const names = nameRows(refusals.map(([call, , message]) => [call, message]));
  for (const [index, refusal] of refusals.entries()) {
    it(names[index], () => assertRefused(...refusal));
  }
}

/** Asserts that a call throws an error of the class, with exactly the message. */
export function assertRefused(...[call, name, message]: Refusal): void {
  assert.throws(call, (error: unknown) => {
    assert.ok(error instanceof Error);
    assert.deepEqual({ name: error.name, message: error.message }, { name, message });
    return true;
  });
}
