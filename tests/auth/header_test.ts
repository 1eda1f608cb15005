import assert from "node:assert/strict";
import test from "node:test";
import { encodeAuthHeader } from "../../src/auth/header.ts";

test("encodeAuthHeader() writes nothing as the empty object", () => {
  assert.equal(encodeAuthHeader({}), "e30=");
});

test("encodeAuthHeader() keeps every character, in the alphabet of URLs and padded", () => {
  for (let length = 0; length < 9; length++) {
    const auth = { username: "ü", password: "/+?>~ÿ€😀".repeat(length) + "x".repeat(length) };
    const header = encodeAuthHeader(auth);
    assert.match(header, /^[\w-]+={0,2}$/);
    assert.equal(header.length % 4, 0);
    assert.deepEqual(JSON.parse(Buffer.from(header, "base64url").toString("utf8")), auth);
  }
});
