import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { type EntryHead, type EntryInfo, Packer, TarError, Unpacker } from "../../src/tar/mod.ts";
import { octal, text } from "./raw.ts";

/** The header bytes of one entry. */
function write(head: EntryHead): Uint8Array {
  return new Packer().header(head);
}

/** What the reader makes of a header. */
function readBack(head: EntryHead): EntryInfo {
  const unpacker = new Unpacker();
  unpacker.push(write(head));
  const info = unpacker.next();
  assert.ok(typeof info === "object");
  return info;
}

test("Packer writes a ustar header field by field", () => {
  const block = write({
    type: "file",
    path: "dir/file",
    size: 1234,
    options: { mode: 0o4751, uid: 1001, gid: 1002, mtime: 1234567890, uname: "al", gname: "st" },
  });
  assert.equal(block.length, 512);
  const field = (start: number, length: number): string =>
    text(block.subarray(start, start + length));
  assert.equal(field(0, 100), "dir/file".padEnd(100, "\0"));
  assert.equal(field(100, 8), "0004751\0");
  assert.equal(field(108, 8), "0001751\0");
  assert.equal(field(116, 8), "0001752\0");
  assert.equal(field(124, 12), "00000002322\0");
  assert.equal(field(136, 12), "11145401322\0");
  assert.equal(field(156, 1), "0");
  assert.equal(field(157, 100), "\0".repeat(100));
  assert.equal(field(257, 8), "ustar\0" + "00");
  assert.equal(field(265, 32), "al".padEnd(32, "\0"));
  assert.equal(field(297, 32), "st".padEnd(32, "\0"));
  assert.equal(field(329, 16), "0000000\0" + "0000000\0");
  assert.equal(field(345, 167), "\0".repeat(167));
  const sum = block.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
  assert.equal(field(148, 8), `${octal(sum, 6)}\0 `);
});

describe("Packer fills in modes, and owners and times with 0", () => {
  const heads: [EntryHead, number, string][] = [
    [{ type: "file", path: "a" }, 0o644, "0"],
    [{ type: "link", path: "a", linkname: "b" }, 0o644, "1"],
    [{ type: "symlink", path: "a", linkname: "b" }, 0o777, "2"],
    [{ type: "character-device", path: "a" }, 0o644, "3"],
    [{ type: "block-device", path: "a" }, 0o644, "4"],
    [{ type: "directory", path: "a" }, 0o755, "5"],
    [{ type: "fifo", path: "a" }, 0o644, "6"],
  ];

  for (const [head, mode, typeflag] of heads) {
    it(head.type, () => {
      const { header, type } = readBack(head);
      assert.equal(type, head.type);
      assert.deepEqual(
        [header.mode, header.typeflag, header.uid, header.gid, header.mtime, header.uname],
        [mode, typeflag, 0, 0, 0, ""],
      );
    });
  }
});

test("Packer ends a directory's path with one slash", () => {
  assert.equal(readBack({ type: "directory", path: "a/b" }).path, "a/b/");
  assert.equal(readBack({ type: "directory", path: "a/b/" }).path, "a/b/");
});

test("Packer writes device numbers that are not given as 0", () => {
  const { header } = readBack({ type: "character-device", path: "a" });
  assert.deepEqual([header.devmajor, header.devminor], ["0000000", "0000000"]);
});

test("Packer writes the largest size that ustar has into the block itself", () => {
  const block = write({ type: "file", path: "a", size: 0o77777777777 });
  assert.equal(block.length, 512);
  assert.equal(text(block.subarray(124, 136)), "77777777777\0");
});

test("Packer leaves programs without PAX as much of a long name as there is room for", () => {
  const long = `${"0123456789".repeat(30)}`;
  const nameOf = (head: EntryHead): string => {
    const bytes = write(head);
    return text(bytes.subarray(bytes.length - 512, bytes.length - 412));
  };
  assert.equal(nameOf({ type: "file", path: long }), "0123456789".repeat(10));
  assert.equal(
    nameOf({ type: "directory", path: long }),
    `${"0123456789".repeat(10).slice(0, 99)}/`,
  );
});

test("Packer writes a moment with no more than nine digits", () => {
  const mtimeOf = (mtime: number): string | undefined =>
    /mtime=(.*)\n/.exec(text(write({ type: "file", path: "a", options: { mtime } })))?.[1];
  assert.equal(mtimeOf(1.26e-8), "0.000000013");
  assert.equal(mtimeOf(1e-7), "0.0000001");
});

test("Packer writes device numbers given as numbers or as octal text", () => {
  const { header } = readBack({
    type: "block-device",
    path: "a",
    options: { devmajor: 259, devminor: "17" },
  });
  assert.deepEqual([header.devmajor, header.devminor], ["0000403", "0000017"]);
});

