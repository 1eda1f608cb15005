import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { type EntryInfo, ProtocolError, TarError, Unpacker } from "../../src/tar/mod.ts";
import type { UnpackerOptions } from "../../src/tar/mod.ts";
import {
  cut,
  END,
  entry,
  header,
  join,
  octal,
  pax,
  paxRecord,
  type RawHeader,
  text,
} from "./raw.ts";

interface Read {
  info: EntryInfo;
  body: string;
}

/** Feeds chunk by chunk, and reads all bodies. */
function readAll(chunks: Iterable<Uint8Array>, options?: UnpackerOptions): Read[] {
  const unpacker = new Unpacker(options);
  const iterator = chunks[Symbol.iterator]();
  const found: Read[] = [];
  const feed = (): void => {
    const { done, value } = iterator.next();
    if (done) unpacker.end();
    else unpacker.push(value);
  };
  for (;;) {
    const next = unpacker.next();
    if (next === "end") return found;
    if (next === "more") {
      feed();
      continue;
    }
    const parts: Uint8Array[] = [];
    while (unpacker.bodyLeft > 0) {
      const view = unpacker.read();
      if (view === null) feed();
      else parts.push(view);
    }
    found.push({ info: next, body: text(join(...parts)) });
  }
}

function readOne(...parts: Uint8Array[]): Read {
  const found = readAll([join(...parts, END)]);
  assert.equal(found.length, 1);
  return found[0]!;
}

function refusal(parts: Uint8Array[], options?: UnpackerOptions): TarError {
  try {
    readAll(parts, options);
  } catch (problem) {
    assert.ok(problem instanceof TarError, String(problem));
    assert.ok(problem instanceof ProtocolError);
    return problem;
  }
  assert.fail("nothing was thrown");
}

function base256(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let rest = BigInt.asUintN(length * 8, value);
  for (let index = length - 1; index >= 0; index--) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  bytes[0]! |= 0x80;
  return bytes;
}

test("Unpacker reads the fields of a ustar header", () => {
  const { info, body } = readOne(entry({
    name: "b",
    mode: "0004751\0",
    uid: "0001751\0",
    gid: "0001752\0",
    mtime: "11145401322\0",
    linkname: "",
    uname: "alice",
    gname: "staff",
    devmajor: "0000001\0",
    devminor: "0000002\0",
    prefix: "dir/sub",
  }, "hello"));
  assert.equal(body, "hello");
  assert.equal(info.path, "dir/sub/b");
  assert.equal(info.type, "file");
  assert.equal(info.size, 5);
  assert.equal(info.offset, 0);
  assert.equal(info.pax.size, 0);
  assert.equal(info.xattrs.size, 0);
  assert.deepEqual(info.header, {
    name: "b",
    mode: 0o4751,
    uid: 1001,
    gid: 1002,
    size: 5,
    mtime: 1234567890,
    typeflag: "0",
    linkname: "",
    magic: "ustar\0",
    version: "00",
    uname: "alice",
    gname: "staff",
    devmajor: "0000001",
    devminor: "0000002",
    prefix: "dir/sub",
  });
});

describe("Unpacker tells the types apart", () => {
  const types: [string, string, string][] = [
    ["0", "a", "file"],
    ["\0", "a", "file"],
    ["7", "a", "file"],
    ["1", "a", "link"],
    ["2", "a", "symlink"],
    ["3", "a", "character-device"],
    ["4", "a", "block-device"],
    ["5", "a/", "directory"],
    ["D", "a/", "directory"],
    ["6", "a", "fifo"],
    ["V", "a", "other"],
    ["Z", "a", "other"],
  ];

  for (const [typeflag, name, type] of types) {
    it(`${JSON.stringify(typeflag)} is a ${type}`, () => {
      assert.equal(readOne(entry({ name, typeflag })).info.type, type, typeflag);
    });
  }

  it("the name tells files and directories of V7 apart", () => {
    const v7 = { magic: "", version: "" };
    assert.equal(readOne(entry({ ...v7, name: "a/", typeflag: "\0" })).info.type, "directory");
    assert.equal(readOne(entry({ ...v7, name: "a", typeflag: "\0" })).info.type, "file");
  });
});

