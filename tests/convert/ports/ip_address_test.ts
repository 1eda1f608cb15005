import assert from "node:assert/strict";
import net from "node:net";
import { describe, it } from "node:test";
import { parseIPAddress, resemblesIPAddress } from "../../../src/convert/ports/ip_address.ts";

const READ: readonly string[] = [
  "0.0.0.0",
  "127.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "1::",
  "fe80::1",
  "1:2:3:4:5:6:7:8",
  "1:2:3::5:6:7:8",
  "::2:3:4:5:6:7:8",
  "1:2:3:4:5:6:7::",
  "ABCD:ef01::",
  "::ffff:192.0.2.1",
  "1:2:3:4:5:6:192.0.2.1",
  "1::6:192.0.2.1",
];

const REFUSED: readonly string[] = [
  "",
  "localhost",
  "256.0.0.1",
  "1.2.3.256",
  "1.2.3",
  "1.2.3.4.5",
  "1.2.3.4.",
  "01.2.3.4",
  "1.2.3.-4",
  "1..2.3",
  ":",
  ":::",
  "1",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7:8:9:10",
  "1:2:3:4::5:6:7:8",
  "1:2:3:4:5:6:7:8::",
  "1::2::3",
  "1:2:3::4:5::6:7:8",
  "::1::",
  "12345::",
  "g::",
  "1:2:3:4:5:6:7:192.0.2.1",
  "1:2:3:4:5:192.0.2.1",
  "1:2:3:4:5:6::192.0.2.1",
  "192.0.2.1::",
  "::192.0.2.1:1",
  "::192.0.2.256",
  "::192.0.2",
  "[::1",
  "::1]",
];

describe("parseIPAddress()", () => {
  for (const text of READ) {
    it(`reads ${text}`, () => {
      assert.equal(parseIPAddress(text), text);
      assert.notEqual(net.isIP(text), 0, "and so does the runtime");
      if (text.includes(":")) assert.equal(parseIPAddress(`[${text}]`), text);
      assert.equal(resemblesIPAddress(text), true);
    });
  }
  for (const text of REFUSED) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parseIPAddress(text), null);
      assert.equal(net.isIP(text), 0, "and so does the runtime");
    });
  }
});