describe("Packer uses one block for a name as long as ustar can say it", () => {
  const paths = [
    "n".repeat(100),
    `${"p".repeat(155)}/${"n".repeat(100)}`,
    `p/${"n".repeat(100)}`,
    `${"p/".repeat(77)}${"n".repeat(100)}`,
    `${"p".repeat(100)}/n`,
  ];

  for (const path of paths) {
    it(`of ${path.length} characters, ${path.lastIndexOf("/") + 1} before the last slash`, () => {
      assert.equal(write({ type: "file", path }).length, 512, path);
      assert.equal(readBack({ type: "file", path }).path, path);
    });
  }

  it("of a directory", () => {
    const directory = `${"p".repeat(99)}/${"n".repeat(99)}/`;
    assert.equal(write({ type: "directory", path: directory }).length, 512);
    assert.equal(readBack({ type: "directory", path: directory }).path, directory);
  });
});

describe("Packer adds a PAX header only where ustar cannot say it", () => {
  const file = { type: "file", path: "a" } as const;

  const cases: [EntryHead, string[], (info: EntryInfo) => unknown, unknown][] = [
    [{ ...file, path: "n".repeat(101) }, ["path"], (info) => info.path, "n".repeat(101)],
    [
      { ...file, path: `${"p".repeat(156)}/n` },
      ["path"],
      (info) => info.path,
      `${"p".repeat(156)}/n`,
    ],
    [
      { type: "directory", path: "d".repeat(100) },
      ["path"],
      (info) => info.path,
      `${"d".repeat(100)}/`,
    ],
    [{ ...file, path: "ü 日本" }, ["path"], (info) => info.path, "ü 日本"],
    [
      { ...file, path: "\u{1f40b}".repeat(2000) },
      ["path"],
      (info) => info.path,
      "\u{1f40b}".repeat(2000),
    ],
    [
      { type: "symlink", path: "a", linkname: "l".repeat(101) },
      ["linkpath"],
      (info) => info.header.linkname,
      "l".repeat(101),
    ],
    [
      { type: "link", path: "a", linkname: "ü" },
      ["linkpath"],
      (info) => info.header.linkname,
      "ü",
    ],
    [{ ...file, size: 8 ** 11 }, ["size"], (info) => info.size, 8589934592],
    [{ ...file, options: { uid: 8 ** 7 } }, ["uid"], (info) => info.header.uid, 2097152],
    [{ ...file, options: { gid: 4294967295 } }, ["gid"], (info) => info.header.gid, 4294967295],
    [{ ...file, options: { uname: "ü" } }, ["uname"], (info) => info.header.uname, "ü"],
    [
      { ...file, options: { gname: "g".repeat(32) } },
      ["gname"],
      (info) => info.header.gname,
      "g".repeat(32),
    ],
    [{ ...file, options: { mtime: 1.25 } }, ["mtime"], (info) => info.header.mtime, 1.25],
    [{ ...file, options: { mtime: -1 } }, ["mtime"], (info) => info.header.mtime, -1],
    [{ ...file, options: { mtime: 1e-7 } }, ["mtime"], (info) => info.header.mtime, 1e-7],
    [{ ...file, options: { mtime: 8 ** 11 } }, ["mtime"], (info) => info.header.mtime, 8 ** 11],
    [
      { ...file, options: { xattrs: { "user.b": "é", "user.a": new Uint8Array([0, 10, 61]) } } },
      [],
      (info) => [...info.xattrs],
      [["user.a", new Uint8Array([0, 10, 61])], ["user.b", new TextEncoder().encode("é")]],
    ],
  ];

  for (const [head, keys, get, expected] of cases) {
    it(`for ${keys[0] ?? "xattrs"}: ${JSON.stringify(expected).slice(0, 60)}`, () => {
      const bytes = write(head);
      assert.equal(bytes.length % 512, 0);
      assert.ok(bytes.length >= 1536);
      assert.equal(text(bytes.subarray(156, 157)), "x");
      const info = readBack(head);
      assert.deepEqual([...info.pax.keys()], keys);
      assert.deepEqual(get(info), expected);
      // A reader without PAX still gets a name in ASCII.
      const last = bytes.subarray(bytes.length - 512);
      assert.ok(last.every((byte) => byte < 128));
    });
  }

  it("not for the largest numbers of ustar", () => {
    const plain = { size: 8 ** 11 - 1, options: { uid: 8 ** 7 - 1, mtime: 8 ** 11 - 1 } };
    assert.equal(write({ ...file, ...plain }).length, 512);
  });
});

test("Packer counts a PAX record's own length, at every number of digits", () => {
  for (let length = 1; length < 1100; length++) {
    const path = `ü${"n".repeat(length)}`;
    assert.equal(readBack({ type: "file", path }).path, path);
  }
});