describe("Unpacker takes no body from links, directories, devices and fifos that state a size", () => {
  for (const typeflag of ["1", "2", "3", "4", "5", "6"]) {
    it(`type ${typeflag}`, () => {
      const size = `${octal(1000, 11)}\0`;
      const found = readAll([
        join(header({ name: "a", typeflag, size }), entry({ name: "b" }, "x"), END),
      ]);
      assert.deepEqual(found.map(({ info }) => [info.path, info.size]), [["a", 0], ["b", 1]]);
      assert.equal(found[0]!.info.header.size, 1000);
    });
  }
});

test("Unpacker reads numbers padded with spaces, unterminated ones and empty fields", () => {
  const { header } = readOne(entry({
    name: "a",
    mode: "   644 \0",
    uid: "77777777",
    gid: "\0\0\0\0\0\0\0\0",
    mtime: "   17 \0",
    size: "          5 ",
  }, "hello")).info;
  assert.deepEqual(
    [header.mode, header.uid, header.gid, header.mtime, header.size],
    [0o644, 0o77777777, 0, 0o17, 5],
  );
});

test("Unpacker reads binary numbers, negative ones too", () => {
  const { header } = readOne(entry({
    name: "a",
    uid: base256(3000000n, 8),
    mtime: base256(-1n, 12),
    size: base256(5n, 12),
  }, "hello")).info;
  assert.deepEqual([header.uid, header.mtime, header.size], [3000000, -1, 5]);
});

describe("Unpacker knows sizes beyond 8 GiB, in binary and in PAX", () => {
  const sizes = [8589934592, 9663676416, 2 ** 33 + 1, 2 ** 53 - 1];

  for (const size of sizes) {
    it(`${size} bytes`, () => {
      const heads = [
        header({ name: "a", size: base256(BigInt(size), 12) }),
        join(pax({ size: String(size) }), header({ name: "a" })),
      ];
      for (const head of heads) {
        const unpacker = new Unpacker();
        unpacker.push(head);
        const next = unpacker.next();
        assert.ok(typeof next === "object");
        assert.equal(next.size, size);
        assert.equal(unpacker.bodyLeft, size);
        unpacker.push(new Uint8Array(700));
        assert.equal(unpacker.read()!.length, 700);
        assert.equal(unpacker.bodyLeft, size - 700);
      }
    });
  }
});

test("Unpacker refuses a size that no number can hold", () => {
  const size = new Uint8Array(12).fill(0xff);
  size[0] = 0x80;
  assert.match(
    refusal([header({ name: "a", size })]).message,
    /^Cannot read tar entry "a" at byte 0: field "size" is not a number: /,
  );
  assert.equal(
    refusal([pax({ size: "9007199254740992" }), header({ name: "a" })]).message,
    'Cannot read tar entry "a" at byte 0: PAX record "size" is not a number: "9007199254740992"',
  );
  assert.equal(
    refusal([header({ name: "a", size: base256(-5n, 12) })]).message,
    'Cannot read tar entry "a" at byte 0: its size is negative: -5',
  );
});

test("Unpacker reads GNU long names and links", () => {
  const name = "n".repeat(300);
  const link = `${"l".repeat(511)}/`;
  const { info } = readOne(
    entry({ name: "././@LongLink", typeflag: "L", magic: "ustar ", version: " \0" }, `${name}\0`),
    entry({ name: "././@LongLink", typeflag: "K", magic: "ustar ", version: " \0" }, `${link}\0`),
    entry({ name: "n", linkname: "l", typeflag: "2", magic: "ustar ", version: " \0" }),
  );
  assert.equal(info.path, name);
  assert.equal(info.header.linkname, link);
  assert.equal(info.header.name, "n");
  assert.equal(info.offset, 0);
});

test("Unpacker takes no prefix from GNU's format, and a short one from star's", () => {
  const gnu = entry({ name: "a", prefix: "00000000000", magic: "ustar ", version: " \0" });
  assert.equal(readOne(gnu).info.path, "a");
  const times = "00000000000\0" + "00000000000\0";
  const star = entry({
    name: "a",
    prefix: `${"p".repeat(131)}${times}`.padEnd(163, "\0") + "tar\0",
  });
  assert.equal(readOne(star).info.path, `${"p".repeat(131)}/a`);
});

