import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { Http2Error } from "../../src/h2/errors.ts";
import { HpackDecoder } from "../../src/h2/hpack_decoder.ts";
import { encodeHeaders } from "../../src/h2/hpack_encoder.ts";
import { decodeHuffman } from "../../src/h2/huffman.ts";
import { STATIC_TABLE } from "../../src/h2/static_table.ts";

function hex(text: string): Uint8Array {
  return new Uint8Array(text.replace(/\s/g, "").match(/../g)!.map((pair) => parseInt(pair, 16)));
}

const DATE = "Mon, 21 Oct 2013 20:13:21 GMT";
const REQUESTS = [
  {
    fields: [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"],
    size: 57,
  },
  {
    fields: [
      ":method: GET",
      ":scheme: http",
      ":path: /",
      ":authority: www.example.com",
      "cache-control: no-cache",
    ],
    size: 110,
  },
  {
    fields: [
      ":method: GET",
      ":scheme: https",
      ":path: /index.html",
      ":authority: www.example.com",
      "custom-key: custom-value",
    ],
    size: 164,
  },
];
const RESPONSES = [
  {
    fields: [
      ":status: 302",
      "cache-control: private",
      `date: ${DATE}`,
      "location: https://www.example.com",
    ],
    size: 222,
  },
  {
    fields: [
      ":status: 307",
      "cache-control: private",
      `date: ${DATE}`,
      "location: https://www.example.com",
    ],
    size: 222,
  },
  {
    fields: [
      ":status: 200",
      "cache-control: private",
      "date: Mon, 21 Oct 2013 20:13:22 GMT",
      "location: https://www.example.com",
      "content-encoding: gzip",
      "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
    ],
    size: 215,
  },
];

/** The examples of RFC 7541, appendix C: blocks that share one table. */
const EXAMPLES: {
  section: string;
  table: number;
  blocks: string[];
  results: { fields: string[]; size: number }[];
}[] = [
  {
    section: "C.2.1",
    table: 4096,
    blocks: ["400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"],
    results: [{ fields: ["custom-key: custom-header"], size: 55 }],
  },
  {
    section: "C.2.2",
    table: 4096,
    blocks: ["040c 2f73 616d 706c 652f 7061 7468"],
    results: [{ fields: [":path: /sample/path"], size: 0 }],
  },
  {
    section: "C.2.3",
    table: 4096,
    blocks: ["1008 7061 7373 776f 7264 0673 6563 7265 74"],
    results: [{ fields: ["password: secret"], size: 0 }],
  },
  {
    section: "C.2.4",
    table: 4096,
    blocks: ["82"],
    results: [{ fields: [":method: GET"], size: 0 }],
  },
  {
    section: "C.3",
    table: 4096,
    blocks: [
      "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
      "8286 84be 5808 6e6f 2d63 6163 6865",
      "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
    ],
    results: REQUESTS,
  },
  {
    section: "C.4",
    table: 4096,
    blocks: [
      "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
      "8286 84be 5886 a8eb 1064 9cbf",
      "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
    ],
    results: REQUESTS,
  },
  {
    section: "C.5",
    table: 256,
    blocks: [
      "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a" +
      "3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
      "4803 3330 37c1 c0bf",
      "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04" +
      "677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49" +
      "553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31",
    ],
    results: RESPONSES,
  },
  {
    section: "C.6",
    table: 256,
    blocks: [
      "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e" +
      "919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
      "4883 640e ffc1 c0bf",
      "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7" +
      "821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed" +
      "4ee5 b106 3d50 07",
    ],
    results: RESPONSES,
  },
];

describe("HpackDecoder decodes the examples of RFC 7541", () => {
  for (const { section, table, blocks, results } of EXAMPLES) {
    it(section, () => {
      const decoder = new HpackDecoder(table, 4096);
      for (const [index, block] of blocks.entries()) {
        const { fields, size } = results[index]!;
        assert.deepEqual(decoder.decode(hex(block)).map((field) => field.join(": ")), fields);
        assert.equal(decoder.tableSize, size);
      }
    });
  }
});

describe("HpackDecoder refuses", () => {
  const refusals: [what: string, block: string, problem: RegExp][] = [
    ["the number 0", "80", /a field has the number 0 \(COMPRESSION_ERROR\)/],
    ["a number that nothing has", "be", /there is no field with the number 62/],
    ["a number without end", "ff ff ff ff ff ff", /a number is too large/],
    ["a number that is cut", "ff 80", /it ends within a field/],
    ["a text that is cut", "00 05 61", /it ends within a text/],
    ["a text that is not there", "40", /it ends within a field/],
    ["a table larger than allowed", "3f e2 1f", /its table has 4097 bytes, more than 4096/],
    ["a size between fields", "82 20", /a table changes its size between fields/],
    ["a text with the end's code", "00 84 ff ff ff ff 00", /a text is not in the Huffman code/],
    ["padding that is not all ones", "00 81 18 00", /a text is not in the Huffman code/],
    ["padding of a whole byte", "00 82 1f ff 00", /a text is not in the Huffman code/],
  ];
  for (const [what, block, problem] of refusals) {
    it(what, () => {
      assert.throws(() => new HpackDecoder(4096, 4096).decode(hex(block)), (error) => {
        assert.ok(error instanceof Http2Error);
        assert.match(error.message, problem);
        return true;
      });
    });
  }

  it("fields that refer to a large one again and again, before they are all made", () => {
    const decoder = new HpackDecoder(4096, 1024 * 1024);
    const large = new Uint8Array([
      0x40,
      1,
      0x61,
      0x7f,
      0x80,
      0x1e,
      ...new Uint8Array(3967).fill(98),
    ]);
    assert.equal(decoder.decode(large)[0]![1].length, 3967);
    assert.throws(() => decoder.decode(new Uint8Array(1_000_000).fill(0xbe)), {
      message: /its headers take more than 1048576 bytes \(ENHANCE_YOUR_CALM\)/,
    });
  });
});

test("HpackDecoder keeps its table within the size that was set, and empties it at 0", () => {
  const decoder = new HpackDecoder(4096, 4096);
  decoder.decode(hex("400161 0162"));
  assert.equal(decoder.tableSize, 34);
  decoder.decode(hex("20 82"));
  assert.equal(decoder.tableSize, 0);
  decoder.decode(hex("3f 02 400161 0162"));
  assert.equal(decoder.tableSize, 0);
});

const ALL_BYTES =
  "ffc7fffd8fffffe2fffffe3fffffe4fffffe5fffffe6fffffe7fffffe8ffffeafffffff3fffffa7fffffabff" +
  "ffffdfffffebfffffecfffffedfffffeefffffefffffff0ffffff1ffffff2fffffffbfffffcffffffd3fffff" +
  "d7fffffdbfffffdffffffe3fffffe7fffffebfffffed4fe3f9ffaffcabf1febfafefe7fdfd2cbb00089969b7" +
  "1d79fb9f7fff20ffbff3ff50ddbd7f061c58f265cd9f469d5af66dddbf871e5f9cff7ff7fffc3ff9ffe45fff" +
  "4719242cb34e6e9d68a6a3d7dac426defe3cfaf7fffbfe7ffbffdffffffcfffe6ffff4bfff9ffffa3fffd3ff" +
  "ff53fffd5ffffb3fffeb7fffdaffffb7ffff73fffeeffffdeffffebffffbfffffd9ffffdbfffebffffe0ffff" +
  "eeffffc3ffff8bffff1ffffe4fffee7fffb1ffff97fffd9ffffcdffff9fffffbffffdafffeeffff4ffffb7ff" +
  "fee7fffe8ffffd3fffdeffffd5fffeeffffbdffffe1fffdfffff7fffff5ffffecffff07fff87fffe0ffff17f" +
  "ffedffff87ffff77fffeffffeaffff8bfffe3ffff93ffff87fffcbffff37ffff1fffff83ffffe1fffebfffe3" +
  "ffff3fffff2ffffa3ffffd9fffff17ffffc7fffff27ffffdefffffbffffff2fffff8fffffb7fff97fff8ffff" +
  "fe6fffffc1fffff87ffffe7fffffc5ffffe5fffe4ffff2fffffd1fffff4ffffffefffffe3fffffc9fffff97f" +
  "ffb3ffffcffffb7fffcdffff4ffff9ffffd1ffffcffffeaffffafffffddffffeffffff4fffff5fffffabffff" +
  "a7ffffd7fffff9bffffecfffffb7fffff3fffffe8fffffd3fffffabfffff5fffffff7ffffecfffffdbfffffb" +
  "bfffff7ffffff0fffffbbf";

test("the Huffman code has a code for every byte", () => {
  assert.equal(STATIC_TABLE.length, 61);
  // All bytes in order, as another implementation writes them.
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  assert.deepEqual(decodeHuffman(hex(ALL_BYTES)), all);
});

test("encodeHeaders() writes what the decoder reads", () => {
  const long = "é".repeat(70_000);
  const fields = [
    [":method", "POST"],
    [":status", "500"],
    [":path", "/x"],
    ["grpc-status", "0"],
    ["te", "trailers"],
    ["te", "trailers"],
    ["dir-name", long],
    ["empty", ""],
  ] as const;
  assert.deepEqual(new HpackDecoder(0, 1024 * 1024).decode(encodeHeaders(fields)), fields);
});
