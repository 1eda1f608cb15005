import assert from "node:assert/strict";
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
import { test } from "node:test";
import {
  extractFolder,
  pack,
  packFolder,
  type PackInput,
  type TarEntry,
  unpack,
} from "../../src/tar/mod.ts";
import { collect, cut, END, entry, join as joinBytes, watch } from "./raw.ts";

const skip = process.platform === "win32" && "needs a POSIX file system";

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "longshore-tar-"));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes files: text is content, `{ to }` a symlink, `null` a folder. */
async function make(
  folder: string,
  tree: Record<string, string | { to: string } | null>,
): Promise<void> {
  for (const [path, what] of Object.entries(tree)) {
    const location = join(folder, path);
    await mkdir(dirname(location), { recursive: true });
    if (what === null) await mkdir(location);
    else if (typeof what === "string") await writeFile(location, what);
    else await symlink(what.to, location);
  }
}

/** Lists all that is below a folder, sorted: files with their content, symlinks with their target. */
async function list(folder: string, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const location = join(folder, name);
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

function extracting(inputs: PackInput[], folder: string): Promise<void> {
  return extractFolder(pack(inputs), folder);
}

test(
  "packFolder() packs files, folders, symlinks and hard links in a fixed order",
  { skip },
  () =>
    inFolder(async (folder) => {
      await make(folder, {
        "b/z": "z",
        "b/a": "a",
        "a.txt": "text",
        "a/x": "",
        "c": { to: "b/z" },
        "empty": null,
        "big": "y".repeat(300_000),
      });
      await link(join(folder, "a.txt"), join(folder, "z-again"));
      await chmod(join(folder, "a.txt"), 0o751);
      await utimes(join(folder, "a.txt"), 1234567890.75, 1234567890.75);
      const found: string[] = [];
      for await (const entry of unpack(packFolder(folder))) {
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
  "packFolder() replaces owners and times, and puts a prefix before paths",
  { skip },
  () =>
    inFolder(async (folder) => {
      await make(folder, { "a/b": "x" });
      await link(join(folder, "a/b"), join(folder, "c"));
      const archive = packFolder(folder, { uid: 5, gid: 6, mtime: 7, prefix: "app/src" });
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
  "packFolder() asks the filter, and does not look into folders left out",
  { skip },
  () =>
    inFolder(async (folder) => {
      await make(folder, { "keep/a.txt": "a", "keep/b.map": "b", "node_modules/x/y": "y" });
      const asked: string[] = [];
      const archive = packFolder(folder, {
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
  "packFolder() gives the same bytes for the same tree made in another order",
  { skip },
  () =>
    inFolder(async (folder) => {
      const names = Array.from({ length: 100 }, (_, at) => `n${at * 37 % 100}`);
      for (const [copy, order] of [["one", names], ["two", [...names].reverse()]] as const) {
        for (const name of order) await make(folder, { [`${copy}/${name}/file`]: name });
      }
      const [one, two] = await Promise.all(
        ["one", "two"].map((copy) => collect(packFolder(join(folder, copy), { mtime: 0 }))),
      );
      assert.ok(one!.length > 100_000);
      assert.deepEqual(one, two);
    }),
);

test("packFolder() rejects for a folder that is not there", () =>
  inFolder(async (folder) => {
    await assert.rejects(collect(packFolder(join(folder, "none"))), { code: "ENOENT" });
  }));

test(
  "packFolder() rejects when a file shrinks while it is read",
  { skip },
  () =>
    inFolder(async (folder) => {
      await make(folder, { a: "x".repeat(1_000_000) });
      const reader = packFolder(folder).getReader();
      await reader.read();
      await writeFile(join(folder, "a"), "");
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
  "packFolder() leaves out what is appended to a file while it is read",
  { skip },
  () =>
    inFolder(async (folder) => {
      await make(folder, { a: "x".repeat(1_000_000) });
      const reader = packFolder(folder).getReader();
      let size = (await reader.read()).value!.length;
      await writeFile(join(folder, "a"), "y".repeat(500_000), { flag: "a" });
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        size += step.value.length;
      }
      assert.equal(size, 512 + Math.ceil(1_000_000 / 512) * 512 + 1024);
    }),
);

test(
  "extractFolder() makes what the archive holds, with modes and times",
  { skip },
  () =>
    inFolder(async (folder) => {
      const out = join(folder, "deep", "out");
      await extracting([
        { type: "directory", path: "./" },
        { path: "no/folder/entry", content: "1" },
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
        "no/folder/",
        "no/folder/entry=1",
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
  "extractFolder() keeps owner and set-id bits when told to",
  { skip },
  () =>
    inFolder(async (folder) => {
      const options = { uid: process.getuid!(), gid: process.getgid!(), mode: 0o4755 };
      const archive = pack([{ path: "a", content: "x", options }]);
      await extractFolder(archive, folder, { preserveOwner: true });
      assert.equal((await lstat(join(folder, "a"))).mode & 0o7777, 0o4755);
    }),
);

test(
  "extractFolder() refuses every way out of the folder",
  { skip },
  () =>
    inFolder(async (folder) => {
      const secret = join(folder, "secret");
      const outside = join(folder, "outside");
      const start = (name: string): string =>
        `Cannot extract tar entry ${JSON.stringify(name)} at byte `;
      const cases: [doc: string, PackInput[], string][] = [
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
          "folder",
          [{ type: "directory", path: "../x" }],
          `${start("../x/")}0: its path has ".." in it`,
        ],
        [
          "symlink's path",
          [{ type: "symlink", path: "../x", linkname: "y" }],
          `${start("../x")}0: its path has ".." in it`,
        ],
        [
          "through a symlink to a folder",
          [{ type: "symlink", path: "s", linkname: outside }, { path: "s/secret", content: "!" }],
          `${start("s/secret")}512: "s" on its way is a symlink, not a folder`,
        ],
        [
          "through a symlink further up",
          [
            { type: "symlink", path: "a/s", linkname: ".." },
            { path: "a/s/s/secret", content: "!" },
          ],
          `${start("a/s/s/secret")}512: "a/s" on its way is a symlink, not a folder`,
        ],
        [
          "folder over a symlink",
          [{ type: "symlink", path: "s", linkname: outside }, { type: "directory", path: "s" }],
          `${start("s/")}512: "s" on its way is a symlink, not a folder`,
        ],
        [
          "symlink over a folder that was written to",
          [{ path: "a/b", content: "x" }, { type: "symlink", path: "a", linkname: outside }],
          `${start("a")}1024: a folder is in its place`,
        ],
        [
          "through a symlink that was there",
          [{ path: "before/secret", content: "!" }],
          `${start("before/secret")}0: "before" on its way is a symlink, not a folder`,
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
          `${start("h")}512: "s" on its way is a symlink, not a folder`,
        ],
        [
          "hard link to a folder",
          [{ type: "directory", path: "d" }, { type: "link", path: "h", linkname: "d" }],
          `${start("h")}512: its link target "d" is a directory`,
        ],
        [
          "hard link to the folder",
          [{ type: "link", path: "h", linkname: "." }],
          `${start("h")}0: its link target "." is a directory`,
        ],
        [
          "hard link to nothing",
          [{ type: "link", path: "h", linkname: "none/x" }],
          `${start("h")}0: its link target "none/x" does not exist`,
        ],
        [
          "file over a folder",
          [{ type: "directory", path: "d" }, { path: "d", content: "x" }],
          `${start("d")}512: a folder is in its place`,
        ],
        [
          "file over the folder",
          [{ path: ".", content: "x" }],
          `${start(".")}0: its path is that of the folder itself`,
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
      await make(folder, { secret: "kept", "outside/secret": "kept" });
      for (const [doc, inputs, message] of cases) {
        const out = join(folder, "out");
        await make(out, { before: { to: outside } });
        await assert.rejects(extracting(inputs, out), { name: "TarError", message }, doc);
        await rm(out, { recursive: true });
        assert.deepEqual(
          await list(folder),
          ["outside/", "outside/secret=kept", "secret=kept"],
          doc,
        );
      }
    }),
);

test("extractFolder() does not write through a symlink in a file's place, but replaces it", {
  skip,
}, () =>
  inFolder(async (folder) => {
    await make(folder, { secret: "kept", "out/file": { to: "../secret" }, "out/old": "old" });
    const out = join(folder, "out");
    await link(join(out, "old"), join(folder, "other-name"));
    await extracting([
      { path: "file", content: "new" },
      { path: "old", content: "new" },
      { type: "symlink", path: "made", linkname: "../secret" },
      { path: "made", content: "new" },
    ], out);
    assert.deepEqual(await list(folder), [
      "other-name=old",
      "out/",
      "out/file=new",
      "out/made=new",
      "out/old=new",
      "secret=kept",
    ]);
  }));

test(
  "extractFolder() goes through the symlink that the folder itself may be",
  { skip },
  () =>
    inFolder(async (folder) => {
      await make(folder, { real: null, out: { to: "real" } });
      await extracting([{ path: "a", content: "x" }], join(folder, "out"));
      assert.deepEqual(await list(folder), ["out -> real", "real/", "real/a=x"]);
    }),
);

test("extractFolder() names the entry and the limit that it passes", () =>
  inFolder(async (folder) => {
    const inputs = ["a", "b", "c"].map((path) => ({ path, content: "12345" }));
    const extract = (options: object): Promise<void> =>
      extractFolder(pack(inputs), folder, options);
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

test("extractFolder() leaves no half-written file, and keeps the one it would have replaced", {
  skip,
}, () =>
  inFolder(async (folder) => {
    const whole = joinBytes(
      entry({ name: "first" }, "whole"),
      entry({ name: "second" }, "x".repeat(2000)),
      END,
    );
    const message = 'Cannot read tar entry "second" at byte 1024: ' +
      "the archive was cut at byte 2536, 1000 bytes before the end of its body";
    const befores: Record<string, string>[] = [{}, { "second": "before" }];
    for (const before of befores) {
      const out = join(folder, "out");
      await mkdir(out);
      await make(out, before);
      const { stream } = watch(cut(whole.subarray(0, 2536), 100));
      await assert.rejects(extractFolder(stream, out), { name: "TarError", message });
      const kept = Object.keys(before).map((name) => `${name}=before`);
      assert.deepEqual(await list(out), ["first=whole", ...kept]);
      await rm(out, { recursive: true });
    }
  }));

test("extractFolder() cancels the source when it fails", () =>
  inFolder(async (folder) => {
    const whole = joinBytes(entry({ name: "../x" }, "x"), entry({ name: "y" }), END);
    const { stream, cancelled } = watch(cut(whole, 512));
    await assert.rejects(extractFolder(stream, folder), { name: "TarError" });
    assert.equal(cancelled().length, 1);
    const second = watch(cut(whole, 512));
    await writeFile(join(folder, "file"), "");
    await assert.rejects(extractFolder(second.stream, join(folder, "file", "below")));
    assert.equal(second.cancelled().length, 1);
  }));

test(
  "packFolder() and extractFolder() make a round trip",
  { skip },
  () =>
    inFolder(async (folder) => {
      const tree: Record<string, string | { to: string } | null> = {
        "in/empty": null,
        "in/ü/日本/🐋": "whale",
        "in/link": { to: "ü" },
        "in/- odd\nname\\ ": "odd",
      };
      for (let at = 0; at < 70; at++) tree[`in/many/${at}`] = "x".repeat(at * 700);
      tree[`in/${"long".repeat(50)}/${"name".repeat(50)}`] = "long";
      await make(folder, tree);
      await extractFolder(packFolder(join(folder, "in")), join(folder, "out"));
      assert.deepEqual(await list(join(folder, "out")), await list(join(folder, "in")));
      assert.deepEqual(
        await collect(packFolder(join(folder, "out"), { mtime: 0 })),
        await collect(packFolder(join(folder, "in"), { mtime: 0 })),
      );
    }),
);
