import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TarError, type TarStreamEntry, UntarStream } from "../../src/tar/mod.ts";
import { collect } from "../harness/collect.ts";
import { cut, END, entry, header, join, pax, watch } from "./raw.ts";

const FILE = entry({ name: "a" }, "A".repeat(600));

function untar(bytes: Uint8Array, size = 700): ReadableStream<TarStreamEntry> {
  return watch(cut(bytes, size)).stream.pipeThrough(new UntarStream());
}

/** Reads all entries; tells the paths that came, and the failure behind them. */
async function outcome(bytes: Uint8Array, use: "read" | "cancel"): Promise<[string[], string]> {
  const paths: string[] = [];
  try {
    for await (const { path, readable } of untar(bytes)) {
      paths.push(path);
      if (use === "cancel") await readable?.cancel();
      else if (readable) await collect(readable);
    }
  } catch (problem) {
    const { name, message } = problem as Error;
    return [paths, `${name}: ${message}`];
  }
  return [paths, ""];
}

function withByte(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  const changed = bytes.slice();
  changed[at] = byte;
  return changed;
}

const SMALL = "RangeError: Cannot read tar archive: it has";
const CUT = "Cannot read tar archive: it was cut";

describe("UntarStream refuses what @std/tar refuses", () => {
  const cases: [does: string, bytes: Uint8Array, paths: string[], failure: string][] = [
    ["no bytes", new Uint8Array(0), [], `${SMALL} 0 bytes, and the least is 1024`],
    ["a single block", new Uint8Array(512), [], `${SMALL} 512 bytes, and the least is 1024`],
    ["a block and a bit", FILE.slice(0, 1000), [], `${SMALL} 1000 bytes, and the least is 1024`],
    [
      "a missing end",
      join(entry({ name: "d", typeflag: "5" }), FILE),
      ["d", "a"],
      `SyntaxError: ${CUT} inside the body of an entry`,
    ],
    [
      "a missing end behind entries without a body",
      join(...["a", "b", "c"].map((name) => entry({ name, typeflag: "5" }))),
      ["a"],
      `TypeError: ${CUT}, without two blocks of zeros at its end`,
    ],
    [
      "a single block of zeros at the end",
      join(entry({ name: "a", typeflag: "5" }), new Uint8Array(512)),
      [],
      `TypeError: ${CUT}, without two blocks of zeros at its end`,
    ],
    [
      "an end that is not all zeros",
      withByte(join(FILE, END), FILE.length + 1023, 1),
      ["a"],
      `TypeError: ${CUT}, without two blocks of zeros at its end`,
    ],
    [
      "a block that is cut",
      join(FILE, END).slice(0, -100),
      ["a"],
      "RangeError: Cannot read tar archive: its last block has 412 bytes, not 512",
    ],
    [
      "a body that is cut",
      join(
        entry({ name: "d", typeflag: "5" }),
        entry({ name: "a" }, "A".repeat(1600)).slice(0, 1536),
      ),
      ["d", "a"],
      `SyntaxError: ${CUT} inside the body of an entry`,
    ],
    [
      "a wrong checksum",
      join(withByte(FILE, 0, 98), END),
      [],
      "SyntaxError: Cannot read tar archive at byte 0: header checksum is 3139, but its bytes add up to 3140",
    ],
    [
      "a lone block of zeros",
      join(FILE, new Uint8Array(512), FILE, END),
      ["a"],
      "SyntaxError: Cannot read tar archive at byte 2048: more follows a lone block of zeros",
    ],
  ];
  for (const [does, bytes, paths, failure] of cases) {
    for (const use of ["read", "cancel"] as const) {
      it(`${does}, where bodies are ${use === "read" ? "read" : "cancelled"}`, async () => {
        const [found, problem] = await outcome(bytes, use);
        assert.equal(problem, failure);
        assert.deepEqual(found, paths);
      });
    }
  }

  it("with the archive's own error as the cause", async () => {
    const broken = untar(join(withByte(FILE, 0, 98), END)).getReader();
    const problem = await broken.read().then(() => assert.fail(), (problem) => problem);
    assert.ok(problem instanceof SyntaxError && problem.cause instanceof TarError);
    assert.equal(problem.cause.offset, 0);
  });

  it("from whoever cancels the body that was cut", async () => {
    const reader = untar(FILE.slice(0, 1024)).getReader();
    const { value } = await reader.read().catch(() => ({ value: undefined }));
    assert.equal(value, undefined);
    const later = untar(join(entry({ name: "d", typeflag: "5" }), FILE)).getReader();
    await later.read();
    await assert.rejects(later.read().then(({ value }) => value!.readable!.cancel()), {
      name: "SyntaxError",
      message: `${CUT} inside the body of an entry`,
    });
  });
});

