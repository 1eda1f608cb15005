import assert from "node:assert/strict";
import { describe, it } from "node:test";
import process from "node:process";
import { isRecord } from "../../src/text/is_record.ts";

class Point {
  x = 1;
}

describe("isRecord()", () => {
  const records: [name: string, value: unknown][] = [
    ["an object", {}],
    ["an object without a prototype", Object.create(null)],
    ["an instance of a class", new Point()],
    ["a frozen object", Object.freeze({ a: 1 })],
    ["a proxy of an object", new Proxy({}, {})],
    ["the environment", process.env],
  ];
  for (const [name, value] of records) {
    it(`takes ${name}`, () => assert.equal(isRecord(value), true));
  }

  const others: [name: string, value: unknown][] = [
    ["null", null],
    ["a function", () => {}],
    ["a class", Point],
    ["a list", []],
    ["a Map", new Map()],
    ["a Set", new Set()],
    ["a WeakMap", new WeakMap()],
    ["a Date", new Date(0)],
    ["a Promise", Promise.resolve()],
    ["an Error", new Error()],
    ["a RegExp", /x/],
    ["an iterator", [].values()],
    ["bytes", new Uint8Array()],
    ["an ArrayBuffer", new ArrayBuffer(0)],
    ["a boxed string", Object("text")],
    ["a boxed number", Object(1)],
    ["a boxed boolean", Object(true)],
    ["a URL", new URL("http://x")],
    ["URLSearchParams", new URLSearchParams("a=b")],
    ["Headers", new Headers()],
    ["a Blob", new Blob()],
    ["a stream", new ReadableStream()],
    ["an AbortSignal", new AbortController().signal],
  ];
  for (const [name, value] of others) {
    it(`refuses ${name}`, () => assert.equal(isRecord(value), false));
  }
});
