/** What can be said of any entry that is written. All of it is optional. */
export interface TarStreamOptions {
  /**
   * The permission bits with set-id and sticky bits. By default 0o755 for directories, 0o777 for
   * symlinks, 0o644 for the rest.
   */
  mode?: number;
  /**
   * The owner's user id.
   *
   * @default {0}
   */
  uid?: number;
  /**
   * The owner's group id.
   *
   * @default {0}
   */
  gid?: number;
  /**
   * The time of the last change in seconds since 1970, with or without a fraction. 0 by default
   * and not now, so that the same input gives the same bytes.
   *
   * @default {0}
   */
  mtime?: number;
  /**
   * The owner's user name; takes precedence over `uid` where the reader knows the name.
   *
   * @default {""}
   */
  uname?: string;
  /**
   * The owner's group name; takes precedence over `gid` where the reader knows the name.
   *
   * @default {""}
   */
  gname?: string;
  /**
   * A device's major number; as text, in octal digits.
   *
   * @default {0}
   */
  devmajor?: number | string | undefined;
  /**
   * A device's minor number; as text, in octal digits.
   *
   * @default {0}
   */
  devminor?: number | string | undefined;
  /** Extended attributes by name, e.g. `user.comment`. */
  xattrs?: Record<string, string | Uint8Array> | ReadonlyMap<string, string | Uint8Array>;
}

/** A file that {@linkcode TarStream} writes. */
export interface TarStreamFile {
  /** The kind of entry. */
  type: "file";
  /** The path within the archive, with slashes. */
  path: string;
  /** The exact size of the content in bytes. */
  size: number;
  /** The content. */
  readable: ReadableStream<Uint8Array>;
  /** What else is said of the entry. */
  options?: TarStreamOptions;
}

/** A directory; one that holds entries may be left out. */
export interface TarStreamDir {
  /** The kind of entry. */
  type: "directory";
  /** The path within the archive, with slashes. */
  path: string;
  /** What else is said of the entry. */
  options?: TarStreamOptions;
}

/** A symbolic or hard link. */
export interface TarStreamLink {
  /** The kind of entry: a symbolic link, or another name of a file. */
  type: "symlink" | "link";
  /** The path within the archive, with slashes. */
  path: string;
  /** What it leads to: any text for a symlink, the path of an earlier entry for a hard link. */
  linkname: string;
  /** What else is said of the entry. */
  options?: TarStreamOptions;
}

/** A device, whose numbers are among the options, or a fifo. */
export interface TarStreamDevice {
  /** The kind of entry. */
  type: "character-device" | "block-device" | "fifo";
  /** The path within the archive, with slashes. */
  path: string;
  /** What else is said of the entry. */
  options?: TarStreamOptions;
}

/** All that {@linkcode TarStream} writes. */
export type TarStreamInput = TarStreamFile | TarStreamDir | TarStreamLink | TarStreamDevice;

/** A file for {@linkcode pack} whose content is given in one of several forms. */
export interface PackFile {
  /** The kind of entry. */
  type?: "file";
  /** The path within the archive, with slashes. */
  path: string;
  /** The content; a string is written as UTF-8. */
  content: string | Uint8Array | Blob | ReadableStream<Uint8Array>;
  /** The exact size of the content in bytes; needed only where it is a stream. */
  size?: number;
  /** What else is said of the entry. */
  options?: TarStreamOptions;
}

/** All that {@linkcode pack} writes. */
export type PackInput = PackFile | TarStreamInput;
