import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { path } from "../../src/operation/path.ts";
import { query } from "../../src/operation/query.ts";
import { checkTarget } from "../../src/http/request_head.ts";

const nasty = [
  "a/b",
  "../c",
  ".",
  "..",
  "a b",
  "a?b#c",
  "a%2Fb",
  "a\r\nHost: evil",
  "a\n",
  "\0",
  "é\u{1f433}",
  "a+b&c=d",
  "a:5000/b@sha256:x",
];

describe("path", () => {
  describe("keeps every value one segment that decodes to itself", () => {
    for (const value of nasty) {
      it(JSON.stringify(value), () => {
        const target = path`/images/${value}/json`;
        checkTarget(target);
        const segments = target.split("/");
        assert.equal(segments.length, 4, target);
        assert.equal(decodeURIComponent(segments[2]!), value);
        // No URL parser may take a segment for a step.
        assert.equal(
          new URL(target.replaceAll("%2E", "x"), "http://a").pathname.split("/").length,
          4,
        );
      });
    }

    it("line breaks, dots and none", () => {
      assert.equal(path`/a/${"x\ny"}/b/${".."}`, "/a/x%0Ay/b/%2E%2E");
      assert.equal(path`/info`, "/info");
    });
  });

  it("refuses what is not well-formed Unicode", () => {
    assert.throws(() => path`/a/${"\ud83d"}`, {
      name: "TypeError",
      message: 'Cannot send "\\ud83d": it has one half of a surrogate pair',
    });
  });
});

describe("query()", () => {
  describe("encodes names and values so that they decode to themselves", () => {
    for (const value of nasty) {
      it(JSON.stringify(value), () => {
        const text = query({ [value]: value, other: "1" });
        checkTarget(`/x${text}`);
        assert.deepEqual([...new URLSearchParams(text)], [[value, value], ["other", "1"]]);
      });
    }

    it("line breaks", () => {
      assert.equal(query({ t: "x\ny" }), "?t=x%0Ay");
    });
  });

  it("puts further parameters in the place of those of the same name", () => {
    assert.equal(query({ a: 1, b: 2, c: 3 }, { b: "x", d: [] }), "?a=1&b=x&c=3");
    assert.equal(query({ a: 1, b: 2 }, { a: undefined, d: ["1", "2"] }), "?b=2&d=1&d=2");
    assert.equal(query(undefined, { a: true }), "?a=1");
    assert.equal(query(undefined), "");
  });

  it("writes booleans as 1 and 0, repeats lists, and leaves out what is not set", () => {
    assert.equal(
      query({
        yes: true,
        no: false,
        none: undefined,
        nil: null,
        zero: 0,
        empty: "",
        list: ["a", "b c"],
        nothing: [],
      }),
      "?yes=1&no=0&zero=0&empty=&list=a&list=b%20c",
    );
    assert.equal(query({}), "");
    assert.equal(query({ none: undefined, nothing: [] }), "");
  });

  it("refuses what is not well-formed Unicode", () => {
    assert.throws(() => query({ t: "\udc33" }), {
      name: "TypeError",
      message: 'Cannot send "\\udc33": it has one half of a surrogate pair',
    });
  });
});
