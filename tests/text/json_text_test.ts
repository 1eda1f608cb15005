import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { jsonText } from "../../src/text/json_text.ts";
import { refuses } from "../convert/refusals.ts";

const text = (value: unknown): string => jsonText("Cannot try", value);

describe("jsonText()", () => {
  const values: [value: unknown, text: string][] = [
    [{ a: 1, b: undefined, c: null }, '{"a":1,"c":null}'],
    [{ pair: "\u{1f600}", escaped: "\\ud800" }, '{"pair":"\u{1f600}","escaped":"\\\\ud800"}'],
    [{ when: new Date(0) }, '{"when":"1970-01-01T00:00:00.000Z"}'],
    [[true, -0, "x"], '[true,0,"x"]'],
  ];
  for (const [value, expected] of values) {
    it(`writes ${expected}`, () => assert.equal(text(value), expected));
  }

  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  // deno-lint-ignore no-sparse-arrays
  const gap = ["a", , "b"];
  const half = "a secret \ud800";
  refuses([
    [() => text({ a: NaN }), "TypeError", cannotHold('"a" is NaN')],
    [() => text({ a: { b: Infinity } }), "TypeError", cannotHold('"b" is Infinity')],
    [() => text({ a: 5n }), "TypeError", cannotHold('"a" is a bigint')],
    [() => text({ a: () => {} }), "TypeError", cannotHold('"a" is a function')],
    [() => text({ a: Symbol("x") }), "TypeError", cannotHold('"a" is a symbol')],
    [() => text({ a: new Map([["b", "c"]]) }), "TypeError", cannotHold('"a" is a Map')],
    [() => text({ a: new Set("b") }), "TypeError", cannotHold('"a" is a Set')],
    [() => text({ a: Promise.resolve() }), "TypeError", cannotHold('"a" is a Promise')],
    [() => text({ a: new Date(NaN) }), "TypeError", cannotHold('"a" is an invalid Date')],
    [() => text({ list: gap }), "TypeError", cannotHold('"1" is undefined')],
    [() => text({ list: [undefined] }), "TypeError", cannotHold('"0" is undefined')],
    [() => text(NaN), "TypeError", cannotHold("is NaN")],
    [
      () => text(cycle),
      "TypeError",
      cannotHold("the request has a cycle, or what cannot be read"),
    ],
    [() => text({ label: half }), "TypeError", cannotHold('"label" has half a surrogate pair')],
    [() => text({ [half]: "" }), "TypeError", cannotHold("the name has half a surrogate pair")],
    [() => text([half]), "TypeError", cannotHold('"0" has half a surrogate pair')],
  ]);
});

function cannotHold(problem: string): string {
  return `Cannot try: ${problem}, which JSON cannot hold`;
}
