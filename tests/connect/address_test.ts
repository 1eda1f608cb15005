import assert from "node:assert/strict";
import test, { describe } from "node:test";
import {
  type Address,
  formatAddress,
  formatHost,
  parseAddress,
} from "../../src/connect/address.ts";

const tcp = (hostname: string, port: number, secure = false, basePath = ""): Address => ({
  kind: "tcp",
  hostname,
  port,
  secure,
  basePath,
});
const unix = (path: string, basePath = ""): Address => ({ kind: "unix", path, basePath });

const GOOD: [text: string, address: Address, shown: string][] = [
  ["unix:///var/run/docker.sock", unix("/var/run/docker.sock"), "unix:///var/run/docker.sock"],
  ["unix://var/run/docker.sock", unix("/var/run/docker.sock"), "unix:///var/run/docker.sock"],
  ["unix://", unix("/var/run/docker.sock"), "unix:///var/run/docker.sock"],
  ["unix://./engine.sock", unix("./engine.sock"), "unix://./engine.sock"],
  ["unix:///a b/ü?x#y.sock", unix("/a b/ü?x#y.sock"), "unix:///a b/ü?x#y.sock"],
  ["  unix:///x.sock\n", unix("/x.sock"), "unix:///x.sock"],
  ["http+unix:///run/x.sock", unix("/run/x.sock"), "unix:///run/x.sock"],
  ["http+unix://%2Frun%2Fx%20y.sock", unix("/run/x y.sock"), "unix:///run/x y.sock"],
  ["http+unix://%2frun%2fx.sock/base/", unix("/run/x.sock", "/base"), "unix:///run/x.sock/base"],
  ["tcp://10.0.0.1", tcp("10.0.0.1", 2375), "tcp://10.0.0.1:2375"],
  ["tcp://10.0.0.1:4000", tcp("10.0.0.1", 4000), "tcp://10.0.0.1:4000"],
  ["TCP://Host.example:4000/", tcp("Host.example", 4000), "tcp://Host.example:4000"],
  ["tcp://:7777", tcp("127.0.0.1", 7777), "tcp://127.0.0.1:7777"],
  ["tcp://host:1/a/b/", tcp("host", 1, false, "/a/b"), "tcp://host:1/a/b"],
  ["http://host", tcp("host", 80), "tcp://host:80"],
  ["http://host:2375/docker", tcp("host", 2375, false, "/docker"), "tcp://host:2375/docker"],
  ["https://host", tcp("host", 443, true), "https://host:443"],
  ["https://host:2376/a%20b", tcp("host", 2376, true, "/a%20b"), "https://host:2376/a%20b"],
  ["https://[::1]:2376", tcp("::1", 2376, true), "https://[::1]:2376"],
  ["host:2375", tcp("host", 2375), "tcp://host:2375"],
  [":6666", tcp("127.0.0.1", 6666), "tcp://127.0.0.1:6666"],
  ["my_host.local:2375/x", tcp("my_host.local", 2375, false, "/x"), "tcp://my_host.local:2375/x"],
  ["[::1]:2375", tcp("::1", 2375), "tcp://[::1]:2375"],
  ["tcp://[fd12::82d1]", tcp("fd12::82d1", 2375), "tcp://[fd12::82d1]:2375"],
  ["tcp://[fe80::1%eth0]:2375", tcp("fe80::1%eth0", 2375), "tcp://[fe80::1%eth0]:2375"],
  ["tcp://[fe80::1%25eth0]:2375", tcp("fe80::1%eth0", 2375), "tcp://[fe80::1%eth0]:2375"],
  [
    "npipe:////./pipe/docker_engine",
    { kind: "pipe", path: "\\\\.\\pipe\\docker_engine" },
    "npipe:////./pipe/docker_engine",
  ],
  [
    "npipe://",
    { kind: "pipe", path: "\\\\.\\pipe\\docker_engine" },
    "npipe:////./pipe/docker_engine",
  ],
  ["npipe://./pipe/x", { kind: "pipe", path: "\\\\.\\pipe\\x" }, "npipe:////./pipe/x"],
  ["npipe://\\\\.\\pipe\\x", { kind: "pipe", path: "\\\\.\\pipe\\x" }, "npipe:////./pipe/x"],
  ["ssh://host", { kind: "ssh", hostname: "host" }, "ssh://host"],
  ["ssh://me@host/", { kind: "ssh", user: "me", hostname: "host" }, "ssh://me@host"],
  [
    "ssh://me@host:2222/run/user/1000/docker.sock",
    {
      kind: "ssh",
      user: "me",
      hostname: "host",
      port: 2222,
      socketPath: "/run/user/1000/docker.sock",
    },
    "ssh://me@host:2222/run/user/1000/docker.sock",
  ],
  ["ssh://[::1]:22", { kind: "ssh", hostname: "::1", port: 22 }, "ssh://[::1]:22"],
];

const ENCODED: [text: string, basePath: string][] = [
  ["http://host/\u00e4/b%20c/", "/%C3%A4/b%20c"],
  ["http+unix://%2Fx.sock/\u{1f600}", "/%F0%9F%98%80"],
];

