import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { type CoreEvents, Http2Core } from "../../src/h2/core.ts";
import type { CoreStream } from "../../src/h2/core_stream.ts";
import { ErrorCode, Http2Error } from "../../src/h2/errors.ts";
import { encodeHeaders } from "../../src/h2/hpack_encoder.ts";
import {
  framesOf,
  GREETING,
  join,
  rawFrame as frame,
  requestBlock,
  uint32,
} from "../harness/http2_bytes.ts";

const [END, WHOLE, PADDED, PRIORITY] = [1, 4, 8, 32];
const REQUEST = frame(1, WHOLE, 1, requestBlock());

/** A core that notes what it is told. */
class Recorder implements CoreEvents {
  readonly log: string[] = [];
  readonly streams: CoreStream[] = [];
  data = "";

  onHeaders(stream: CoreStream, fields: (readonly [string, string])[]): void {
    if (!this.streams.includes(stream)) this.streams.push(stream);
    this.log.push(`headers ${stream.id} ${fields.map((field) => field.join("=")).join(" ")}`);
  }
  onData(stream: CoreStream, bytes: Uint8Array): void {
    this.data += `${stream.id}:${new TextDecoder().decode(bytes)} `;
  }
  onEnd(stream: CoreStream): void {
    this.log.push(`end ${stream.id}`);
  }
  onReset(stream: CoreStream, code: number): void {
    this.log.push(`reset ${stream.id} ${code}`);
  }
  onWindow(): void {}
  onGoAway(code: number): void {
    this.log.push(`goaway ${code}`);
  }
}

function server(...parts: Uint8Array[]): { core: Http2Core; events: Recorder } {
  const events = new Recorder();
  const core = new Http2Core("server", events);
  core.receive(join(GREETING, ...parts));
  return { core, events };
}

const CONVERSATION = join(
  GREETING,
  frame(4, 0, 0, [0, 4, ...uint32(100_000), 0, 99, 0, 0, 0, 1]),
  frame(1, 0, 1, requestBlock("/split").subarray(0, 20)),
  frame(9, 0, 1, requestBlock("/split").subarray(20, 21)),
  frame(9, 0, 1),
  frame(9, WHOLE, 1, requestBlock("/split").subarray(21)),
  frame(1, WHOLE | PADDED | PRIORITY, 3, [2, ...uint32(0), 16, ...requestBlock("/padded"), 0, 0]),
  frame(0, 0, 1, [104, 105]),
  frame(0, PADDED, 3, [3, 121, 111, 0, 0, 0]),
  frame(6, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]),
  frame(2, 0, 3, [...uint32(1), 9]),
  frame(77, 255, 0, [1, 2, 3]),
  frame(8, 0, 0, uint32(1000)),
  frame(8, 0, 1, uint32(500)),
  frame(0, END, 1),
  frame(1, WHOLE | END, 3, encodeHeaders([["last", "words"]])),
  frame(7, 0, 0, [...uint32(0, 0), 98, 121, 101]),
);

test("Http2Core gives the same however the bytes are split", () => {
  const whole = new Recorder();
  const first = new Http2Core("server", whole);
  first.receive(CONVERSATION);
  const sent = join(...first.takeOutput());
  assert.deepEqual(whole.log, [
    "headers 1 :method=POST :scheme=http :path=/split :authority=localhost content-type=application/grpc",
    "headers 3 :method=POST :scheme=http :path=/padded :authority=localhost content-type=application/grpc",
    "end 1",
    "headers 3 last=words",
    "end 3",
    "goaway 0",
  ]);
  assert.equal(whole.data, "1:hi 3:yo ");
  assert.equal(whole.streams[0]!.sendWindow, 100_500);
  for (let cut = 1; cut < CONVERSATION.length; cut++) {
    const events = new Recorder();
    const core = new Http2Core("server", events);
    core.receive(CONVERSATION.subarray(0, cut));
    core.receive(CONVERSATION.subarray(cut));
    assert.deepEqual([events.log, events.data], [whole.log, whole.data], `cut at ${cut}`);
    assert.deepEqual(join(...core.takeOutput()), sent);
  }
  const events = new Recorder();
  const core = new Http2Core("server", events);
  for (const byte of CONVERSATION) core.receive(new Uint8Array([byte]));
  assert.deepEqual([events.log, events.data], [whole.log, whole.data]);
  assert.deepEqual(join(...core.takeOutput()), sent);
});

