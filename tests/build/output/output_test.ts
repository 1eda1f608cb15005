import assert from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { toCaches } from "../../../src/build/solve/solve_options.ts";
import { toOutputs } from "../../../src/build/output/output_options.ts";
import { openOutputs } from "../../../src/build/output/outputs.ts";
import {
  dataPacket,
  endPacket,
  PacketType,
  readPacket,
  statPacket,
  type SyncStat,
} from "../../../src/build/sync/packet.ts";
import { Http2Connection } from "../../../src/h2/connection.ts";
import { GrpcClientCall } from "../../../src/h2/grpc_client.ts";
import { serveGrpc } from "../../../src/h2/grpc_server.ts";
import { ProtobufWriter } from "../../../src/h2/protobuf_writer.ts";
import { loadPlatform } from "../../../src/platform/mod.ts";
import { duplexPair } from "../../harness/duplex_pair.ts";

const DIRECTORY = 2 ** 31 + 0o755;
const SYMLINK = 2 ** 27 + 0o777;

async function withDirectory(body: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(path.join(os.tmpdir(), "longshore-output-"));
  try {
    await body(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function stat(name: string, more: Partial<SyncStat> = {}): SyncStat {
  return {
    path: name,
    mode: 0o644,
    size: 0,
    mtime: 1_600_000_000_000_000_000n,
    linkname: "",
    major: 0,
    minor: 0,
    ...more,
  };
}

interface Sender {
  call: GrpcClientCall;
  failures: unknown[];
  close(): Promise<void>;
}

async function open(outputs: unknown): Promise<Sender> {
  const failures: unknown[] = [];
  const { handlers } = await openOutputs(
    loadPlatform,
    "Cannot build",
    toOutputs(outputs, "outputs"),
    (error) => failures.push(error),
  );
  const [near, far] = duplexPair();
  serveGrpc(far, handlers);
  const client = new Http2Connection(near, { role: "client" });
  const call = new GrpcClientCall(client, "/moby.filesync.v1.FileSend/DiffCopy");
  return { call, failures, close: () => client.close() };
}

/** Plays the builder that sends a tree. */
async function sendTree(
  directory: string,
  stats: SyncStat[],
  contents: Record<string, Uint8Array> = {},
): Promise<unknown[]> {
  const { call, failures, close } = await open([{ type: "local", dest: directory }]);
  try {
    for (const one of stats) await call.write(statPacket(one));
    await call.write(statPacket(null));
    for (let next = await call.read(); next !== null; next = await call.read()) {
      const { type, id } = readPacket(next);
      if (type === PacketType.end) {
        await call.write(endPacket());
        continue;
      }
      const content = contents[stats[id]!.path] ?? new Uint8Array(0);
      for (let start = 0; start < content.length; start += 30_000) {
        await call.write(dataPacket(id, content.subarray(start, start + 30_000)).finish());
      }
      await call.write(dataPacket(id, new Uint8Array(0)).finish());
    }
    return failures;
  } finally {
    await close();
  }
}

describe("a local output", () => {
  it("is written with its kinds, permissions and times, beside what is there", async () => {
    await withDirectory(async (root) => {
      const out = path.join(root, "new/out");
      mkdirSync(out, { recursive: true });
      writeFileSync(path.join(out, "there"), "stays");
      writeFileSync(path.join(out, "replaced"), "old");
      const large = new Uint8Array(1_000_000).map((_, index) => index * 7);
      const many = Array.from(
        { length: 100 },
        (_, index) => stat(`many/${String(index).padStart(2, "0")}`),
      );
      const contents = Object.fromEntries(
        many.map(({ path }) => [path, new TextEncoder().encode(path)]),
      );
      await sendTree(out, [
        stat("dir", { mode: 2 ** 31 + 0o500 }),
        stat("dir/large", { mode: 2 ** 23 + 0o755 }),
        stat("empty"),
        stat("link", { mode: SYMLINK, linkname: "../../outside" }),
        stat("many", { mode: DIRECTORY }),
        ...many,
        stat("replaced"),
        stat("twin", { linkname: "dir/large" }),
      ], { ...contents, "dir/large": large, "replaced": new TextEncoder().encode("new") });
      const read = (name: string): string => readFileSync(path.join(out, name), "utf8");
      assert.deepEqual(new Uint8Array(readFileSync(path.join(out, "dir/large"))), large);
      assert.equal(lstatSync(path.join(out, "dir")).mode & 0o777, 0o500);
      assert.equal(lstatSync(path.join(out, "dir/large")).mode & 0o7777, 0o4755);
      assert.equal(lstatSync(path.join(out, "empty")).mtimeMs, 1_600_000_000_000);
      assert.equal(lstatSync(path.join(out, "twin")).nlink, 2);
      assert.equal(readlinkSync(path.join(out, "link")), "../../outside");
      assert.deepEqual([read("there"), read("replaced"), read("many/42")], [
        "stays",
        "new",
        "many/42",
      ]);
      assert.equal(readdirSync(path.join(out, "many")).length, 100);
    });
  });

  const escapes: [how: string, stats: SyncStat[], problem: RegExp][] = [
    ["by dots", [stat("../x")], /has "\.\." in it/],
    ["by dots within", [stat("a", { mode: DIRECTORY }), stat("a/../../x")], /has "\.\." in it/],
    ["by an absolute path", [stat("/tmp/x")], /is absolute/],
    [
      "through a symlink that was sent",
      [stat("a", { mode: SYMLINK, linkname: ".." }), stat("a/x")],
      /on its way is a symlink/,
    ],
    ["through a symlink that was there", [stat("trap/x")], /on its way is a symlink/],
    ["by a hard link", [stat("x", { linkname: "../secret" })], /link target has "\.\." in it/],
    [
      "by a hard link through a symlink",
      [stat("y", { linkname: "trap/secret" })],
      /on its way is a symlink/,
    ],
    [
      "by a device",
      [stat("null", { mode: 2 ** 26 + 2 ** 21, major: 1, minor: 3 })],
      /device cannot be/,
    ],
  ];
  for (const [how, stats, problem] of escapes) {
    it(`does not lead out of its directory ${how}`, async () => {
      await withDirectory(async (root) => {
        const out = path.join(root, "out");
        mkdirSync(out);
        writeFileSync(path.join(root, "secret"), "hush");
        symlinkSync("..", path.join(out, "trap"));
        await assert.rejects(sendTree(out, stats), (error) => {
          assert.match(String(error), /Cannot write ".*" of the output: /);
          assert.match(String(error), problem);
          return true;
        });
        assert.equal(existsSync(path.join(root, "x")), false);
        assert.equal(readFileSync(path.join(root, "secret"), "utf8"), "hush");
      });
    });
  }

  it("ends when the builder sends what it was not asked for", async () => {
    await withDirectory(async (root) => {
      const { call, close } = await open([root]);
      await call.write(dataPacket(5, new Uint8Array(1)).finish());
      await assert.rejects(call.read(), /the file 5 was not asked for/);
      await close();
    });
  });
});

describe("an archive as output", () => {
  const piece = (size: number): Uint8Array =>
    new ProtobufWriter().bytes(1, new Uint8Array(size).fill(65)).finish();

  it("goes to a stream at the stream's pace, which is closed", async () => {
    let size = 0;
    let closed = false;
    const dest = new WritableStream<Uint8Array>({
      async write(bytes): Promise<void> {
        await new Promise((resolve) => setTimeout(resolve));
        size += bytes.length;
      },
      close: () => void (closed = true),
    });
    const { call, close } = await open([{ type: "tar", dest }]);
    for (let round = 0; round < 50; round++) await call.write(piece(30_000));
    await call.end();
    assert.equal(await call.read(), null);
    assert.deepEqual([size, closed], [1_500_000, true]);
    await close();
  });

  it("goes to a file, which is there when all of it is", async () => {
    await withDirectory(async (root) => {
      const dest = path.join(root, "out.tar");
      writeFileSync(dest, "old");
      const { call, close } = await open([`type=tar,dest=${dest}`]);
      await call.write(piece(100_000));
      assert.equal(readFileSync(dest, "utf8"), "old");
      await call.end();
      assert.equal(await call.read(), null);
      assert.equal(lstatSync(dest).size, 100_000);
      await close();
      const cut = await open([`type=tar,dest=${dest}`]);
      await cut.call.write(piece(10));
      const files = async (count: number): Promise<void> => {
        while (readdirSync(root).length !== count) {
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      };
      await files(2);
      await cut.close();
      await files(1);
      assert.equal(lstatSync(dest).size, 100_000);
    });
  });
});

describe("toOutputs()", () => {
  it("takes objects, the Engine's spelling and the command line's strings", () => {
    const stream = new WritableStream<Uint8Array>();
    const local = { type: "local", attrs: {}, dest: "out" };
    assert.deepEqual(toOutputs("out", "outputs"), [local]);
    assert.deepEqual(toOutputs(["type=local,dest=out", { type: "local", dest: "out" }], "x"), [
      local,
      local,
    ]);
    assert.deepEqual(toOutputs([{ Type: "local", Attrs: { dest: "out" } }], "x"), [local]);
    assert.deepEqual(
      toOutputs([{ type: "oci", dest: stream, tar: false }, { Type: "moby" }], "x"),
      [
        { type: "oci", attrs: { tar: "false" }, dest: stream },
        { type: "moby", attrs: {}, dest: null },
      ],
    );
    assert.deepEqual(toOutputs(["type=registry,name=a/b"], "x"), [
      { type: "image", attrs: { name: "a/b", push: "true" }, dest: null },
    ]);
  });

  it("takes undefined and null as not given", () => {
    for (const none of [undefined, null]) {
      assert.deepEqual(
        toOutputs([{ type: "image", dest: none, push: none, name: "a" }, {
          Type: "moby",
          Attrs: none,
        }], "x"),
        [
          { type: "image", attrs: { name: "a" }, dest: null },
          { type: "moby", attrs: {}, dest: null },
        ],
      );
      assert.deepEqual(
        toCaches([{ type: "registry", ref: "a/b", mode: none }], "cacheTo", "dest"),
        [{ type: "registry", attrs: { ref: "a/b" } }],
      );
    }
  });

  describe("refuses other forms", () => {
    const locked = new WritableStream<Uint8Array>();
    locked.getWriter();
    const refusals: [unknown, RegExp][] = [
      [5, /expected a list of outputs/],
      [[5], /outputs\[0\] 5: expected an object or a string/],
      [[{ dest: "x" }], /expected type to be a string/],
      [["type=local"], /type "local" needs dest/],
      [["type=floppy,dest=a"], /type "floppy" is none of local, tar, oci, docker, image/],
      [["type=image,dest=a"], /type "image" has no dest/],
      [["type=tar,dest=-"], /give a WritableStream as dest/],
      [[{ type: "local", dest: new WritableStream() }], /expected dest to be a path$/],
      [[{ type: "tar", dest: 5 }], /expected dest to be a path or a WritableStream/],
      [[{ type: "tar", dest: locked }], /is being written to/],
      [[{ type: "image", push: {} }], /expected push to be a string, not \{\}/],
      [[{ Type: 5 }], /expected Type to be a string/],
    ];
    for (const [value, message] of refusals) {
      it(message.source, () => {
        assert.throws(() => toOutputs(value, "outputs"), { name: "TypeError", message });
      });
    }
  });

  describe("refuses destinations that cannot be written to before a build", () => {
    const refusals: [outputs: (root: string) => unknown, RegExp][] = [
      [(root) => [path.join(root, "file")], /output "local": ".*file" is a file, not a directory$/],
      [(root) => [{ type: "tar", dest: root }], /output "tar": ".*" is a directory, not a file$/],
      [
        (root) => [{ type: "oci", dest: path.join(root, "none/x") }],
        /there is no directory for ".*none\/x"$/,
      ],
    ];
    for (const [outputs, message] of refusals) {
      it(message.source, () =>
        withDirectory(async (root) => {
          writeFileSync(path.join(root, "file"), "");
          await assert.rejects(open(outputs(root)), { name: "RangeError", message });
        }));
    }
  });
});