const BAD: [text: string, shown: string, problem: string][] = [
  ["", "", "value is empty"],
  ["  ", "  ", "value is empty"],
  ["0.0.0.0", "0.0.0.0", "it has no scheme and no port"],
  ["docker.sock", "docker.sock", "it has no scheme and no port"],
  ["::1", "::1", "its host and port cannot be told apart, write an IPv6 address in brackets"],
  ["/var/run/x", "/var/run/x", 'a path alone is no address, write "unix:///var/run/x"'],
  ["\\\\.\\pipe\\x", "\\\\.\\pipe\\x", 'write a named pipe as "npipe:////./pipe/name"'],
  ["udp://127.0.0.1:1", "udp://127.0.0.1:1", 'scheme "udp" is unknown'],
  ["fd://", "fd://", 'scheme "fd" is unknown'],
  ["tcp://", "tcp://", "it has no host"],
  ["https:///x", "https:///x", "it has no host"],
  ["tcp://host:", "tcp://host:", "its port is not in 1 to 65535"],
  ["tcp://host:0", "tcp://host:0", "its port is not in 1 to 65535"],
  ["tcp://host:65536", "tcp://host:65536", "its port is not in 1 to 65535"],
  [
    "tcp://host:80:90",
    "tcp://host:80:90",
    "its host and port cannot be told apart, write an IPv6 address in brackets",
  ],
  ["tcp://[1]:80", "tcp://[1]:80", "what its brackets hold is not an IPv6 address"],
  ["tcp://a b:80", "tcp://a b:80", "its host has characters that are not allowed"],
  ["tcp://-host:80", "tcp://-host:80", "its host has characters that are not allowed"],
  ["tcp://host:80?x=1", "tcp://host:80?***", "it has a query or a fragment"],
  ["https://host/a#b", "https://host/a#***", "it has a query or a fragment"],
  ["https://host/a;b", "https://host/a;***", "it has a query, parameters or a fragment"],
  ["tcp://host:1/a b", "tcp://host:1/a b", "its path has blanks or control characters"],
  [
    "https://me:secret@host",
    "https://***@host",
    "it has a user name; send credentials by the option headers",
  ],
  [
    "https://me:s@cret@host:1",
    "https://***@host:1",
    "its host and port cannot be told apart, write an IPv6 address in brackets",
  ],
  ["me:secret@host:1", "***@host:1", "it has a user name; send credentials by the option headers"],
  ["unix:///a\0b", "unix:///a\\u0000b", "its path has control characters"],
  ["http+unix://%2F%E0", "http+unix://%2F%E0", "its path is not percent-encoded UTF-8"],
  ["http+unix://%2Fa%00", "http+unix://%2Fa%00", "its path has control characters"],
  ["npipe:////./pip/x", "npipe:////./pip/x", "it names no pipe"],
  ["npipe:////./pipe/a/b", "npipe:////./pipe/a/b", "it names no pipe"],
  ["ssh://", "ssh://", "it has no host"],
  ["ssh://:22/path", "ssh://:22/path", "it has no host"],
  [
    "ssh://-oProxyCommand=x",
    "ssh://-oProxyCommand=x",
    "its host has characters that are not allowed",
  ],
  ["ssh://-l@host", "ssh://***@host", "its user name has characters that are not allowed"],
  ["ssh://me:secret@host", "ssh://***@host", "it has a password, which ssh does not take"],
  ["ssh://host/a?b", "ssh://host/a?***", "it has a query or a fragment"],
];

describe("parseAddress()", () => {
  for (const [text, address, shown] of GOOD) {
    test(`parseAddress() takes ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseAddress(text), address);
      assert.equal(formatAddress(parseAddress(text)), shown);
    });
    if (address.kind === "unix" && address.basePath !== "") continue;
    test(`parseAddress() takes what formatAddress() made of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseAddress(shown), address);
    });
  }
  for (const [text, shown, problem] of BAD) {
    test(`parseAddress() refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseAddress(text), {
        name: "TypeError",
        message: `Cannot parse engine address "${shown}": ${problem}; accepted are ` +
          "unix:///path, tcp://host:port, http://host:port/base, https://host:port/base, " +
          "host:port, npipe:////./pipe/name or ssh://user@host:port/path",
      });
    });
  }
  for (const [text, basePath] of ENCODED) {
    test(`parseAddress() encodes the path of ${text}`, () => {
      const address = parseAddress(text);
      assert.ok("basePath" in address);
      assert.equal(address.basePath, basePath);
    });
  }
  test("parseAddress() refuses half a character in a path", () => {
    assert.throws(() => parseAddress("http://host/\ud800"), {
      name: "TypeError",
      message: /: its path has one half of a surrogate pair; /,
    });
  });
  test("parseAddress() refuses what is not a string", () => {
    assert.throws(() => parseAddress(2375 as unknown as string), {
      name: "TypeError",
      message: "Cannot parse engine address: it is not a string but of type number",
    });
  });
  test("parseAddress() makes every address of a port secure when TLS is asked for", () => {
    assert.deepEqual(parseAddress("tcp://host", true), tcp("host", 2376, true));
    assert.deepEqual(parseAddress("tcp://host:99", true), tcp("host", 99, true));
    assert.deepEqual(parseAddress("host:99", true), tcp("host", 99, true));
    assert.deepEqual(parseAddress("http://host", true), tcp("host", 443, true));
    assert.deepEqual(parseAddress("http://host:99", true), tcp("host", 99, true));
  });
});

test("formatHost() writes an IPv6 address in brackets", () => {
  assert.equal(formatHost({ hostname: "::1", port: 1 }), "[::1]:1");
  assert.equal(formatHost({ hostname: "::1" }), "[::1]");
  assert.equal(formatHost({ hostname: "host", port: 1 }), "host:1");
});
