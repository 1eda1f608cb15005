import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  checkFixedVersion,
  compareVersions,
  negotiateVersion,
  NEWEST_VERSION,
  OLDEST_VERSION,
} from "../../src/engine/version.ts";

function malformed(text: string): Record<string, string> {
  return {
    name: "InvalidVersion",
    message: `Cannot use the API version ${
      JSON.stringify(text)
    }: a version is two numbers, such as "1.41"`,
  };
}

describe("compareVersions()", () => {
  it("compares numbers, not text", () => {
    const order = ["0.9", "1.0", "1.9", "1.10", "1.24", "1.41", "2.0", "10.0"];
    order.forEach((a, i) => {
      order.forEach((b, j) =>
        assert.equal(Math.sign(compareVersions(a, b)), Math.sign(i - j), `${a} ${b}`)
      );
    });
    assert.equal(compareVersions("1.041", "1.41"), 0);
  });

  describe("refuses what is no version, on either side", () => {
    for (
      const text of ["", "1", "1.", ".1", "1.2.3", " 1.2", "1.2 ", "v1.2", "1,2", "1.12345", "١.٢"]
    ) {
      it(JSON.stringify(text), () => {
        assert.throws(() => compareVersions(text, "1.41"), malformed(text));
        assert.throws(() => compareVersions("1.41", text), malformed(text));
      });
    }
  });
});

describe("negotiateVersion()", () => {
  it("takes what both sides speak", () => {
    assert.equal(negotiateVersion("1.41", "a"), "1.41");
    assert.equal(negotiateVersion(OLDEST_VERSION, "a"), OLDEST_VERSION);
    assert.equal(negotiateVersion(NEWEST_VERSION, "a"), NEWEST_VERSION);
    assert.equal(negotiateVersion("1.999", "a"), NEWEST_VERSION);
  });

  it("refuses an engine that is too old, or of no version", () => {
    assert.throws(() => negotiateVersion("1.23", "unix:///x"), {
      name: "InvalidVersion",
      message:
        "Cannot talk to the engine at unix:///x: its newest API version is 1.23, and this client needs 1.24 or newer",
    });
    assert.throws(() => negotiateVersion("new", "unix:///x"), {
      name: "ProtocolError",
      message:
        'Cannot learn the API version of the engine at unix:///x: it names "new", which is not two numbers',
    });
  });
});

describe("checkFixedVersion()", () => {
  describe("takes versions from 1.0, newer ones than this client knows too", () => {
    for (const version of ["1.0", "1.18", "1.41", "1.99", "2.0"]) {
      it(version, () => {
        checkFixedVersion(version);
      });
    }
  });

  it("refuses what is none, or below 1.0", () => {
    assert.throws(() => checkFixedVersion("auto"), malformed("auto"));
    assert.throws(() => checkFixedVersion("0.9"), {
      name: "InvalidVersion",
      message: 'Cannot use the API version "0.9": it is below 1.0',
    });
  });
});
