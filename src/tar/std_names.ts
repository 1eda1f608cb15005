import { checkHead } from "./entry_head.ts";
import type { TarStreamOptions } from "./inputs.ts";
import type { TarEntry, TarHeader } from "./types.ts";

/** What `@std/tar` calls an entry that is read. */
export type TarStreamEntry = TarEntry;

/** What `@std/tar` calls the header of the oldest format; its later fields are empty. */
export type OldStyleFormat = TarHeader;

/** What `@std/tar` calls the header of ustar. */
export type PosixUstarFormat = TarHeader;

/**
 * Checks what is said of an entry before it is written, as `@std/tar`'s function of this name does.
 *
 * @param options What is said of the entry.
 * @throws {TypeError} When a name is not a string, or has a zero byte in it.
 * @throws {RangeError} When a number is out of its range.
 *
 * @example Usage
 * ```ts
 * import { assertValidTarStreamOptions } from "@longshore/docker/tar";
 *
 * assertValidTarStreamOptions({ mode: 0o644, mtime: 1234567890 });
 * ```
 */
export function assertValidTarStreamOptions(options: TarStreamOptions): void {
  // The one kind of entry whose head takes all of the options.
  checkHead({ type: "character-device", path: "entry", options });
}
