import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { JsonValues } from "../../src/streams/json_values.ts";
import { busyTime } from "../harness/cpu_time.ts";
import { randomNumbers, splits } from "../splits.ts";

const encoder = new TextEncoder();

/** What came out, and the failure behind it, if there was one. */
function read(pieces: Uint8Array[]): { values: unknown[]; error?: Error } {
  const parser = new JsonValues();
  const values: unknown[] = [];
  try {
    for (const piece of pieces) parser.push(piece, values);
    parser.end(values);
  } catch (error) {
    return { values, error: error as Error };
  }
  return { values };
}

describe("JsonValues", () => {
  const texts: [name: string, text: string, values: unknown[]][] = [
    ["a value a line", '{"a":1}\n{"b":[2]}\n', [{ a: 1 }, { b: [2] }]],
    ["CR LF", '{"status":"Pulling"}\r\n{"status":"Done"}\r\n', [{ status: "Pulling" }, {
      status: "Done",
    }]],
    ["record separators", '\x1e{"a":1}\n\x1e{"b":2}\n', [{ a: 1 }, { b: 2 }]],
    ["record separators alone", '\x1e{"a":1}\x1e2\x1e"x"\x1e', [{ a: 1 }, 2, "x"]],
    ["blank lines", '\n\n{"a":1}\n \t\r\n\n{"b":2}\n\n', [{ a: 1 }, { b: 2 }]],
    ["no line end at the end", '{"a":1}\n{"b":2}', [{ a: 1 }, { b: 2 }]],
    ["several values on a line", '{"a":1}{"b":2} [3]\n{"c":4}{"d":5}', [{ a: 1 }, { b: 2 }, [3], {
      c: 4,
    }, { d: 5 }]],
    ["characters of several bytes", '{"grüße":"日本語 \u{1f433}"}\n"é"\n', [{
      "grüße": "日本語 \u{1f433}",
    }, "é"]],
    ["values over several lines", '{\n  "a": [\n    1,\n    2\n  ]\n}\n[\n]\n{\r\n "b": {}\r\n}', [
      { a: [1, 2] },
      [],
      { b: {} },
    ]],
    ["brackets and escapes in strings", '{"a":"}]\\"{["}\n{"b":"\\\\"}{"c":"\\\\\\""}\n', [
      { a: '}]"{[' },
      { b: "\\" },
      { c: '\\"' },
    ]],
    ["numbers, strings and words", '1\n-2.5e3 "a b" true\nfalse null\n0', [
      1,
      -2500,
      "a b",
      true,
      false,
      null,
      0,
    ]],
    ["values without anything between", '"a""b"{}[]"c"1"d"2[3]null{"e":4}', [
      "a",
      "b",
      {},
      [],
      "c",
      1,
      "d",
      2,
      [3],
      null,
      { e: 4 },
    ]],
    ["nothing", "", []],
    ["white space alone", " \r\n\t\x1e\n", []],
    ["a line feed as an escape", '{"a":"x\\ny"}\n', [{ a: "x\ny" }]],
  ];
  for (const [name, text, values] of texts) {
    it(`reads ${name}, however it is split`, () => {
      for (const { how, pieces } of splits(text)) assert.deepEqual(read(pieces), { values }, how);
    });
  }

  it("reads random values, however they are printed and split", () => {
    const random = randomNumbers(11);
    const word = (): string =>
      Array.from({ length: random(12) }, () => 'ab"\\{}[]\n é\u{1f433}'[random(12)]).join("");
    const make = (depth: number): unknown => {
      switch (random(depth > 3 ? 4 : 6)) {
        case 0:
          return random(1000) - 500;
        case 1:
          return word();
        case 2:
          return [true, false, null][random(3)];
        case 3:
          return random(1000) / 8;
        case 4:
          return Array.from({ length: random(4) }, () => make(depth + 1));
        default:
          return Object.fromEntries(
            Array.from({ length: random(4) }, () => [word(), make(depth + 1)]),
          );
      }
    };
    // Through JSON, because half of a surrogate pair does not survive UTF-8.
    const decoder = new TextDecoder();
    let text = "";
    for (let index = 0; index < 150; index++) {
      text += JSON.stringify(make(0), null, random(3) === 0 ? 2 : undefined) +
        ["\n", "\r\n", " ", "\n\x1e"][random(4)];
    }
    const bytes = encoder.encode(text);
    const { values, error } = read([bytes]);
    assert.equal(error, undefined);
    assert.equal(values.length, 150);
    const compact = decoder.decode(bytes).replaceAll("\x1e", "").trim();
    assert.equal(values.map((value) => JSON.stringify(value)).join(""), stripSpace(compact));
    for (const { how, pieces } of splits(bytes, 60)) {
      assert.deepEqual(read(pieces), { values }, how);
    }
  });

  it("gives a value as soon as its last byte is there", () => {
    const parser = new JsonValues();
    const out: unknown[] = [];
    for (
      const [piece, count] of [
        ['{"a":1}', 1],
        ["[2", 1],
        ["]", 2],
        ['"x', 2],
        ['"', 3],
        ["12", 3],
        ["3", 3],
        ["\n", 4],
      ] as const
    ) {
      parser.push(encoder.encode(piece), out);
      assert.equal(out.length, count, JSON.stringify(piece));
    }
    assert.deepEqual(out, [{ a: 1 }, [2], "x", 123]);
  });

  const refusals: [name: string, text: string, values: unknown[], problem: string][] = [
    [
      "garbage behind values",
      '{"a":1}\n{"b":2}x}\n',
      [{ a: 1 }, { b: 2 }],
      '"x}" after 15 bytes is not JSON',
    ],
    [
      "a value that is not JSON",
      '{"a":1}\n{a:1}\n{"b":2}\n',
      [{ a: 1 }],
      '"{a:1}" after 8 bytes is not JSON',
    ],
    ["brackets that do not match", '{"a":1]\n', [], '"{\\"a\\":1]" after 0 bytes is not JSON'],
    [
      "a comma between values",
      '{"a":1},{"b":2}\n',
      [{ a: 1 }],
      '",{\\"b\\":2}" after 7 bytes is not JSON',
    ],
    ["a word that is none", "nul \n", [], '"nul" after 0 bytes is not JSON'],
    ["a control character in a string", '"a\tb"\n', [], '"\\"a\\tb\\"" after 0 bytes is not JSON'],
    ["a closing bracket alone", "1}\n", [1], '"}" after 1 bytes is not JSON'],
  ];
  for (const [name, text, values, problem] of refusals) {
    it(`gives what came before ${name} and refuses it`, () => {
      const { values: given, error } = read([encoder.encode(text)]);
      assert.deepEqual(given, values);
      assert.equal(error?.name, "ProtocolError");
      assert.equal(error?.message, `Cannot read the JSON stream: ${problem}`);
    });

    it(`gives the same before ${name}, however it is split`, () => {
      const [, place] = /after (\d+) bytes/.exec(problem)!;
      for (const { how, pieces } of splits(text)) {
        const { values: given, error } = read(pieces);
        assert.deepEqual(given, values, how);
        assert.equal(error?.name, "ProtocolError", how);
        assert.match(error!.message, new RegExp(` after ${place} bytes is not JSON$`), how);
      }
    });
  }

  it("refuses a proxy's page at its first byte", () => {
    const parser = new JsonValues();
    assert.throws(() => parser.push(encoder.encode("<html><body>Bad gateway"), []), {
      name: "ProtocolError",
      message: 'Cannot read the JSON stream: "<html><body>Bad gateway" after 0 bytes is not JSON',
    });
  });

  it("refuses to end within a value, at every place", () => {
    const text = '{"a":[1,"}"],"b":"\\""}';
    for (let length = 1; length < text.length; length++) {
      for (const { how, pieces } of splits(text.slice(0, length), 0)) {
        const { values, error } = read(pieces);
        assert.deepEqual(values, [], how);
        assert.equal(error?.name, "ProtocolError", how);
        assert.equal(
          error?.message,
          `Cannot read the JSON stream: it ended within the value ${
            JSON.stringify(text.slice(0, length))
          }`,
          how,
        );
      }
    }
  });

  it("shows no more than 80 characters of a value", () => {
    const { error } = read([encoder.encode(`["${"é".repeat(300)}`)]);
    assert.equal(
      error?.message,
      `Cannot read the JSON stream: it ended within the value "[\\"${"é".repeat(78)}..."`,
    );
  });

  it("reads a large value over many lines and pieces in linear time", () => {
    const line = `  ${JSON.stringify("x".repeat(60))},\n`;
    const piece = encoder.encode(line.repeat(1000));
    const parser = new JsonValues();
    const out: unknown[][] = [];
    const took = busyTime(() => {
      parser.push(encoder.encode("[\n"), out);
      for (let index = 0; index < 400; index++) parser.push(piece, out);
      parser.push(encoder.encode("null]\n"), out);
    });
    // Starting over with each piece would take minutes.
    assert.ok(took < 15_000, `${took} ms`);
    assert.equal(out[0]!.length, 400_001);
  });

  it("refuses a value of more than 64 MiB", () => {
    const parser = new JsonValues();
    const piece = new Uint8Array(1024 * 1024).fill(120);
    parser.push(encoder.encode('"'), []);
    for (let index = 0; index < 63; index++) parser.push(piece, []);
    assert.throws(() => parser.push(piece, []), {
      name: "ProtocolError",
      message: "Cannot read the JSON stream: a value has more than 67108864 bytes",
    });
  });
});

/** Removes what separates tokens; strings keep their blanks. */
function stripSpace(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, quoted: string | undefined) => quoted ?? "");
}
