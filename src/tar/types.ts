/** What an entry of an archive stands for; `other` is a type that POSIX does not know. */
export type EntryType =
  | "file"
  | "directory"
  | "symlink"
  | "link"
  | "character-device"
  | "block-device"
  | "fifo"
  | "other";

/**
 * What an archive says of one entry: the fields of its header block, and where GNU or PAX headers
 * say more, their values in place of the block's. Has the fields of `@std/tar`'s headers.
 */
export interface TarHeader {
  /** The name as the block has it: cut where a GNU or PAX header holds all of it. */
  name: string;
  /** The permission bits with set-id and sticky bits. */
  mode: number;
  /** The owner's user id. */
  uid: number;
  /** The owner's group id. */
  gid: number;
  /** The size in bytes. */
  size: number;
  /** The time of the last change in seconds since 1970; PAX headers can give it a fraction. */
  mtime: number;
  /** The type's one character: `0` file, `1` hard link, `2` symlink, `5` directory ... */
  typeflag: string;
  /** What a symlink or hard link leads to, whole. */
  linkname: string;
  /** `ustar` and a zero byte or a space; empty in archives of the oldest format. */
  magic: string;
  /** `00` in ustar and PAX archives. */
  version: string;
  /** The owner's user name. */
  uname: string;
  /** The owner's group name. */
  gname: string;
  /** A device's major number in octal digits. */
  devmajor: string;
  /** A device's minor number in octal digits. */
  devminor: string;
  /** What the block has of a long name's first part. */
  prefix: string;
}

/** One entry as the {@linkcode Unpacker} finds it. */
export interface EntryInfo {
  /** The whole path, as the archive has it. */
  readonly path: string;
  /** What the entry stands for. */
  readonly type: EntryType;
  /** The size of the body in bytes; 0 for all that can have none. */
  readonly size: number;
  /** All that the archive says of the entry. */
  readonly header: TarHeader;
  /** Where the entry's first header begins, in bytes from the archive's start. */
  readonly offset: number;
  /** The PAX records that apply to the entry, global ones included; extended attributes aside. */
  readonly pax: ReadonlyMap<string, string>;
  /** The extended attributes by name, e.g. `security.capability`. */
  readonly xattrs: ReadonlyMap<string, Uint8Array>;
}

/**
 * One entry of an archive that is being read. Its body is read before the next entry is asked for,
 * or not at all.
 */
export interface TarEntry extends EntryInfo {
  /** The body as a stream; `undefined` for links, directories, devices and fifos. */
  readonly readable?: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
  /**
   * Reads the whole body.
   *
   * @returns The bytes, maybe a view of a bigger buffer.
   * @throws {TarError} When the archive is cut.
   * @throws {TypeError} When the body was taken before, or the reader went on to another entry.
   */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Reads the whole body as UTF-8 text.
   *
   * @throws {TarError} When the archive is cut.
   * @throws {TypeError} When the body was taken before, or the reader went on to another entry.
   */
  text(): Promise<string>;
}
