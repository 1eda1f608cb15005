import { stripEnd } from "../bytes/strip_end.ts";
import {
  BLOCK_SIZE,
  CHECKSUM,
  DEVMAJOR,
  DEVMINOR,
  type Field,
  GID,
  GNAME,
  LINKNAME,
  MAGIC,
  MODE,
  MTIME,
  NAME,
  PREFIX,
  SIZE,
  STAR_MARK,
  STAR_PREFIX,
  TYPEFLAG_OFFSET,
  UID,
  UNAME,
  VERSION,
} from "./layout.ts";
import { readNumber } from "./number_fields.ts";
import { decodeField, decodeText, RepeatedField } from "./text.ts";
import type { EntryType, TarHeader } from "./types.ts";

const EMPTY = "";
const USTAR = "ustar\0";
const GNU = "ustar ";
// The owner of one entry is the owner of most, and few are devices.
const uname = new RepeatedField(UNAME);
const gname = new RepeatedField(GNAME);
const devmajor = new RepeatedField(DEVMAJOR);
const devminor = new RepeatedField(DEVMINOR);
const TYPES: Record<string, EntryType> = {
  "0": "file",
  "1": "link",
  "2": "symlink",
  "3": "character-device",
  "4": "block-device",
  "5": "directory",
  "6": "fifo",
  "7": "file", // a contiguous file, of systems long gone
  "D": "directory", // GNU's, with a list of names for a body
};

/** Tells whether a block is all zeros, as the two blocks at an archive's end are. */
export function isZeroBlock(block: Uint8Array): boolean {
  for (let index = 0; index < BLOCK_SIZE; index++) {
    if (block[index] !== 0) return false;
  }
  return true;
}

/**
 * Checks a header's sum.
 *
 * @returns What is wrong with it, or `null`.
 */
export function findChecksumProblem(block: Uint8Array): string | null {
  const start = CHECKSUM[0];
  const length = CHECKSUM[1];
  const stated = readNumber(block, CHECKSUM);
  let sum = length * 0x20 + sumOf(block);
  for (let index = start; index < start + length; index++) sum -= block[index]!;
  if (stated === sum) return null;
  // Some early programs took bytes for signed ones.
  let signed = sum;
  for (let index = 0; index < BLOCK_SIZE; index++) {
    if (block[index]! > 0x7f && (index < start || index >= start + length)) signed -= 256;
  }
  if (stated === signed) return null;
  return stated === null
    ? `header checksum ${showField(block, CHECKSUM)} is not a number`
    : `header checksum is ${stated}, but its bytes add up to ${sum}`;
}

/** A copy of the block whose bytes are added up, to be read in words. */
const copy = new Uint8Array(BLOCK_SIZE);
const words = new Int32Array(copy.buffer);
/** The first and third byte of a word. */
const HALVES = 0x00ff00ff;

/** Adds a block's bytes up, 16 at a time: most of a header is zeros. */
function sumOf(block: Uint8Array): number {
  copy.set(block);
  let even = 0;
  let odd = 0;
  for (let at = 0; at < words.length; at += 4) {
    const a = words[at]!;
    const b = words[at + 1]!;
    const c = words[at + 2]!;
    const d = words[at + 3]!;
    if ((a | b | c | d) === 0) continue;
    even += (a & HALVES) + (b & HALVES) + (c & HALVES) + (d & HALVES);
    odd += ((a >>> 8) & HALVES) + ((b >>> 8) & HALVES) + ((c >>> 8) & HALVES) +
      ((d >>> 8) & HALVES);
  }
  // Each half has the sum of 128 bytes at most: none has run over into the other.
  return (even & 0xffff) + (even >>> 16) + (odd & 0xffff) + (odd >>> 16);
}

/** Throws away the parse of a block that begins at `start`, and says which field is no number. */
export type BadField = (block: Uint8Array, start: number, field: string, text: string) => never;

/**
 * Reads a header block whose sum was checked.
 *
 * @param block The 512 bytes.
 * @param start Where it begins, in bytes from the archive's start.
 * @param refuse Is called, and throws, when a field that must be a number is none.
 */
export function readHeader(block: Uint8Array, start: number, refuse: BadField): TarHeader {
  const magic = readMagic(block);
  const named = magic !== EMPTY;
  const posix = magic === USTAR;
  const flag = block[TYPEFLAG_OFFSET]!;
  return {
    name: decodeField(block, NAME),
    mode: readNumber(block, MODE) ?? refuse(block, start, "mode", showField(block, MODE)),
    uid: readNumber(block, UID) ?? refuse(block, start, "uid", showField(block, UID)),
    gid: readNumber(block, GID) ?? refuse(block, start, "gid", showField(block, GID)),
    size: readNumber(block, SIZE) ?? refuse(block, start, "size", showField(block, SIZE)),
    mtime: readNumber(block, MTIME) ?? refuse(block, start, "mtime", showField(block, MTIME)),
    typeflag: flag === 0 ? "0" : String.fromCharCode(flag),
    linkname: decodeField(block, LINKNAME),
    magic,
    version: named ? readVersion(block) : EMPTY,
    uname: named ? uname.decode(block) : EMPTY,
    gname: named ? gname.decode(block) : EMPTY,
    devmajor: named ? devmajor.decode(block) : EMPTY,
    devminor: named ? devminor.decode(block) : EMPTY,
    // GNU's own format has times and offsets where ustar has the prefix.
    prefix: posix ? decodeField(block, isStar(block) ? STAR_PREFIX : PREFIX) : EMPTY,
  };
}

/** Reads the mark of ustar and GNU archives; empty where there is none. */
function readMagic(block: Uint8Array): string {
  const start = MAGIC[0];
  const length = MAGIC[1];
  for (let index = 0; index < length - 1; index++) {
    if (block[start + index] !== USTAR.charCodeAt(index)) return EMPTY;
  }
  const last = block[start + length - 1];
  return last === 0 ? USTAR : last === 0x20 ? GNU : decodeText(block, start, start + length);
}

function readVersion(block: Uint8Array): string {
  const start = VERSION[0];
  if (block[start] === 0x30 && block[start + 1] === 0x30) return "00";
  return decodeText(block, start, start + VERSION[1]);
}

/**
 * Tells what an entry stands for.
 *
 * @param header The entry's header.
 * @param path The entry's whole path.
 */
export function typeOf(header: TarHeader, path: string): EntryType {
  // Before ustar, a slash at the end was the only sign of a directory.
  if (header.typeflag === "0" && header.magic === EMPTY && path.endsWith("/")) return "directory";
  return TYPES[header.typeflag] ?? "other";
}

/** Tells whether entries of a type have no body, whatever size their header states. */
export function isBodyless(typeflag: string): boolean {
  return typeflag >= "1" && typeflag <= "6";
}

function isStar(block: Uint8Array): boolean {
  const start = STAR_MARK[0];
  return block[start] === 0x74 && decodeText(block, start, start + STAR_MARK[1]) === "tar\0";
}

function showField(block: Uint8Array, [start, length]: Field): string {
  return JSON.stringify(stripEnd(decodeText(block, start, start + length), "\0"));
}
