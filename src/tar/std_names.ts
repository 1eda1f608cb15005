import type { TarEntry } from "./types.ts";

/** What `@std/tar` calls the header of the oldest format, which knows neither names nor prefix. */
export interface OldStyleFormat {
  /** The entry's name. */
  name: string;
  /** The permission bits with set-id and sticky bits. */
  mode: number;
  /** The owner's user id. */
  uid: number;
  /** The owner's group id. */
  gid: number;
  /** The size in bytes. */
  size: number;
  /** The time of the last change in seconds since 1970. */
  mtime: number;
  /** The type's one character: `0` file, `1` hard link, `2` symlink, `5` directory ... */
  typeflag: string;
  /** What a symlink or hard link leads to. */
  linkname: string;
}

/** What `@std/tar` calls the header of ustar. */
export interface PosixUstarFormat extends OldStyleFormat {
  /** `ustar` and a zero byte; a space in place of it in GNU's own format. */
  magic: string;
  /** `00`. */
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

/** What `@std/tar` calls an entry that is read; has all of {@linkcode TarEntry} besides. */
export interface TarStreamEntry extends Omit<TarEntry, "header"> {
  /** The header in one of two forms: only that of ustar and of GNU has a `magic`. */
  readonly header: OldStyleFormat | PosixUstarFormat;
}
