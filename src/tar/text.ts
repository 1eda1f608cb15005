const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Encodes a text as UTF-8. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * Decodes UTF-8. Bytes that are not UTF-8 become one character each, of the same number, so that
 * different names stay different.
 *
 * @param bytes The bytes to decode.
 * @param start The first byte.
 * @param end The byte to stop before.
 */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    if (byte > 0x7f) return decodeBeyondAscii(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Decodes a field up to its first zero byte. */
export function decodeField(block: Uint8Array, field: readonly [number, number]): string {
  const [start, length] = field;
  let end = start;
  while (end < start + length && block[end] !== 0) end++;
  return end === start ? "" : decodeText(block, start, end);
}

/** Tells whether a text has no character beyond ASCII. */
export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}

function decodeBeyondAscii(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return text;
  }
}