test("Http2Core answers pings and settings, and gives credit", () => {
  const { core, events } = server(REQUEST, frame(6, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]));
  const frames = framesOf(join(...core.takeOutput()));
  assert.deepEqual(frames.map(({ type, flags }) => [type, flags]), [[4, 0], [8, 0], [4, 1], [
    6,
    1,
  ]]);
  assert.deepEqual([...frames[3]!.payload], [1, 2, 3, 4, 5, 6, 7, 8]);
  const stream = events.streams[0]!;
  for (let sent = 0; sent < 16; sent++) core.receive(frame(0, 0, 1, new Uint8Array(16_384)));
  assert.equal(stream.receiveWindow, 0);
  core.consume(stream, 256 * 1024);
  assert.equal(stream.receiveWindow, 256 * 1024);
  assert.deepEqual(
    framesOf(join(...core.takeOutput())).map((one) => [one.type, one.stream, [...one.payload]]),
    [[8, 1, uint32(256 * 1024)]],
  );
});

test("Http2Core sends no more than the windows and frames of the peer allow", () => {
  const { core, events } = server(frame(4, 0, 0, [0, 4, ...uint32(20_000)]), REQUEST);
  core.takeOutput();
  const stream = events.streams[0]!;
  core.sendHeaders(stream, [[":status", "200"]], false);
  assert.equal(core.sendData(stream, new Uint8Array(50_000), true, Infinity), 20_000);
  assert.deepEqual(
    framesOf(join(...core.takeOutput())).map((
      { type, flags, payload },
    ) => [type, flags, payload.length]),
    [[1, 4, 2], [0, 0, 16_384], [0, 0, 3616]],
  );
  // Lowered windows go below 0 and have to grow above it again.
  core.receive(frame(4, 0, 0, [0, 4, ...uint32(0)]));
  assert.equal(stream.sendWindow, -20_000);
  core.receive(frame(8, 0, 1, uint32(20_000)));
  assert.equal(core.sendData(stream, new Uint8Array(10), true, Infinity), 0);
  core.receive(frame(8, 0, 1, uint32(7)));
  assert.equal(core.sendData(stream, new Uint8Array(10), true, Infinity), 7);
  core.receive(frame(8, 0, 1, uint32(7)));
  assert.equal(core.sendData(stream, new Uint8Array(3), true, Infinity), 3);
  assert.equal(stream.localEnded, true);
});

