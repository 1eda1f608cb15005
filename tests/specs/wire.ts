import assert from "node:assert/strict";

/** Asserts an object's wire form, and that nothing but this form is in its own fields. */
export function assertWire(object: object, wire: object): void {
  assert.deepEqual(JSON.parse(JSON.stringify(object)), wire);
  assert.deepEqual(Object.keys(object).sort(), Object.keys(wire).sort());
}
