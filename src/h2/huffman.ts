/**
 * How many bits each symbol's code has, from `a` for 5 to `z` for 30: the bytes in order, then the
 * end of the text. The code is canonical, so that the lengths are all of it.
 */
const LENGTHS =
  "isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxxbffhibdgffdgdbbbaaabbbbbbbcdkbhfibcccccccccccccccccccc" +
  "ccdcdioijbkabababbbaccbbbabcbaabccccckgjixprpprrrsrssssststtrstssssqrsrsstrqprrssqsrrt" +
  "qrssqqrqsrssprrrsrrsvvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwvz";

const SHORTEST = 5;
const LONGEST = 30;
const END = 256;

interface Codes {
  /** The symbols in the order of their codes. */
  readonly symbols: Uint16Array;
  /** For each length, the first code of it. */
  readonly first: Int32Array;
  /** For each length, how many codes have it. */
  readonly count: Int32Array;
  /** For each length, where its symbols begin. */
  readonly start: Int32Array;
}

let made: Codes | undefined;

function makeCodes(): Codes {
  const symbols = new Uint16Array(END + 1);
  const [first, count, start] = [1, 2, 3].map(() => new Int32Array(LONGEST + 1)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  let code = 0;
  let filled = 0;
  for (let length = SHORTEST; length <= LONGEST; length++) {
    first[length] = code;
    start[length] = filled;
    for (let symbol = 0; symbol <= END; symbol++) {
      if (LENGTHS.charCodeAt(symbol) - 97 + SHORTEST !== length) continue;
      symbols[filled++] = symbol;
      count[length]!++;
    }
    code = (code + count[length]!) * 2;
  }
  return { symbols, first, count, start };
}

/**
 * Decodes text in the Huffman code of HPACK.
 *
 * @param bytes The encoded text.
 * @returns The bytes, or `null` when they are no text in that code.
 */
export function decodeHuffman(bytes: Uint8Array): Uint8Array | null {
  const { symbols, first, count, start } = made ??= makeCodes();
  // The shortest code has five bits.
  const text = new Uint8Array(Math.ceil(bytes.length * 8 / SHORTEST));
  let size = 0;
  let code = 0;
  let length = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      code = code << 1 | byte >> bit & 1;
      length++;
      if (length < SHORTEST) continue;
      const index = code - first[length]!;
      if (index >= count[length]!) continue;
      const symbol = symbols[start[length]! + index]!;
      if (symbol === END) return null;
      text[size++] = symbol;
      code = length = 0;
    }
  }
  // What fills up the last byte is the beginning of the end's code, all ones.
  if (length > 7 || code !== (1 << length) - 1) return null;
  return text.subarray(0, size);
}
