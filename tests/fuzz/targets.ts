import { FrameReader } from "../../src/h2/frames.ts";
import { HpackDecoder } from "../../src/h2/hpack_decoder.ts";
import { readProtobuf } from "../../src/h2/protobuf.ts";
import { ChunkedDecoder } from "../../src/http/chunked_decoder.ts";
import { parseResponseHead } from "../../src/http/response_head.ts";
import { WebSocketParser } from "../../src/http/websocket_parser.ts";
import { FrameParser } from "../../src/streams/frames.ts";
import { JsonValues } from "../../src/streams/json_values.ts";
import { LineParser } from "../../src/streams/lines.ts";
import { TextCollector } from "../../src/streams/text_collector.ts";
import { Unpacker } from "../../src/tar/unpacker.ts";
import { entry, pax } from "../tar/raw.ts";

/** One parser of what comes from outside. */
export interface Target {
  /** What it is called. */
  name: string;
  /** Well-formed inputs, which are changed. */
  seeds: readonly Uint8Array[];
  /**
   * Reads an input that comes in pieces.
   *
   * @param pieces The pieces; they are the target's own.
   * @param note Takes note of what came out: the same for any pieces of the same input.
   */
  run(pieces: readonly Uint8Array[], note: (text: string) => void): void;
}

const ENCODER = new TextEncoder();
const LATIN1 = new TextDecoder("latin1");

