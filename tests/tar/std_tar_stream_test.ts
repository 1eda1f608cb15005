import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  assertValidPath,
  assertValidTarStreamOptions,
  TarStream,
  type TarStreamInput,
  type TarStreamOptions,
  unpack,
} from "../../src/tar/mod.ts";
import { collect } from "../harness/collect.ts";
import { join, streamOf } from "./raw.ts";

/** Packs inputs by a stream of them. */
function tar(...inputs: TarStreamInput[]): ReadableStream<Uint8Array> {
  return streamOf(inputs).pipeThrough(new TarStream());
}

function file(path: string, content: string, more: Partial<TarStreamInput> = {}): TarStreamInput {
  const size = new TextEncoder().encode(content).length;
  const readable = new Blob([content]).stream() as ReadableStream<Uint8Array>;
  return { type: "file", path, size, readable, ...more } as TarStreamInput;
}

function field(block: Uint8Array, start: number, length: number): string {
  return new TextDecoder().decode(block.subarray(start, start + length));
}

describe("TarStream writes the bytes of @std/tar", () => {
  const options = {
    mode: 0o123,
    uid: 0o456,
    gid: 0o701,
    mtime: 0o14524770000,
    uname: "abc",
    gname: "def",
    devmajor: "ice",
    devminor: "12345678",
  };
  const path = `${"a".repeat(75)}/${"b".repeat(75)}`;
  const fields: [name: string, start: number, text: string][] = [
    ["name", 0, "b".repeat(75) + "\0".repeat(25)],
    ["mode", 100, "000123 \0"],
    ["uid", 108, "000456 \0"],
    ["gid", 116, "000701 \0"],
    ["size", 124, "00000000000 "],
    ["mtime", 136, "14524770000 "],
    ["typeflag", 156, "5"],
    ["linkname", 157, "\0".repeat(100)],
    ["magic and version", 257, "ustar\0" + "00"],
    ["uname", 265, "abc".padEnd(32, "\0")],
    ["gname", 297, "def".padEnd(32, "\0")],
    ["devmajor", 329, "ice".padEnd(8, "\0")],
    ["devminor", 337, "12345678"],
    ["prefix", 345, "a".repeat(75).padEnd(155, "\0")],
    ["padding", 500, "\0".repeat(12)],
  ];
  for (const [name, start, text] of fields) {
    it(`in the field for ${name}`, async () => {
      const bytes = await collect(tar({ type: "directory", path, options }));
      assert.equal(field(bytes, start, text.length), text);
    });
  }

  it("in the field for the checksum", async () => {
    const bytes = await collect(tar({ type: "directory", path, options }));
    const sum = bytes.subarray(0, 512).reduce((total, byte, index) => {
      return total + (index >= 148 && index < 156 ? 0x20 : byte);
    }, 0);
    assert.equal(field(bytes, 148, 8), `${sum.toString(8).padStart(6, "0")}\0 `);
  });

  const paths: [path: string, type: "file" | "directory"][] = [
    ["dir", "directory"],
    ["dir/", "directory"],
    ["odd/", "file"],
    ["", "directory"],
    ["äö", "file"],
    ["x".repeat(100), "directory"],
  ];
  for (const [path, type] of paths) {
    it(`with the path ${JSON.stringify(path).slice(0, 20)} of a ${type} as it is`, async () => {
      const input: TarStreamInput = type === "file" ? file(path, "") : { type, path };
      const bytes = await collect(tar(input));
      assert.equal(field(bytes, 0, 100).replace(/\0*$/, ""), path);
      assert.equal(bytes.length, 512 + 1024);
    });
  }

  it("with the present time where none is stated", async () => {
    const before = Math.floor(Date.now() / 1000);
    const bytes = await collect(tar({ type: "directory", path: "a" }));
    const mtime = parseInt(field(bytes, 136, 11), 8);
    assert.ok(mtime >= before && mtime <= Date.now() / 1000, String(mtime));
  });

  it("with twelve digits for a size from 8 GiB on", async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(65536)),
    });
    const archive = tar(file("big", "", { size: 8 ** 11, readable: endless })).getReader({
      mode: "byob",
    });
    const { value } = await archive.read(new Uint8Array(512));
    assert.equal(field(value!, 124, 12), "100000000000");
    await archive.cancel();
  });

  it("and what has no room in a ustar header in PAX records", async () => {
    const long = `${"p".repeat(200)}/${"n".repeat(120)}`;
    const found: string[][] = [];
    const link: TarStreamInput = { type: "symlink", path: "l", linkname: "t".repeat(120) };
    for await (const entry of unpack(tar({ type: "directory", path: long }, link))) {
      found.push([entry.path, entry.header.linkname]);
    }
    assert.deepEqual(found, [[long, ""], ["l", "t".repeat(120)]]);
  });

  describe("into buffers of the reader's own", () => {
    for (const size of [1, 511, 512, 513, 5000]) {
      it(`of ${size} bytes`, async () => {
        const inputs = (): TarStreamInput[] => [
          { type: "directory", path: "a", options: { mtime: 1 } },
          file("a/b", "hello", { options: { mtime: 1 } }),
        ];
        const whole = await collect(tar(...inputs()));
        const reader = tar(...inputs()).getReader({ mode: "byob" });
        const parts: Uint8Array[] = [];
        for (;;) {
          const { done, value } = await reader.read(new Uint8Array(size));
          if (done) break;
          parts.push(value);
        }
        assert.deepEqual(join(...parts), whole);
      });
    }
  });
});

