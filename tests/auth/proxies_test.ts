import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseConfigFile } from "../../src/auth/config_file.ts";
import { proxiesOf } from "../../src/auth/proxies.ts";

const DEFAULT = { httpProxy: "http://d:1", noProxy: "localhost" };
const OWN = { httpsProxy: "http://h:2", ftpProxy: "http://f:3", allProxy: "socks5://a:4" };
const OF_DEFAULT = [
  ["HTTP_PROXY", "http://d:1"],
  ["http_proxy", "http://d:1"],
  ["NO_PROXY", "localhost"],
  ["no_proxy", "localhost"],
];
const OF_OWN = [
  ["HTTPS_PROXY", "http://h:2"],
  ["https_proxy", "http://h:2"],
  ["FTP_PROXY", "http://f:3"],
  ["ftp_proxy", "http://f:3"],
  ["ALL_PROXY", "socks5://a:4"],
  ["all_proxy", "socks5://a:4"],
];

const ROWS: [
  what: string,
  proxies: unknown,
  address: string,
  expected: unknown,
  faults: string[],
][] = [
  ["the default", { default: DEFAULT }, "unix:///x.sock", OF_DEFAULT, []],
  [
    "an Engine's own in place of the default",
    { default: DEFAULT, "unix:///x.sock": OWN },
    "unix:///x.sock",
    OF_OWN,
    [],
  ],
  [
    "the default where another Engine has its own",
    { default: DEFAULT, "unix:///y.sock": OWN },
    "unix:///x.sock",
    OF_DEFAULT,
    [],
  ],
  ["tcp:// for an Engine over TLS", { "tcp://h:2376": OWN }, "https://h:2376", OF_OWN, []],
  ["an address with a slash behind", { "tcp://h:2375/": OWN }, "tcp://h:2375", OF_OWN, []],
  [
    "an empty entry of the Engine's own",
    { default: DEFAULT, "tcp://h:1": {} },
    "tcp://h:1",
    [],
    [],
  ],
  ["null as no entry", { default: DEFAULT, "tcp://h:1": null }, "tcp://h:1", OF_DEFAULT, []],
  ["an empty value as none", { default: { ...DEFAULT, ftpProxy: "" } }, "x", OF_DEFAULT, []],
  ["no proxies", undefined, "x", [], []],
  ["null for proxies", null, "x", [], []],
  [
    "what is well beside a malformed entry",
    { default: DEFAULT, "tcp://h:1": "http://secret@p" },
    "tcp://h:1",
    OF_DEFAULT,
    ['expected proxies["tcp://h:1"] to be an object'],
  ],
  [
    "what is well beside a malformed value",
    { default: { ...DEFAULT, ftpProxy: ["secret"] } },
    "x",
    OF_DEFAULT,
    ['expected ftpProxy of proxies["default"] to be a string'],
  ],
  ["nothing of a list", ["secret"], "x", [], ["expected proxies to be an object"]],
];

describe("the proxies of a configuration file", () => {
  for (const [what, proxies, address, expected, faults] of ROWS) {
    it(`give ${what}`, () => {
      const config = parseConfigFile(JSON.stringify({ proxies, detachKeys: "ctrl-x" }), "c.json");
      assert.deepEqual(proxiesOf(config.proxies, address), expected);
      const start = 'Cannot read the configuration file "c.json": ';
      assert.deepEqual(config.faults, faults.map((fault) => start + fault));
      assert.equal(config.detachKeys, "ctrl-x");
    });
  }
});
