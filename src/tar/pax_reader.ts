import { EntryRecords, GlobalRecords } from "./global_records.ts";
import { decodeText } from "./text.ts";

/** What one PAX header holds. */
export interface PaxRecords {
  /** The records as text; an empty value takes back a global one. */
  readonly texts: Map<string, string>;
  /** The extended attributes, whose values may be any bytes. */
  readonly xattrs: Map<string, Uint8Array>;
}

const XATTR_PREFIX = "SCHILY.xattr.";
const NONE: EntryPax = { pax: new Map(), xattrs: new Map() };
const NO_ZERO_BYTE = new Set(["path", "linkpath", "uname", "gname"]);

/** Makes an empty set of records. */
export function emptyRecords(): PaxRecords {
  return { texts: new Map(), xattrs: new Map() };
}

/**
 * Reads the body of a PAX header, `<length> <key>=<value>\n` again and again.
 *
 * @param bytes The whole body.
 * @param into The records to add to.
 * @returns What is wrong with the body, or `null`.
 */
export function readPaxRecords(bytes: Uint8Array, into: PaxRecords): string | null {
  let start = 0;
  while (start < bytes.length) {
    let index = start;
    let length = 0;
    while (isDigit(bytes[index])) length = length * 10 + bytes[index++]! - 48;
    const end = start + length;
    if (index === start || bytes[index] !== 0x20 || end > bytes.length || end <= index + 1) {
      return `PAX record at byte ${start} of its header has a wrong length`;
    }
    const equals = bytes.indexOf(0x3d, index + 1);
    if (equals === -1 || equals >= end || equals === index + 1 || bytes[end - 1] !== 0x0a) {
      return `PAX record at byte ${start} of its header is not of the form "length key=value"`;
    }
    const key = decodeText(bytes, index + 1, equals);
    if (key.startsWith(XATTR_PREFIX)) {
      // Not `slice`: of a Buffer that would be a view.
      into.xattrs.set(
        key.slice(XATTR_PREFIX.length),
        new Uint8Array(bytes.subarray(equals + 1, end - 1)),
      );
    } else {
      const value = decodeText(bytes, equals + 1, end - 1);
      if (NO_ZERO_BYTE.has(key) && value.includes("\0")) {
        return `PAX record "${key}" has a zero byte in it`;
      }
      into.texts.set(key, value);
    }
    start = end;
  }
  return null;
}

/** The records of global headers. */
export interface GlobalPax {
  readonly texts: GlobalRecords<string>;
  readonly xattrs: GlobalRecords<Uint8Array>;
}

/** What applies to one entry. */
export interface EntryPax {
  readonly pax: ReadonlyMap<string, string>;
  readonly xattrs: ReadonlyMap<string, Uint8Array>;
}

/** Makes an empty set of global records. */
export function emptyGlobals(): GlobalPax {
  return { texts: new GlobalRecords(), xattrs: new GlobalRecords() };
}

/** Adds the records of one more global header. */
export function addGlobals(global: GlobalPax, records: PaxRecords): void {
  global.texts.add(emptyAsNone(records.texts));
  global.xattrs.add(records.xattrs);
}

/**
 * Joins the records that apply to all entries with those of one, if it has any.
 *
 * @param global The records of global headers.
 * @param local The entry's own.
 */
export function joinRecords(global: GlobalPax, local: PaxRecords | undefined): EntryPax {
  if (global.texts.version === 0 && local === undefined) return NONE;
  return {
    pax: new EntryRecords(global.texts, local?.texts),
    xattrs: new EntryRecords(global.xattrs, local?.xattrs),
  };
}

function* emptyAsNone(texts: ReadonlyMap<string, string>): Iterable<[string, string | undefined]> {
  for (const [key, text] of texts) yield [key, text === "" ? undefined : text];
}

/** Reads a count or id: decimal digits only. Returns `null` for all else. */
export function readDecimal(text: string): number | null {
  if (!/^\d{1,16}$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** Reads a time: decimal digits, maybe a sign and a fraction. Returns `null` for all else. */
export function readTime(text: string): number | null {
  return /^-?\d{1,16}(\.\d*)?$/.test(text) ? Number(text) : null;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}