describe("Unpacker tells the mark and the version as they stand in the block", () => {
  for (const [magic, version] of [["ustar\0", "00"], ["ustar ", " \0"], ["ustarX", "01"]]) {
    it(JSON.stringify([magic, version]), () => {
      const { header } = readOne(entry({ name: "a", magic, version } as RawHeader)).info;
      assert.deepEqual([header.magic, header.version], [magic, version]);
    });
  }
});

describe("Unpacker takes a whole prefix where star's mark only begins", () => {
  for (const mark of ["t\0\0\0", "taz\0", "\0ar\0"]) {
    it(JSON.stringify(mark), () => {
      const prefix = "p".repeat(155).padEnd(163, "\0") + mark;
      assert.equal(readOne(entry({ name: "a", prefix })).info.path, `${"p".repeat(155)}/a`);
    });
  }
});

test("Unpacker lets PAX records replace what the block says", () => {
  const { info } = readOne(
    pax({
      path: "ü/ä",
      linkpath: "ö",
      uid: "4294967294",
      gid: "4294967295",
      uname: "ålice",
      gname: "stäff",
      mtime: "-1234567890.25",
      comment: "a=b=c",
    }),
    entry({ name: "x", linkname: "y", typeflag: "2", uname: "root" }),
  );
  assert.equal(info.path, "ü/ä");
  const { linkname, uid, gid, uname, gname, mtime } = info.header;
  assert.deepEqual(
    { linkname, uid, gid, uname, gname, mtime },
    {
      linkname: "ö",
      uid: 4294967294,
      gid: 4294967295,
      uname: "ålice",
      gname: "stäff",
      mtime: -1234567890.25,
    },
  );
  assert.equal(info.pax.get("comment"), "a=b=c");
});

test("Unpacker applies PAX records to one entry, global ones to all until they are taken back", () => {
  const found = readAll([join(
    pax({ uname: "everyone", comment: "all" }, "g"),
    entry({ name: "a", uname: "root" }),
    pax({ uname: "own" }),
    entry({ name: "b", uname: "root" }),
    pax({ uname: "" }),
    entry({ name: "c", uname: "root" }),
    entry({ name: "d", uname: "root" }),
    pax({ comment: "" }, "g"),
    entry({ name: "e", uname: "root" }),
    END,
  )]);
  assert.deepEqual(
    found.map(({ info }) => [info.path, info.header.uname, info.pax.get("comment")]),
    [
      ["a", "everyone", "all"],
      ["b", "own", "all"],
      ["c", "root", "all"],
      ["d", "everyone", "all"],
      ["e", "everyone", undefined],
    ],
  );
  assert.deepEqual(found.map(({ info }) => info.offset), [1024, 1536, 3072, 4608, 6144]);
});

test("Unpacker keeps extended attributes as bytes, apart from the other records", () => {
  const { info } = readOne(
    pax({ "SCHILY.xattr.user.note": "a=b\nc", "SCHILY.xattr.user.empty": "", other: "1" }),
    entry({ name: "a" }),
  );
  assert.deepEqual([...info.pax], [["other", "1"]]);
  assert.deepEqual(
    [...info.xattrs].map(([name, value]) => [name, text(value)]),
    [["user.note", "a=b\nc"], ["user.empty", ""]],
  );
});

test("Unpacker does not let the records of one entry reach another's", () => {
  const [first, second] = readAll([
    join(entry({ name: "a" }), pax({ comment: "b's" }), entry({ name: "b" }), END),
  ]);
  assert.equal(first!.info.pax.size, 0);
  assert.equal(second!.info.pax.size, 1);
});

test("Unpacker reads names that are not UTF-8 byte by byte, so that they stay apart", () => {
  const names = [0xe9, 0xe8].map((byte) => new Uint8Array([0x6e, byte]));
  const found = readAll([join(...names.map((name) => entry({ name })), END)]);
  assert.deepEqual(found.map(({ info }) => info.path), ["né", "nè"]);
  assert.equal(readOne(entry({ name: "né" })).info.path, "né");
});

