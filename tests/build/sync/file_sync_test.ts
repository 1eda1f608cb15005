import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { fileSyncHandlers } from "../../../src/build/sync/file_sync.ts";
import { followLinks } from "../../../src/build/sync/follow_links.ts";
import {
  dataPacket,
  endPacket,
  errorPacket,
  fromGoMode,
  PacketType,
  readPacket,
  requestPacket,
  statPacket,
  type SyncPacket,
  toGoMode,
} from "../../../src/build/sync/packet.ts";
import { createPathFilter } from "../../../src/build/sync/path_filter.ts";
import { Http2Connection } from "../../../src/h2/connection.ts";
import { GrpcClientCall } from "../../../src/h2/grpc_client.ts";
import { serveGrpc } from "../../../src/h2/grpc_server.ts";
import type { HeaderField } from "../../../src/h2/header_fields.ts";
import { loadPlatform } from "../../../src/platform/mod.ts";
import { duplexPair } from "../../harness/duplex_pair.ts";

const onWindows = process.platform === "win32" && "names there are always Unicode";

type Tree = Record<string, string | { link: string } | { same: string } | null>;

/** Makes a tree: text is a file's content, `null` a directory. */
async function withTree(tree: Tree, body: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(path.join(os.tmpdir(), "longshore-sync-"));
  try {
    for (const [name, what] of Object.entries(tree)) {
      const location = path.join(root, name);
      mkdirSync(path.dirname(location), { recursive: true });
      if (what === null) mkdirSync(location, { recursive: true });
      else if (typeof what === "string") writeFileSync(location, what);
      else if ("link" in what) symlinkSync(what.link, location);
      else linkSync(path.join(root, what.same), location);
    }
    await body(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

interface Synchronized {
  packets: SyncPacket[];
  paths: string[];
  contents: Record<string, string>;
  failures: unknown[];
}

/** Plays the builder: takes the list, asks for all files, and ends. */
async function synchronize(
  root: string,
  metadata: HeaderField[] = [],
  wants: (path: string) => boolean = () => true,
  onList: () => void = () => {},
): Promise<Synchronized> {
  const [near, far] = duplexPair();
  const failures: unknown[] = [];
  const platform = await loadPlatform();
  const directories = new Map([["context", root]]);
  serveGrpc(far, fileSyncHandlers(platform, directories, (error) => failures.push(error)));
  const client = new Http2Connection(near, { role: "client" });
  const call = new GrpcClientCall(client, "/moby.filesync.v1.FileSync/DiffCopy", [
    ["dir-name", "context"],
    ...metadata,
  ]);
  const result: Synchronized = { packets: [], paths: [], contents: {}, failures };
  const asked: number[] = [];
  const finish = async (): Promise<void> => {
    if (asked.length === 0) await call.write(endPacket());
  };
  try {
    for (let next = await call.read(); next !== null; next = await call.read()) {
      const packet = readPacket(next);
      result.packets.push(packet);
      if (packet.type === PacketType.error) throw new Error(new TextDecoder().decode(packet.data));
      if (packet.type === PacketType.data) {
        const name = result.paths[packet.id]!;
        result.contents[name] = (result.contents[name] ?? "") +
          new TextDecoder().decode(packet.data);
        if (packet.data.length > 0) continue;
        asked.splice(asked.indexOf(packet.id), 1);
        await finish();
      } else if (packet.type === PacketType.stat && packet.stat !== null) {
        result.paths.push(packet.stat.path);
      } else if (packet.type === PacketType.stat) {
        onList();
        for (const [id, { stat }] of result.packets.entries()) {
          if (stat === null || fromGoMode(stat.mode).kind !== "file" || stat.linkname) continue;
          if (!wants(stat.path)) continue;
          asked.push(id);
          await call.write(requestPacket(id));
        }
        await finish();
      }
    }
  } finally {
    await client.close();
  }
  return result;
}

describe("a mode of Go", () => {
  describe("has the permissions and the kind", () => {
    const modes: [number, Parameters<typeof toGoMode>[0]][] = [
      [0o644, { kind: "file", mode: 0o644 }],
      [2 ** 31 + 0o755, { kind: "directory", mode: 0o755 }],
      [2 ** 31 + 2 ** 20 + 0o777, { kind: "directory", mode: 0o1777 }],
      [2 ** 27 + 0o777, { kind: "symlink", mode: 0o777 }],
      [2 ** 25 + 0o600, { kind: "fifo", mode: 0o600 }],
      [2 ** 26 + 0o600, { kind: "block-device", mode: 0o600 }],
      [2 ** 26 + 2 ** 21 + 0o600, { kind: "character-device", mode: 0o600 }],
      [2 ** 23 + 2 ** 22 + 0o755, { kind: "file", mode: 0o6755 }],
    ];

    for (const [bits, info] of modes) {
      it(`${info.kind} ${info.mode.toString(8)}`, () => {
        assert.equal(toGoMode(info), bits);
        assert.deepEqual(fromGoMode(bits), info);
      });
    }
  });

  it("travels in packets, and so do large sizes and times", () => {
    const stat = {
      path: "ä/b",
      mode: 2 ** 31 + 0o755,
      size: 2 ** 40,
      mtime: 1_700_000_000_000_000_000n,
      linkname: "x",
      major: 8,
      minor: 1,
    };
    assert.deepEqual(readPacket(statPacket(stat)).stat, stat);
    assert.deepEqual(readPacket(statPacket(null)), {
      type: 0,
      stat: null,
      id: 0,
      data: new Uint8Array(0),
    });
    assert.deepEqual(readPacket(dataPacket(7, new Uint8Array([1])).finish()).id, 7);
    assert.throws(() => readPacket(new Uint8Array([8, 9])), /unknown type 9/);
  });
});

describe("createPathFilter()", () => {
  const cases: [includes: string[], excludes: string[], taken: string[]][] = [
    [[], [], ["a", "a/b", "a/b/c", "d", "e.txt"]],
    [["a/b"], [], ["a/b", "a/b/c"]],
    [["*.txt"], [], ["e.txt"]],
    [["a"], ["a/b"], ["a"]],
    [["**/c"], [], ["a/b/c"]],
    [[], ["*", "!e.txt"], ["e.txt"]],
    [[], ["a", "!a/b/c"], ["a/b/c", "d", "e.txt"]],
    [["a", "d"], ["**/b", "!a/b/c"], ["a", "a/b/c", "d"]],
    [["#x", "d"], [], ["d"]],
  ];
  for (const [includes, excludes, taken] of cases) {
    it(`takes ${taken} of ${JSON.stringify(includes)} without ${JSON.stringify(excludes)}`, () => {
      const filter = createPathFilter(includes, excludes);
      const all = { "a": 1, "a/b": 1, "a/b/c": 0, "d": 0, "e.txt": 0 };
      const found: string[] = [];
      const skipped: string[] = [];
      for (const [path, isDirectory] of Object.entries(all)) {
        if (skipped.some((above) => path.startsWith(above))) continue;
        const kind = isDirectory ? "directory" : "file";
        const info = { kind, size: 0, mode: 0, uid: 0, gid: 0, mtime: 0 } as const;
        const verdict = filter.judge(path, info);
        if (verdict === "take") found.push(path);
        if (verdict === "skip") skipped.push(`${path}/`);
      }
      assert.deepEqual(found, taken);
    });
  }
});

describe("followLinks()", () => {
  const tree: Tree = {
    "data/real.txt": "r",
    "data/deep/file": "f",
    "link": { link: "data/real.txt" },
    "absolute": { link: "/data" },
    "chain": { link: "./link" },
    "up": { link: "../../../../data/deep" },
    "loop": { link: "loop" },
    "dangling": { link: "nowhere/x" },
    "root": { link: "." },
    "data/two": { link: "deep" },
  };
  const cases: [followed: string[], found: string[] | null][] = [
    [[], []],
    [["data"], ["data"]],
    [["none/at/all"], ["none/at/all"]],
    [["link"], ["data/real.txt", "link"]],
    [["chain"], ["chain", "data/real.txt", "link"]],
    [["absolute/real.txt"], ["absolute", "data/real.txt"]],
    [["up/file"], ["data/deep/file", "up"]],
    [["loop"], ["loop"]],
    [["dangling"], ["dangling", "nowhere/x"]],
    [["data/t*"], ["data/deep", "data/t*"]],
    [["*"], null],
    [["root"], null],
    [["."], null],
    [["data", "data/deep/file"], ["data"]],
    [["../../link"], ["data/real.txt", "link"]],
  ];
  for (const [followed, found] of cases) {
    it(`finds ${JSON.stringify(found)} by ${JSON.stringify(followed)}`, async () => {
      await withTree(tree, async (root) => {
        assert.deepEqual(await followLinks(await loadPlatform(), root, followed), found);
      });
    });
  }
});

describe("a synchronized directory", () => {
  it("tells all, in order, and sends what is asked for", async () => {
    const large = "0123456789abcdef".repeat(20_000);
    await withTree({
      "b/x": "x",
      "b.txt": "text",
      "b-": "dash",
      "empty": "",
      "large": large,
      "dir": null,
      "z-link": { link: "b/x" },
      "y-same": { same: "large" },
      "\u{1f600}": "later",
      "\uff5e": "sooner",
    }, async (root) => {
      chmodSync(path.join(root, "b.txt"), 0o4751);
      utimesSync(path.join(root, "b.txt"), 1_600_000_000, 1_600_000_000.25);
      const { packets, paths, contents } = await synchronize(root);
      const order = ["b", "b/x", "b-", "b.txt", "dir", "empty", "large", "y-same", "z-link"];
      assert.deepEqual(paths, [...order, "\uff5e", "\u{1f600}"]);
      assert.deepEqual(contents, {
        "b/x": "x",
        "b-": "dash",
        "b.txt": "text",
        "empty": "",
        "large": large,
        "\uff5e": "sooner",
        "\u{1f600}": "later",
      });
      const of = (name: string): NonNullable<SyncPacket["stat"]> =>
        packets.find(({ stat }) => stat?.path === name)!.stat!;
      assert.deepEqual([of("b.txt").mode, of("b.txt").size], [2 ** 23 + 0o751, 4]);
      assert.equal(Math.abs(Number(of("b.txt").mtime) - 1.60000000025e18) < 1000, true);
      assert.deepEqual([of("z-link").linkname, of("z-link").mode], ["b/x", 2 ** 27 + 0o777]);
      assert.deepEqual([of("y-same").linkname, of("y-same").size], ["large", large.length]);
      assert.equal(packets.at(-1)!.type, PacketType.end);
    });
  });

  it("leaves out what the patterns say, encoded ones too", async () => {
    const tree = { "a/é +x": "1", "a/y": "2", "node/z": "3", "keep": "4" };
    await withTree(tree, async (root) => {
      const { paths } = await synchronize(root, [
        ["exclude-patterns", "node"],
        ["exclude-patterns", "a/y"],
      ]);
      assert.deepEqual(paths, ["a", "a/é +x", "keep"]);
      const encoded = await synchronize(root, [
        ["include-patterns", "a%2F%C3%A9+%2Bx"],
        ["include-patterns-encoded", "1"],
      ]);
      assert.deepEqual(encoded.paths, ["a", "a/é +x"]);
      const followed = await synchronize(root, [["followpaths", "keep"], ["followpaths", "none"]]);
      assert.deepEqual(followed.paths, ["keep"]);
      const all = await synchronize(root, [["exclude-patterns", "*"], [
        "override-excludes",
        "true",
      ]]);
      assert.equal(all.paths.length, 6);
    });
  });

  it("sends small files together, and those that have grown or shrunk as they are now", async () => {
    const names = Array.from({ length: 300 }, (_, index) => String(index).padStart(3, "0"));
    const tree = Object.fromEntries(names.map((name, index) => [name, name.repeat(index * 7)]));
    const changed = { "001": "x".repeat(200_000), "150": "short", "299": "y".repeat(40_000) };
    await withTree(tree, async (root) => {
      const { contents, paths } = await synchronize(root, [], () => true, () => {
        for (const [name, text] of Object.entries(changed)) {
          writeFileSync(path.join(root, name), text);
        }
      });
      assert.deepEqual(paths, names);
      assert.deepEqual(contents, { ...tree, ...changed });
    });
  });

  it("sends empty files in the place of those that only its walk lets in", async () => {
    const tree = { "docs/a.md": "1", "docs/private/b.md": "2", "docs/private/c": "3", "keep": "4" };
    await withTree(tree, async (root) => {
      const { contents, paths } = await synchronize(
        root,
        ["*", "!docs/**/*.md", "docs/private"].map((pattern) => ["exclude-patterns", pattern]),
      );
      assert.deepEqual(paths, ["docs", "docs/a.md", "docs/private", "docs/private/b.md"]);
      assert.deepEqual(contents, { "docs/a.md": "1", "docs/private/b.md": "" });
    });
  });

  it("sends an empty file in the place of one that is gone, and tells what it cannot read", async () => {
    await withTree({ gone: "x", stays: "y" }, async (root) => {
      const { contents } = await synchronize(root, [], () => true, () => {
        rmSync(path.join(root, "gone"));
      });
      assert.deepEqual(contents, { gone: "", stays: "y" });
    });
    await assert.rejects(synchronize("/none/at/all"), /ENOENT|no such file/i);
  });

  it(
    "refuses a name that is no UTF-8, which its messages cannot hold",
    { skip: onWindows },
    async () => {
      await withTree({ a: "x" }, async (root) => {
        execFileSync("sh", ["-c", 'cd "$1"; touch "$(printf "bad\\377")"', "sh", root]);
        await assert.rejects(synchronize(root), /Cannot [a-z]+ "bad.*": .*name is not valid/);
        const { paths } = await synchronize(root, [["exclude-patterns", "bad*"]]);
        assert.deepEqual(paths, ["a"]);
      });
    },
  );

  it("refuses names and numbers that it did not give, and ends when the builder gives up", async () => {
    const [near, far] = duplexPair();
    const failures: unknown[] = [];
    await withTree({ a: "x" }, async (root) => {
      const directories = new Map([["context", root]]);
      serveGrpc(
        far,
        fileSyncHandlers(await loadPlatform(), directories, (error) => failures.push(error)),
      );
      const client = new Http2Connection(near, { role: "client" });
      const open = (name: string): GrpcClientCall =>
        new GrpcClientCall(client, "/moby.filesync.v1.FileSync/DiffCopy", [["dir-name", name]]);
      await assert.rejects(open("other").read(), {
        status: 5,
        message: 'no directory was given for the name "other"',
      });
      const drain = async (call: GrpcClientCall): Promise<void> => {
        while (await call.read() !== null);
      };
      const asking = open("context");
      await asking.write(requestPacket(9));
      await assert.rejects(drain(asking), { message: "there is no file with the number 9" });
      const failing = open("context");
      await failing.write(errorPacket("no space left"));
      await assert.rejects(drain(failing), { message: "no space left" });
      const leaving = open("context");
      await leaving.end();
      await assert.rejects(drain(leaving), { message: "the builder has gone" });
      await client.close();
    });
    assert.deepEqual(failures, []);
  });
});