describe("UntarStream gives what @std/tar gives", () => {
  it("where a checksum has a digit more", async () => {
    const bytes = join(FILE, END);
    bytes.set(bytes.slice(148, 154), 149);
    bytes[148] = 0x30;
    assert.deepEqual(await outcome(bytes, "read"), [["a"], ""]);
  });

  it("where other bytes follow the end", async () => {
    const rest = new Uint8Array(1024).fill(1);
    assert.deepEqual(await outcome(join(FILE, END, rest), "cancel"), [["a"], ""]);
  });

  it("with paths as the archive has them", async () => {
    const bytes = join(
      entry({ name: "d", typeflag: "5" }),
      entry({ name: "e/", typeflag: "5" }),
      entry({ name: "f/" }, "x"),
      END,
    );
    assert.deepEqual(await outcome(bytes, "read"), [["d", "e/", "f/"], ""]);
  });

  it("with the header of the oldest format without the later fields", async () => {
    const old = join(header({ name: "a", magic: "\0", version: "\0\0", size: "0\0" }), END);
    for await (const { header } of untar(old)) {
      assert.deepEqual(header, {
        name: "a",
        mode: 0o644,
        uid: 0,
        gid: 0,
        size: 0,
        mtime: 0,
        typeflag: "0",
        linkname: "",
      });
      assert.equal("magic" in header, false);
    }
  });

  it("with bodies that are read into the reader's own buffers", async () => {
    for await (const { readable } of untar(join(FILE, END))) {
      const reader = readable!.getReader({ mode: "byob" });
      const { value } = await reader.read(new Uint8Array(10));
      assert.deepEqual([...value!], Array(10).fill(65));
      await reader.cancel();
    }
  });

  it("as soon as two more blocks have come, and not before", async () => {
    const stream = new UntarStream();
    const writer = stream.writable.getWriter();
    const reader = stream.readable.getReader();
    const bytes = join(entry({ name: "a", typeflag: "5" }), FILE, END);
    let found = "";
    const reading = reader.read().then(({ value }) => found = value!.path);
    await writer.write(bytes.slice(0, 1024));
    assert.equal(found, "");
    writer.write(bytes.slice(1024, 1536)).catch(() => {});
    assert.equal(await reading, "a");
    await writer.abort();
  });

  it("and its end while the source is still open, which is cancelled then", async () => {
    const stream = new UntarStream();
    const writer = stream.writable.getWriter();
    const closed = writer.closed.then(() => assert.fail(), (reason) => reason);
    writer.write(join(FILE, END)).catch(() => {});
    const paths: string[] = [];
    for await (const { path } of stream.readable) paths.push(path);
    assert.deepEqual(paths, ["a"]);
    assert.equal((await closed).message, "The archive has ended");
  });

  it("and PAX archives besides", async () => {
    const bytes = join(pax({ path: "ü".repeat(200) }), FILE, END);
    assert.deepEqual(await outcome(bytes, "read"), [["ü".repeat(200)], ""]);
  });

  it("and archives without an end where that is asked for", async () => {
    const stream = watch([FILE]).stream.pipeThrough(new UntarStream({ allowMissingEnd: true }));
    const paths: string[] = [];
    for await (const { path } of stream) paths.push(path);
    assert.deepEqual(paths, ["a"]);
  });
});
