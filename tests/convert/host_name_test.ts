import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toNameServer, toWordText } from "../../src/convert/host_name.ts";

describe("toNameServer()", () => {
  const addresses: [text: string, sent: string][] = [
    ["10.0.0.1", "10.0.0.1"],
    ["::1", "::1"],
    ["[fd00::53]", "fd00::53"],
    ["fe80::1%eth0", "fe80::1%eth0"],
    ["[fe80::1%eth0]", "fe80::1%eth0"],
  ];
  for (const [text, sent] of addresses) {
    it(`takes ${text}`, () => assert.equal(toNameServer(text, "dns[0]"), sent));
  }

  const others = ["", "localhost", "1.1.1.1:53", "[::1]:53", "127.0.0.999", "1.1.1.1%eth0", "::1%"];
  for (const value of [...others, "1.1.1.1\nnameserver 6.6.6.6", "fe80::1%a\nb", "[10.0.0.1", 5]) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      assert.throws(() => toNameServer(value, "dns[0]"), {
        name: "TypeError",
        message: /^Cannot use dns\[0\] .*: expected (an IP address \(no name, no port\)|a string)$/,
      });
    });
  }
});

describe("toWordText()", () => {
  for (const text of ["web", "web-1.example.org", "", "b\u00fccher"]) {
    it(`takes ${JSON.stringify(text)}`, () => assert.equal(toWordText(text, "hostname"), text));
  }

  for (const text of ["a b", "a\nb", "a\r", "\ta", "a\0", "a\x7f", "a\u2028b"]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => toWordText(text, "hostname"), {
        name: "TypeError",
        message: /expected a string without blanks and control characters$/,
      });
    });
  }
});
