import { quote } from "../text/quote.ts";
import { ProtocolError } from "../errors.ts";

/** The most bytes a response head may have. */
export const HEAD_LIMIT: number = 64 * 1024;

const LATIN1 = new TextDecoder("latin1");
const CR = 13;
const LF = 10;
const COLON = 58;

/** The parsed status line and headers of one response. */
export interface ResponseHead {
  /** The status code. */
  readonly status: number;
  /** How many bytes the head took, its empty line included. */
  readonly size: number;
  /** The `Content-Length`, or -1 without one. */
  readonly contentLength: number;
  /** Whether the body is in the chunked transfer coding. */
  readonly chunked: boolean;
  /** Whether the connection may be used again after this response. */
  readonly keepAlive: boolean;
  /**
   * Returns a header's value, several joined by `, `; `undefined` without one.
   *
   * @param name The header's name in lower case.
   */
  header(name: string): string | undefined;
}

/**
 * Parses a response head at the start of `bytes`, or returns `null` when its empty line is not there yet.
 *
 * @param bytes What the connection brought.
 * @throws {ProtocolError} When the bytes are not an HTTP/1.x head, or one that cannot be trusted.
 */
export function parseResponseHead(bytes: Uint8Array): ResponseHead | null {
  const length = bytes.length;
  if (length < 12) {
    if (length > 0 && !startsLikeHttp(bytes)) throw notHttp(bytes);
    return null;
  }
  const status = parseStatus(bytes);
  let contentLength = -1;
  let chunked = false;
  let keeps = bytes[7] === 49;
  let closes = false;
  let start = lineEnd(bytes, 12);
  while (true) {
    if (start === -1 || start >= length) return tooLong(length);
    const first = bytes[start]!;
    if (first === LF || first === CR) {
      const size = first === LF ? start + 1 : start + 2;
      if (size > length) return tooLong(length);
      if (bytes[size - 1] === LF) {
        tooLong(size);
        if (!chunked || contentLength === -1) {
          return new ParsedHead(status, size, contentLength, chunked, keeps && !closes, bytes);
        }
        throw refused("both a Content-Length and a Transfer-Encoding");
      }
    }
    const next = lineEnd(bytes, start);
    if (next === -1) return tooLong(length);
    const colon = headerName(bytes, start, next);
    switch (colon - start) {
      case 10:
        if (nameIs(bytes, start, "connection")) {
          for (const option of valueAt(bytes, colon, next).toLowerCase().split(",")) {
            const name = option.trim();
            if (name === "close") closes = true;
            else if (name === "keep-alive") keeps = true;
          }
        }
        break;
      case 14:
        if (nameIs(bytes, start, "content-length")) {
          const value = parseLength(bytes, colon + 1, next);
          if (contentLength !== -1 && contentLength !== value) {
            throw refused(`two different Content-Length headers, ${contentLength} and ${value}`);
          }
          contentLength = value;
        }
        break;
      case 17:
        if (nameIs(bytes, start, "transfer-encoding")) {
          const coding = valueAt(bytes, colon, next).toLowerCase();
          if (coding !== "chunked") throw refused(`the transfer coding ${quote(coding, 60)}`);
          if (chunked) throw refused("two Transfer-Encoding headers");
          chunked = true;
        }
        break;
    }
    start = next;
  }
}

/** Returns the value of a header line. */
function valueAt(bytes: Uint8Array, colon: number, next: number): string {
  return LATIN1.decode(bytes.subarray(colon + 1, next)).trim();
}

class ParsedHead implements ResponseHead {
  readonly status: number;
  readonly size: number;
  readonly contentLength: number;
  readonly chunked: boolean;
  readonly keepAlive: boolean;
  #bytes: Uint8Array | null;
  #text = "";

  constructor(
    status: number,
    size: number,
    contentLength: number,
    chunked: boolean,
    keepAlive: boolean,
    bytes: Uint8Array,
  ) {
    this.status = status;
    this.size = size;
    this.contentLength = contentLength;
    this.chunked = chunked;
    this.keepAlive = keepAlive;
    this.#bytes = bytes;
  }

