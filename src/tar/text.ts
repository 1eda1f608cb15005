import { encodeRawName, isRawName } from "../text/raw_name.ts";
import type { Field } from "./layout.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Encodes a text as UTF-8; a name of a file that is not, as it is. */
export function encodeText(text: string): Uint8Array {
  return isRawName(text) ? encodeRawName(text) : encoder.encode(text);
}

/** Texts up to this length are made of their codes: to call the decoder takes longer. */
const SHORT = 160;
/** A list of codes for each length: to make one anew, or another length, costs more than to fill it. */
const codesOf: number[][] = [];

/**
 * Decodes UTF-8. Bytes that are not UTF-8 become one character each, of the same number, so that
 * different names stay different.
 *
 * @param bytes The bytes to decode.
 * @param start The first byte.
 * @param end The byte to stop before.
 */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length > SHORT) return decodeLong(bytes.subarray(start, end));
  const codes = codesOf[length] ??= new Array<number>(length).fill(0);
  let all = 0;
  for (let index = 0; index < length; index++) all |= codes[index] = bytes[start + index]!;
  return all > 0x7f ? decodeLong(bytes.subarray(start, end)) : String.fromCharCode(...codes);
}

/** Decodes a field up to its first zero byte. */
export function decodeField(block: Uint8Array, field: Field): string {
  const start = field[0];
  const limit = start + field[1];
  let end = start;
  while (end < limit && block[end] !== 0) end++;
  return end === start ? "" : decodeText(block, start, end);
}

/** A field that says the same in most headers: it is decoded only where it says something else. */
export class RepeatedField {
  readonly #field: Field;
  readonly #bytes: Uint8Array;
  #text = "";

  /** @param field Where it is. */
  constructor(field: Field) {
    this.#field = field;
    this.#bytes = new Uint8Array(field[1]);
  }

  /** Decodes the field of a block up to its first zero byte. */
  decode(block: Uint8Array): string {
    const start = this.#field[0];
    const bytes = this.#bytes;
    for (let index = 0; index < bytes.length; index++) {
      const byte = block[start + index];
      if (byte !== bytes[index]) {
        bytes.set(block.subarray(start, start + bytes.length));
        return this.#text = decodeField(block, this.#field);
      }
      if (byte === 0) break;
    }
    return this.#text;
  }
}

/** Tells whether a text has no character beyond ASCII. */
export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}

function decodeLong(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return text;
  }
}
