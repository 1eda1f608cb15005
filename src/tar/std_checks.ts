import { quote } from "../text/quote.ts";
import type { TarStreamOptions } from "./inputs.ts";
import { NAME, PREFIX } from "./layout.ts";
import { encodeText } from "./text.ts";

/** The most bytes of a path: a prefix, a slash and a name, one byte short of each field's end. */
const MAX_PATH = 256;
/** The digits of mode, user id and group id: a space and a zero byte follow them in the field. */
const ID_DIGITS = 6;
const TIME_DIGITS = 11;
const MAX_NAME_CHARACTERS = 31;
const MAX_DEVICE_CHARACTERS = 8;
/** The biggest size that twelve octal digits can say, one more than fits: 64 GiB. */
const MAX_SIZE = 8 ** 12;

/**
 * Checks what is said of an entry before it is written: what `@std/tar`'s function of this name
 * refuses, this one refuses, with an error of the same class. {@linkcode pack} writes more, by PAX
 * records.
 *
 * @param options What is said of the entry.
 * @throws {TypeError} When a number is negative or has more octal digits than its field (6 for mode, uid and gid, 11 for mtime), when a name has more than 31 characters or one beyond ASCII, or when a device's number has more than 8 characters.
 *
 * @example Usage
 * ```ts
 * import { assertValidTarStreamOptions } from "@longshore/docker/tar";
 *
 * assertValidTarStreamOptions({ mode: 0o644, mtime: 1234567890 });
 * ```
 */
export function assertValidTarStreamOptions(options: TarStreamOptions): void {
  checkNumber("mode", options.mode, ID_DIGITS);
  checkNumber("uid", options.uid, ID_DIGITS);
  checkNumber("gid", options.gid, ID_DIGITS);
  checkNumber("mtime", options.mtime, TIME_DIGITS);
  checkName("uname", options.uname);
  checkName("gname", options.gname);
  checkDevice("devmajor", options.devmajor);
  checkDevice("devminor", options.devminor);
}

/**
 * Checks a path before it is written: what `@std/tar`'s function of this name refuses, this one
 * refuses, with an error of the same class. {@linkcode TarStream} itself writes such a path in a PAX
 * record.
 *
 * @param path The path within the archive.
 * @throws {RangeError} When the path takes more than 256 bytes, or what follows its last slash more than 99.
 * @throws {TypeError} When no slash divides it in at most 155 bytes and at most 99.
 *
 * @example Usage
 * ```ts
 * import { assertValidPath } from "@longshore/docker/tar";
 *
 * assertValidPath("etc/motd");
 * ```
 */
export function assertValidPath(path: string): void {
  splitBytes(encodeText(path), path);
}

/**
 * Divides a path's bytes in what goes in the fields for prefix and name.
 *
 * @throws {RangeError} When it is too long.
 * @throws {TypeError} When no slash is where it could be divided.
 */
export function splitBytes(
  bytes: Uint8Array,
  path: string,
): { prefix: Uint8Array; name: Uint8Array } {
  const size = bytes.length;
  const room = NAME[1];
  if (size <= room) return { prefix: bytes.subarray(0, 0), name: bytes };
  if (size > MAX_PATH) {
    throw new RangeError(`${about(path)}: it takes ${size} bytes, the limit is ${MAX_PATH}`);
  }
  const last = Math.max(0, bytes.lastIndexOf(0x2f));
  if (size - last > room) {
    const problem = `what follows its last slash takes more than ${room - 1} bytes`;
    throw new RangeError(`${about(path)}: ${problem}`);
  }
  // The first slash that leaves no more than a name behind it.
  const slash = bytes.indexOf(0x2f, size - room);
  if (slash > PREFIX[1]) {
    const problem = `no slash divides it in at most ${PREFIX[1]} and ${room - 1} bytes`;
    throw new TypeError(`${about(path)}: ${problem}`);
  }
  return { prefix: bytes.subarray(0, slash), name: bytes.subarray(slash + 1) };
}

/**
 * Checks a file's size.
 *
 * @throws {RangeError} When it is no size, or more than 64 GiB.
 */
export function checkSize(path: string, size: number): void {
  if (size >= 0 && size <= MAX_SIZE) return;
  throw new RangeError(
    `Cannot write tar entry ${quote(path)}: size must be from 0 to ${MAX_SIZE}, not ${size}`,
  );
}

function about(path: string): string {
  return `Cannot write the path ${quote(path)}`;
}

function fail(name: string, accepted: string, value: unknown): never {
  const shown = typeof value === "string" ? quote(value) : String(value);
  throw new TypeError(
    `Cannot write a tar entry with these options: ${name} must be ${accepted}, not ${shown}`,
  );
}

function checkNumber(name: string, value: number | null | undefined, digits: number): void {
  if (value === undefined || value === null) return;
  if (typeof value === "number" && value >= 0 && value < 8 ** digits) return;
  fail(name, `a number of at most ${digits} octal digits`, value);
}

function checkName(name: string, value: string | null | undefined): void {
  if (value === undefined || value === null) return;
  // deno-lint-ignore no-control-regex
  const isShort = value.length <= MAX_NAME_CHARACTERS && /^[\x00-\x7f]*$/.test(value);
  if (!isShort) fail(name, `at most ${MAX_NAME_CHARACTERS} ASCII characters`, value);
}

function checkDevice(name: string, value: number | string | null | undefined): void {
  if (value === undefined || value === null) return;
  const digits = typeof value === "number" ? value.toString(8) : value;
  if (digits.length <= MAX_DEVICE_CHARACTERS) return;
  fail(name, `at most ${MAX_DEVICE_CHARACTERS} characters`, value);
}
