import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { type TarEntry, unpack } from "../../src/tar/mod.ts";
import { cut, watch } from "./raw.ts";

/** What is compared of an entry, in the order of `ls -l`. */
type Line = [type: string, mode: string, path: string, linkOrBody: string];

const ODD = "./-odd name\nback\\slash";
const TREE: Line[] = [
  ["directory", "755", "./", ""],
  ["file", "644", ODD, "odd\n"],
  ["directory", "755", "./dir/", ""],
  ["file", "644", "./dir/nested.txt", "nested\n"],
  ["symlink", "777", "./dir/symlink", "../hello.txt"],
  ["file", "600", "./empty", ""],
  ["fifo", "644", "./fifo", ""],
  ["file", "4755", "./hardlink", "hello\n"],
  ["link", "4755", "./hello.txt", "./hardlink"],
];
const DEEP = `./${"p".repeat(90)}/`;
const RICH: Line[] = [
  ...TREE,
  ["symlink", "777", "./longlink", "t".repeat(150)],
  ["file", "644", `./${"n".repeat(120)}`, "long\n"],
  ["directory", "755", DEEP, ""],
  ["directory", "755", `${DEEP}${"q".repeat(90)}/`, ""],
  ["file", "644", `${DEEP}${"q".repeat(90)}/leaf`, "deep\n"],
  ["file", "644", "./ünïcødé 日本.txt", "utf8\n"],
];

function load(name: string): Promise<Uint8Array> {
  return readFile(`tests/fixtures/tar/${name}`);
}

async function toLine(entry: TarEntry): Promise<Line> {
  const isLink = entry.type === "symlink" || entry.type === "link";
  const last = isLink ? entry.header.linkname : await entry.text();
  return [entry.type, entry.header.mode.toString(8), entry.path, last];
}

const WHOLE: { name: string; lines: Line[]; mtime: number; named: boolean }[] = [
  {
    name: "gnutar-v7",
    lines: TREE.filter(([type]) => type !== "fifo"),
    mtime: 1234567890,
    named: false,
  },
  { name: "gnutar-oldgnu", lines: TREE, mtime: 1234567890, named: true },
  { name: "gnutar-gnu", lines: TREE, mtime: 1234567890, named: true },
  { name: "gnutar-ustar", lines: TREE, mtime: 1234567890, named: true },
  { name: "gnutar-oldgnu-rich", lines: RICH, mtime: 1234567890, named: true },
  { name: "gnutar-gnu-rich", lines: RICH, mtime: 1234567890, named: true },
  { name: "gnutar-posix-rich", lines: RICH, mtime: 1234567890.25, named: true },
  { name: "bsdtar-ustar", lines: TREE, mtime: 1234567890, named: true },
  { name: "bsdtar-gnutar", lines: RICH, mtime: 1234567890, named: true },
  { name: "bsdtar-pax", lines: RICH, mtime: 1234567890.25, named: true },
];

for (const { name, lines, mtime, named } of WHOLE) {
  test(`unpack() reads ${name}.tar`, async () => {
    const bytes = await load(`${name}.tar`);
    for (const chunks of [[bytes], cut(bytes, 1), cut(bytes, 3000, 5)]) {
      const found: Line[] = [];
      for await (const entry of unpack(watch(chunks).stream)) {
        found.push(await toLine(entry));
        const { header } = entry;
        assert.deepEqual(
          [header.uid, header.gid, header.uname, header.gname, header.mtime],
          [1001, 1002, ...(named ? ["alice", "staff"] : ["", ""]), mtime],
        );
      }
      assert.deepEqual(found, lines);
    }
  });
}

for (const name of ["gnu-sparse", "posix-sparse-0.0", "posix-sparse-0.1", "posix-sparse-1.0"]) {
  test(`unpack() refuses gnutar-${name}.tar`, async () => {
    const bytes = await load(`gnutar-${name}.tar`);
    await assert.rejects(unpack(bytes).next(), {
      name: "TarError",
      message: /^Cannot read tar entry ".*sparse" at byte 0: sparse files are not supported; /,
    });
  });
}

test("unpack() applies the global records of python-pax-global.tar", async () => {
  const found = [];
  for await (const entry of unpack(await load("python-pax-global.tar"))) {
    const { mtime, uname } = entry.header;
    found.push([entry.path, await entry.text(), mtime, uname, entry.pax.get("comment")]);
  }
  assert.deepEqual(found, [
    ["one", "1", 1234567890.5, "globaluser", "for all"],
    ["two", "2", 7.5, "globaluser", "own"],
  ]);
});

test("unpack() reads the extended attributes of python-pax-xattr.tar", async () => {
  for await (const entry of unpack(await load("python-pax-xattr.tar"))) {
    assert.deepEqual([...entry.xattrs.keys()].sort(), ["security.capability", "user.note"]);
    assert.deepEqual(entry.xattrs.get("user.note"), new TextEncoder().encode("a=b\nc"));
    const capability = new Uint8Array(20);
    capability.set([1, 0, 0, 2, 0, 0x20]);
    assert.deepEqual(entry.xattrs.get("security.capability"), capability);
  }
});

test("unpack() reads the binary numbers of python-gnu-base256.tar", async () => {
  const { value } = await unpack(await load("python-gnu-base256.tar")).next();
  const { uid, gid, mtime } = (value as TarEntry).header;
  assert.deepEqual([uid, gid, mtime], [3000000, 4294967294, -1]);
});

test("unpack() reads the Latin-1 name of python-gnu-latin1.tar", async () => {
  const { value } = await unpack(await load("python-gnu-latin1.tar")).next();
  assert.equal((value as TarEntry).path, "naïve");
});

test("unpack() reads the numbers of bsdtar-ustar-devices.tar", async () => {
  const found = [];
  for await (
    const { path, type, header, readable } of unpack(await load("bsdtar-ustar-devices.tar"))
  ) {
    assert.equal(readable, undefined);
    found.push([path, type, parseInt(header.devmajor, 8), parseInt(header.devminor, 8)]);
  }
  assert.deepEqual(found, [["null", "character-device", 1, 3], ["loop", "block-device", 7, 0]]);
});
