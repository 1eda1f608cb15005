import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APIError } from "../../src/errors.ts";
import { redact, redactAll } from "../../src/text/redact.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("redact()", () => {
  const CASES: Record<string, string> = {
    "no address // at all": "no address // at all",
    "https://me:pw@host/x": "https://***@host/x",
    "https://host/x?token=t#a": "https://host/x?***",
    'at "//a@b:1/c" and //d?e': 'at "//***@b:1/c" and //d?***',
  };
  for (const [text, shown] of Object.entries(CASES)) {
    it(`shows ${JSON.stringify(text)} as ${JSON.stringify(shown)}`, () => {
      assert.equal(redact(text), shown);
    });
  }
});

describe("redactAll()", () => {
  const CASES: Record<string, [unknown, unknown]> = {
    "texts within lists and objects": [
      { a: ["//u@h"], b: { c: "//h?q" } },
      { a: ["//***@h"], b: { c: "//h?***" } },
    ],
    "what is no text": [[1, null, true, undefined], [1, null, true, undefined]],
    "a field named __proto__": [
      JSON.parse('{"__proto__":"//u@h"}'),
      JSON.parse('{"__proto__":"//***@h"}'),
    ],
    "bytes, with what is no text in them": [
      { text: "//x", data: new Uint8Array([0xff, 0x80, ...bytes(" //u@h/ä"), 0]) },
      { text: "//x", data: new Uint8Array([0xff, 0x80, ...bytes(" //***@h/ä"), 0]) },
    ],
    "bytes without an address": [[bytes("a/b"), "//u@h"], [bytes("a/b"), "//***@h"]],
  };
  for (const [what, [value, shown]] of Object.entries(CASES)) {
    it(`shows ${what}`, () => assert.deepEqual(redactAll(value), shown));
  }

  it("shows nothing below a hundred levels, and does not end by them", () => {
    let value: unknown = "//u@h";
    for (let depth = 0; depth < 200_000; depth++) value = [value];
    const shown = JSON.stringify(redactAll(value));
    assert.equal(shown, `${"[".repeat(101)}"***"${"]".repeat(101)}`);
  });

  it("shows each of many records", () => {
    const details = { status: 500, explanation: "no", method: "POST", path: "/build" };
    const records = Array.from({ length: 1000 }, (_, index) => ({ index }));
    assert.deepEqual(new APIError("Cannot build", { ...details, records }).records, records);
  });

  it("keeps the log of a failed build as bytes beside an address", () => {
    const record = { trace: { logs: [{ data: bytes("before\n") }], vertexes: ["docker.io//x"] } };
    const details = { status: 500, explanation: "no", method: "POST", path: "/build" };
    const error = new APIError("Cannot build", { ...details, records: [record] });
    assert.deepEqual(error.records, [record]);
  });
});
