import type { CheckedHead } from "./entry_head.ts";
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
  MAX_OCTAL_11,
  MAX_OCTAL_7,
  MODE,
  MTIME,
  NAME,
  paddingOf,
  PREFIX,
  SIZE,
  TYPEFLAG_OFFSET,
  UID,
  UNAME,
} from "./layout.ts";
import { writeOctal } from "./number_fields.ts";
import { formatTime, PaxWriter } from "./pax_writer.ts";
import { isAscii } from "./text.ts";

const SLAB_SIZE = 64 * BLOCK_SIZE;

const TYPEFLAGS: Record<CheckedHead["type"], string> = {
  "file": "0",
  "link": "1",
  "symlink": "2",
  "character-device": "3",
  "block-device": "4",
  "directory": "5",
  "fifo": "6",
};

/** Writes the header of an entry: one block, and before it a PAX header where a block cannot say it. */
export function writeHeader(head: CheckedHead): Uint8Array {
  const { path, linkname, size, uid, gid, mtime, uname, gname } = head;
  const isShort = path.length <= NAME[1] && isAscii(path);
  if (isShort && isPlain(head)) {
    const block = takeBlock();
    writeBlock(block, head, "", path);
    return block;
  }
  const pax = new PaxWriter();
  const split = isShort ? ["", path] as const : splitPath(path);
  if (split === null) pax.add("path", path);
  if (!fits(linkname, LINKNAME, 0)) pax.add("linkpath", linkname);
  if (size > MAX_OCTAL_11) pax.add("size", String(size));
  if (uid > MAX_OCTAL_7) pax.add("uid", String(uid));
  if (gid > MAX_OCTAL_7) pax.add("gid", String(gid));
  if (!fits(uname, UNAME, 1)) pax.add("uname", uname);
  if (!fits(gname, GNAME, 1)) pax.add("gname", gname);
  if (!Number.isInteger(mtime) || mtime < 0 || mtime > MAX_OCTAL_11) {
    pax.add("mtime", formatTime(mtime));
  }
  for (const [name, value] of head.xattrs) pax.add(`SCHILY.xattr.${name}`, value);
  const [prefix, name] = split ?? ["", replaceBeyondAscii(path, NAME[1])];
  if (pax.isEmpty) {
    const block = takeBlock();
    writeBlock(block, head, prefix, name);
    return block;
  }
  return writeWithPax(pax.finish(), head, prefix, name);
}

/** Headers are cut from a larger piece, for memory of their own would cost more than to fill it. */
let slab = new Uint8Array(0);

function takeBlock(): Uint8Array {
  if (slab.length === 0) slab = new Uint8Array(SLAB_SIZE);
  const block = slab.subarray(0, BLOCK_SIZE);
  slab = slab.subarray(BLOCK_SIZE);
  return block;
}

/** Tells whether a block can say all but the path, in the most common of cases. */
function isPlain(head: CheckedHead): boolean {
  const { size, uid, gid, mtime, linkname, uname, gname, xattrs } = head;
  return linkname === "" && uname === "" && gname === "" && xattrs.length === 0 &&
    size <= MAX_OCTAL_11 && uid <= MAX_OCTAL_7 && gid <= MAX_OCTAL_7 && Number.isInteger(mtime) &&
    mtime >= 0 && mtime <= MAX_OCTAL_11;
}

function writeWithPax(
  records: Uint8Array,
  head: CheckedHead,
  prefix: string,
  name: string,
): Uint8Array {
  const body = records.length + paddingOf(records.length);
  const bytes = new Uint8Array(BLOCK_SIZE + body + BLOCK_SIZE);
  const paxName = `PaxHeaders/${name.replace(/\/$/, "").split("/").at(-1)}`.slice(0, NAME[1]);
  const paxHead: CheckedHead = {
    ...EMPTY_HEAD,
    size: records.length,
    mtime: clamp(head.mtime, MAX_OCTAL_11),
  };
  writeBlock(bytes.subarray(0, BLOCK_SIZE), paxHead, "", paxName, "x");
  bytes.set(records, BLOCK_SIZE);
  writeBlock(bytes.subarray(BLOCK_SIZE + body), head, prefix, name);
  return bytes;
}

const EMPTY_HEAD: CheckedHead = {
  type: "file",
  path: "",
  size: 0,
  linkname: "",
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime: 0,
  uname: "",
  gname: "",
  devmajor: 0,
  devminor: 0,
  xattrs: [],
};

function writeBlock(
  block: Uint8Array,
  head: CheckedHead,
  prefix: string,
  name: string,
  typeflag: string = TYPEFLAGS[head.type],
): void {
  writeAscii(block, NAME, name);
  writeOctal(block, MODE, head.mode);
  writeOctal(block, UID, head.uid > MAX_OCTAL_7 ? 0 : head.uid);
  writeOctal(block, GID, head.gid > MAX_OCTAL_7 ? 0 : head.gid);
  writeOctal(block, SIZE, head.size > MAX_OCTAL_11 ? 0 : head.size);
  writeOctal(block, MTIME, clamp(head.mtime, MAX_OCTAL_11));
  block[TYPEFLAG_OFFSET] = typeflag.charCodeAt(0);
  writeAscii(block, LINKNAME, replaceBeyondAscii(head.linkname, LINKNAME[1]));
  writeAscii(block, MAGIC, "ustar\0" + "00");
  if (fits(head.uname, UNAME, 1)) writeAscii(block, UNAME, head.uname);
  if (fits(head.gname, GNAME, 1)) writeAscii(block, GNAME, head.gname);
  writeOctal(block, DEVMAJOR, head.devmajor);
  writeOctal(block, DEVMINOR, head.devminor);
  writeAscii(block, PREFIX, prefix);
  let sum = CHECKSUM[1] * 0x20;
  for (let index = 0; index < BLOCK_SIZE; index++) sum += block[index]!;
  // Six digits, a zero byte and a space, as the oldest programs have it.
  writeOctal(block, [CHECKSUM[0], CHECKSUM[1] - 1], sum);
  block[CHECKSUM[0] + CHECKSUM[1] - 1] = 0x20;
}

/** Splits a path into prefix and name as ustar has them, or returns `null` if it has no room. */
function splitPath(path: string): [prefix: string, name: string] | null {
  if (path.length > PREFIX[1] + 1 + NAME[1] || !isAscii(path)) return null;
  const slash = path.indexOf("/", path.length - NAME[1] - 1);
  if (slash < 1 || slash > PREFIX[1] || slash === path.length - 1) return null;
  return [path.slice(0, slash), path.slice(slash + 1)];
}

function fits(text: string, field: Field, zeroBytes: number): boolean {
  return text.length <= field[1] - zeroBytes && isAscii(text);
}

function clamp(mtime: number, max: number): number {
  return Math.min(Math.max(Math.floor(mtime), 0), max);
}

/** Makes of a text what a reader without PAX can use: ASCII, cut; a slash at its end stays. */
function replaceBeyondAscii(text: string, length: number): string {
  if (text.length <= length && isAscii(text)) return text;
  // deno-lint-ignore no-control-regex
  const ascii = text.replace(/[^\x00-\x7f]/gu, "_");
  if (ascii.length <= length) return ascii;
  return ascii.endsWith("/") ? `${ascii.slice(0, length - 1)}/` : ascii.slice(0, length);
}

function writeAscii(block: Uint8Array, field: Field, text: string): void {
  for (let index = 0; index < text.length; index++) {
    block[field[0] + index] = text.charCodeAt(index);
  }
}