  /** Looks for the lines of one name: of an answer's ten or so, few are asked for. */
  header(name: string): string | undefined {
    if (this.#bytes !== null) {
      this.#text = LATIN1.decode(this.#bytes.subarray(0, this.size));
      this.#bytes = null;
    }
    const text = this.#text;
    let value: string | undefined;
    let colon = 0;
    for (let end = text.indexOf("\n"); end !== -1;) {
      const start = end + 1;
      end = text.indexOf("\n", start);
      // Lines without a colon are not searched again and again.
      if (colon < start) colon = text.indexOf(":", start);
      if (colon === -1) break;
      if (colon - start !== name.length) continue;
      if (text.slice(start, colon).toLowerCase() !== name) continue;
      const one = text.slice(colon + 1, end).trim();
      value = value === undefined ? one : `${value}, ${one}`;
    }
    return value;
  }
}

/** Returns where the line after the one that holds `from` begins, or -1 without a line end. */
function lineEnd(bytes: Uint8Array, from: number): number {
  const length = bytes.length;
  for (let index = from; index < length; index++) {
    const byte = bytes[index]!;
    if ((byte >= 32 && byte !== 127) || byte === 9) continue;
    if (byte === LF) return index + 1;
    if (byte === CR) {
      if (index + 1 >= length) return -1;
      if (bytes[index + 1] === LF) return index + 2;
    }
    throw refused("a control character");
  }
  return -1;
}

/** Returns where the header line's colon is. */
function headerName(bytes: Uint8Array, start: number, end: number): number {
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    if (byte === COLON && index > start) return index;
    if (byte <= 32 || byte === COLON || byte >= 127) break;
  }
  const line = LATIN1.decode(bytes.subarray(start, end)).trimEnd();
  throw refused(`the header line ${quote(line, 60)}`);
}

/** Compares the name at `start` with a lower-case one of the same length. */
function nameIs(bytes: Uint8Array, start: number, name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    if ((bytes[start + index]! | 32) !== (name.charCodeAt(index) | 32)) return false;
  }
  return true;
}

/** Reads the digits between `start` and `end`, blanks around them aside. */
function parseLength(bytes: Uint8Array, start: number, end: number): number {
  let index = start;
  while (bytes[index] === 32 || bytes[index] === 9) index++;
  const first = index;
  let value = 0;
  for (; index < end; index++) {
    const digit = bytes[index]! - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const digits = index - first;
  while (index < end && bytes[index]! <= 32) index++;
  if (digits > 0 && digits <= 16 && index === end && Number.isSafeInteger(value)) return value;
  throw refused(
    `the Content-Length ${quote(LATIN1.decode(bytes.subarray(start, end)).trim(), 60)}`,
  );
}

function startsLikeHttp(bytes: Uint8Array): boolean {
  const start = "HTTP/1.";
  for (let index = 0; index < Math.min(bytes.length, start.length); index++) {
    if (bytes[index] !== start.charCodeAt(index)) return false;
  }
  return true;
}

function parseStatus(bytes: Uint8Array): number {
  const version = bytes[7]!;
  if (!startsLikeHttp(bytes) || (version !== 48 && version !== 49) || bytes[8] !== 32) {
    throw notHttp(bytes);
  }
  const behind = bytes[12];
  if (behind !== undefined && behind !== 32 && behind !== CR && behind !== LF) throw notHttp(bytes);
  const hundreds = bytes[9]! - 48;
  const tens = bytes[10]! - 48;
  const ones = bytes[11]! - 48;
  if (hundreds < 1 || hundreds > 9 || tens < 0 || tens > 9 || ones < 0 || ones > 9) {
    throw notHttp(bytes);
  }
  return hundreds * 100 + tens * 10 + ones;
}

function tooLong(length: number): null {
  if (length > HEAD_LIMIT) throw refused(`more than ${HEAD_LIMIT} bytes`);
  return null;
}

function refused(what: string): ProtocolError {
  return new ProtocolError(`Cannot read the response head: it has ${what}`);
}

function notHttp(bytes: Uint8Array): ProtocolError {
  const text = LATIN1.decode(bytes.subarray(0, 64));
  return new ProtocolError(
    `Cannot read the response head: the peer answered ${quote(text, 60)}, which is not HTTP/1.1`,
  );
}
