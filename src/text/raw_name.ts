/** A half of a character without the other, which stands for a byte. */
const RAW = /[\udc80-\udcff]/u;
const UTF8 = new TextEncoder();
const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Tells whether a name is not valid UTF-8: bytes that are none stand in it as the lone halves of
 * characters `\udc80` to `\udcff`, so that they can be told apart and written again.
 */
export function isRawName(name: string): boolean {
  return RAW.test(name);
}

/** Writes a name as the bytes that it was read from. */
export function encodeRawName(name: string): Uint8Array<ArrayBuffer> {
  if (!isRawName(name)) return UTF8.encode(name);
  const bytes: number[] = [];
  for (const character of name) {
    if (RAW.test(character)) bytes.push(character.charCodeAt(0) - 0xdc00);
    else bytes.push(...UTF8.encode(character));
  }
  return new Uint8Array(bytes);
}

/** Reads the bytes of a name. */
export function decodeRawName(bytes: Uint8Array): string {
  let name = "";
  for (let index = 0; index < bytes.length;) {
    const size = sizeOfCharacter(bytes, index);
    if (size === 0) name += String.fromCharCode(0xdc00 + bytes[index]!);
    else name += STRICT.decode(bytes.subarray(index, index + size));
    index += size || 1;
  }
  return name;
}

/** How many bytes the character there has; 0 when there is none. */
function sizeOfCharacter(bytes: Uint8Array, index: number): number {
  const first = bytes[index]!;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  // Too long a form, halves of characters, and what is beyond the last one are told by the second byte.
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[index + 1] ?? 0;
  if (second < least || second > most) return 0;
  for (let next = index + 2; next < index + size; next++) {
    if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return size;
}
