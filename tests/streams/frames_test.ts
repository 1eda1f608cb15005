import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Frame, FrameParser } from "../../src/streams/frames.ts";
import { randomBytes, randomNumbers, splits } from "../splits.ts";
import { frame, join, stderr, stdout, systemError } from "./wire.ts";

function refused(problem: string): { name: string; message: string } {
  return { name: "ProtocolError", message: `Cannot read the multiplexed stream: ${problem}` };
}

/** Joins neighbouring pieces of the same stream, so that the way of splitting does not matter. */
function merged(frames: Frame[]): [string, string][] {
  const runs: [string, string][] = [];
  for (const { stream, data } of frames) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] === stream) last[1] += latin1(data);
    else runs.push([stream, latin1(data)]);
  }
  return runs;
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** What came out before the failure, if there was one. */
function pushAll(pieces: Uint8Array[]): { runs: [string, string][]; error?: Error } {
  const parser = new FrameParser();
  const frames: Frame[] = [];
  try {
    for (const piece of pieces) parser.push(piece, frames);
    parser.end();
  } catch (error) {
    return { runs: merged(frames), error: error as Error };
  }
  return { runs: merged(frames) };
}

function payloadOf(pieces: Uint8Array[]): { payload: string; error?: Error } {
  const parser = new FrameParser();
  const out: Uint8Array[] = [];
  try {
    for (const piece of pieces) parser.payload(piece, out);
    parser.end();
  } catch (error) {
    return { payload: out.map(latin1).join(""), error: error as Error };
  }
  return { payload: out.map(latin1).join("") };
}

