import { concat } from "../bytes/concat.ts";

/** Decodes the first piece: a mark of the byte order at the beginning is no text. */
const FIRST = new TextDecoder();
const FURTHER = new TextDecoder("utf-8", { ignoreBOM: true });
/** A mark of the byte order has three bytes: fewer do not tell yet. */
const MARK_SIZE = 3;
/** The most bytes that a character has. */
const CHARACTER_SIZE = 4;

/** Decodes UTF-8 piece by piece: what is decoded need not be kept as bytes until all is there. */
export class TextCollector {
  #text = "";
  #rest: Uint8Array | null = null;
  #begun = false;

  /**
   * Adds a piece; bytes of a character that is not whole wait for the next one.
   *
   * @param bytes What was received.
   */
  push(bytes: Uint8Array): void {
    const all = this.#rest === null ? bytes : concat([this.#rest, bytes]);
    // Pieces on their own decode faster than a decoder that remembers the last one's end.
    const end = this.#begun || all.length >= MARK_SIZE ? wholeCharacters(all) : 0;
    this.#rest = end === all.length ? null : all.slice(end);
    if (end > 0) this.#decode(all.subarray(0, end));
  }

  /** Returns the text; what is not UTF-8 became replacement characters. */
  end(): string {
    if (this.#rest !== null) this.#decode(this.#rest);
    this.#rest = null;
    return this.#text;
  }

  #decode(bytes: Uint8Array): void {
    this.#text += (this.#begun ? FURTHER : FIRST).decode(bytes);
    this.#begun = true;
  }
}

/** Tells where the last character that is whole ends. */
function wholeCharacters(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back < CHARACTER_SIZE && back <= length; back++) {
    const byte = bytes[length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return size > back ? length - back : length;
  }
  return length;
}
