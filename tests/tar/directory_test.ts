import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { describe, it, test } from "node:test";
import {
  extractDirectory,
  pack,
  packDirectory,
  type PackInput,
  type TarEntry,
  type TarError,
  unpack,
} from "../../src/tar/mod.ts";
import { collect } from "../harness/collect.ts";
import { cut, END, entry, join as joinBytes, pax, type RawHeader, watch } from "./raw.ts";

const skip = process.platform === "win32" && "needs a POSIX file system";

async function inDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "longshore-tar-"));
  try {
    await body(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Makes files: text is content, `{ to }` a symlink, `null` a directory. */
async function make(
  directory: string,
  tree: Record<string, string | { to: string } | null>,
): Promise<void> {
  for (const [path, what] of Object.entries(tree)) {
    const location = join(directory, path);
    await mkdir(dirname(location), { recursive: true });
    if (what === null) await mkdir(location);
    else if (typeof what === "string") await writeFile(location, what);
    else await symlink(what.to, location);
  }
}

/** Lists all that is below a directory, sorted: files with their content, symlinks with their target. */
async function list(directory: string, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for (const name of (await readdir(directory)).sort()) {
    const location = join(directory, name);
    const path = prefix + name;
    const stats = await lstat(location);
    if (stats.isSymbolicLink()) found.push(`${path} -> ${await readlink(location)}`);
    else if (stats.isDirectory()) found.push(`${path}/`, ...await list(location, `${path}/`));
    else found.push(`${path}=${await readFile(location, "utf8")}`);
  }
  return found;
}

async function entriesOf(archive: ReadableStream<Uint8Array>): Promise<TarEntry[]> {
  const found: TarEntry[] = [];
  for await (const entry of unpack(archive)) found.push(entry);
  return found;
}

function extracting(inputs: PackInput[], directory: string): Promise<void> {
  return extractDirectory(pack(inputs), directory);
}

test(
  "packDirectory() packs files, directories, symlinks and hard links in a fixed order",
  { skip },
  () =>
    inDirectory(async (directory) => {
      await make(directory, {
        "b/z": "z",
        "b/a": "a",
        "a.txt": "text",
        "a/x": "",
        "c": { to: "b/z" },
        "empty": null,
        "big": "y".repeat(300_000),
      });
      await link(join(directory, "a.txt"), join(directory, "z-again"));
      await chmod(join(directory, "a.txt"), 0o751);
      await utimes(join(directory, "a.txt"), 1234567890.75, 1234567890.75);
      const found: string[] = [];
      for await (const entry of unpack(packDirectory(directory))) {
        const { header, type, path, size } = entry;
        found.push(`${type} ${path} ${size} ${header.linkname}`);
        if (path === "a.txt") {
          assert.equal(await entry.text(), "text");
          assert.deepEqual(
            [header.mode, header.mtime, header.uid, header.gid, header.uname, header.gname],
            [0o751, 1234567890, process.getuid!(), process.getgid!(), "", ""],
          );
        }
        if (path === "big") assert.equal(await entry.text(), "y".repeat(300_000));
      }
      assert.deepEqual(found, [
        "directory a/ 0 ",
        "file a/x 0 ",
        "file a.txt 4 ",
        "directory b/ 0 ",
        "file b/a 1 ",
        "file b/z 1 ",
        "file big 300000 ",
        "symlink c 0 b/z",
        "directory empty/ 0 ",
        "link z-again 0 a.txt",
      ]);
    }),
);

test(
  "packDirectory() replaces owners and times, and puts a prefix before paths",
  { skip },
  () =>
    inDirectory(async (directory) => {
      await make(directory, { "a/b": "x" });
      await link(join(directory, "a/b"), join(directory, "c"));
      const archive = packDirectory(directory, { uid: 5, gid: 6, mtime: 7, prefix: "app/src" });
      assert.deepEqual(
        (await entriesOf(archive)).map(({ path, header }) => [
          path,
          header.uid,
          header.gid,
          header.mtime,
          header.linkname,
        ]),
        [
          ["app/src/a/", 5, 6, 7, ""],
          ["app/src/a/b", 5, 6, 7, ""],
          ["app/src/c", 5, 6, 7, "app/src/a/b"],
        ],
      );
    }),
);

test(
  "packDirectory() asks the filter, and does not look into directories left out",
  { skip },
  () =>
    inDirectory(async (directory) => {
      await make(directory, { "keep/a.txt": "a", "keep/b.map": "b", "node_modules/x/y": "y" });
      const asked: string[] = [];
      const archive = packDirectory(directory, {
        filter: (path, info) => {
          asked.push(`${path} ${info.kind}`);
          return path !== "node_modules" && !path.endsWith(".map");
        },
      });
      assert.deepEqual((await entriesOf(archive)).map(({ path }) => path), ["keep/", "keep/a.txt"]);
      assert.deepEqual(asked, [
        "keep directory",
        "keep/a.txt file",
        "keep/b.map file",
        "node_modules directory",
      ]);
    }),
);

test(
  "packDirectory() gives the same bytes for the same tree made in another order",
  { skip },
  () =>
    inDirectory(async (directory) => {
      const names = Array.from({ length: 100 }, (_, at) => `n${at * 37 % 100}`);
      for (const [copy, order] of [["one", names], ["two", [...names].reverse()]] as const) {
        for (const name of order) await make(directory, { [`${copy}/${name}/file`]: name });
      }
      const [one, two] = await Promise.all(
        ["one", "two"].map((copy) => collect(packDirectory(join(directory, copy), { mtime: 0 }))),
      );
      assert.ok(one!.length > 100_000);
      assert.deepEqual(one, two);
    }),
);

test("packDirectory() rejects for a directory that is not there", () =>
  inDirectory(async (directory) => {
    await assert.rejects(collect(packDirectory(join(directory, "none"))), { code: "ENOENT" });
  }));

test(
  "packDirectory() rejects when a file shrinks while it is read",
  { skip },
  () =>
    inDirectory(async (directory) => {
      await make(directory, { a: "x".repeat(1_000_000) });
      const reader = packDirectory(directory).getReader();
      await reader.read();
      await writeFile(join(directory, "a"), "");
      const rest = (async () => {
        while (!(await reader.read()).done);
      })();
      await assert.rejects(rest, {
        name: "TarError",
        message:
          /^Cannot write tar entry "a" at byte 0: its content ended after \d+ of the 1000000 bytes stated$/,
      });
    }),
);

test(
  "packDirectory() reads only a few small files ahead",
  { skip },
  () =>
    inDirectory(async (directory) => {
      const names = Array.from({ length: 200 }, (_, index) => `f${String(index).padStart(3, "0")}`);
      await make(directory, Object.fromEntries(names.map((name) => [name, "before"])));
      const entries = unpack(packDirectory(directory))[Symbol.asyncIterator]();
      const first = (await entries.next()).value!;
      assert.equal(await first.text(), "before");
      await writeFile(join(directory, names.at(-1)!), "behind");
      let last = "";
      for (let step = await entries.next(); !step.done; step = await entries.next()) {
        last = await step.value.text();
      }
      assert.equal(last, "behind");
    }),
);

test(
  "packDirectory() sorts names that begin alike, whatever the system's order",
  { skip },
  () =>
    inDirectory(async (directory) => {
      const names = ["a", "a0", "a00", "a000", "a1", "ab", "b"];
      for (const order of [names, [...names].reverse(), [...names].sort(() => -1)]) {
        const root = join(directory, String(Math.random()));
        await mkdir(root);
        for (const name of order) await writeFile(join(root, name), "");
        const paths: string[] = [];
        for await (const { path } of unpack(packDirectory(root))) paths.push(path);
        assert.deepEqual(paths, names);
      }
    }),
);

test(
  "packDirectory() lets all names of one file lead to its first",
  { skip },
  () =>
    inDirectory(async (directory) => {
      await make(directory, { a: "one" });
      for (const name of ["b", "c", "d"]) await link(join(directory, "a"), join(directory, name));
      const found: [string, string, string][] = [];
      for await (const { path, type, header } of unpack(packDirectory(directory))) {
        found.push([path, type, header.linkname]);
      }
      assert.deepEqual(found, [
        ["a", "file", ""],
        ["b", "link", "a"],
        ["c", "link", "a"],
        ["d", "link", "a"],
      ]);
    }),
);

test(
  "packDirectory() leaves out what is appended to a file while it is read",
  { skip },
  () =>
    inDirectory(async (directory) => {
      await make(directory, { a: "x".repeat(1_000_000) });
      const reader = packDirectory(directory).getReader();
      let size = (await reader.read()).value!.length;
      await writeFile(join(directory, "a"), "y".repeat(500_000), { flag: "a" });
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        size += step.value.length;
      }
      assert.equal(size, 512 + Math.ceil(1_000_000 / 512) * 512 + 1024);
    }),
);

test(
  "extractDirectory() makes what the archive holds, with modes and times",
  { skip },
  () =>
    inDirectory(async (directory) => {
      const out = join(directory, "deep", "out");
      await extracting([
        { type: "directory", path: "./" },
        { path: "no/directory/entry", content: "1" },
        { type: "directory", path: "closed", options: { mode: 0o500, mtime: 1000 } },
        { path: "closed/file", content: "2", options: { mode: 0o4640, mtime: 2000 } },
        { type: "symlink", path: "out", linkname: "/etc/passwd" },
        { type: "symlink", path: "up", linkname: "../.." },
        { type: "link", path: "hard", linkname: "./closed/file" },
        { type: "link", path: "hard-symlink", linkname: "out" },
        { path: "empty", content: "" },
        { path: "odd \n\\-name ü", content: "3" },
      ], out);
      assert.deepEqual(await list(out), [
        "closed/",
        "closed/file=2",
        "empty=",
        "hard=2",
        "hard-symlink -> /etc/passwd",
        "no/",
        "no/directory/",
        "no/directory/entry=1",
        "odd \n\\-name ü=3",
        "out -> /etc/passwd",
        "up -> ../..",
      ]);
      const file = await lstat(join(out, "closed/file"));
      assert.deepEqual([file.mode & 0o7777, file.mtimeMs, file.nlink], [0o640, 2_000_000, 2]);
      const closed = await lstat(join(out, "closed"));
      assert.deepEqual([closed.mode & 0o7777, closed.mtimeMs], [0o500, 1_000_000]);
      await chmod(join(out, "closed"), 0o700);
    }),
);

test(
  "extractDirectory() keeps owner and set-id bits when told to",
  { skip },
  () =>
    inDirectory(async (directory) => {
      const options = { uid: process.getuid!(), gid: process.getgid!(), mode: 0o4755 };
      const archive = pack([{ path: "a", content: "x", options }]);
      await extractDirectory(archive, directory, { preserveOwner: true });
      assert.equal((await lstat(join(directory, "a"))).mode & 0o7777, 0o4755);
    }),
);

/** Returns the ways out of a directory beside a file and a directory with secrets. */
function waysOut(secret: string, outside: string): [doc: string, PackInput[], problem: string][] {
  const start = (name: string): string =>
    `Cannot extract tar entry ${JSON.stringify(name)} at byte `;
  return [
    [
      "..",
      [{ path: "../secret", content: "!" }],
      `${start("../secret")}0: its path has ".." in it`,
    ],
    [
      ".. further down",
      [{ path: "a/../../secret", content: "!" }],
      `${start("a/../../secret")}0: its path has ".." in it`,
    ],
    ["absolute", [{ path: secret, content: "!" }], `${start(secret)}0: its path is absolute`],
    [
      "directory",
      [{ type: "directory", path: "../x" }],
      `${start("../x/")}0: its path has ".." in it`,
    ],
    [
      "symlink's path",
      [{ type: "symlink", path: "../x", linkname: "y" }],
      `${start("../x")}0: its path has ".." in it`,
    ],
    [
      "through a symlink to a directory",
      [{ type: "symlink", path: "s", linkname: outside }, { path: "s/secret", content: "!" }],
      `${start("s/secret")}512: "s" on its way is a symlink, not a directory`,
    ],
    [
      "through a symlink further up",
      [
        { type: "symlink", path: "a/s", linkname: ".." },
        { path: "a/s/s/secret", content: "!" },
      ],
      `${start("a/s/s/secret")}512: "a/s" on its way is a symlink, not a directory`,
    ],
    [
      "directory over a symlink",
      [{ type: "symlink", path: "s", linkname: outside }, { type: "directory", path: "s" }],
      `${start("s/")}512: "s" on its way is a symlink, not a directory`,
    ],
    [
      "symlink over a directory that was written to",
      [{ path: "a/b", content: "x" }, { type: "symlink", path: "a", linkname: outside }],
      `${start("a")}1024: a directory is in its place`,
    ],
    [
      "through a symlink that was there",
      [{ path: "before/secret", content: "!" }],
      `${start("before/secret")}0: "before" on its way is a symlink, not a directory`,
    ],
    [
      "hard link to ..",
      [{ type: "link", path: "h", linkname: "../secret" }],
      `${start("h")}0: its link target has ".." in it`,
    ],
    [
      "hard link to an absolute path",
      [{ type: "link", path: "h", linkname: secret }],
      `${start("h")}0: its link target is absolute`,
    ],
    [
      "hard link through a symlink",
      [
        { type: "symlink", path: "s", linkname: ".." },
        { type: "link", path: "h", linkname: "s/secret" },
      ],
      `${start("h")}512: "s" on its way is a symlink, not a directory`,
    ],
    [
      "hard link to a directory",
      [{ type: "directory", path: "d" }, { type: "link", path: "h", linkname: "d" }],
      `${start("h")}512: its link target "d" is a directory`,
    ],
    [
      "hard link to the directory",
      [{ type: "link", path: "h", linkname: "." }],
      `${start("h")}0: its link target "." is a directory`,
    ],
    [
      "hard link to nothing",
      [{ type: "link", path: "h", linkname: "none/x" }],
      `${start("h")}0: its link target "none/x" does not exist`,
    ],
    [
      "file over a directory",
      [{ type: "directory", path: "d" }, { path: "d", content: "x" }],
      `${start("d")}512: a directory is in its place`,
    ],
    [
      "file over the directory",
      [{ path: ".", content: "x" }],
      `${start(".")}0: its path is that of the directory itself`,
    ],
    [
      "device",
      [{ type: "character-device", path: "null" }],
      `${start("null")}0: a character-device cannot be extracted; leave it out with the filter`,
    ],
    [
      "fifo",
      [{ type: "fifo", path: "f" }],
      `${start("f")}0: a fifo cannot be extracted; leave it out with the filter`,
    ],
  ];
}

for (const [index, [doc]] of waysOut("secret", "outside").entries()) {
  test(
    `extractDirectory() refuses a way out of the directory: ${doc}`,
    { skip },
    () =>
      inDirectory(async (directory) => {
        const outside = join(directory, "outside");
        const [, inputs, message] = waysOut(join(directory, "secret"), outside)[index]!;
        await make(directory, { secret: "kept", "outside/secret": "kept" });
        const out = join(directory, "out");
        await make(out, { before: { to: outside } });
        await assert.rejects(extracting(inputs, out), { name: "TarError", message });
        await rm(out, { recursive: true });
        assert.deepEqual(await list(directory), ["outside/", "outside/secret=kept", "secret=kept"]);
      }),
  );
}

const LONG = "n".repeat(300);
const TOO_LONG = "its name or link target is longer than the system allows";
// What the system refuses: the entry, and the words.
const REFUSED: readonly [
  doc: string,
  entry: RawHeader & { pax?: Record<string, string> },
  problem: string,
][] = [
  ["a file's over-long name", { name: "long", pax: { path: LONG } }, TOO_LONG],
  [
    "a file below an over-long name",
    { name: "long", pax: { path: `a/${LONG}/b` } },
    TOO_LONG,
  ],
  [
    "a directory's over-long name",
    { name: "x", typeflag: "5", pax: { path: `${LONG}/` } },
    TOO_LONG,
  ],
  [
    "a symlink's over-long name",
    { name: "x", typeflag: "2", linkname: "y", pax: { path: LONG } },
    TOO_LONG,
  ],
  [
    "a symlink's over-long target",
    { name: "s", typeflag: "2", pax: { linkpath: "t".repeat(5000) } },
    TOO_LONG,
  ],
  ["a symlink's empty target", { name: "s", typeflag: "2" }, "its link target is empty"],
  [
    "a hard link's over-long target",
    { name: "h", typeflag: "1", pax: { linkpath: LONG } },
    TOO_LONG,
  ],
  ["a hard link's empty target", { name: "h", typeflag: "1" }, "its link target is empty"],
];

for (const [doc, { pax: records, ...raw }, problem] of REFUSED) {
  test(
    `extractDirectory() names the entry of ${doc}`,
    { skip },
    () =>
      inDirectory(async (directory) => {
        const parts = [entry({ name: "before" }, "kept")];
        if (records !== undefined) parts.push(pax(records));
        parts.push(entry(raw), END);
        const path = records?.path ?? raw.name;
        await assert.rejects(
          extractDirectory(joinBytes(...parts), directory),
          (error: TarError) => {
            assert.equal(error.name, "TarError");
            assert.equal(error.entry, path);
            assert.equal(error.offset, 1024);
            assert.ok(error.message.endsWith(`at byte 1024: ${problem}`), error.message);
            return true;
          },
        );
        assert.deepEqual(
          await list(directory),
          doc.includes("below") ? ["a/", "before=kept"] : ["before=kept"],
        );
      }),
  );
}

test(
  "extractDirectory() names the directory whose mode and time cannot be set",
  { skip },
  () =>
    inDirectory(async (directory) => {
      const archive = pack([
        { path: "before", content: "kept" },
        { type: "directory", path: "a/gone" },
        { path: "last", content: "" },
      ]);
      const filter = ({ path }: TarEntry): boolean => {
        if (path === "last") rmSync(join(directory, "a/gone"), { recursive: true });
        return true;
      };
      await assert.rejects(extractDirectory(archive, directory, { filter }), {
        name: "TarError",
        entry: "a/gone/",
        message: 'Cannot extract tar entry "a/gone/" at byte 1024: its place is gone',
      });
    }),
);

test("extractDirectory() does not write through a symlink in a file's place, but replaces it", {
  skip,
}, () =>
  inDirectory(async (directory) => {
    await make(directory, { secret: "kept", "out/file": { to: "../secret" }, "out/old": "old" });
    const out = join(directory, "out");
    await link(join(out, "old"), join(directory, "other-name"));
    await extracting([
      { path: "file", content: "new" },
      { path: "old", content: "new" },
      { type: "symlink", path: "made", linkname: "../secret" },
      { path: "made", content: "new" },
    ], out);
    assert.deepEqual(await list(directory), [
      "other-name=old",
      "out/",
      "out/file=new",
      "out/made=new",
      "out/old=new",
      "secret=kept",
    ]);
  }));

test("extractDirectory() replaces files deep down, by files and by links of both kinds", {
  skip,
}, () =>
  inDirectory(async (directory) => {
    await make(directory, { "a/b/file": "old", "a/b/soft": "old", "a/b/hard": "old" });
    await extracting([
      { path: "a/b/file", content: "new" },
      { type: "symlink", path: "a/b/soft", linkname: "file" },
      { type: "link", path: "a/b/hard", linkname: "a/b/file" },
    ], directory);
    assert.deepEqual(await list(directory), [
      "a/",
      "a/b/",
      "a/b/file=new",
      "a/b/hard=new",
      "a/b/soft -> file",
    ]);
  }));

test("extractDirectory() sets owners, of links too", {
  skip: skip || (process.getuid?.() !== 0 && "only root may give files away"),
}, () =>
  inDirectory(async (directory) => {
    const options = { uid: 1234, gid: 2345 };
    const archive = pack([
      { type: "directory", path: "dir", options },
      { path: "dir/file", content: "x", options },
      { type: "symlink", path: "dir/soft", linkname: "file", options },
    ]);
    await extractDirectory(archive, directory, { preserveOwner: true });
    for (const path of ["dir", "dir/file", "dir/soft"]) {
      const { uid, gid } = await lstat(join(directory, path));
      assert.deepEqual([uid, gid], [1234, 2345], path);
    }
  }));

test(
  "extractDirectory() goes through the symlink that the directory itself may be",
  { skip },
  () =>
    inDirectory(async (directory) => {
      await make(directory, { real: null, out: { to: "real" } });
      await extracting([{ path: "a", content: "x" }], join(directory, "out"));
      assert.deepEqual(await list(directory), ["out -> real", "real/", "real/a=x"]);
    }),
);

test("extractDirectory() names the entry and the limit that it passes", () =>
  inDirectory(async (directory) => {
    const inputs = ["a", "b", "c"].map((path) => ({ path, content: "12345" }));
    const extract = (options: object): Promise<void> =>
      extractDirectory(pack(inputs), directory, options);
    await extract({ maxEntries: 3, maxSize: 15 });
    await assert.rejects(extract({ maxEntries: 2 }), {
      name: "TarError",
      message: 'Cannot extract tar entry "c" at byte 2048: ' +
        "the archive has more entries than the limit of 2",
    });
    await assert.rejects(extract({ maxSize: 14 }), {
      name: "TarError",
      message: 'Cannot extract tar entry "c" at byte 2048: ' +
        "its files take more bytes than the limit of 14",
    });
    await extract({ maxSize: 10, filter: ({ path }: TarEntry) => path !== "b" });
  }));

describe("extractDirectory() leaves no half-written file, and keeps the one it would have replaced", () => {
  const befores: Record<string, string>[] = [{}, { "second": "before" }];

  for (const before of befores) {
    it(Object.keys(before).length === 0 ? "where there was none" : "where there was one", {
      skip,
    }, () =>
      inDirectory(async (directory) => {
        const whole = joinBytes(
          entry({ name: "first" }, "whole"),
          entry({ name: "second" }, "x".repeat(2000)),
          END,
        );
        const message = 'Cannot read tar entry "second" at byte 1024: ' +
          "the archive was cut at byte 2536, 1000 bytes before the end of its body";
        const out = join(directory, "out");
        await mkdir(out);
        await make(out, before);
        const { stream } = watch(cut(whole.subarray(0, 2536), 100));
        await assert.rejects(extractDirectory(stream, out), { name: "TarError", message });
        const kept = Object.keys(before).map((name) => `${name}=before`);
        assert.deepEqual(await list(out), ["first=whole", ...kept]);
        await rm(out, { recursive: true });
      }));
  }
});

test("extractDirectory() cancels the source when it fails", () =>
  inDirectory(async (directory) => {
    const whole = joinBytes(entry({ name: "../x" }, "x"), entry({ name: "y" }), END);
    const { stream, cancelled } = watch(cut(whole, 512));
    await assert.rejects(extractDirectory(stream, directory), { name: "TarError" });
    assert.equal(cancelled().length, 1);
    const second = watch(cut(whole, 512));
    await writeFile(join(directory, "file"), "");
    await assert.rejects(extractDirectory(second.stream, join(directory, "file", "below")));
    assert.equal(second.cancelled().length, 1);
  }));

test(
  "packDirectory() and extractDirectory() make a round trip",
  { skip },
  () =>
    inDirectory(async (directory) => {
      const tree: Record<string, string | { to: string } | null> = {
        "in/empty": null,
        "in/ü/日本/🐋": "whale",
        "in/link": { to: "ü" },
        "in/- odd\nname\\ ": "odd",
      };
      for (let at = 0; at < 70; at++) tree[`in/many/${at}`] = "x".repeat(at * 700);
      tree[`in/${"long".repeat(50)}/${"name".repeat(50)}`] = "long";
      await make(directory, tree);
      await extractDirectory(packDirectory(join(directory, "in")), join(directory, "out"));
      assert.deepEqual(await list(join(directory, "out")), await list(join(directory, "in")));
      assert.deepEqual(
        await collect(packDirectory(join(directory, "out"), { mtime: 0 })),
        await collect(packDirectory(join(directory, "in"), { mtime: 0 })),
      );
    }),
);