describe("TarStream refuses what @std/tar refuses", () => {
  const cases: [does: string, input: () => TarStreamInput, name: string, problem: string][] = [
    [
      "a negative size",
      () => file("a", "x", { size: -12 }),
      "RangeError",
      'Cannot write tar entry "a": size must be from 0 to 68719476736, not -12',
    ],
    [
      "a size that is no number",
      () => file("a", "x", { size: NaN }),
      "RangeError",
      'Cannot write tar entry "a": size must be from 0 to 68719476736, not NaN',
    ],
    [
      "a size of more than 64 GiB",
      () => file("a", "x", { size: 8 ** 12 + 7 }),
      "RangeError",
      'Cannot write tar entry "a": size must be from 0 to 68719476736, not 68719476743',
    ],
    [
      "content that is longer than its size",
      () => file("a", "hello", { size: 4 }),
      "RangeError",
      'Cannot write tar entry "a": its content is longer than the 4 bytes stated',
    ],
    [
      "content that is shorter than its size",
      () => file("a", "abc", { size: 5 }),
      "RangeError",
      'Cannot write tar entry "a": its content ended after 3 of the 5 bytes stated',
    ],
    [
      "an option that is refused alone",
      () => ({ type: "directory", path: "a", options: { uname: "ü" } }),
      "TypeError",
      'Cannot write a tar entry with these options: uname must be at most 31 ASCII characters, not "ü"',
    ],
  ];
  for (const [does, input, name, message] of cases) {
    it(does, async () => {
      await assert.rejects(collect(tar(input())), { name, message });
    });
  }
});

describe("assertValidTarStreamOptions()", () => {
  const accepted: TarStreamOptions[] = [
    {},
    { mode: 0o777777, uid: 0, gid: 0o777777 },
    { mtime: 1.5 },
    { mtime: 8 ** 11 - 1 },
    { uname: "a".repeat(31), gname: "" },
    { devmajor: "scream", devminor: "12345678" },
  ];
  for (const options of accepted) {
    it(`accepts ${JSON.stringify(options)}`, () => assertValidTarStreamOptions(options));
  }

  const refused: [TarStreamOptions, string][] = [
    [{ mode: NaN }, "mode must be a number of at most 6 octal digits, not NaN"],
    [{ mode: -0o664 }, "mode must be a number of at most 6 octal digits, not -436"],
    [{ mode: 0o1000000 }, "mode must be a number of at most 6 octal digits, not 262144"],
    [{ uid: 0o1000000 }, "uid must be a number of at most 6 octal digits, not 262144"],
    [{ gid: -1 }, "gid must be a number of at most 6 octal digits, not -1"],
    [{ mtime: 8 ** 11 }, "mtime must be a number of at most 11 octal digits, not 8589934592"],
    [
      { uname: "a".repeat(32) },
      `uname must be at most 31 ASCII characters, not "${"a".repeat(32)}"`,
    ],
    [{ gname: "ü" }, 'gname must be at most 31 ASCII characters, not "ü"'],
    [{ devmajor: "123456789" }, 'devmajor must be at most 8 characters, not "123456789"'],
    [{ devminor: "123456789" }, 'devminor must be at most 8 characters, not "123456789"'],
  ];
  for (const [options, problem] of refused) {
    it(`refuses ${JSON.stringify(options)} with a TypeError`, () => {
      assert.throws(() => assertValidTarStreamOptions(options), {
        name: "TypeError",
        message: `Cannot write a tar entry with these options: ${problem}`,
      });
    });
  }
});

describe("assertValidPath()", () => {
  const accepted = [
    "./potato",
    "",
    "a".repeat(100),
    `${"a".repeat(75)}/${"b".repeat(75)}`,
    `${"a".repeat(155)}/${"b".repeat(99)}`,
    `${"a".repeat(90)}/${"b".repeat(60)}/`,
  ];
  for (const path of accepted) {
    it(`accepts ${path.length} characters, ${path.split("/").length} parts`, () => {
      assertValidPath(path);
    });
  }

  const refused: [string, string, string][] = [
    ["a".repeat(300), "RangeError", "it takes 300 bytes, the limit is 256"],
    ["ü".repeat(129), "RangeError", "it takes 258 bytes, the limit is 256"],
    ["a".repeat(120), "RangeError", "what follows its last slash takes more than 99 bytes"],
    [`a/${"b".repeat(100)}`, "RangeError", "what follows its last slash takes more than 99 bytes"],
    [
      `${"a".repeat(160)}/${"b".repeat(75)}`,
      "TypeError",
      "no slash divides it in at most 155 and 99 bytes",
    ],
  ];
  for (const [path, name, problem] of refused) {
    it(`refuses ${path.slice(0, 3)}..., as ${problem}`, () => {
      assert.throws(() => assertValidPath(path), (error: Error) => {
        assert.equal(error.name, name);
        assert.ok(error.message.startsWith(`Cannot write the path "`), error.message);
        assert.ok(error.message.endsWith(`: ${problem}`), error.message);
        return true;
      });
    });
  }
});
