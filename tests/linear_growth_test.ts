/**
 * Feeds every parser of what comes from outside its worst case at 10 and at 20 times the size: the
 * time grows with the size, and with nothing else. Regular expressions have a test of their own.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseConfigFile } from "../src/auth/config_file.ts";
import { parseDockerignore } from "../src/build/dockerignore.ts";
import { findInstruction } from "../src/build/instruction.ts";
import { parseOptionText } from "../src/build/option_text.ts";
import { createPathFilter } from "../src/build/sync/path_filter.ts";
import { isPage, page } from "../src/engine/page.ts";
import { linesOfText } from "../src/progress/source_lines.ts";
import { lastLines } from "../src/text/last_lines.ts";
import { decodeRawName, encodeRawName } from "../src/text/raw_name.ts";
import { redact, redactAll } from "../src/text/redact.ts";
import { mountsFromSession } from "../src/build/session/mounts.ts";
import { ByteQueue } from "../src/bytes/queue.ts";
import { parseAddress } from "../src/connect/address.ts";
import { Inbox } from "../src/connect/inbox.ts";
import { splitCommand } from "../src/convert/command.ts";
import { parseDuration } from "../src/convert/duration.ts";
import { parseImageName } from "../src/convert/image_name.ts";
import { toPortBindings } from "../src/convert/ports/port_bindings.ts";
import { resemblesIPAddress } from "../src/convert/ports/ip_address.ts";
import { toBytes } from "../src/convert/size.ts";
import { toTimestamp } from "../src/convert/time.ts";
import { readProtobuf } from "../src/h2/protobuf.ts";
import { decodeHuffman } from "../src/h2/huffman.ts";
import { FrameReader } from "../src/h2/frames.ts";
import { HpackDecoder } from "../src/h2/hpack_decoder.ts";
import { ChunkedDecoder } from "../src/http/chunked_decoder.ts";
import { parseResponseHead } from "../src/http/response_head.ts";
import { WebSocketParser } from "../src/http/websocket_parser.ts";
import { startExitCode } from "../src/objects/process_io.ts";
import { Steps } from "../src/progress/steps.ts";
import { cut, toLine } from "../src/progress/text.ts";
import { FrameParser } from "../src/streams/frames.ts";
import { JsonValues } from "../src/streams/json_values.ts";
import { LineParser } from "../src/streams/lines.ts";
import { TextCollector } from "../src/streams/text_collector.ts";
import { splitSafely } from "../src/tar/safe_path.ts";
import { Unpacker } from "../src/tar/unpacker.ts";
import { busyTime } from "./harness/cpu_time.ts";
import { entry, pax, paxRecord } from "./tar/raw.ts";

const ENCODER = new TextEncoder();

function bytes(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/** Calls with each byte on its own. */
function singly(all: Uint8Array, push: (piece: Uint8Array) => void): void {
  for (let index = 0; index < all.length; index++) push(all.subarray(index, index + 1));
}

/** Refusals are fine: it is the time that counts. */
function tried(body: () => unknown): void {
  try {
    body();
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.ok(error.message.length < 5000, "the message is as long as what it refuses");
  }
}

function json(text: string, cutUp = false): void {
  const parser = new JsonValues();
  tried(() => {
    const out: unknown[] = [];
    if (cutUp) singly(bytes(text), (piece) => parser.push(piece, out));
    else parser.push(bytes(text), out);
    parser.end(out);
  });
}

/** Reads an archive, and looks at the records of each entry as a user may. */
function untar(pieces: Iterable<Uint8Array>): void {
  const unpacker = new Unpacker({ maxExtendedSize: 64 * 1024 * 1024 });
  for (const piece of pieces) unpacker.push(piece);
  unpacker.end();
  tried(() => {
    for (let next = unpacker.next(); next !== "end"; next = unpacker.next()) {
      assert.ok(next !== "more");
      assert.equal(next.pax.get("nothing"), undefined);
      assert.equal(next.xattrs.size, 0);
    }
  });
}

function records(count: number, from = 0): string {
  let text = "";
  for (let index = from; index < from + count; index++) text += paxRecord(`key${index}`, "v");
  return text;
}

