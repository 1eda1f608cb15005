import { checkHead, type EntryHead } from "./entry_head.ts";
import { quote } from "../text/quote.ts";
import { TarError } from "./errors.ts";
import { writeHeader } from "./header_writer.ts";
import { BLOCK_SIZE, paddingOf, ZERO_BLOCK } from "./layout.ts";

const NOTHING = new Uint8Array(0);

/**
 * Writes an archive without any waiting: it gives the bytes that go before, after and between the
 * bodies, which it only counts.
 *
 * @example Usage
 * ```ts
 * import { Packer } from "@longshore/docker/tar";
 *
 * const body = new TextEncoder().encode("hello");
 * const packer = new Packer();
 * const parts = [packer.header({ type: "file", path: "a.txt", size: body.length }), body];
 * packer.count(body.length);
 * parts.push(packer.padding(), packer.end());
 * const archive = new Blob(parts as BlobPart[]);
 * ```
 */
export class Packer {
  #position = 0;
  #path: string | undefined;
  #size = 0;
  #left = 0;
  #offset = 0;
  #ended = false;

  /** How many bytes of the current entry's body are still to come. */
  get bodyLeft(): number {
    return this.#left;
  }

  /**
   * Begins an entry.
   *
   * @returns The bytes before its body.
   * @throws {TarError} When the entry before it is not complete.
   * @throws {TypeError} When `padding` was not called after that one, or when the path is empty, or another field is not of its type.
   * @throws {RangeError} When a number is out of its range.
   */
  header(head: EntryHead): Uint8Array {
    if (this.#ended) {
      throw new TypeError(
        `Cannot write tar entry ${quote(head.path)}: the archive was ended before`,
      );
    }
    this.#refuseShort();
    if (paddingOf(this.#position) !== 0) {
      throw new TypeError(
        `Cannot write tar entry ${quote(head.path)}: padding() was not called before`,
      );
    }
    const checked = checkHead(head);
    const bytes = writeHeader(checked);
    this.#path = checked.path;
    this.#size = this.#left = checked.size;
    this.#offset = this.#position;
    this.#position += bytes.length;
    return bytes;
  }

  /**
   * Counts bytes of the current entry's body.
   *
   * @throws {TarError} When they are more than the header said.
   */
  count(length: number): void {
    if (length > this.#left) {
      this.#fail(`its content is longer than the ${this.#size} bytes stated`);
    }
    this.#left -= length;
    this.#position += length;
  }

  /**
   * Ends the current entry.
   *
   * @returns The bytes after its body, maybe none.
   * @throws {TarError} When its body is not complete.
   */
  padding(): Uint8Array {
    this.#refuseShort();
    this.#path = undefined;
    const length = paddingOf(this.#position);
    this.#position += length;
    return length === 0 ? NOTHING : ZERO_BLOCK.subarray(0, length);
  }

  /**
   * Ends the archive.
   *
   * @returns The last bytes: two blocks of zeros.
   * @throws {TarError} When the last entry is not complete.
   * @throws {TypeError} When `padding` was not called after it.
   */
  end(): Uint8Array {
    this.#refuseShort();
    if (paddingOf(this.#position) !== 0) {
      throw new TypeError("Cannot end the tar archive: padding() was not called before");
    }
    this.#ended = true;
    return new Uint8Array(2 * BLOCK_SIZE);
  }

  #refuseShort(): void {
    if (this.#left === 0) return;
    const given = this.#size - this.#left;
    this.#fail(`its content ended after ${given} of the ${this.#size} bytes stated`);
  }

  #fail(problem: string): never {
    throw new TarError("write", this.#path, this.#offset, problem);
  }
}