test("Unpacker accepts checksums of signed bytes", () => {
  const block = header({ name: "né" });
  let sum = 8 * 32;
  block.forEach((byte, index) => {
    if (index < 148 || index >= 156) sum += byte > 127 ? byte - 256 : byte;
  });
  block.set(new TextEncoder().encode(`${octal(sum, 6)}\0 `), 148);
  assert.equal(readOne(block).info.path, "né");
});

test("Unpacker refuses a wrong checksum and tells where", () => {
  const broken = header({ name: "second" });
  broken[0]! += 1;
  const problem = refusal([join(entry({ name: "first" }, "x"), broken, END)]);
  assert.match(
    problem.message,
    /^Cannot read tar archive at byte 1024: header checksum is (\d+), but its bytes add up to (\d+)$/,
  );
  assert.equal(problem.offset, 1024);
  assert.equal(problem.entry, undefined);
  assert.equal(
    refusal([header({ name: "a", checksum: "nonsense" })]).message,
    'Cannot read tar archive at byte 0: header checksum "nonsense" is not a number',
  );
  assert.equal(
    refusal([new Uint8Array(512).fill(0x41)]).message,
    'Cannot read tar archive at byte 0: header checksum "AAAAAAAA" is not a number',
  );
});

describe("Unpacker refuses fields that are no numbers", () => {
  for (const field of ["mode", "uid", "gid", "size", "mtime"]) {
    it(field, () => {
      const problem = refusal([
        entry({ name: "ok" }),
        header({ name: "bad", [field]: "12x4567\0" }),
      ]);
      assert.equal(
        problem.message,
        `Cannot read tar entry "bad" at byte 512: field "${field}" is not a number: "12x4567"`,
      );
      assert.equal(problem.entry, "bad");
    });
  }

  it("a size with a digit that is not octal", () => {
    assert.equal(
      refusal([header({ name: "a", size: "00000000018\0" })]).message,
      'Cannot read tar entry "a" at byte 0: field "size" is not a number: "00000000018"',
    );
  });
});

describe("Unpacker refuses PAX records that are broken", () => {
  const wrongLength = (at: number): string =>
    `Cannot read tar entry "PaxHeaders/x" at byte 0: PAX record at byte ${at} of its header ` +
    "has a wrong length";

  const wrongForm = (at: number): string =>
    `Cannot read tar entry "PaxHeaders/x" at byte 0: PAX record at byte ${at} of its header ` +
    'is not of the form "length key=value"';

  const cases: [string, string][] = [
    ["garbage", wrongLength(0)],
    ["99 path=a\n", wrongLength(0)],
    ["5 a=b\n", wrongForm(0)],
    ["2 a=b\n", wrongLength(0)],
    ["0 a=b\n", wrongLength(0)],
    ["6 a=bX", wrongForm(0)],
    ["6 abc\n", wrongForm(0)],
    ["6 =ab\n", wrongForm(0)],
    [`${paxRecord("a", "b")}x`, wrongLength(6)],
    [
      paxRecord("path", "a\0b"),
      'Cannot read tar entry "PaxHeaders/x" at byte 0: PAX record "path" has a zero byte in it',
    ],
  ];

  for (const [body, message] of cases) {
    it(JSON.stringify(body), () => {
      const name = "PaxHeaders/x";
      const parts = [entry({ name, typeflag: "x" }, body), entry({ name: "a" }), END];
      assert.equal(refusal(parts).message, message, body);
    });
  }

  for (const [key, value] of [["size", "-1"], ["uid", "x"], ["gid", "1.5"], ["mtime", "1e5"]]) {
    it(`${key}=${value}`, () => {
      assert.equal(
        refusal([entry({ name: "ok" }), pax({ [key!]: value! }), entry({ name: "a" })]).message,
        `Cannot read tar entry "a" at byte 512: PAX record "${key}" is not a number: "${value}"`,
      );
    });
  }
});

