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
  #parts: Uint8Array[] = [];
  #size = 0;
  #received = 0;

  /**
   * Adds the values that are complete to `out`.
   *
   * @param bytes What was received.
   * @param out Where the values are added.
   * @throws {ProtocolError} When something is not JSON.
   */
  push(bytes: Uint8Array, out: unknown[]): void {
    this.#received += bytes.length;
    // Nothing is complete before a line ends or a closing bracket is last.
    const last = bytes.length === 0 ? 0 : bytes[bytes.length - 1]!;
    const lineEnd = bytes.lastIndexOf(LF);
    if (lineEnd === -1 && last !== 125 && last !== 93) {
      this.#keep(bytes);
      return;
    }
    let pending = bytes;
    if (this.#size > 0) {
      this.#parts.push(bytes);
      pending = concat(this.#parts, this.#size + bytes.length);
    }
    this.#parts = [];
    this.#size = 0;
    this.#keep(this.#take(pending, out));
  }

  /**
   * Says that the stream has ended.
   *
   * @param out Where a last value is added.
   * @throws {ProtocolError} When it ended within a value.
   */
  end(out: unknown[]): void {
    const pending = concat(this.#parts, this.#size);
    this.#parts = [];
    this.#size = 0;
    const rest = this.#take(pending, out);
    const text = DECODER.decode(rest).replaceAll("\x1e", "").trim();
    if (text === "") return;
    try {
      out.push(JSON.parse(text));
    } catch (cause) {
      throw new ProtocolError(
        `Cannot read the JSON stream: it ended within the value ${excerpt(text)}`,
        { cause },
      );
    }
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#parts.push(bytes);
    this.#size += bytes.length;
    if (this.#size > VALUE_LIMIT) {
      throw new ProtocolError(
        `Cannot read the JSON stream: a value has more than ${VALUE_LIMIT} bytes`,
      );
    }
  }

  /** Takes complete values and returns what is left. */
  #take(bytes: Uint8Array, out: unknown[]): Uint8Array {
    let start = 0;
    while (start < bytes.length) {
      start = skipSeparators(bytes, start);
      if (start === bytes.length) break;
      // A value a line is the rule: try that before looking at each byte.
      const lineEnd = bytes.indexOf(LF, start);
      const end = lineEnd === -1 ? bytes.length : lineEnd;
      const value = parse(bytes.subarray(start, end));
      if (value !== undefined && (lineEnd !== -1 || isBracket(bytes[start]!))) {
        out.push(value);
        start = end;
        continue;
      }
      const valueEnd = findValueEnd(bytes, start);
      if (valueEnd === -1) {
        this.#refuseText(bytes.subarray(start));
        return bytes.subarray(start);
      }
      const whole = parse(bytes.subarray(start, valueEnd));
      if (whole === undefined) {
        throw this.#refused(DECODER.decode(bytes.subarray(start, valueEnd)));
      }
      out.push(whole);
      start = valueEnd;
    }
    return bytes.subarray(bytes.length);
  }

  /** Text that no JSON value begins with, such as a proxy's page, is refused at once. */
  #refuseText(bytes: Uint8Array): void {
    const text = DECODER.decode(bytes.subarray(0, 80));
    if (!/^["\-0-9{[tfn]/.test(text)) throw this.#refused(text);
  }

  #refused(text: string): ProtocolError {
    return new ProtocolError(
      `Cannot read the JSON stream: ${
        excerpt(text)
      } within the first ${this.#received} bytes is not JSON`,
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

function isBracket(byte: number): boolean {
  return byte === 123 || byte === 91;
}

/** Skips white space and record separators. */
function skipSeparators(bytes: Uint8Array, start: number): number {
  let index = start;
  while (index < bytes.length) {
    const byte = bytes[index]!;
    if (byte !== LF && byte !== 13 && byte !== 32 && byte !== 9 && byte !== 0x1e) break;
    index++;
  }
  return index;
}

/** Returns where the value that begins at `start` ends, or -1 when its end is not there yet. */
function findValueEnd(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let inString = false;
  for (let index = start; index < bytes.length; index++) {
    const byte = bytes[index]!;
    if (inString) {
      if (byte === BACKSLASH) index++;
      else if (byte === QUOTE) {
        inString = false;
        if (depth === 0) return index + 1;
      }
      continue;
    }
    if (byte === QUOTE) {
      if (depth === 0 && index > start) return index;
      inString = true;
    } else if (isBracket(byte)) {
      if (depth === 0 && index > start) return index;
      depth++;
    } else if (byte === 125 || byte === 93) {
      depth--;
      if (depth <= 0) return index + 1;
    } else if (depth === 0 && skipSeparators(bytes, index) > index) {
      return index;
    }
  }
  return -1;
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
}