describe("Http2Core ends the connection", () => {
  const many = (count: number, one: (index: number) => Uint8Array): Uint8Array =>
    join(...Array.from({ length: count }, (_, index) => one(index)));
  const settings = (...pairs: [number, number][]): Uint8Array =>
    frame(4, 0, 0, pairs.flatMap(([id, value]) => [0, id, ...uint32(value)]));
  const cases: [when: string, bytes: Uint8Array, code: keyof typeof ErrorCode, problem: RegExp][] =
    [
      [
        "a frame is too large",
        frame(0, 0, 1, new Uint8Array(16_385)),
        "frameSizeError",
        /16385 bytes/,
      ],
      [
        "more than a thousand answers to no ping come",
        many(1001, () => frame(6, 1, 0, new Uint8Array(8))),
        "enhanceYourCalm",
        /1001 frames in a row change nothing/,
      ],
      ["data is of no stream", frame(0, 0, 0), "protocolError", /was not opened/],
      ["data comes before its stream", frame(0, 0, 5), "protocolError", /was not opened/],
      ["a reset comes before its stream", frame(3, 0, 1, uint32(8)), "protocolError", /not opened/],
      ["a reset is too short", join(REQUEST, frame(3, 0, 1, [0])), "frameSizeError", /a reset/],
      [
        "a stream has an even number",
        frame(1, WHOLE, 2, requestBlock()),
        "protocolError",
        /what was not asked/,
      ],
      [
        "headers are of no stream",
        frame(1, WHOLE, 0, requestBlock()),
        "protocolError",
        /no stream/,
      ],
      [
        "there is more padding than content",
        join(REQUEST, frame(0, PADDED, 1, [5, 1])),
        "protocolError",
        /padding/,
      ],
      [
        "padding is announced and not there",
        join(REQUEST, frame(0, PADDED, 1)),
        "protocolError",
        /padding/,
      ],
      [
        "something comes between headers",
        join(frame(1, 0, 1, requestBlock()), frame(0, 0, 1)),
        "protocolError",
        /between the frames of a header block/,
      ],
      [
        "headers of another stream come between",
        join(frame(1, 0, 1, requestBlock()), frame(9, WHOLE, 3)),
        "protocolError",
        /between the frames of a header block/,
      ],
      ["headers go on that did not begin", frame(9, WHOLE, 1), "protocolError", /did not begin/],
      [
        "headers go on without end",
        join(frame(1, 0, 1), many(1100, () => frame(9, 0, 1))),
        "enhanceYourCalm",
        /more than 1024 frames/,
      ],
      [
        "headers are endless",
        join(frame(1, 0, 1), many(70, () => frame(9, 0, 1, new Uint8Array(16_000)))),
        "enhanceYourCalm",
        /more than 1048576 bytes/,
      ],
      [
        "streams are opened and given up without end",
        many(
          1000,
          (index) =>
            join(
              frame(1, WHOLE, 2 * index + 1, requestBlock()),
              frame(3, 0, 2 * index + 1, uint32(8)),
            ),
        ),
        "enhanceYourCalm",
        /one stream after the other/,
      ],
      [
        "streams are opened and broken without end",
        many(
          1000,
          (index) =>
            join(
              frame(1, WHOLE, 2 * index + 1, requestBlock()),
              frame(8, 0, 2 * index + 1, uint32(0)),
            ),
        ),
        "enhanceYourCalm",
        /one stream after the other/,
      ],
      [
        "empty data comes without end",
        join(REQUEST, many(1100, () => frame(0, 0, 1))),
        "enhanceYourCalm",
        /change nothing/,
      ],
      [
        "priorities come without end",
        many(1100, () => frame(2, 0, 1, [0, 0, 0, 0, 1])),
        "enhanceYourCalm",
        /change nothing/,
      ],
      [
        "unknown frames come without end",
        many(1100, () => frame(99, 0, 1)),
        "enhanceYourCalm",
        /change nothing/,
      ],
      [
        "pings come whose answers are not read",
        many(1100, () => frame(6, 0, 0, new Uint8Array(8))),
        "enhanceYourCalm",
        /does not read/,
      ],
      [
        "settings come whose answers are not read",
        many(1100, () => frame(4, 0, 0)),
        "enhanceYourCalm",
        /does not read/,
      ],
      ["a ping is too short", frame(6, 0, 0, [1]), "frameSizeError", /a ping/],
      ["a ping is of a stream", frame(6, 0, 1, new Uint8Array(8)), "protocolError", /a ping/],
      ["settings are cut", frame(4, 0, 0, [0, 4, 0]), "frameSizeError", /settings/],
      ["settings are of a stream", frame(4, 0, 1), "protocolError", /settings/],
      [
        "taken settings hold something",
        frame(4, 1, 0, [0, 1, 0, 0, 0, 0]),
        "frameSizeError",
        /settings/,
      ],
      [
        "a window is set too large",
        settings([4, 2 ** 31]),
        "flowControlError",
        /windows are too large/,
      ],
      [
        "a frame's limit is too small",
        settings([5, 100]),
        "protocolError",
        /frames have 100 bytes/,
      ],
      ["a setting of yes or no is neither", settings([2, 2]), "protocolError", /neither/],
      [
        "a setting makes a window too large",
        join(REQUEST, frame(8, 0, 1, uint32(2 ** 31 - 1 - 65_535)), settings([4, 65_536])),
        "flowControlError",
        /become too large/,
      ],
      [
        "the window grows too large",
        frame(8, 0, 0, uint32(2 ** 31 - 1)),
        "flowControlError",
        /too large/,
      ],
      ["the window grows by nothing", frame(8, 0, 0, uint32(0)), "protocolError", /by nothing/],
      ["a window is cut", frame(8, 0, 0, [0]), "frameSizeError", /a window/],
      [
        "more comes on a stream than its window",
        join(REQUEST, many(17, () => frame(0, 0, 1, new Uint8Array(16_384)))),
        "flowControlError",
        /more than a stream's window/,
      ],
      ["it pushes", frame(5, WHOLE, 1, [0, 0, 0, 2]), "protocolError", /pushes/],
      ["a farewell is cut", frame(7, 0, 0, [0]), "frameSizeError", /a farewell/],
      ["headers cannot be decoded", frame(1, WHOLE, 1, [0x80]), "compressionError", /decoded/],
    ];
  for (const [when, bytes, code, problem] of cases) {
    it(`when ${when}`, () => {
      assert.throws(() => server(bytes), (error) => {
        assert.ok(error instanceof Http2Error, String(error));
        assert.equal(error.reason, ErrorCode[code], error.message);
        assert.match(error.message, problem);
        return true;
      });
    });
  }

  it("when it does not begin with the preface, at its first wrong byte", () => {
    const core = new Http2Core("server", new Recorder());
    core.receive(GREETING.subarray(0, 5));
    assert.throws(() => core.receive(new Uint8Array([120])), /does not begin with the preface/);
    assert.throws(
      () =>
        new Http2Core("server", new Recorder()).receive(new TextEncoder().encode("GET / HTTP/1.1")),
      /does not begin with the preface/,
    );
  });

  describe("when settings do not come first", () => {
    for (const role of ["server", "client"] as const) {
      it(`to a ${role}`, () => {
        const core = new Http2Core(role, new Recorder());
        const start = role === "server" ? GREETING.subarray(0, 24) : new Uint8Array(0);
        assert.throws(() => core.receive(join(start, frame(6, 0, 0, new Uint8Array(8)))), {
          message: /settings do not come first/,
        });
      });
    }
  });
});