describe("Unpacker refuses sparse files and files from other volumes by name", () => {
  const sparse = 'Cannot read tar entry "a" at byte 0: sparse files are not supported; ' +
    "write the archive without them, e.g. without --sparse";

  const records: Record<string, string>[] = [
    { "GNU.sparse.major": "1", "GNU.sparse.minor": "0" },
    { "GNU.sparse.size": "5" },
    { "SCHILY.realsize": "5" },
  ];

  for (const record of records) {
    it(Object.keys(record).join(" and "), () => {
      assert.equal(refusal([pax(record), entry({ name: "a" })]).message, sparse);
    });
  }

  it("by their type", () => {
    assert.equal(refusal([entry({ name: "a", typeflag: "S" })]).message, sparse);
    assert.equal(
      refusal([entry({ name: "a", typeflag: "M" })]).message,
      'Cannot read tar entry "a" at byte 0: it continues a file that begins in another archive',
    );
  });
});

test("Unpacker limits long names and PAX headers, of one entry and of all", () => {
  const long = entry({ name: "@", typeflag: "L" }, "n".repeat(600));
  const limit = { maxExtendedSize: 1000 };
  const message = (at: number): string =>
    `Cannot read tar entry "@" at byte ${at}: long names and PAX headers take 1200 bytes, ` +
    "the limit is 1000";
  assert.equal(
    readAll([join(long, entry({ name: "a" }), long, entry({ name: "b" }), END)], limit).length,
    2,
  );
  assert.equal(refusal([long, long], limit).message, message(1536));
  const global = entry({ name: "@", typeflag: "g" }, paxRecord("comment", "c".repeat(587)));
  assert.equal(refusal([global, entry({ name: "a" }), global], limit).message, message(2048));
  assert.equal(
    refusal([header({ name: "@", typeflag: "L", size: "77777777777\0" })]).message,
    'Cannot read tar entry "@" at byte 0: long names and PAX headers take 8589934591 bytes, ' +
      "the limit is 1048576",
  );
});

test("Unpacker refuses an archive that is cut, wherever", () => {
  const whole = join(
    pax({ path: "long" }),
    entry({ name: "x" }, "hello"),
    entry({ name: "y" }, "z"),
    END,
  );
  const expected = (length: number): string | null => {
    const at = (start: number, where: string, name?: string): string =>
      `Cannot read tar ${name ? `entry "${name}"` : "archive"} at byte ${start}: ` +
      `the archive was cut at byte ${length}, ${where}`;
    const header = "inside a header";
    const extended = "inside a header with a long name or PAX records";
    const body = (left: number): string => `${left} bytes before the end of its body`;
    const padding = (left: number): string =>
      `${left} bytes before the end of the block that its body fills`;
    if (length === 0) return at(0, "without the blocks of zeros that mark its end");
    if (length < 512) return at(0, header);
    if (length < 512 + 13) return at(0, extended);
    if (length < 1024) return at(0, padding(1024 - length));
    if (length === 1024) {
      return at(0, "where the entry of a long name or PAX header should follow");
    }
    if (length < 1536) return at(0, header);
    if (length < 1541) return at(0, body(1541 - length), "long");
    if (length < 2048) return at(0, padding(2048 - length), "long");
    if (length === 2048) return at(2048, "without the blocks of zeros that mark its end");
    if (length < 2560) return at(2048, header);
    if (length < 2561) return at(2048, body(1), "y");
    if (length < 3072) return at(2048, padding(3072 - length), "y");
    if (length === 3072) return at(3072, "without the blocks of zeros that mark its end");
    if (length < 3584) return at(3072, header);
    return null;
  };
  for (let length = 0; length <= whole.length; length++) {
    const message = expected(length);
    const bytes = whole.subarray(0, length);
    if (message === null) assert.equal(readAll([bytes]).length, 2, `at ${length}`);
    else assert.equal(refusal([bytes]).message, message, `at ${length}`);
  }
});

test("Unpacker refuses a cut that falls while a body is skipped", () => {
  const unpacker = new Unpacker();
  unpacker.push(entry({ name: "a" }, "hello").subarray(0, 514));
  assert.ok(typeof unpacker.next() === "object");
  unpacker.end();
  assert.throws(() => unpacker.next(), {
    name: "TarError",
    message: 'Cannot read tar entry "a" at byte 0: the archive was cut at byte 514, ' +
      "3 bytes before the end of its body",
  });
});