const ROWS: [what: string, size: number, run: (size: number) => void][] = [
  ["JSON values without a line feed", 20_000, (size) => json('{"a":1}'.repeat(size))],
  ["JSON values on one line", 20_000, (size) => json(`${"1 ".repeat(size)}\n`)],
  ["JSON lines that are cut", 20_000, (size) => json('{"a":\n'.repeat(size))],
  ["JSON brackets", 50_000, (size) => json("[".repeat(size))],
  ["a JSON text in single bytes", 20_000, (size) => json(`"${"\\\\".repeat(size)}"`, true)],
  ["separators of JSON values", 50_000, (size) => json("\x1e\n".repeat(size), true)],
  ["a line in single bytes", 20_000, (size) => {
    const parser = new LineParser();
    singly(bytes("a".repeat(size)), (piece) => parser.push(piece, []));
  }],
  ["empty lines", 50_000, (size) => new LineParser().push(bytes("\r\n".repeat(size)), [])],
  ["a text of halves of characters", 20_000, (size) => {
    const collector = new TextCollector();
    singly(bytes("é".repeat(size)), (piece) => collector.push(piece));
    assert.equal(collector.end().length, size);
  }],
  ["bytes that no character has", 20_000, (size) => {
    const collector = new TextCollector();
    singly(new Uint8Array(size).fill(0x80), (piece) => collector.push(piece));
  }],
  ["empty frames", 20_000, (size) => {
    new FrameParser().push(new Uint8Array(8 * size).map((_, at) => at % 8 === 0 ? 1 : 0), []);
  }],
  ["frames in single bytes", 10_000, (size) => {
    const parser = new FrameParser();
    const wire = new Uint8Array(9 * size).map((_, at) => at % 9 === 0 || at % 9 === 7 ? 1 : 0);
    singly(wire, (piece) => parser.push(piece, []));
    singly(wire.slice(), (piece) => parser.payload(piece, []));
  }],
  ["chunks of one byte", 20_000, (size) => {
    new ChunkedDecoder().decode(bytes("1\r\na\r\n".repeat(size)), []);
  }],
  ["chunk extensions and trailers in single bytes", 10_000, (size) => {
    const decoder = new ChunkedDecoder();
    tried(() => {
      singly(bytes(`1;${"x".repeat(size)}\r\na\r\n0\r\n${"a:b\r\n".repeat(size)}`), (piece) => {
        decoder.decode(piece, []);
      });
    });
  }],
  ["header lines", 400, (size) => {
    tried(() => {
      const lines = "a: b\r\nConnection: x, y\r\n".repeat(size);
      parseResponseHead(bytes(`HTTP/1.1 200 OK\r\n${lines}\r\n`))!.header("a");
    });
  }],
  ["frames of a websocket", 20_000, (size) => {
    const parser = new WebSocketParser(() => {});
    parser.push(new Uint8Array(3 * size).map((_, at) => [0x89, 1, 0][at % 3]!), []);
    singly(new Uint8Array(3 * size).map((_, at) => [0x82, 1, 0][at % 3]!), (piece) => {
      parser.push(piece, []);
    });
  }],
  ["pieces of a queue", 20_000, (size) => {
    const queue = new ByteQueue();
    singly(new Uint8Array(size), (piece) => queue.push(piece));
    for (let at = 0; at < size / 2; at++) queue.take(2);
  }],
  ["pieces of an inbox", 20_000, (size) => {
    const inbox = new Inbox(() => {});
    singly(new Uint8Array(size), (piece) => inbox.push(piece));
    for (let at = 0; at < size; at++) inbox.read();
  }],
  ["entries behind global PAX records", 500, (size) => {
    const all = entry({ typeflag: "g", name: "g" }, records(size * 2));
    untar([all, ...Array.from({ length: size }, () => entry({ name: "a" }))]);
  }],
  ["entries with records behind global ones", 500, (size) => {
    const own = pax({ comment: "x" });
    const all = entry({ typeflag: "g", name: "g" }, records(size * 2));
    untar([all, ...Array.from({ length: size }, () => [own, entry({ name: "a" })]).flat()]);
  }],
  ["entries between global PAX headers", 500, (size) => {
    untar(
      Array.from({ length: size }, (_, at) => [
        entry({ typeflag: "g", name: "g" }, records(4, at)),
        entry({ name: "a" }),
      ]).flat(),
    );
  }],
  ["PAX records of one entry", 5000, (size) => {
    untar([entry({ typeflag: "x", name: "x" }, records(size)), entry({ name: "a" })]);
  }],
  ["PAX headers of one entry", 500, (size) => {
    untar([...Array.from({ length: size }, (_, at) => pax({ [`key${at}`]: "v" })), entry({})]);
  }],
  ["digits of a PAX record", 20_000, (size) => {
    untar([entry({ typeflag: "x", name: "x" }, "1".repeat(size))]);
  }],
  ["an archive in single bytes", 8, (size) => {
    const all: Uint8Array[] = [];
    for (let at = 0; at < size; at++) singly(entry({ name: "a" }, "body"), (b) => all.push(b));
    untar(all);
  }],
  ["names of a path", 20_000, (size) => tried(() => splitSafely("a/".repeat(size), true))],
  ["stars of an ignore pattern", 2000, (size) => {
    const rules = parseDockerignore(`${"a*".repeat(8)}b\n${"?*".repeat(8)}b\n*${"a?".repeat(8)}*b`);
    for (let at = 0; at < 20; at++) rules.ignores("a".repeat(size));
  }],
  ["an ignore pattern of stars", 2000, (size) => {
    const rules = parseDockerignore(`${"a*".repeat(size)}b\n${"a**".repeat(size)}b`);
    rules.ignores("a".repeat(200));
  }],
  ["directories of an ignored path", 2000, (size) => {
    const rules = parseDockerignore(`${"**/a/".repeat(8)}b\n${"[^b]*".repeat(8)}b\n**a**/b`);
    rules.ignores("a/".repeat(size));
    rules.mayIncludeBelow("a/".repeat(size));
  }],
  ["lines of an ignore file", 2000, (size) => {
    const rules = parseDockerignore(
      Array.from({ length: size }, (_, at) => `${at % 2 ? "!" : ""}**/*${at}*/x`).join("\n"),
    );
    for (let at = 0; at < 20; at++) rules.ignores(`a/b${at}/x`);
  }],
  ["an ignore file of blanks", 20_000, (size) => {
    tried(() => parseDockerignore(`!${" ".repeat(size)}x${" ".repeat(size)}y`));
    tried(() => parseDockerignore("/../".repeat(size)));
    tried(() => parseDockerignore(`[${"\\a".repeat(size)}`));
  }],
  ["mounts of a Dockerfile", 5000, (size) => {
    mountsFromSession(`RUN ${"--mount=".repeat(size)}\n${" \\\n".repeat(size)}`);
  }],
  ["an address", 20_000, (size) => {
    for (const part of ["/", ":", "a.", "@", "[", "?", "tcp://", "%2f", "1"]) {
      for (const scheme of ["", "tcp://", "unix://", "ssh://", "http+unix://%2f", "npipe://"]) {
        tried(() => parseAddress(scheme + part.repeat(size) + "\0"));
      }
    }
  }],
  ["a configuration file", 20_000, (size) => {
    tried(() => parseConfigFile(`auth = x${" ".repeat(size)}y`, "x"));
    tried(() => parseConfigFile(`auth${" ".repeat(size)}y`, "x"));
    const auth = btoa(`a:b${"\0".repeat(size)}c`);
    tried(() => parseConfigFile(JSON.stringify({ auths: { a: { auth } } }), "x"));
  }],
  ["a command", 20_000, (size) => {
    for (const part of ["a", "'", '"', "\\", "' ", '"\\']) {
      tried(() => splitCommand(part.repeat(size)));
    }
  }],
  ["a span of time", 20_000, (size) => {
    for (const part of ["1", "1m", "1.1", "m"]) tried(() => parseDuration(`${part.repeat(size)}x`));
  }],
  ["an image's name", 20_000, (size) => {
    for (const part of ["a", "a.", "a-", "a/", "_", "__", ":", "@", "a:1"]) {
      tried(() => parseImageName(`${part.repeat(size)}!`, "image"));
    }
  }],
  ["ports", 2000, (size) => {
    tried(() => toPortBindings(Object.fromEntries(count(size).map((at) => [at, at])), "ports"));
    tried(() => toPortBindings({ ["1".repeat(size)]: "1:".repeat(size) }, "ports"));
    resemblesIPAddress(`${"1.".repeat(size)}x`);
  }],
  ["sizes and points in time", 20_000, (size) => {
    for (const part of ["1", "1.", " ", "k"]) {
      tried(() => toBytes(`${part.repeat(size)}x`, "size"));
      tried(() => toTimestamp(`${part.repeat(size)}x`, "since"));
    }
  }],
  ["protobuf fields", 20_000, (size) => {
    readProtobuf(new Uint8Array(2 * size).map((_, at) => at % 2 === 0 ? 8 : 1), () => {});
    tried(() => readProtobuf(new Uint8Array(size).fill(0x80), () => {}));
  }],
  ["Huffman codes", 20_000, (size) => {
    decodeHuffman(new Uint8Array(size));
    decodeHuffman(new Uint8Array(size).fill(255));
  }],
  ["HPACK fields", 5000, (size) => {
    tried(() => {
      const field = [0x40, 1, 97, 1, 98];
      new HpackDecoder(4096, Infinity).decode(Uint8Array.from(count(size).flatMap(() => field)));
    });
  }],
  ["frames of HTTP/2 in single bytes", 2000, (size) => {
    const reader = new FrameReader();
    singly(new Uint8Array(9 * size), (piece) => {
      reader.push(piece);
      reader.next();
    });
  }],
  ["the output of a build's step", 20_000, (size) => {
    const steps = new Steps();
    const vertex = { digest: "a", name: "a", inputs: [], cached: false, error: "" };
    const begun = { ...vertex, started: 0, completed: null };
    const log = (data: Uint8Array) => ({ vertex: "a", timestamp: 0, stream: 1, data });
    const trace = { vertexes: [], statuses: [], warnings: [] };
    steps.take({ ...trace, vertexes: [begun], logs: [] } as never);
    singly(bytes("a".repeat(size)), (data) => {
      steps.take({ ...trace, logs: [log(data)] } as never);
    });
    steps.take({ ...trace, logs: [log(bytes(`${"\r".repeat(size)}x\n`))] } as never);
  }],
  ["a terminal's codes", 20_000, (size) => {
    for (const part of ["\x1b[", "\x1b", "0", "\x1b[0"]) toLine(part.repeat(size));
    cut("é\u0301".repeat(size), 80);
  }],
  ["fields of an option", 20_000, (size) => {
    tried(() => parseOptionText("a=b,".repeat(size), "output"));
    tried(() => parseOptionText('"a=,",'.repeat(size), "output"));
    tried(() => parseOptionText(`"${'""'.repeat(size)}`, "output"));
    tried(() => parseOptionText(`"${"a".repeat(size)}`, "output"));
  }],
  ["addresses in a text", 20_000, (size) => {
    for (const part of ["//", "//a@b/?c ", "@", "?", "/"]) redact(`//${part.repeat(size)}`);
    redactAll(bytes("//a@b ".repeat(size)));
  }],
  ["a Dockerfile and a step that is none of it", 20_000, (size) => {
    for (const part of ["RUN a \\\n", "RUN a\n", "\\ ", "# \n", " ", "\r\n"]) {
      findInstruction(part.repeat(size), "[".repeat(size));
    }
    linesOfText("Dockerfile", "RUN a\n".repeat(size), 1, size);
  }],
  ["steps of a build", 2000, (size) => {
    const steps = new Steps();
    const trace = { vertexes: [], statuses: [], logs: [], warnings: [] };
    for (const index of count(size)) {
      const begun = { digest: `${index}`, name: "a", inputs: [], cached: false, error: "" };
      steps.take({ ...trace, vertexes: [{ ...begun, started: 0, completed: null }] } as never);
    }
  }],
  ["parts of a build's step", 2000, (size) => {
    const steps = new Steps();
    const trace = { vertexes: [], statuses: [], logs: [], warnings: [] };
    const begun = { digest: "a", name: "a", inputs: [], cached: false, error: "" };
    steps.take({ ...trace, vertexes: [{ ...begun, started: 0, completed: null }] } as never);
    for (const index of count(size)) {
      const status = { id: `${index}`, vertex: "a", name: "a", current: 0, total: 0, timestamp: 0 };
      steps.take({ ...trace, statuses: [{ ...status, started: 0, completed: null }] } as never);
    }
  }],
  ["names that are no text", 20_000, (size) => {
    encodeRawName("\udc80".repeat(size));
    decodeRawName(new Uint8Array(size).fill(255));
    decodeRawName(bytes("\u20ac".repeat(size)));
  }],
  ["a page and the last lines of an output", 20_000, (size) => {
    for (const part of ["<title", "<h1>", " ", "\n"]) {
      page(part.repeat(size));
      isPage(part.repeat(size));
      lastLines(part.repeat(size));
    }
  }],
  ["a builder's patterns", 2000, (size) => {
    const names = count(size).map((index) => `a/*b${index}`);
    const filter = createPathFilter(names, names.map((name) => `!${name}`));
    filter.judge("a/".repeat(size), { kind: "directory" } as never);
    filter.gives("a/".repeat(size));
  }],
  ["an Engine's words", 20_000, (size) => {
    startExitCode("exec: ".repeat(size));
    startExitCode("executable file ".repeat(size));
  }],
];

function count(size: number): number[] {
  return Array.from({ length: size }, (_, index) => index);
}

function timeOf(run: (size: number) => void, size: number, rounds: number): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    least = Math.min(least, busyTime(() => run(size)));
  }
  return least;
}

for (const [what, large, run] of ROWS) {
  const size = large / 4;
  test(`${what}: the time grows with the size`, () => {
    run(size);
    // Where 10 times the size takes 30 times as long, 20 times the size is not tried.
    for (const factor of [10, 20]) {
      let small = 0;
      let long = 0;
      for (let attempt = 0; attempt < 6; attempt++) {
        small = timeOf(run, size, 3);
        long = timeOf(run, factor * size, attempt + 1);
        if (long < 5 * factor * small + 100) break;
      }
      assert.ok(
        long < 5 * factor * small + 100,
        `${factor} times the size took ${long} ms, and once ${small} ms`,
      );
    }
  });
}
