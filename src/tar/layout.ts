/** The size of a block: headers are one, bodies are filled up to whole ones. */
export const BLOCK_SIZE = 512;

/** A field's first byte and its length within a header block. */
export type Field = readonly [offset: number, length: number];

/** The entry's name, or its last part. */
export const NAME: Field = [0, 100];
/** The permission bits. */
export const MODE: Field = [100, 8];
/** The owner's user id. */
export const UID: Field = [108, 8];
/** The owner's group id. */
export const GID: Field = [116, 8];
/** The body's size in bytes. */
export const SIZE: Field = [124, 12];
/** The time of the last change. */
export const MTIME: Field = [136, 12];
/** The sum of the block's bytes, this field counted as spaces. */
export const CHECKSUM: Field = [148, 8];
/** Where the type's one character is. */
export const TYPEFLAG_OFFSET = 156;
/** What a link leads to. */
export const LINKNAME: Field = [157, 100];
/** `ustar` in ustar and PAX archives, `ustar ` in GNU's own format, nothing before both. */
export const MAGIC: Field = [257, 6];
/** `00` in ustar archives. */
export const VERSION: Field = [263, 2];
/** The owner's user name. */
export const UNAME: Field = [265, 32];
/** The owner's group name. */
export const GNAME: Field = [297, 32];
/** A device's major number. */
export const DEVMAJOR: Field = [329, 8];
/** A device's minor number. */
export const DEVMINOR: Field = [337, 8];
/** The first part of a long name, in ustar archives only. */
export const PREFIX: Field = [345, 155];
/** The first part of a long name where star put two times behind it. */
export const STAR_PREFIX: Field = [345, 131];
/** Where star wrote its own mark, `tar` and a zero byte. */
export const STAR_MARK: Field = [508, 4];

/** The biggest size and time that eleven octal digits can say: one byte less than 8 GiB. */
export const MAX_OCTAL_11 = 0o77777777777;
/** The biggest user id, group id and device number that seven octal digits can say. */
export const MAX_OCTAL_7 = 0o7777777;

/** One block of zeros. Never written to. */
export const ZERO_BLOCK: Uint8Array = new Uint8Array(BLOCK_SIZE);

/** Tells how many bytes fill a body of `size` bytes up to whole blocks. */
export function paddingOf(size: number): number {
  const over = size % BLOCK_SIZE;
  return over === 0 ? 0 : BLOCK_SIZE - over;
}