test("Unpacker accepts a missing end when told to", () => {
  const options = { allowMissingEnd: true };
  assert.equal(readAll([entry({ name: "a" }, "x")], options).length, 1);
  assert.equal(readAll([], options).length, 0);
  assert.equal(
    refusal([entry({ name: "a" }, "x").subarray(0, 1023)], options).message,
    'Cannot read tar entry "a" at byte 0: the archive was cut at byte 1023, ' +
      "1 bytes before the end of the block that its body fills",
  );
});

test("Unpacker ends at two blocks of zeros and takes no notice of what follows", () => {
  assert.equal(readAll([END]).length, 0);
  assert.equal(readAll([join(END, new Uint8Array(5000).fill(1))]).length, 0);
  assert.equal(readAll([END, new Uint8Array(5000).fill(1)]).length, 0);
  assert.equal(
    refusal([new Uint8Array(512), entry({ name: "a" })]).message,
    "Cannot read tar archive at byte 512: more follows a lone block of zeros",
  );
  assert.equal(
    refusal([pax({ path: "a" }), END]).message,
    "Cannot read tar archive at byte 0: " +
      "the archive ends where the entry of a long name or PAX header should follow",
  );
});

describe("Unpacker gives the same however the bytes are cut", () => {
  const whole = join(
    pax({ comment: "all" }, "g"),
    pax({ path: "p".repeat(400), "SCHILY.xattr.user.a": "1" }),
    entry({ name: "x" }, "b".repeat(1500)),
    entry({ name: "@", typeflag: "L", magic: "ustar " }, `${"n".repeat(700)}\0`),
    entry({ name: "n", magic: "ustar " }, "c".repeat(512)),
    entry({ name: "d/", typeflag: "5" }),
    entry({ name: "empty" }),
    END,
  );

  const plain = readAll([whole]);

  for (const size of [1, 2, 511, 512, 513, 1024, 4000]) {
    it(`in chunks of ${size} bytes`, () => {
      assert.deepEqual(readAll(cut(whole, size)), plain, `chunks of ${size}`);
    });
  }

  it("with all its entries, in chunks of any size", () => {
    assert.deepEqual(plain.map(({ info }) => info.path), [
      "p".repeat(400),
      "n".repeat(700),
      "d/",
      "empty",
    ]);
    for (let seed = 1; seed <= 50; seed++) {
      assert.deepEqual(readAll(cut(whole, 40 * seed, seed)), plain, `seed ${seed}`);
    }
  });
});

test("Unpacker gives views of the bytes it was given", () => {
  const whole = join(entry({ name: "a" }, "hello"), END);
  const unpacker = new Unpacker();
  unpacker.push(whole);
  unpacker.next();
  const view = unpacker.read()!;
  assert.equal(view.buffer, whole.buffer);
  assert.equal(view.byteOffset, 512);
  assert.equal(view.length, 5);
  assert.equal(unpacker.read(), null);
});

test("Unpacker throws nothing but TarError, whatever the bytes", () => {
  const whole = join(pax({ path: "a", mtime: "1.5" }), entry({ name: "x" }, "hello"), END);
  let seed = 7;
  for (let round = 0; round < 3000; round++) {
    const bytes = whole.slice();
    for (let change = 0; change < 3; change++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      bytes[seed % bytes.length] = seed >> 8 & 0xff;
    }
    // A right checksum lets the change through to the fields.
    for (const start of [0, 1024]) {
      if (round % 2 === 0) bytes.set(checksumOf(bytes.subarray(start, start + 512)), start + 148);
    }
    try {
      readAll([bytes], { maxExtendedSize: 5000 });
    } catch (problem) {
      assert.ok(problem instanceof TarError, String((problem as Error).stack));
    }
  }
});

function checksumOf(block: Uint8Array): Uint8Array {
  let sum = 8 * 32;
  block.forEach((byte, index) => {
    if (index < 148 || index >= 156) sum += byte;
  });
  return new TextEncoder().encode(`${octal(sum, 6)}\0 `);
}
