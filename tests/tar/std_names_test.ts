import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertValidTarStreamOptions,
  type OldStyleFormat,
  type PosixUstarFormat,
  TarStream,
  type TarStreamDir,
  type TarStreamEntry,
  type TarStreamFile,
  type TarStreamInput,
  type TarStreamOptions,
  UntarStream,
} from "../../src/tar/mod.ts";

/** The types as programs that use `@std/tar` know them: that these fit is checked with the types. */
interface StdOptions {
  mode?: number;
  uid?: number;
  gid?: number;
  mtime?: number;
  uname?: string;
  gname?: string;
  devmajor?: string;
  devminor?: string;
}
interface StdFile {
  type: "file";
  path: string;
  size: number;
  readable: ReadableStream<Uint8Array>;
  options?: StdOptions;
}
interface StdDir {
  type: "directory";
  path: string;
  options?: StdOptions;
}
interface StdHeader {
  name: string;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  mtime: number;
  typeflag: string;
  linkname: string;
  magic: string;
  version: string;
  uname: string;
  gname: string;
  devmajor: string;
  devminor: string;
  prefix: string;
}
interface StdEntry {
  header: StdHeader;
  path: string;
  readable?: ReadableStream<Uint8Array>;
}

const options: TarStreamOptions = {} satisfies StdOptions as StdOptions;
const file = (given: StdFile): TarStreamFile => given;
const folder = (given: StdDir): TarStreamDir => given;
const entry = (given: TarStreamEntry): StdEntry => given;
const ustar = (given: PosixUstarFormat): StdHeader => given;
const old = (given: OldStyleFormat): Omit<StdHeader, "magic" | "version" | "prefix"> => given;

test("a program written for @std/tar works with the same names", async () => {
  const inputs: TarStreamInput[] = [
    folder({ type: "directory", path: "potato/" }),
    file({
      type: "file",
      path: "potato/a.txt",
      size: 5,
      readable: new Blob(["hello"]).stream(),
      options: { ...options, mode: 0o600, devmajor: "" } as StdOptions,
    }),
  ];
  const source = new ReadableStream<TarStreamInput>({
    start(controller): void {
      for (const input of inputs) controller.enqueue(input);
      controller.close();
    },
  });
  const found: [string, number, string | undefined][] = [];
  for await (const given of source.pipeThrough(new TarStream()).pipeThrough(new UntarStream())) {
    const { path, header, readable } = entry(given);
    assert.equal(ustar(given.header), old(given.header));
    found.push([path, header.mode, readable && await new Response(readable as BodyInit).text()]);
  }
  assert.deepEqual(found, [["potato/", 0o755, undefined], ["potato/a.txt", 0o600, "hello"]]);
});

test("assertValidTarStreamOptions() refuses what cannot be written", () => {
  assertValidTarStreamOptions({});
  assertValidTarStreamOptions({ mode: 0o7777, uid: 1, mtime: 1.5, uname: "ü", devmajor: "17" });
  const cases: [TarStreamOptions, string, string][] = [
    [{ mode: -1 }, "RangeError", "mode must be a whole number from 0 to 2097151, not -1"],
    [{ mtime: NaN }, "RangeError", "mtime must be a number of seconds, not NaN"],
    [{ devminor: "8" }, "RangeError", 'devminor must be at most 7 octal digits, not "8"'],
    [{ uname: "a\0" }, "TypeError", "uname has a zero byte in it"],
  ];
  for (const [given, name, problem] of cases) {
    assert.throws(() => assertValidTarStreamOptions(given), {
      name,
      message: `Cannot write tar entry "entry": ${problem}`,
    });
  }
});
