import { ProtocolError } from "../errors.ts";
import type { BodyDecoder } from "./body_decoder.ts";

/** A piece of at least this many bytes is passed on where it lies; smaller ones are moved together. */
const VIEW_THRESHOLD = 8 * 1024;
/** The most bytes that a size line, or all trailers together, may have. */
const LINE_LIMIT = 16 * 1024;
/** The most digits of a size that is read at once; longer ones are checked on the way. */
const PLAIN_DIGITS = 8;

const CR = 13;
const LF = 10;
const SEMICOLON = 59;

type State =
  | "size" // the digits of a chunk's size
  | "extension" // what follows the digits up to the line end
  | "data"
  | "data-end" // the line end behind a chunk's data
  | "trailer" // the start of a trailer line
  | "trailer-line" // within a trailer line
  | "done";

/** A body in the chunked transfer coding; extensions and trailers are read and dropped. */
export class ChunkedDecoder implements BodyDecoder {
  #state: State = "size";
  #size = 0;
  #digits = 0;
  #line = 0;
  #received = 0;
  #sawCr = false;

  get done(): boolean {
    return this.#state === "done";
  }

  decode(bytes: Uint8Array, out: Uint8Array[]): number {
    const length = bytes.length;
    let index = 0;
    // The Engine sends each log line as a chunk of its own: small pieces are moved down to one
    // run, so that what follows works once a read and not once a line.
    let runStart = 0;
    let runEnd = 0;
    while (index < length && this.#state !== "done") {
      if (this.#state === "data") {
        const piece = Math.min(this.#size, length - index);
        if (runEnd > runStart && piece < VIEW_THRESHOLD) {
          bytes.copyWithin(runEnd, index, index + piece);
          runEnd += piece;
        } else {
          if (runEnd > runStart) out.push(bytes.subarray(runStart, runEnd));
          runStart = index;
          runEnd = index + piece;
        }
        index += piece;
        this.#received += piece;
        this.#size -= piece;
        if (this.#size > 0) break;
        this.#state = "data-end";
        // The common case: the line end and the next size are all here.
        if (index + 1 < length && bytes[index] === CR && bytes[index + 1] === LF) {
          this.#startSize();
          index = this.#readPlainSize(bytes, index + 2);
        }
        continue;
      }
      index = this.#control(bytes, index);
    }
    if (runEnd > runStart) out.push(bytes.subarray(runStart, runEnd));
    return index;
  }

  end(): void {
    if (this.#state === "done") return;
    const where = this.#state === "data" ? `, ${this.#size} bytes before the chunk's end` : "";
    throw new ProtocolError(
      `Cannot read the response body: it ended after ${this.#received} bytes without its last chunk${where}`,
    );
  }

  #startSize(): void {
    this.#state = "size";
    this.#size = 0;
    this.#digits = 0;
    this.#line = 0;
    this.#sawCr = false;
  }

  /** Takes a size line that is all here and has digits alone, as most are; returns where it ends. */
  #readPlainSize(bytes: Uint8Array, start: number): number {
    const limit = Math.min(start + PLAIN_DIGITS, bytes.length - 2);
    let size = 0;
    let index = start;
    for (; index < limit; index++) {
      const digit = hexDigit(bytes[index]!);
      if (digit === -1) break;
      size = size * 16 + digit;
    }
    if (size === 0 || bytes[index] !== CR || bytes[index + 1] !== LF) return start;
    this.#size = size;
    this.#state = "data";
    return index + 2;
  }

  #control(bytes: Uint8Array, start: number): number {
    let index = start;
    if (this.#state === "size") {
      for (; index < bytes.length; index++) {
        const digit = hexDigit(bytes[index]!);
        if (digit === -1) break;
        if (++this.#digits > 13) throw this.#refused("a chunk size of more than 13 digits");
        this.#size = this.#size * 16 + digit;
      }
      if (index === bytes.length) return index;
      const byte = bytes[index]!;
      const follows = byte === CR || byte === LF || byte === SEMICOLON || byte === 32 || byte === 9;
      if (this.#digits === 0 || !follows) {
        throw this.#refused(`the byte 0x${byte.toString(16).padStart(2, "0")} in a chunk size`);
      }
      this.#state = "extension";
    }
    const byte = bytes[index++]!;
    if (++this.#line > LINE_LIMIT) throw this.#refused(`a line of more than ${LINE_LIMIT} bytes`);
    const ends = byte === LF;
    if (!ends && this.#sawCr) throw this.#refused("a carriage return without a line feed");
    this.#sawCr = byte === CR;
    switch (this.#state) {
      case "extension":
        if (!ends) break;
        this.#state = this.#size > 0 ? "data" : "trailer";
        break;
      case "data-end":
        if (ends) this.#startSize();
        else if (byte !== CR) throw this.#refused("a chunk that is longer than its size");
        break;
      case "trailer":
        if (ends) this.#state = "done";
        else if (byte !== CR) this.#state = "trailer-line";
        break;
      case "trailer-line":
        if (ends) this.#state = "trailer";
        break;
    }
    return index;
  }

  #refused(what: string): ProtocolError {
    return new ProtocolError(
      `Cannot read the response body: ${what} after ${this.#received} bytes`,
    );
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
