import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toBinds } from "../../../src/convert/host_config/binds.ts";
import { refuses } from "../refusals.ts";

const FORMS = '"/host/path:/container/path", "volume:/path:ro" or ' +
  '{ "/host/path": { bind: "/container/path", mode: "ro" } }';

test("toBinds() reads objects", () => {
  const binds = {
    "/home/user1/": { bind: "/mnt/vol2", mode: "rw" },
    "/var/www": { bind: "/mnt/vol1", mode: "ro" },
    "/a": { bind: "/b" },
    "/c": { bind: "/d", ro: true },
    "/e": { bind: "/f", ro: false, propagation: "rslave" },
    "/g": "/h",
    volume: { bind: "/data", mode: "ro,z" },
    "C:\\data": { bind: "C:\\inside", mode: "ro" },
  };
  assert.deepEqual(toBinds(binds, "binds"), [
    "/home/user1/:/mnt/vol2:rw",
    "/var/www:/mnt/vol1:ro",
    "/a:/b:rw",
    "/c:/d:ro",
    "/e:/f:rw,rslave",
    "/g:/h:rw",
    "volume:/data:ro,z",
    "C:\\data:C:\\inside:ro",
  ]);
});

test("toBinds() passes the Engine's own notation", () => {
  const binds = ["/a:/b", "/a:/b:ro", "volume:/b:rw,nocopy", "/anonymous", "C:\\a:D:\\b:ro"];
  assert.deepEqual(toBinds(binds, "binds"), binds);
});

describe("toBinds() refuses what cannot be a bind and shows it", () => {
  function refused(bind: unknown): () => unknown {
    return () => toBinds([bind], "binds");
  }
  const keys = "expected an object { bind, mode, ro, propagation }";
  refuses([
    [
      () => toBinds("/a:/b", "binds"),
      "TypeError",
      `Cannot use binds "/a:/b": expected a list or an object: ${FORMS}`,
    ],
    [refused(5), "TypeError", `Cannot use binds[0] 5: expected ${FORMS}`],
    [refused(""), "TypeError", `Cannot use binds[0] "": expected ${FORMS}`],
    [refused("/a:"), "TypeError", `Cannot use binds[0] "/a:": expected ${FORMS}`],
    [refused("/a:b"), "TypeError", `Cannot use binds[0] "/a:b": expected ${FORMS}`],
    [refused("relative"), "TypeError", `Cannot use binds[0] "relative": expected ${FORMS}`],
    [refused("/a:/b:ro:z"), "TypeError", `Cannot use binds[0] "/a:/b:ro:z": expected ${FORMS}`],
    [refused("/a:/b\0"), "TypeError", `Cannot use binds[0] "/a:/b\\u0000": expected ${FORMS}`],
    [() => toBinds({ "/a": {} }, "binds"), "TypeError", `Cannot use binds["/a"] {}: ${keys}`],
    [
      () => toBinds({ "/a": { bind: "/b", Mode: "ro" } }, "binds"),
      "TypeError",
      `Cannot use binds["/a"] {"bind":"***","Mode":"***"}: ${keys}`,
    ],
    [
      () => toBinds({ "/a": { bind: "/b", mode: "ro", ro: true } }, "binds"),
      "TypeError",
      'Cannot use binds["/a"] {"bind":"***","mode":"***","ro":true}: expected "mode" or "ro", not both',
    ],
    [
      () => toBinds({ "/a": { bind: "/b", mode: "r:o" } }, "binds"),
      "TypeError",
      'Cannot use binds["/a"].mode "r:o": expected a string such as "rw", "ro" or "ro,z"',
    ],
    [
      () => toBinds({ "/a": { bind: "b" } }, "binds"),
      "TypeError",
      `Cannot use binds["/a"] "/a:b:rw": expected ${FORMS}`,
    ],
    [
      () => toBinds({ "": { bind: "/b" } }, "binds"),
      "TypeError",
      `Cannot use the source of binds "": expected ${FORMS}`,
    ],
  ]);
});
