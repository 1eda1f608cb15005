import { checkHead, type EntryHead } from "./entry_head.ts";
import { quote } from "../text/quote.ts";
import { writeHeader } from "./header_writer.ts";
import type { TarStreamOptions } from "./inputs.ts";
import {
  BLOCK_SIZE,
  CHECKSUM,
  DEVMAJOR,
  DEVMINOR,
  type Field,
  GID,
  GNAME,
  MAGIC,
  MAX_OCTAL_11,
  MODE,
  MTIME,
  NAME,
  paddingOf,
  PREFIX,
  SIZE,
  TYPEFLAG_OFFSET,
  UID,
  UNAME,
  ZERO_BLOCK,
} from "./layout.ts";
import {
  assertValidPath,
  assertValidTarStreamOptions,
  checkSize,
  splitBytes,
} from "./std_checks.ts";
import { encodeText } from "./text.ts";

const SPACE = 0x20;

/** What {@linkcode Packer} is, with the bytes, refusals and error classes of `@std/tar`. */
export class StdPacker {
  #path = "";
  #size = 0;
  #left = 0;

  /**
   * Begins an entry.
   *
   * @returns The bytes before its body.
   * @throws {TypeError} When the options are refused.
   * @throws {RangeError} When the size is.
   */
  header(head: EntryHead): Uint8Array {
    const { type, path } = head;
    const options: TarStreamOptions = head.options ?? {};
    const mtime = options.mtime ?? Math.floor(Date.now() / 1000);
    assertValidTarStreamOptions(options);
    const size = type === "file" ? head.size ?? 0 : 0;
    if (type === "file") checkSize(path, size);
    this.#path = path;
    this.#size = this.#left = size;
    if (isPlain(head)) return writeBlock(head, options, size, mtime);
    const checked = checkHead({ ...head, options: { ...options, mtime } });
    return writeHeader({ ...checked, path });
  }

  /**
   * Counts bytes of the current entry's body.
   *
   * @throws {RangeError} When they are more than the header said.
   */
  count(length: number): void {
    if (length > this.#left) {
      this.#fail(`its content is longer than the ${this.#size} bytes stated`);
    }
    this.#left -= length;
  }

  /**
   * Ends the current entry.
   *
   * @returns The bytes after its body, maybe none.
   * @throws {RangeError} When its body is not complete.
   */
  padding(): Uint8Array {
    if (this.#left > 0) {
      const given = this.#size - this.#left;
      this.#fail(`its content ended after ${given} of the ${this.#size} bytes stated`);
    }
    return ZERO_BLOCK.subarray(0, paddingOf(this.#size));
  }

  /** Gives the last bytes: two blocks of zeros. */
  end(): Uint8Array {
    return new Uint8Array(2 * BLOCK_SIZE);
  }

  #fail(problem: string): never {
    throw new RangeError(`Cannot write tar entry ${quote(this.#path)}: ${problem}`);
  }
}

/** Tells whether `@std/tar` writes such an entry; the rest takes what a ustar block has no room for. */
function isPlain({ type, path, options }: EntryHead): boolean {
  if (type !== "file" && type !== "directory" || path.includes("\0")) return false;
  if (options?.xattrs !== undefined) return false;
  try {
    assertValidPath(path);
    return true;
  } catch {
    return false;
  }
}

function writeBlock(
  { type, path }: EntryHead,
  options: TarStreamOptions,
  size: number,
  mtime: number,
): Uint8Array {
  const block = new Uint8Array(BLOCK_SIZE);
  const { prefix, name } = splitBytes(encodeText(path), path);
  block.set(name, NAME[0]);
  const mode = options.mode ?? (type === "file" ? 0o644 : 0o755);
  writeDigits(block, MODE, 6, mode);
  block[MODE[0] + 6] = SPACE;
  writeDigits(block, UID, 6, options.uid ?? 0);
  block[UID[0] + 6] = SPACE;
  writeDigits(block, GID, 6, options.gid ?? 0);
  block[GID[0] + 6] = SPACE;
  if (size <= MAX_OCTAL_11) block[SIZE[0] + 11] = SPACE;
  writeDigits(block, SIZE, size <= MAX_OCTAL_11 ? 11 : 12, size);
  writeDigits(block, MTIME, 11, mtime);
  block[MTIME[0] + 11] = SPACE;
  block[TYPEFLAG_OFFSET] = type === "file" ? 0x30 : 0x35;
  block.set(encodeText("ustar\0" + "00"), MAGIC[0]);
  block.set(encodeText(options.uname ?? ""), UNAME[0]);
  block.set(encodeText(options.gname ?? ""), GNAME[0]);
  writeDevice(block, DEVMAJOR, options.devmajor);
  writeDevice(block, DEVMINOR, options.devminor);
  block.set(prefix, PREFIX[0]);
  block.fill(SPACE, CHECKSUM[0], CHECKSUM[0] + CHECKSUM[1]);
  writeDigits(block, CHECKSUM, 6, block.reduce((sum, byte) => sum + byte, 0));
  block[CHECKSUM[0] + 6] = 0;
  return block;
}

function writeDigits(block: Uint8Array, field: Field, digits: number, value: number): void {
  let rest = Math.floor(value);
  for (let index = field[0] + digits - 1; index >= field[0]; index--) {
    block[index] = 0x30 + rest % 8;
    rest = Math.floor(rest / 8);
  }
}

/** Whatever the text is: it means nothing but for devices. */
function writeDevice(block: Uint8Array, field: Field, value: number | string = ""): void {
  const text = typeof value === "number" ? value.toString(8) : value;
  block.set(encodeText(text).subarray(0, field[1]), field[0]);
}
