/**
 * The floor: the shortest hand-written loops that write and read an archive. They know one kind of
 * entry, trust every field and check nothing.
 *
 * @module
 */

const encoder = new TextEncoder();
const ZEROS = new Uint8Array(1024);

/** Writes files of one content, one header and one body at a time. */
export function packByHand(
  paths: string[],
  body: Uint8Array,
  use: (bytes: Uint8Array) => number,
): number {
  const fixed = new Uint8Array(512);
  const set = (text: string, offset: number): void => fixed.set(encoder.encode(text), offset);
  set("0000644\0" + "0000000\0" + "0000000\0", 100);
  set(`${body.length.toString(8).padStart(11, "0")}\0${"0".repeat(11)}\0`, 124);
  set("        0", 148);
  set("ustar\0" + "00", 257);
  let fixedSum = 0;
  for (const byte of fixed) fixedSum += byte;
  let sum = 0;
  for (const path of paths) {
    const block = fixed.slice();
    let checksum = fixedSum;
    for (let index = 0; index < path.length; index++) {
      checksum += block[index] = path.charCodeAt(index);
    }
    for (let index = 153; index >= 148; index--) {
      block[index] = 48 + (checksum & 7);
      checksum >>= 3;
    }
    block[154] = 0;
    sum += use(block) + use(body) + use(ZEROS.subarray(0, -body.length & 511));
  }
  return sum + use(ZEROS);
}

/** Reads the bodies of an archive in pieces. */
export function unpackByHand(
  pieces: Uint8Array[],
  use: (bytes: Uint8Array) => number,
): number {
  const header = new Uint8Array(512);
  let filled = 0;
  let left = 0;
  let padding = 0;
  let sum = 0;
  for (const piece of pieces) {
    let offset = 0;
    while (offset < piece.length) {
      if (left > 0) {
        const part = piece.subarray(offset, offset + left);
        left -= part.length;
        offset += part.length;
        sum += use(part);
      } else if (padding > 0) {
        const skipped = Math.min(padding, piece.length - offset);
        padding -= skipped;
        offset += skipped;
      } else {
        const part = piece.subarray(offset, offset + 512 - filled);
        header.set(part, filled);
        filled += part.length;
        offset += part.length;
        if (filled < 512) continue;
        filled = 0;
        if (header[0] === 0) return sum;
        let size = 0;
        for (let index = 124; index < 135; index++) size = size * 8 + header[index]! - 48;
        left = size;
        padding = -size & 511;
      }
    }
  }
  return sum;
}
