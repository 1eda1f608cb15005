import { quote } from "../text/quote.ts";
import { ProtocolError } from "../errors.ts";
import { concat } from "../bytes/concat.ts";

/** The most bytes that one value may have. */
const VALUE_LIMIT = 64 * 1024 * 1024;

const LF = 10;
const QUOTE = 34;
const BACKSLASH = 92;
const DECODER = new TextDecoder();

/**
 * Takes a stream of JSON values apart, synchronously: newline-delimited, separated by record
 * separators (RFC 7464), or just one behind the other.
 */
export class JsonValues {
  // The pieces of the value that has begun, and where within it the search for its end stands.
  #parts: Uint8Array[] = [];
  #size = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** How many bytes came before the value, or before what was given last. */
  #position = 0;

  /**
   * Adds the values that are complete to `out`.
   *
   * @param bytes What was received.
   * @param out Where the values are added.
   * @throws {ProtocolError} When something is not JSON.
   */
  push(bytes: Uint8Array, out: unknown[]): void {
    const length = bytes.length;
    let index = 0;
    let triedLine = -1;
    while (index < length) {
      if (this.#size === 0) {
        const start = skipSeparators(bytes, index);
        this.#position += start - index;
        index = start;
        if (start === length) return;
        // A value a line is the rule: that is tried, once a line, before looking at each byte.
        const lineEnd = triedLine > start ? -1 : bytes.indexOf(LF, start);
        if (lineEnd === -1 && triedLine <= start) triedLine = length;
        if (lineEnd !== -1) {
          const value = parse(bytes.subarray(start, lineEnd));
          if (value !== undefined) {
            out.push(value);
            this.#position += lineEnd - start;
            index = lineEnd;
            continue;
          }
          triedLine = lineEnd;
        }
        if (!canBegin(bytes[start]!)) throw this.#refused(bytes.subarray(start));
      }
      const end = this.#findEnd(bytes, index);
      if (end === -1) {
        this.#keep(bytes.subarray(index));
        return;
      }
      this.#keep(bytes.subarray(index, end));
      this.#complete(out);
      index = end;
    }
  }

  /**
   * Says that the stream has ended.
   *
   * @param out Where a last value is added.
   * @throws {ProtocolError} When it ended within a value.
   */
  end(out: unknown[]): void {
    if (this.#size === 0) return;
    const bytes = concat(this.#parts, this.#size);
    const value = parse(bytes);
    if (value === undefined) {
      throw new ProtocolError(
        `Cannot read the JSON stream: it ended within the value ${excerpt(bytes)}`,
      );
    }
    this.#parts = [];
    this.#size = 0;
    out.push(value);
  }

  #keep(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#size += bytes.length;
    if (this.#size > VALUE_LIMIT) {
      throw new ProtocolError(
        `Cannot read the JSON stream: a value has more than ${VALUE_LIMIT} bytes`,
      );
    }
  }

  #complete(out: unknown[]): void {
    const bytes = concat(this.#parts, this.#size);
    const value = parse(bytes);
    if (value === undefined) throw this.#refused(bytes);
    out.push(value);
    this.#position += this.#size;
    this.#parts = [];
    this.#size = 0;
  }

  /** Returns where the value that has begun ends, or -1 when its end is not there yet. */
  #findEnd(bytes: Uint8Array, start: number): number {
    const length = bytes.length;
    let depth = this.#depth;
    let inString = this.#inString;
    let escaped = this.#escaped;
    let end = -1;
    for (let index = start; index < length; index++) {
      const byte = bytes[index]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (depth === 0) end = index + 1;
        }
      } else if (depth === 0 && (index > start || this.#size > 0)) {
        // Within a number or a word: whatever else begins or separates values ends it.
        if (byte === QUOTE || isOpening(byte) || isClosing(byte) || isSeparator(byte)) end = index;
      } else if (byte === QUOTE) {
        inString = true;
      } else if (isOpening(byte)) {
        depth++;
      } else if (isClosing(byte)) {
        depth--;
        if (depth === 0) end = index + 1;
      }
      if (end !== -1) {
        this.#depth = 0;
        this.#inString = this.#escaped = false;
        return end;
      }
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
    return -1;
  }

  #refused(bytes: Uint8Array): ProtocolError {
    return new ProtocolError(
      `Cannot read the JSON stream: ${excerpt(bytes)} after ${this.#position} bytes is not JSON`,
    );
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(DECODER.decode(bytes));
  } catch {
    return undefined;
  }
}

/** Whether a value can begin with a byte; text of another kind, such as a proxy's page, cannot. */
function canBegin(byte: number): boolean {
  return byte === QUOTE || isOpening(byte) || byte === 45 || (byte >= 48 && byte <= 57) ||
    byte === 102 || byte === 110 || byte === 116;
}

function isOpening(byte: number): boolean {
  return byte === 123 || byte === 91;
}

function isClosing(byte: number): boolean {
  return byte === 125 || byte === 93;
}

/** White space and the record separator. */
function isSeparator(byte: number): boolean {
  return byte === LF || byte === 13 || byte === 32 || byte === 9 || byte === 0x1e;
}

function skipSeparators(bytes: Uint8Array, start: number): number {
  let index = start;
  while (index < bytes.length && isSeparator(bytes[index]!)) index++;
  return index;
}

function excerpt(bytes: Uint8Array): string {
  return quote(DECODER.decode(bytes.subarray(0, 400)).trim());
}
