import { ErrorCode, Http2Error } from "./errors.ts";
import { decodeHuffman } from "./huffman.ts";
import { type HeaderField, STATIC_TABLE } from "./static_table.ts";

/** What a field takes in a table and in a list, beside its bytes. */
const OVERHEAD = 32;
const DECODER = new TextDecoder();

/** A text with the number of its bytes. */
interface Text {
  readonly text: string;
  readonly size: number;
}

interface Entry {
  readonly name: Text;
  readonly value: Text;
}

/** Decodes the header blocks of one direction of a connection, which share a table. */
export class HpackDecoder {
  readonly #tableLimit: number;
  readonly #listLimit: number;
  /** The oldest first. */
  readonly #entries: Entry[] = [];
  #tableSize = 0;
  #tableRoom: number;
  #block: Uint8Array = new Uint8Array(0);
  #offset = 0;

  /**
   * @param tableLimit The most that the table may take, in bytes, as the peer was told.
   * @param listLimit The most that the fields of one block may take.
   */
  constructor(tableLimit: number, listLimit: number) {
    this.#tableLimit = this.#tableRoom = tableLimit;
    this.#listLimit = listLimit;
  }

  /** What the table takes, in bytes. */
  get tableSize(): number {
    return this.#tableSize;
  }

  /**
   * Decodes a whole block.
   *
   * @param block The block's bytes.
   * @returns The fields in order, repeated ones too.
   * @throws {Http2Error} When the block is malformed, or its fields take too much.
   */
  decode(block: Uint8Array): HeaderField[] {
    this.#block = block;
    this.#offset = 0;
    const fields: HeaderField[] = [];
    let room = this.#listLimit;
    while (this.#offset < block.length) {
      const byte = block[this.#offset]!;
      if ((byte & 0xe0) === 0x20) {
        if (fields.length > 0) throw malformed("a table changes its size between fields");
        this.#resize(this.#integer(5));
        continue;
      }
      const { name, value } = byte & 0x80 ? this.#entry(this.#integer(7)) : this.#literal(byte);
      room -= name.size + value.size + OVERHEAD;
      if (room < 0) {
        throw new Http2Error(
          ErrorCode.enhanceYourCalm,
          `its headers take more than ${this.#listLimit} bytes`,
        );
      }
      fields.push([name.text, value.text]);
    }
    return fields;
  }

  #literal(byte: number): Entry {
    const isKept = (byte & 0xc0) === 0x40;
    const index = this.#integer(isKept ? 6 : 4);
    const name = index === 0 ? this.#text() : this.#entry(index).name;
    const entry = { name, value: this.#text() };
    if (isKept) this.#add(entry);
    return entry;
  }

  #entry(index: number): Entry {
    if (index === 0) throw malformed("a field has the number 0");
    const field = STATIC_TABLE[index - 1];
    if (field !== undefined) {
      const [name, value] = field;
      return {
        name: { text: name, size: name.length },
        value: { text: value, size: value.length },
      };
    }
    const entry = this.#entries[this.#entries.length - (index - STATIC_TABLE.length)];
    if (entry === undefined) throw malformed(`there is no field with the number ${index}`);
    return entry;
  }

  #add(entry: Entry): void {
    const size = sizeOf(entry);
    this.#shrink(this.#tableRoom - size);
    // One that is larger than the table empties it, and is no error.
    if (size > this.#tableRoom) return;
    this.#entries.push(entry);
    this.#tableSize += size;
  }

  #resize(room: number): void {
    if (room > this.#tableLimit) {
      throw malformed(`its table has ${room} bytes, more than ${this.#tableLimit}`);
    }
    this.#tableRoom = room;
    this.#shrink(room);
  }

  #shrink(room: number): void {
    while (this.#tableSize > room && this.#entries.length > 0) {
      this.#tableSize -= sizeOf(this.#entries.shift()!);
    }
  }

  #integer(bits: number): number {
    const most = (1 << bits) - 1;
    let value = this.#byte() & most;
    if (value < most) return value;
    // Four bytes make any number that can make sense here.
    for (let shift = 0; shift <= 21; shift += 7) {
      const byte = this.#byte();
      value += (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw malformed("a number is too large");
  }

  #text(): Text {
    const isCoded = (this.#block[this.#offset] ?? 0) >= 0x80;
    const length = this.#integer(7);
    const start = this.#offset;
    if (length > this.#block.length - start) throw malformed("it ends within a text");
    this.#offset += length;
    const bytes = this.#block.subarray(start, this.#offset);
    if (!isCoded) return { text: DECODER.decode(bytes), size: length };
    const decoded = decodeHuffman(bytes);
    if (decoded === null) throw malformed("a text is not in the Huffman code");
    return { text: DECODER.decode(decoded), size: decoded.length };
  }

  #byte(): number {
    const byte = this.#block[this.#offset++];
    if (byte === undefined) throw malformed("it ends within a field");
    return byte;
  }
}

function sizeOf({ name, value }: Entry): number {
  return name.size + value.size + OVERHEAD;
}

function malformed(problem: string): Http2Error {
  return new Http2Error(
    ErrorCode.compressionError,
    `a header block cannot be decoded: ${problem}`,
  );
}