test("Packer gives the same bytes for the same entry", () => {
  const head: EntryHead = {
    type: "file",
    path: "ü",
    options: { mtime: 1.5, xattrs: { "user.b": "2", "user.a": "1" } },
  };
  const other: EntryHead = {
    ...head,
    options: { xattrs: new Map([["user.a", "1"], ["user.b", "2"]]), mtime: 1.5 },
  };
  assert.deepEqual(write(head), write(other));
});

describe("Packer refuses what cannot be written, by field", () => {
  const start = 'Cannot write tar entry "a": ';

  const file = { type: "file", path: "a" } as const;

  const max = Number.MAX_SAFE_INTEGER;

  const cases: [unknown, ErrorConstructor, string][] = [
    [{ type: "file", path: "" }, TypeError, 'Cannot write tar entry "": path is empty'],
    [
      { type: "file", path: undefined },
      TypeError,
      'Cannot write tar entry "undefined": path is not a string',
    ],
    [
      { type: "file", path: "a\0b" },
      TypeError,
      'Cannot write tar entry "a\\u0000b": path has a zero byte in it',
    ],
    [
      { type: "file", path: "a/" },
      TypeError,
      'Cannot write tar entry "a/": only a directory\'s path may end with a slash',
    ],
    [
      { type: "other", path: "a" },
      TypeError,
      `${start}type "other" is not one of file, directory, symlink, link, character-device, ` +
      "block-device, fifo",
    ],
    [{ type: "symlink", path: "a" }, TypeError, `${start}linkname is missing`],
    [
      { type: "link", path: "a", linkname: "b\0" },
      TypeError,
      `${start}linkname has a zero byte in it`,
    ],
    [
      { ...file, size: -1 },
      RangeError,
      `${start}size must be a whole number from 0 to ${max}, not -1`,
    ],
    [
      { ...file, size: 1.5 },
      RangeError,
      `${start}size must be a whole number from 0 to ${max}, not 1.5`,
    ],
    [
      { ...file, options: { mode: 8 ** 7 } },
      RangeError,
      `${start}mode must be a whole number from 0 to 2097151, not 2097152`,
    ],
    [
      { ...file, options: { uid: NaN } },
      RangeError,
      `${start}uid must be a whole number from 0 to ${max}, not NaN`,
    ],
    [
      { ...file, options: { mtime: NaN } },
      RangeError,
      `${start}mtime must be a number of seconds, not NaN`,
    ],
    [{ ...file, options: { uname: 5 } }, TypeError, `${start}uname is not a string`],
    [
      { type: "block-device", path: "a", options: { devmajor: "9" } },
      RangeError,
      `${start}devmajor must be at most 7 octal digits, not "9"`,
    ],
    [
      { ...file, options: { xattrs: { "a=b": "c" } } },
      TypeError,
      `${start}extended attribute name "a=b" is empty or has "=" or a zero byte in it`,
    ],
  ];

  for (const [head, type, message] of cases) {
    it(message, () => {
      assert.throws(() => write(head as EntryHead), { name: type.name, message });
    });
  }
});

test("Packer refuses bodies that are not as long as the header says", () => {
  const packer = new Packer();
  packer.header({ type: "file", path: "first", size: 3 });
  packer.count(3);
  packer.padding();
  packer.header({ type: "file", path: "second", size: 5 });
  packer.count(3);
  assert.equal(packer.bodyLeft, 2);
  const short = {
    name: "TarError",
    message: 'Cannot write tar entry "second" at byte 1024: ' +
      "its content ended after 3 of the 5 bytes stated",
    entry: "second",
    offset: 1024,
  };
  assert.throws(() => packer.padding(), short);
  assert.throws(() => packer.end(), short);
  assert.throws(() => packer.header({ type: "file", path: "third" }), short);
  assert.throws(() => packer.count(3), (problem: unknown) => {
    assert.ok(problem instanceof TarError);
    assert.equal(
      problem.message,
      'Cannot write tar entry "second" at byte 1024: its content is longer than the 5 bytes stated',
    );
    return true;
  });
});

test("Packer refuses calls in a wrong order", () => {
  const packer = new Packer();
  packer.header({ type: "file", path: "a", size: 1 });
  packer.count(1);
  assert.throws(() => packer.header({ type: "file", path: "b" }), {
    name: "TypeError",
    message: 'Cannot write tar entry "b": padding() was not called before',
  });
  assert.throws(() => packer.end(), {
    name: "TypeError",
    message: "Cannot end the tar archive: padding() was not called before",
  });
  assert.equal(packer.padding().length, 511);
  assert.deepEqual(packer.end(), new Uint8Array(1024));
  assert.throws(() => packer.header({ type: "file", path: "b" }), {
    name: "TypeError",
    message: 'Cannot write tar entry "b": the archive was ended before',
  });
});
