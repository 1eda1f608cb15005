import assert from "node:assert/strict";
import { test } from "node:test";
import {
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
interface StdOldHeader {
  name: string;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  mtime: number;
  typeflag: string;
  linkname: string;
}
interface StdHeader extends StdOldHeader {
  magic: string;
  version: string;
  uname: string;
  gname: string;
  devmajor: string;
  devminor: string;
  prefix: string;
}
interface StdEntry {
  header: StdOldHeader | StdHeader;
  path: string;
  readable?: ReadableStream<Uint8Array> | undefined;
}

const options: TarStreamOptions = {} satisfies StdOptions as StdOptions;
const file = (given: StdFile): TarStreamFile => given;
const directory = (given: StdDir): TarStreamDir => given;
const entry = (given: TarStreamEntry): StdEntry => given;
const ustar = (given: PosixUstarFormat): StdHeader => given;
const old = (given: OldStyleFormat): StdOldHeader => given;

test("a program written for @std/tar works with the same names", async () => {
  const inputs: TarStreamInput[] = [
    directory({ type: "directory", path: "potato/" }),
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
    assert.ok("magic" in given.header);
    assert.equal(ustar(given.header), old(given.header));
    found.push([path, header.mode, readable && await new Response(readable as BodyInit).text()]);
  }
  assert.deepEqual(found, [["potato/", 0o755, undefined], ["potato/a.txt", 0o600, "hello"]]);
});
