import { ByteQueue } from "../bytes/queue.ts";
import { TarError } from "./errors.ts";
import {
  findChecksumProblem,
  isBodyless,
  isZeroBlock,
  readHeader,
  typeOf,
} from "./header_reader.ts";
import { BLOCK_SIZE, paddingOf } from "./layout.ts";
import {
  addGlobals,
  emptyGlobals,
  emptyRecords,
  joinRecords,
  type PaxRecords,
  readDecimal,
  readPaxRecords,
  readTime,
} from "./pax_reader.ts";
import { decodeText } from "./text.ts";
import type { EntryInfo, TarHeader } from "./types.ts";

/** How archives are read. */
export interface UnpackerOptions {
  /**
   * Takes the end of the bytes for the end of the archive. By default an archive must end with a
   * block of zeros at least: one that was cut between two entries would pass for a whole one.
   *
   * @default {false}
   */
  allowMissingEnd?: boolean;
  /**
   * The most bytes of long names and PAX headers that one entry, or all global headers, may have.
   *
   * @default {1048576}
   */
  maxExtendedSize?: number;
}

const MAX_EXTENDED_SIZE = 1024 * 1024;

/**
 * Reads an archive without any waiting: bytes are pushed in, entries and views of their bodies are
 * taken out, and where bytes are missing it says so. Each body is read or skipped before the next
 * entry.
 *
 * @example Usage
 * ```ts
 * import { pack, Unpacker } from "@longshore/docker/tar";
 *
 * const unpacker = new Unpacker();
 * for await (const chunk of pack([{ path: "a.txt", content: "hello" }])) unpacker.push(chunk);
 * unpacker.end();
 * const entry = unpacker.next();
 * if (typeof entry === "object") console.log(entry.path, unpacker.read());
 * ```
 */
export class Unpacker {
  readonly #queue = new ByteQueue();
  readonly #allowMissingEnd: boolean;
  readonly #maxExtendedSize: number;
  #ended = false;
  #finished = false;
  #zeroBlockAt = -1;
  #position = 0;
  #bodyLeft = 0;
  #paddingLeft = 0;
  #entry: EntryInfo | undefined;
  /** Where the first header of the entry that is being read begins; -1 before its first. */
  #entryOffset = -1;
  #extended: TarHeader | undefined;
  #extendedSize = 0;
  #globalSize = 0;
  #longName: string | undefined;
  #longLink: string | undefined;
  #local: PaxRecords | undefined;
  readonly #global = emptyGlobals();

  /**
   * Makes a reader for one archive.
   *
   * @param options How it is read.
   */
  constructor(options: UnpackerOptions = {}) {
    this.#allowMissingEnd = options.allowMissingEnd ?? false;
    this.#maxExtendedSize = options.maxExtendedSize ?? MAX_EXTENDED_SIZE;
  }

  /** How many bytes of the current entry's body were not taken yet. */
  get bodyLeft(): number {
    return this.#bodyLeft;
  }