describe("Http2Core gives a single stream up", () => {
  const block = (...fields: [string, string][]): Uint8Array => encodeHeaders(fields);
  const request: [string, string][] = [[":method", "POST"], [":path", "/x"]];
  const cases: [when: string, bytes: Uint8Array, code: number][] = [
    ["its window grows by nothing", join(REQUEST, frame(8, 0, 1, uint32(0))), 1],
    ["its window grows too large", join(REQUEST, frame(8, 0, 1, uint32(2 ** 31 - 1))), 3],
    ["its path is missing", frame(1, WHOLE, 1, block([":method", "POST"])), 1],
    ["a name has capitals", frame(1, WHOLE, 1, block(...request, ["Te", "x"])), 1],
    [
      "a field with a colon comes late",
      frame(1, WHOLE, 1, block(...request, ["a", "b"], [":scheme", "x"])),
      1,
    ],
    [
      "a field with a colon is twice there",
      frame(1, WHOLE, 1, block(...request, [":path", "/"])),
      1,
    ],
    [
      "it has the fields of an answer",
      frame(1, WHOLE, 1, block(...request, [":status", "200"])),
      1,
    ],
    ["trailers do not end it", join(REQUEST, frame(1, WHOLE, 1, block(["a", "b"]))), 1],
    [
      "data comes behind its end",
      join(frame(1, WHOLE | END, 1, requestBlock()), frame(0, 0, 1, [1])),
      5,
    ],
    [
      "trailers come behind its end",
      join(
        frame(1, WHOLE | END, 1, requestBlock()),
        frame(1, WHOLE | END, 1, encodeHeaders([["late", "1"]])),
      ),
      5,
    ],
  ];
  for (const [when, bytes, code] of cases) {
    it(`when ${when}`, () => {
      const { core, events } = server(bytes, frame(1, WHOLE, 3, requestBlock("/next")));
      assert.equal(events.log.find((line) => line.startsWith("reset")), `reset 1 ${code}`);
      assert.match(events.log.at(-1)!, /headers 3 .*\/next/);
      const reset = framesOf(join(...core.takeOutput())).find(({ type }) => type === 3)!;
      assert.deepEqual([reset.stream, [...reset.payload]], [1, uint32(code)]);
    });
  }

  it("when there are too many of them", () => {
    const all = Array.from({ length: 129 }, (_, n) => frame(1, WHOLE, 2 * n + 1, requestBlock()));
    const { core, events } = server(...all);
    assert.equal(core.streamCount, 128);
    assert.equal(events.log.at(-1), `reset 257 ${ErrorCode.refusedStream}`);
  });
});

test("Http2Core as the client takes answers, and what the peer does not take any more", () => {
  const events = new Recorder();
  const core = new Http2Core("client", events);
  core.receive(frame(4, 0, 0));
  const [first, second] = [core.open(), core.open()];
  core.sendHeaders(first, [[":method", "GET"], [":path", "/"]], true);
  core.receive(frame(1, WHOLE, 1, encodeHeaders([[":status", "103"]])));
  core.receive(frame(1, WHOLE, 1, encodeHeaders([[":status", "200"]])));
  core.receive(frame(0, END, 1, [111, 107]));
  core.sendHeaders(first, [["too", "late"]], true);
  assert.equal(core.sendData(first, new Uint8Array(9), true, Infinity), 9);
  // Behind the preface.
  const sent = framesOf(join(...core.takeOutput()).subarray(24));
  assert.equal(sent.filter(({ type, stream }) => type < 2 && stream === 1).length, 1);
  assert.throws(() => core.receive(frame(1, WHOLE, 5, encodeHeaders([[":status", "200"]]))), {
    message: /it answers what was not asked/,
  });
  core.receive(frame(7, 0, 0, uint32(1, 0)));
  assert.deepEqual(events.log, ["headers 1 :status=200", "end 1", "reset 3 7", "goaway 0"]);
  assert.equal(events.data, "1:ok ");
  assert.ok(second.isReset);
  assert.throws(() => core.open(), /takes no more streams/);
  assert.throws(() => core.receive(frame(1, WHOLE, 2, encodeHeaders([[":status", "200"]]))), {
    message: /a server opens a stream/,
  });
});