describe("FrameParser", () => {
  const wire = join(
    stdout("one\n"),
    stderr("two\n"),
    stdout(""),
    frame(0, "three"),
    stdout("four"),
    stderr("\x01\0\0\0\0\0\0\x05trap"),
  );

  it("tells stdout and stderr apart in order of arrival, however they are split", () => {
    for (const { how, pieces } of splits(wire)) {
      assert.deepEqual(pushAll(pieces), {
        runs: [
          ["stdout", "one\n"],
          ["stderr", "two\n"],
          ["stdout", "threefour"],
          ["stderr", "\x01\0\0\0\0\0\0\x05trap"],
        ],
      }, how);
    }
  });

  it("gives the payload without headers, however it is split", () => {
    const payload = "one\ntwo\nthreefour\x01\0\0\0\0\0\0\x05trap";
    for (const { how, pieces } of splits(wire)) {
      assert.deepEqual(payloadOf(pieces), { payload }, how);
    }
  });

  it("reads random frames, however they are split", () => {
    const random = randomNumbers(3);
    const frames = Array.from(
      { length: 60 },
      (_, index) => frame(1 + random(2), randomBytes(random([5, 200, 3000][random(3)]!), index)),
    );
    const bytes = join(...frames);
    const whole = pushAll([bytes.slice()]);
    const payload = frames.map((each) => latin1(each.subarray(8))).join("");
    assert.equal(whole.error, undefined);
    assert.equal(whole.runs.map(([, text]) => text).join(""), payload);
    for (const { how, pieces } of splits(bytes, 60)) {
      assert.deepEqual(pushAll(pieces), whole, how);
    }
    for (const { how, pieces } of splits(bytes, 60)) {
      assert.deepEqual(payloadOf(pieces), { payload }, how);
    }
  });

  it("gives views: push() one a piece of a frame, payload() one a read", () => {
    const bytes = join(stdout("a".repeat(20_000)), stderr("b"));
    const frames: Frame[] = [];
    new FrameParser().push(bytes, frames);
    assert.deepEqual(frames.map(({ stream, data }) => [stream, data.length]), [["stdout", 20_000], [
      "stderr",
      1,
    ]]);
    for (const { data } of frames) assert.equal(data.buffer, bytes.buffer);
    assert.equal(frames[0]!.data.byteOffset, bytes.byteOffset + 8);
    const out: Uint8Array[] = [];
    new FrameParser().payload(bytes, out);
    assert.deepEqual(out.map((view) => [view.length, view.byteOffset]), [[
      20_001,
      bytes.byteOffset + 8,
    ]]);
    assert.equal(out[0]!.buffer, bytes.buffer);
  });

  it("gives nothing for a header alone", () => {
    const out: Uint8Array[] = [];
    const parser = new FrameParser();
    parser.payload(stdout("abc").subarray(0, 8), out);
    assert.deepEqual(out, []);
    parser.payload(stdout("abc").subarray(8), out);
    assert.deepEqual(out.map(latin1), ["abc"]);
  });

  it("takes lengths of more than 2 GiB", () => {
    const parser = new FrameParser();
    parser.push(Uint8Array.of(1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 7), []);
    assert.throws(
      () => parser.end(),
      refused("it ended 4294967294 bytes before the end of a frame"),
    );
  });

  it("gives what came before an error of the Engine, and its words, however it is split", () => {
    const bytes = join(
      stdout("before"),
      stderr("it"),
      systemError("disk is gögne\n"),
      stdout("after"),
    );
    for (const { how, pieces } of splits(bytes)) {
      const { runs, error } = pushAll(pieces);
      assert.deepEqual(runs, [["stdout", "before"], ["stderr", "it"]], how);
      assert.deepEqual([error?.name, error?.message], ["SystemErrorFrame", "disk is gögne"], how);
    }
    for (const { how, pieces } of splits(bytes)) {
      const { payload, error } = payloadOf(pieces);
      assert.equal(payload, "beforeit", how);
      assert.deepEqual([error?.name, error?.message], ["SystemErrorFrame", "disk is gögne"], how);
    }
  });

  it("words an error of the Engine that says nothing", () => {
    assert.equal(pushAll([systemError("")]).error?.message, "the engine gave no reason");
    assert.equal(payloadOf([systemError(" \n")]).error?.message, "the engine gave no reason");
  });

  it("keeps no more than 64 KiB or so of an error's words", () => {
    const bytes = systemError("x".repeat(200_000));
    const pieces = Array.from(
      { length: 21 },
      (_, index) => bytes.subarray(index * 10_000, (index + 1) * 10_000),
    );
    assert.equal(pushAll(pieces).error?.message.length, 69_992);
  });

  it("refuses what is no header, and gives what came before, however it is split", () => {
    const bytes = join(stdout("ok"), new TextEncoder().encode("plain text"));
    const problem = "70 6c 61 69 6e 20 74 65 after 10 bytes is no frame header";
    for (const { how, pieces } of splits(bytes)) {
      const { runs, error } = pushAll(pieces);
      assert.deepEqual(runs, [["stdout", "ok"]], how);
      assert.deepEqual({ name: error!.name, message: error!.message }, refused(problem), how);
    }
    for (const { how, pieces } of splits(bytes)) {
      const { payload, error } = payloadOf(pieces);
      assert.equal(payload, "ok", how);
      assert.deepEqual({ name: error!.name, message: error!.message }, refused(problem), how);
    }
  });

  describe("refuses a type above 3 and padding that is not zero", () => {
    for (const place of [1, 2, 3]) {
      it(`byte ${place} that is not zero`, () => {
        const bytes = stdout("");
        bytes[place] = 9;
        assert.match(pushAll([bytes]).error!.message, / after 0 bytes is no frame header$/);
      });
    }

    it("type 4", () => {
      assert.match(
        pushAll([frame(4, "")]).error!.message,
        /: 04 00 00 00 00 00 00 00 after 0 bytes/,
      );
    });
  });

  it("says where the stream was cut, at every place", () => {
    const bytes = join(stdout("abc"), stderr("de"));
    for (let length = 0; length < bytes.length; length++) {
      const piece = (): Uint8Array => bytes.slice(0, length);
      const left = length < 11 ? 11 - length : 21 - length;
      const inHeader = length < 8 ? length : length < 19 ? length - 11 : 0;
      const expected = length === 0 || length === 11
        ? undefined
        : (length < 8 || (length > 11 && length < 19))
        ? refused(`it ended after ${inHeader} of the 8 bytes of a frame header`).message
        : refused(`it ended ${left} bytes before the end of a frame`).message;
      assert.equal(pushAll([piece()]).error?.message, expected, `${length} bytes`);
      assert.equal(payloadOf([piece()]).error?.message, expected, `${length} bytes`);
    }
  });

  it("says where the stream was cut within an error of the Engine", () => {
    const bytes = systemError("words");
    assert.equal(
      pushAll([bytes.subarray(0, 10)]).error?.message,
      refused("it ended 3 bytes before the end of a frame").message,
    );
  });

  for (const size of [255, 256, 65_535, 65_536, 0x01_02_03, 0x01_00_00_00]) {
    it(`gives a frame of ${size} bytes that is there whole, and one behind it`, () => {
      const data = new Uint8Array(size);
      data[0] = 1;
      data[size - 1] = 2;
      const bytes = join(stdout(data), stderr("next"));
      const frames: Frame[] = [];
      new FrameParser().push(bytes, frames);
      assert.deepEqual(frames.map(({ stream, data }) => [stream, data.length]), [
        ["stdout", size],
        ["stderr", 4],
      ]);
      assert.deepEqual([frames[0]!.data[0], frames[0]!.data[size - 1]], [1, 2]);
      const out: Uint8Array[] = [];
      new FrameParser().payload(bytes, out);
      assert.deepEqual(out.map((one) => one.length), [size + 4]);
      assert.equal(latin1(out[0]!.subarray(size)), "next");
    });
  }

  it("gives no frame without bytes, however it is split", () => {
    for (const { how, pieces } of splits(join(stdout(""), stderr(""), stdout("x"), stderr("")))) {
      const frames: Frame[] = [];
      const parser = new FrameParser();
      for (const piece of pieces) parser.push(piece, frames);
      parser.end();
      assert.deepEqual(frames.map(({ stream, data }) => [stream, latin1(data)]), [
        ["stdout", "x"],
      ], how);
    }
  });
});