  /** Adds bytes; views of them come out of `read`, so they must not change any more. */
  push(chunk: Uint8Array): void {
    // What follows the end is filling, or another archive: neither is kept.
    if (!this.#finished) this.#queue.push(chunk);
  }

  /** Says that there are no more bytes. */
  end(): void {
    this.#ended = true;
  }

  /**
   * Goes to the next entry, over what is left of the current one's body.
   *
   * @returns The entry, `more` when bytes are missing, or `end` after the last one.
   * @throws {TarError} When the archive is broken or cut.
   */
  next(): EntryInfo | "more" | "end" {
    while (!this.#finished) {
      if (!this.skip()) return "more";
      if (this.#extended !== undefined) {
        if (!this.#readExtended(this.#extended)) return "more";
        continue;
      }
      this.#entry = undefined;
      const start = this.#position;
      const block = this.#queue.take(BLOCK_SIZE);
      if (block === null) {
        if (!this.#ended) return "more";
        this.#finishAtEnd();
        break;
      }
      this.#position += BLOCK_SIZE;
      const entry = this.#readBlock(block, start);
      if (entry !== null) return entry;
    }
    return "end";
  }

  /**
   * Takes the next bytes of the current entry's body.
   *
   * @returns A view, or `null` when bytes are missing or, with `bodyLeft` at 0, none are left.
   * @throws {TarError} When the archive is cut.
   */
  read(): Uint8Array | null {
    const view = this.#queue.takeSome(this.#bodyLeft);
    if (view !== null) {
      this.#bodyLeft -= view.length;
      this.#position += view.length;
    } else if (this.#ended && this.#bodyLeft > 0) {
      this.#failCut(`${this.#bodyLeft} bytes before the end of its body`);
    }
    return view;
  }

  /**
   * Drops what is left of the current entry's body.
   *
   * @returns Whether all of it is gone; if not, bytes are missing.
   * @throws {TarError} When the archive is cut.
   */
  skip(): boolean {
    const fromBody = this.#queue.discard(this.#bodyLeft);
    this.#bodyLeft -= fromBody;
    this.#position += fromBody;
    if (this.#bodyLeft > 0) {
      if (this.#ended) this.#failCut(`${this.#bodyLeft} bytes before the end of its body`);
      return false;
    }
    const fromPadding = this.#queue.discard(this.#paddingLeft);
    this.#paddingLeft -= fromPadding;
    this.#position += fromPadding;
    if (this.#paddingLeft === 0) return true;
    if (this.#ended) {
      this.#failCut(`${this.#paddingLeft} bytes before the end of the block that its body fills`);
    }
    return false;
  }

  #readBlock(block: Uint8Array, start: number): EntryInfo | null {
    if (block[0] === 0 && isZeroBlock(block)) {
      this.#readZeroBlock(start);
      return null;
    }
    if (this.#zeroBlockAt !== -1) {
      throw new TarError("read", undefined, start, "more follows a lone block of zeros");
    }
    const checksumProblem = findChecksumProblem(block);
    if (checksumProblem !== null) throw new TarError("read", undefined, start, checksumProblem);
    if (this.#entryOffset === -1) this.#entryOffset = start;
    const header = readHeader(block, start, refuseField);
    switch (header.typeflag) {
      case "x":
      case "g":
      case "L":
      case "K":
      case "X": // Sun's name for "x"
        this.#beginExtended(header, start);
        return null;
      default:
        return this.#beginEntry(header);
    }
  }

  #beginExtended(header: TarHeader, start: number): void {
    const { size, name } = header;
    const global = header.typeflag === "g";
    const total = size + (global ? this.#globalSize : this.#extendedSize);
    if (size < 0) throw new TarError("read", name, start, `its size is negative: ${size}`);
    if (total > this.#maxExtendedSize) {
      const problem = `long names and PAX headers take ${total} bytes`;
      throw new TarError("read", name, start, `${problem}, the limit is ${this.#maxExtendedSize}`);
    }
    if (global) this.#globalSize = total;
    else this.#extendedSize = total;
    this.#extended = header;
  }

  #readExtended(header: TarHeader): boolean {
    const { size, typeflag } = header;
    const bytes = this.#queue.peek(size);
    if (bytes === null) {
      if (this.#ended) this.#failCut("inside a header with a long name or PAX records");
      return false;
    }
    this.#queue.discard(size);
    this.#position += size;
    this.#paddingLeft = paddingOf(size);
    this.#extended = undefined;
    if (typeflag === "L") this.#longName = decodeUpToZero(bytes);
    else if (typeflag === "K") this.#longLink = decodeUpToZero(bytes);
    else {
      const global = typeflag === "g";
      const records = global ? emptyRecords() : this.#local ??= emptyRecords();
      const problem = readPaxRecords(bytes, records);
      if (problem !== null) throw new TarError("read", header.name, this.#entryOffset, problem);
      if (global) addGlobals(this.#global, records);
      if (global && this.#extendedSize === 0) this.#entryOffset = -1;
    }
    return true;
  }

  #beginEntry(header: TarHeader): EntryInfo {
    const { pax, xattrs } = joinRecords(this.#global, this.#local);
    const offset = this.#entryOffset;
    const path = this.#longName ?? pax.get("path") ??
      (header.prefix === "" ? header.name : `${header.prefix}/${header.name}`);
    if (pax.size > 0) {
      applyRecords(header, pax, (problem) => {
        throw new TarError("read", path, offset, problem);
      });
    }
    if (this.#longLink !== undefined) header.linkname = this.#longLink;
    const problem = findUnreadable(header, pax);
    if (problem !== null) throw new TarError("read", path, offset, problem);
    const size = isBodyless(header.typeflag) ? 0 : header.size;
    const entry: EntryInfo = {
      path,
      type: typeOf(header, path),
      size,
      header,
      offset,
      pax,
      xattrs,
    };
    this.#entry = entry;
    this.#bodyLeft = size;
    this.#paddingLeft = paddingOf(size);
    this.#entryOffset = -1;
    this.#extendedSize = 0;
    this.#longName = undefined;
    this.#longLink = undefined;
    this.#local = undefined;
    return entry;
  }

  #readZeroBlock(start: number): void {
    if (this.#entryOffset !== -1) {
      throw new TarError(
        "read",
        undefined,
        this.#entryOffset,
        "the archive ends where the entry of a long name or PAX header should follow",
      );
    }
    if (this.#zeroBlockAt === -1) this.#zeroBlockAt = start;
    else this.#finish();
  }

  #finishAtEnd(): void {
    if (this.#queue.length > 0) {
      if (this.#zeroBlockAt === -1) this.#failCut("inside a header");
    } else if (this.#entryOffset !== -1) {
      this.#failCut("where the entry of a long name or PAX header should follow");
    } else if (this.#zeroBlockAt === -1 && !this.#allowMissingEnd) {
      this.#failCut("without the blocks of zeros that mark its end");
    }
    this.#finish();
  }

  #finish(): void {
    this.#finished = true;
    this.#queue.discard(this.#queue.length);
  }

  #failCut(where: string): never {
    const end = this.#position + this.#queue.length;
    const start = this.#entryOffset === -1 ? this.#position : this.#entryOffset;
    throw new TarError(
      "read",
      this.#entry?.path,
      this.#entry?.offset ?? start,
      `the archive was cut at byte ${end}, ${where}`,
    );
  }
}

function applyRecords(
  header: TarHeader,
  pax: ReadonlyMap<string, string>,
  fail: (problem: string) => never,
): void {
  const number = (key: string, read: (text: string) => number | null): number | undefined => {
    const text = pax.get(key);
    if (text === undefined) return undefined;
    return read(text) ?? fail(`PAX record "${key}" is not a number: ${JSON.stringify(text)}`);
  };
  header.size = number("size", readDecimal) ?? header.size;
  header.uid = number("uid", readDecimal) ?? header.uid;
  header.gid = number("gid", readDecimal) ?? header.gid;
  header.mtime = number("mtime", readTime) ?? header.mtime;
  header.linkname = pax.get("linkpath") ?? header.linkname;
  header.uname = pax.get("uname") ?? header.uname;
  header.gname = pax.get("gname") ?? header.gname;
}

/** Tells why an entry cannot be read, or returns `null`. */
function findUnreadable(header: TarHeader, pax: ReadonlyMap<string, string>): string | null {
  const { size, typeflag } = header;
  if (size < 0) return `its size is negative: ${size}`;
  const isSparse = typeflag === "S" ||
    pax.size > 0 && SPARSE_RECORDS.some((record) => pax.has(record));
  if (isSparse) {
    return "sparse files are not supported; write the archive without them, e.g. without --sparse";
  }
  return typeflag === "M" ? "it continues a file that begins in another archive" : null;
}

const SPARSE_RECORDS = ["GNU.sparse.major", "GNU.sparse.size", "SCHILY.realsize"];

/** Throws the parse of a header away in which a field is no number. */
function refuseField(block: Uint8Array, start: number, field: string, text: string): never {
  const name = readHeaderName(block);
  throw new TarError("read", name, start, `field "${field}" is not a number: ${text}`);
}

function decodeUpToZero(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  return decodeText(bytes, 0, zero === -1 ? bytes.length : zero);
}

function readHeaderName(block: Uint8Array): string {
  return decodeUpToZero(block.subarray(0, 100));
}
