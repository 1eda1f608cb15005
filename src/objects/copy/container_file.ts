import { DockerError } from "../../errors.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { TarEntry } from "../../tar/types.ts";
import { unpack } from "../../tar/unpack.ts";
import type { PathStat } from "./path_stat.ts";

/** A file or directory of a container that is open for reading; its content is read once, or disposed of. */
export class ContainerFile implements PathStat, AsyncDisposable {
  /** What it is. */
  readonly kind: PathStat["kind"];
  /** The last part of its path. */
  readonly name: string;
  /** The size in bytes. */
  readonly size: number;
  /** The permission bits with set-id and sticky bits, at most `0o7777`. */
  readonly mode: number;
  /** When it was changed last, in RFC 3339. */
  readonly mtime: string;
  /** Where a symbolic link leads; empty for all else. */
  readonly linkTarget: string;
  /** It and all below it as a tar archive. */
  readonly archive: BatchStream<Uint8Array<ArrayBuffer>>;
  readonly #action: string;

  /**
   * Makes a file of what the Engine gave.
   *
   * @param action What was attempted, for errors.
   * @param stat What it is.
   * @param archive The archive.
   */
  constructor(action: string, stat: PathStat, archive: BatchStream<Uint8Array<ArrayBuffer>>) {
    this.#action = action;
    this.kind = stat.kind;
    this.name = stat.name;
    this.size = stat.size;
    this.mode = stat.mode;
    this.mtime = stat.mtime;
    this.linkTarget = stat.linkTarget;
    this.archive = archive;
  }

  /** The entries of a directory, itself first, in the order in which they come; each body is read before the next entry. */
  entries(): AsyncIterableIterator<TarEntry> {
    return unpack(this.archive);
  }

  /**
   * Reads the content of a file.
   *
   * @throws {DockerError} When it is no file.
   */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const entry = await this.#entry();
    const content = await entry.bytes();
    await this[Symbol.asyncDispose]();
    return content;
  }

  /**
   * Reads the content of a file as UTF-8 text.
   *
   * @throws {DockerError} When it is no file.
   */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /**
   * Streams the content of a file.
   *
   * @throws {DockerError} When it is no file.
   */
  async stream(): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    return (await this.#entry()).readable!;
  }

  /** Gives the content up, at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.archive[Symbol.asyncDispose]();
  }

  async #entry(): Promise<TarEntry> {
    const fail = async (problem: string): Promise<never> => {
      await this[Symbol.asyncDispose]();
      throw new DockerError(`${this.#action}: ${problem}`);
    };
    if (this.kind !== "file") return await fail(`it is no file; its kind is "${this.kind}"`);
    const { value } = await this.entries().next();
    return value ?? await fail("the archive is empty");
  }
}
