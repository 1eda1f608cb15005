import { quote } from "../text/quote.ts";
import type { TarStreamOptions } from "./inputs.ts";
import { MAX_OCTAL_7 } from "./layout.ts";
import { encodeText } from "./text.ts";
import type { EntryType } from "./types.ts";

/** What {@linkcode Packer.header} is told of an entry. */
export interface EntryHead {
  /** The kind of entry. */
  type: Exclude<EntryType, "other">;
  /** The path within the archive, with slashes. */
  path: string;
  /** The exact size of the body in bytes; of files only, 0 by default. */
  size?: number;
  /** What a symlink or hard link leads to. */
  linkname?: string;
  /** What else is said of the entry. */
  options?: TarStreamOptions | undefined;
}

/** An entry's head, checked and without gaps. */
export interface CheckedHead {
  type: Exclude<EntryType, "other">;
  path: string;
  size: number;
  linkname: string;
  mode: number;
  uid: number;
  gid: number;
  mtime: number;
  uname: string;
  gname: string;
  devmajor: number;
  devminor: number;
  xattrs: [name: string, value: Uint8Array][];
}

const NO_OPTIONS: TarStreamOptions = {};
const NO_XATTRS: [string, Uint8Array][] = [];
const MODES: Record<EntryHead["type"], number> = {
  "file": 0o644,
  "directory": 0o755,
  "symlink": 0o777,
  "link": 0o644,
  "character-device": 0o644,
  "block-device": 0o644,
  "fifo": 0o644,
};

/** Checks what is to be written of an entry and fills in what was left out. */
export function checkHead(head: EntryHead): CheckedHead {
  const { type, options = NO_OPTIONS } = head;
  const { path: given } = head;
  const fail = (problem: string): TypeError =>
    new TypeError(`Cannot write tar entry ${quote(String(given))}: ${problem}`);
  if (!Object.hasOwn(MODES, type)) {
    throw fail(`type ${quote(String(type))} is not one of ${Object.keys(MODES).join(", ")}`);
  }
  checkText(fail, "path", given);
  if (given === "") throw fail("path is empty");
  const slashed = given.endsWith("/");
  if (slashed && type !== "directory") throw fail("only a directory's path may end with a slash");
  const isLink = type === "symlink" || type === "link";
  if (isLink && !head.linkname) throw fail("linkname is missing");
  const { linkname = "" } = head;
  const { uname = "", gname = "" } = options;
  checkText(fail, "linkname", linkname);
  checkText(fail, "uname", uname);
  checkText(fail, "gname", gname);
  const mtime = options.mtime ?? 0;
  if (!(Math.abs(mtime) <= Number.MAX_SAFE_INTEGER)) {
    throw range(given, "mtime", "a number of seconds", mtime);
  }
  const isDevice = type === "character-device" || type === "block-device";
  return {
    type,
    path: type === "directory" && !slashed ? `${given}/` : given,
    size: type === "file" ? checkCount(given, "size", head.size ?? 0) : 0,
    linkname: isLink ? linkname : "",
    mode: checkCount(given, "mode", options.mode ?? MODES[type], MAX_OCTAL_7),
    uid: checkCount(given, "uid", options.uid ?? 0),
    gid: checkCount(given, "gid", options.gid ?? 0),
    mtime,
    uname,
    gname,
    devmajor: isDevice ? checkDevice(given, "devmajor", options.devmajor) : 0,
    devminor: isDevice ? checkDevice(given, "devminor", options.devminor) : 0,
    xattrs: options.xattrs === undefined ? NO_XATTRS : checkXattrs(fail, options.xattrs),
  };
}

function checkText(fail: (problem: string) => TypeError, name: string, value: unknown): void {
  if (typeof value !== "string") throw fail(`${name} is not a string`);
  if (value.includes("\0")) throw fail(`${name} has a zero byte in it`);
}

function range(path: string, name: string, accepted: string, value: unknown): RangeError {
  return new RangeError(
    `Cannot write tar entry ${quote(path)}: ${name} must be ${accepted}, not ${value}`,
  );
}

function checkCount(
  path: string,
  name: string,
  value: number,
  max: number = Number.MAX_SAFE_INTEGER,
): number {
  if (Number.isSafeInteger(value) && value >= 0 && value <= max) return value;
  throw range(path, name, `a whole number from 0 to ${max}`, value);
}

function checkDevice(path: string, name: string, value: number | string = 0): number {
  if (typeof value === "number") return checkCount(path, name, value, MAX_OCTAL_7);
  if (/^[0-7]{0,7}$/.test(value)) return value === "" ? 0 : parseInt(value, 8);
  throw range(path, name, "at most 7 octal digits", quote(value));
}

function checkXattrs(
  fail: (problem: string) => TypeError,
  xattrs: NonNullable<TarStreamOptions["xattrs"]>,
): [string, Uint8Array][] {
  const entries = xattrs instanceof Map
    ? [...xattrs as ReadonlyMap<string, string | Uint8Array>]
    : Object.entries(xattrs as Record<string, string | Uint8Array>);
  return entries.map(([name, value]): [string, Uint8Array] => {
    if (name === "" || /[=\0]/.test(name)) {
      throw fail(`extended attribute name ${quote(name)} is empty or has "=" or a zero byte in it`);
    }
    return [name, typeof value === "string" ? encodeText(value) : value];
  }).sort(([a], [b]) => a < b ? -1 : 1);
}
