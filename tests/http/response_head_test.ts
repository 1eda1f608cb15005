import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HttpConnection } from "../../src/http/connection.ts";
import { HEAD_LIMIT, parseResponseHead, type ResponseHead } from "../../src/http/response_head.ts";
import { feeding } from "../harness/feeding_duplex.ts";
import { splits } from "../splits.ts";

const encoder = new TextEncoder();

function parse(text: string): ResponseHead | null {
  return parseResponseHead(encoder.encode(text));
}

function refused(problem: string): { name: string; message: string } {
  return { name: "ProtocolError", message: `Cannot read the response head: ${problem}` };
}

describe("parseResponseHead()", () => {
  it("reads status, framing and headers", () => {
    const text = "HTTP/1.1 201 Created\r\nContent-Length: 12\r\nApi-Version: 1.41\r\n" +
      "X-Twice: a\r\nx-twice:b \r\nEmpty:\r\n\r\n";
    const head = parse(text + "left over")!;
    assert.equal(head.status, 201);
    assert.equal(head.size, text.length);
    assert.equal(head.contentLength, 12);
    assert.equal(head.chunked, false);
    assert.equal(head.keepAlive, true);
    assert.equal(head.header("api-version"), "1.41");
    assert.equal(head.header("x-twice"), "a, b");
    assert.equal(head.header("empty"), "");
    assert.equal(head.header("missing"), undefined);
  });

  it("finds a header by its whole name, and no other", () => {
    const head = parse(
      "HTTP/1.1 200 OK\nFirst: 1\r\nX-Length: 2\nLength: 3\r\nDate: 10:20:30\r\nLAST:\t4 \r\n\r\n",
    )!;
    const found = ["first", "length", "date", "last"].map((name) => head.header(name));
    assert.deepEqual(found, ["1", "3", "10:20:30", "4"]);
    for (const name of ["", "x", "gth", "date: 10", "2", "http/1.1 200 ok", "1\r\nx-length"]) {
      assert.equal(head.header(name), undefined, name);
    }
  });

  it("reads the chunked coding in any case", () => {
    const head = parse("HTTP/1.1 200 OK\r\nTRANSFER-encoding: Chunked \r\n\r\n")!;
    assert.deepEqual([head.chunked, head.contentLength], [true, -1]);
  });

  it("takes a status line without a reason and lines that end in LF alone", () => {
    assert.equal(parse("HTTP/1.1 204\r\n\r\n")!.status, 204);
    assert.equal(parse("HTTP/1.1 204 \r\n\r\n")!.status, 204);
    const head = parse("HTTP/1.1 200 OK\nContent-Length: 3\n\nabc")!;
    assert.deepEqual([head.size, head.contentLength], [35, 3]);
  });

  it("takes the same Content-Length twice", () => {
    assert.equal(
      parse("HTTP/1.1 200 OK\r\nContent-Length: 3\r\ncontent-length: 3\r\n\r\n")!.contentLength,
      3,
    );
  });

  describe("keeps connections alive as HTTP/1.0, HTTP/1.1 and Connection say", () => {
    const cases: [string, boolean][] = [
      ["HTTP/1.1 200 OK\r\n", true],
      ["HTTP/1.0 200 OK\r\n", false],
      ["HTTP/1.1 200 OK\r\nConnection: close\r\n", false],
      ["HTTP/1.1 200 OK\r\nCONNECTION: Close\r\n", false],
      ["HTTP/1.1 200 OK\r\nConnection: x-option, close\r\n", false],
      ["HTTP/1.1 200 OK\r\nConnection: keep-alive, close\r\n", false],
      ["HTTP/1.1 200 OK\r\nConnection: close\r\nConnection: keep-alive\r\n", false],
      ["HTTP/1.1 200 OK\r\nConnection: x-option\r\n", true],
      ["HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n", true],
      ["HTTP/1.0 200 OK\r\nConnection: Keep-Alive, x-option\r\n", true],
      ["HTTP/1.0 200 OK\r\nConnection: x-option\r\n", false],
      ["HTTP/1.1 200 OK\r\nDisconnected: close\r\nCxnnection: close\r\n", true],
    ];

    for (const [lines, keepAlive] of cases) {
      it(JSON.stringify(lines), () => {
        assert.equal(parse(`${lines}\r\n`)!.keepAlive, keepAlive, JSON.stringify(lines));
      });
    }
  });

  it("waits while the head is incomplete", () => {
    const text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
    for (let length = 0; length < text.length; length++) {
      assert.equal(parse(text.slice(0, length)), null, `${length} bytes`);
    }
    assert.notEqual(parse(text), null);
  });

  const line = "HTTP/1.1 200 OK\r\n";
  const hostile: [name: string, bytes: string, problem: string][] = [
    ["a line without a colon", `${line}Nonsense\r\n\r\n`, 'it has the header line "Nonsense"'],
    ["a line without a name", `${line}: 1\r\n\r\n`, 'it has the header line ": 1"'],
    ["a blank before the colon", `${line}A : 1\r\n\r\n`, 'it has the header line "A : 1"'],
    ["a folded line", `${line}A: 1\r\n  2\r\n\r\n`, 'it has the header line "  2"'],
    ["a folded line with a tab", `${line}A: 1\r\n\t2\r\n\r\n`, 'it has the header line "\\t2"'],
    ["a name that is not ASCII", `${line}é: 1\r\n\r\n`, 'it has the header line "Ã©: 1"'],
    ["a bare carriage return", `${line}A: 1\rB: 2\r\n\r\n`, "it has a control character"],
    ["NUL", `${line}A: \x001\r\n\r\n`, "it has a control character"],
    ["ESC in the status line", "HTTP/1.1 200 \x1b[2J\r\n\r\n", "it has a control character"],
    ["DEL", `${line}A: \x7f\r\n\r\n`, "it has a control character"],
    [
      "two different Content-Lengths",
      `${line}Content-Length: 3\r\nContent-Length: 4\r\n\r\n`,
      "it has two different Content-Length headers, 3 and 4",
    ],
    [
      "both Content-Length and Transfer-Encoding",
      `${line}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`,
      "it has both a Content-Length and a Transfer-Encoding",
    ],
    [
      "both Transfer-Encoding and Content-Length",
      `${line}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n`,
      "it has both a Content-Length and a Transfer-Encoding",
    ],
    [
      "a coding that is unknown",
      `${line}Transfer-Encoding: gzip, chunked\r\n\r\n`,
      'it has the transfer coding "gzip, chunked"',
    ],
    [
      "the chunked coding twice",
      `${line}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n`,
      "it has two Transfer-Encoding headers",
    ],
    ...["-1", "+3", "3, 3", "0x10", "1e3", "3.0", "", "99999999999999999", "9007199254740993"]
      .map((value): [string, string, string] => [
        `the length ${JSON.stringify(value)}`,
        `${line}Content-Length: ${value}\r\n\r\n`,
        `it has the Content-Length ${JSON.stringify(value)}`,
      ]),
    [
      "a long value only in part",
      `${line}Content-Length: ${"1".repeat(200)}\r\n\r\n`,
      `it has the Content-Length "${"1".repeat(60)}..."`,
    ],
  ];
  for (const [name, bytes, problem] of hostile) {
    it(`refuses ${name}`, () => {
      assert.throws(() => parse(bytes), refused(problem));
    });
  }

  const others: [name: string, bytes: string, shown: string][] = [
    ["SSH", "SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2\\r\\n"],
    ["its first bytes alone", "SSH", "SSH"],
    ["HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/2.0 200 OK\\r\\n\\r\\n"],
    [
      "the preface of HTTP/2",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n",
    ],
    ["HTTP/1.2", "HTTP/1.2 200 OK\r\n\r\n", "HTTP/1.2 200 OK\\r\\n\\r\\n"],
    ["a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 2000 OK\\r\\n\\r\\n"],
    ["a status of two digits", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 20 OK\\r\\n\\r\\n"],
    ["a status below 100", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 099 OK\\r\\n\\r\\n"],
    ["a word for a status", "HTTP/1.1 two OK\r\n\r\n", "HTTP/1.1 two OK\\r\\n\\r\\n"],
    ["lower case", "http/1.1 200 OK\r\n\r\n", "http/1.1 200 OK\\r\\n\\r\\n"],
    ["a TLS alert", "\x15\x03\x01\x00\x02\x02\x46", "\\u0015\\u0003\\u0001\\u0000\\u0002\\u0002F"],
  ];
  for (const [name, bytes, shown] of others) {
    it(`refuses what is not HTTP/1.x: ${name}`, () => {
      assert.throws(
        () => parse(bytes),
        refused(`the peer answered "${shown}", which is not HTTP/1.1`),
      );
    });
  }
});

describe("HttpConnection.readHead()", () => {
  const head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Word: gr\u00fc\u00df\r\n\r\n";

  it("reads a head and keeps what is behind it, however it is split", async () => {
    for (const { how, pieces } of splits(`${head}hello`)) {
      const connection = new HttpConnection(feeding(pieces), () => {});
      const parsed = await connection.readHead();
      assert.equal(parsed?.contentLength, 5, how);
      let rest = "";
      for (let bytes = await connection.read(); bytes; bytes = await connection.read()) {
        rest += new TextDecoder().decode(bytes);
      }
      assert.equal(rest, "hello", how);
    }
  });

  it("says how far a head came that was cut", async () => {
    for (const { how, pieces } of splits("HTTP/1.1 200 OK\r\nContent-Le")) {
      const connection = new HttpConnection(feeding(pieces), () => {});
      await assert.rejects(
        connection.readHead(),
        refused("the peer ended the connection after 27 bytes of it"),
        how,
      );
    }
  });

  it("refuses hostile heads however they are split", async () => {
    const text = "HTTP/1.1 200 OK\r\nA: 1\r\nB : 2\r\n\r\n";
    for (const { how, pieces } of splits(text)) {
      const connection = new HttpConnection(feeding(pieces), () => {});
      await assert.rejects(connection.readHead(), refused('it has the header line "B : 2"'), how);
    }
  });

  describe(`takes a head of ${HEAD_LIMIT} bytes and refuses one more, however it is split`, () => {
    const start = "HTTP/1.1 200 OK\r\nX-Long: ";

    for (const excess of [0, 1]) {
      it(`${excess} more`, async () => {
        const fill = "x".repeat(HEAD_LIMIT + excess - start.length - 4);
        for (const { how, pieces } of splits(`${start}${fill}\r\n\r\nbody`, 20)) {
          const connection = new HttpConnection(feeding(pieces), () => {});
          if (excess === 0) assert.equal((await connection.readHead())?.size, HEAD_LIMIT, how);
          else {
            await assert.rejects(
              connection.readHead(),
              refused(`it has more than ${HEAD_LIMIT} bytes`),
              how,
            );
          }
        }
      });
    }
  });

  describe("refuses a head without an end after the limit, line ends or not", () => {
    for (const filler of ["x", "A: 1\r\n"]) {
      it(JSON.stringify(filler), async () => {
        const endless = encoder.encode(filler.repeat(1000));
        let given = 0;
        const duplex = feeding([encoder.encode("HTTP/1.1 200 OK\r\nA: ")]);
        const first = duplex.read();
        duplex.read = (): Promise<Uint8Array | null> => {
          if (given === 0) {
            given = 1;
            return first;
          }
          given += endless.length;
          return Promise.resolve(endless);
        };
        const connection = new HttpConnection(duplex, () => {});
        await assert.rejects(
          connection.readHead(),
          refused(`it has more than ${HEAD_LIMIT} bytes`),
        );
        assert.ok(given < 2 * HEAD_LIMIT);
      });
    }
  });
});
