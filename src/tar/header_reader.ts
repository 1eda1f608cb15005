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
import { decodeField, decodeText } from "./text.ts";
import type { EntryType, TarHeader } from "./types.ts";

const EMPTY = "";
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
  const [start, length] = CHECKSUM;
  const stated = readNumber(block, CHECKSUM);
  let sum = length * 0x20;
  // Eight at a time: this is where most of the time for small entries goes.
  for (let at = 0; at < BLOCK_SIZE; at += 8) {
    sum += block[at]! + block[at + 1]! + block[at + 2]! + block[at + 3]! + block[at + 4]! +
      block[at + 5]! + block[at + 6]! + block[at + 7]!;
  }
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

/** Throws away the parse of a header: which field is no number. */
export type BadField = (field: string, text: string) => never;

/**
 * Reads a header block whose sum was checked.
 *
 * @param block The 512 bytes.
 * @param refuse Is called, and throws, when a field that must be a number is none.
 */
export function readHeader(block: Uint8Array, refuse: BadField): TarHeader {
  const number = (name: string, field: Field): number => {
    const value = readNumber(block, field);
    return value === null ? refuse(name, showField(block, field)) : value;
  };
  const [magicStart, magicLength] = MAGIC;
  const marked = block[magicStart] === 0x75; // "u" of "ustar"
  const magic = marked ? decodeText(block, magicStart, magicStart + magicLength) : EMPTY;
  const named = magic.startsWith("ustar");
  const posix = named && magic[5] === "\0";
  const flag = block[TYPEFLAG_OFFSET]!;
  return {
    name: decodeField(block, NAME),
    mode: number("mode", MODE),
    uid: number("uid", UID),
    gid: number("gid", GID),
    size: number("size", SIZE),
    mtime: number("mtime", MTIME),
    typeflag: flag === 0 ? "0" : String.fromCharCode(flag),
    linkname: block[LINKNAME[0]] === 0 ? EMPTY : decodeField(block, LINKNAME),
    magic: named ? magic : EMPTY,
    version: named ? decodeText(block, VERSION[0], VERSION[0] + VERSION[1]) : EMPTY,
    uname: named ? decodeField(block, UNAME) : EMPTY,
    gname: named ? decodeField(block, GNAME) : EMPTY,
    devmajor: named ? decodeField(block, DEVMAJOR) : EMPTY,
    devminor: named ? decodeField(block, DEVMINOR) : EMPTY,
    // GNU's own format has times and offsets where ustar has the prefix.
    prefix: posix ? decodeField(block, isStar(block) ? STAR_PREFIX : PREFIX) : EMPTY,
  };
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
  const [start, length] = STAR_MARK;
  return block[start] === 0x74 && decodeText(block, start, start + length) === "tar\0";
}

function showField(block: Uint8Array, [start, length]: Field): string {
  return JSON.stringify(decodeText(block, start, start + length).replace(/\0+$/, ""));
}