function bytes(...texts: string[]): Uint8Array[] {
  return texts.map((text) => Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

/** The parsers. */
export const TARGETS: readonly Target[] = [
  {
    name: "frames",
    seeds: bytes(
      "\x01\0\0\0\0\0\0\x03out\x02\0\0\0\0\0\0\x03err\x01\0\0\0\0\0\0\0",
      "\x00\0\0\0\0\0\0\x01x\x03\0\0\0\0\0\0\x05wrong",
    ),
    run(pieces, note): void {
      const parser = new FrameParser();
      let text = "";
      try {
        for (const piece of pieces) {
          const out: { stream: string; data: Uint8Array }[] = [];
          try {
            parser.push(piece, out as never);
          } finally {
            for (const { stream, data } of out) {
              for (const byte of data) text += `${stream} ${byte},`;
            }
          }
        }
        parser.end();
      } finally {
        note(text);
      }
    },
  },
  {
    name: "payloads",
    seeds: bytes("\x01\0\0\0\0\0\0\x03out\x02\0\0\0\0\0\0\x03err\x03\0\0\0\0\0\0\x02no"),
    run(pieces, note): void {
      const parser = new FrameParser();
      const out: Uint8Array[] = [];
      try {
        for (const piece of pieces) parser.payload(piece, out);
        parser.end();
      } finally {
        note(LATIN1.decode(join(out)));
      }
    },
  },
  {
    name: "JSON values",
    seeds: bytes(
      '{"a":[1,{"b":"\\"}"}]}\n{"c":null}\r\n',
      '\x1e{"a":1}\n\x1e"x" 1.5e3 true[1][2]"a\\\\"',
      '{"stream":"x"}{"error":"y","errorDetail":{"message":"z"}}',
    ),
    run(pieces, note): void {
      const parser = new JsonValues();
      const out: unknown[] = [];
      try {
        for (const piece of pieces) parser.push(piece, out);
        parser.end(out);
      } finally {
        note(JSON.stringify(out));
      }
    },
  },
  {
    name: "lines",
    seeds: [
      ENCODER.encode("one\ntwo\r\n\u00e4\u{1f600}\r\n\n"),
      ENCODER.encode("\ufeffx\r\r\n\ufeffy"),
    ],
    run(pieces, note): void {
      const parser = new LineParser();
      const out: string[] = [];
      for (const piece of pieces) parser.push(piece, out);
      parser.end(out);
      note(JSON.stringify(out));
    },
  },
  {
    name: "texts",
    seeds: [ENCODER.encode("\ufeffa\u00e4\u{1f600}\ufeffb"), ENCODER.encode("\u20ac\u20ac")],
    run(pieces, note): void {
      const collector = new TextCollector();
      for (const piece of pieces) collector.push(piece);
      note(collector.end());
    },
  },
  {
    name: "chunks",
    seeds: bytes("3\r\nabc\r\n1;x=y\r\nd\r\n0\r\na: b\r\n\r\n", "a\r\n0123456789\r\n0\r\n\r\nrest"),
    run(pieces, note): void {
      const decoder = new ChunkedDecoder();
      let text = "";
      let used = 0;
      for (const piece of pieces) {
        if (decoder.done) break;
        const out: Uint8Array[] = [];
        used += decoder.decode(piece, out);
        text += LATIN1.decode(join(out));
      }
      if (!decoder.done) decoder.end();
      note(`${used} ${text}`);
    },
  },
  {
    name: "response heads",
    seeds: bytes(
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\nX: a,b\r\n\r\nhello",
      "HTTP/1.0 404 \nTransfer-Encoding: chunked\nContent-Type: text/plain\n\n",
    ),
    run(pieces, note): void {
      const head = parseResponseHead(join(pieces));
      note(head === null ? "more" : `${head.status} ${head.size} ${head.contentLength}`);
      note(head === null ? "" : `${head.chunked} ${head.keepAlive} ${head.header("x")}`);
    },
  },
  {
    name: "websocket frames",
    seeds: bytes(
      "\x82\x03abc\x89\x02hi\x02\x01a\x80\x01b\x88\x02\x03\xe8",
      "\x82\x7e\0\x05hello\x8a\0",
    ),
    run(pieces, note): void {
      const pings: string[] = [];
      const parser = new WebSocketParser((ping) => pings.push(LATIN1.decode(ping)));
      const out: Uint8Array[] = [];
      try {
        for (const piece of pieces) parser.push(piece, out);
      } finally {
        note(`${LATIN1.decode(join(out))} ${JSON.stringify(pings)} ${parser.closed}`);
      }
    },
  },
  {
    name: "archives",
    seeds: [
      join([entry({ name: "a" }, "body"), new Uint8Array(1024)]),
      join([pax({ path: "long", size: "4" }), entry({ name: "b" }, "body"), new Uint8Array(1024)]),
      join([
        pax({ comment: "x" }, "g"),
        entry({ name: "c/", typeflag: "5" }),
        new Uint8Array(1024),
      ]),
    ],
    run(pieces, note): void {
      const unpacker = new Unpacker();
      let text = "";
      const take = (): boolean => {
        for (;;) {
          for (let view = unpacker.read(); view !== null; view = unpacker.read()) {
            text += LATIN1.decode(view);
          }
          if (unpacker.bodyLeft > 0) return false;
          const next = unpacker.next();
          if (typeof next === "string") return next === "end";
          text += `|${next.path} ${next.type} ${next.size} ${JSON.stringify([...next.pax])} `;
        }
      };
      try {
        for (const piece of pieces) {
          unpacker.push(piece);
          take();
        }
        unpacker.end();
        take();
      } finally {
        note(text);
      }
    },
  },
  {
    name: "protobuf messages",
    seeds: bytes("\x08\x96\x01\x12\x03abc\x1d\x01\0\0\0", "\x0a\x02\x08\x01\x21\0\0\0\0\0\0\0\0"),
    run(pieces, note): void {
      readProtobuf(join(pieces), (field, value) => {
        note(`${field} ${typeof value === "object" ? LATIN1.decode(value as Uint8Array) : value} `);
      });
    },
  },
  {
    name: "HPACK blocks",
    seeds: bytes(
      "\x82\x86\x84\x41\x0fwww.example.com",
      "\x40\x0acustom-key\x0dcustom-header\xbe\x3f\x01",
    ),
    run(pieces, note): void {
      note(JSON.stringify(new HpackDecoder(4096, 65_536).decode(join(pieces))));
    },
  },
  {
    name: "HTTP/2 frames",
    seeds: bytes(
      "\0\0\0\x04\0\0\0\0\0\0\0\x03\0\x01\0\0\0\x01abc",
      "\0\0\x08\x06\0\0\0\0\x00pingpong",
    ),
    run(pieces, note): void {
      const reader = new FrameReader();
      for (const piece of pieces) {
        reader.push(piece);
        for (let frame = reader.next(); frame !== null; frame = reader.next()) {
          note(`${frame.type} ${frame.flags} ${frame.stream} ${LATIN1.decode(frame.payload)}|`);
        }
      }
      note(String(reader.isWithinFrame));
    },
  },
];
