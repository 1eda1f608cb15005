import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { show, wrongShape, wrongValue } from "../../src/convert/refuse.ts";

const CYCLE: unknown[] = [];
CYCLE.push(CYCLE);

const SHOWN: [what: string, value: unknown, text: string][] = [
  ["a function", () => "secret", "a function"],
  ["a symbol", Symbol("secret"), "a symbol"],
  ["a bigint", 12n, "12n"],
  ["a number", -0.5, "-0.5"],
  ["no number", NaN, "NaN"],
  ["nothing", undefined, "undefined"],
  ["null", null, "null"],
  ["a date", new Date(0), '"***"'],
  ["a date that is none", new Date(NaN), "an invalid Date"],
  ["bytes", new Uint8Array([115, 101]), "bytes"],
  ["a view", new DataView(new ArrayBuffer(1)), "bytes"],
  [
    "an object of the Engine",
    { engine: {}, attrs: { Env: ["A=secret"] } },
    "an object of the Engine",
  ],
  ["texts within", { a: ["secret", ""], b: { c: "secret" } }, '{"a":["***",""],"b":{"c":"***"}}'],
  ["a cycle", CYCLE, "an object"],
  ["a bigint within", { a: 1n }, "an object"],
  ["an object that writes itself as nothing", { toJSON: () => undefined }, "an object"],
  ["a text of 78 letters", "x".repeat(78), `"${"x".repeat(78)}"`],
  ["a text of 79 letters", "x".repeat(79), `"${"x".repeat(79)}...`],
];

describe("show()", () => {
  for (const [what, value, text] of SHOWN) {
    it(`shows ${what}`, () => assert.equal(show(value, "name"), text));
  }

  for (const name of ["env", "config.Env[0]", "options[3].password", "labels", "a.Cmd", "proxy"]) {
    it(`shows no text that was given for ${name}`, () => {
      assert.equal(show("hidden", name), '"***"');
      assert.equal(show("", name), '""');
    });
  }
});

describe("wrongShape() and wrongValue()", () => {
  it("name the argument, what was given, and what is accepted", () => {
    const shape = wrongShape("name", 5, "a string");
    assert.deepEqual([shape.name, shape.message], [
      "TypeError",
      "Cannot use name 5: expected a string",
    ]);
    const value = wrongValue("port", 70000, "a port");
    assert.deepEqual(
      [value.name, value.message],
      ["RangeError", "Cannot use port 70000: expected a port"],
    );
  });

  it("tell who forgot to await", () => {
    assert.equal(
      wrongShape("container", Promise.resolve("x"), "a name").message,
      "Cannot use container: it is a Promise; await it first",
    );
  });
});
