import { concat } from "../bytes/concat.ts";
import type { ArchiveReader } from "./archive_reader.ts";
import { quote } from "./errors.ts";
import { isBodyless } from "./header_reader.ts";
import type { EntryInfo, EntryType, TarEntry, TarHeader } from "./types.ts";

/** An entry whose body comes from an {@linkcode ArchiveReader}. */
export class ArchiveEntry implements TarEntry {
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
  readonly #archive: ArchiveReader;
  #readable: ReadableStream<Uint8Array> | undefined;
  #collected: Promise<unknown> | undefined;
  #closed = false;
  #onClosed: (() => void) | undefined;

  /**
   * @param info What the archive says of the entry.
   * @param archive Where the body is read from.
   */
  constructor(info: EntryInfo, archive: ArchiveReader) {
    this.path = info.path;
    this.type = info.type;
    this.size = info.size;
    this.header = info.header;
    this.offset = info.offset;
    this.pax = info.pax;
    this.xattrs = info.xattrs;
    this.#archive = archive;
  }

  /** The body as a stream; `undefined` for links, directories, devices and fifos. */
  get readable(): ReadableStream<Uint8Array> | undefined {
    if (isBodyless(this.header.typeflag)) return undefined;
    return this.#readable ??= this.#createReadable();
  }

  /** Settles when a body that is being collected is whole; never rejects. */
  get collected(): Promise<unknown> | undefined {
    return this.#collected;
  }

  /** Reads the whole body. */
  bytes(): Promise<Uint8Array> {
    if (this.#readable !== undefined || this.#collected !== undefined) {
      return Promise.reject(this.#takenAlready());
    }
    const bytes = this.#collect();
    this.#collected = bytes.catch(() => {});
    return bytes;
  }

  /** Reads the whole body as UTF-8 text. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** Resolves once nobody reads the body's stream: it ended, was cancelled, or is not locked. */
  bodyReleased(): Promise<void> {
    if (this.#closed || !this.#readable?.locked) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onClosed = resolve;
    });
  }

  async #collect(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const chunk = await this.#archive.read(this);
      if (chunk === null) return concat(chunks, this.size);
      chunks.push(chunk);
    }
  }

  #createReadable(): ReadableStream<Uint8Array> {
    if (this.#collected !== undefined) {
      throw this.#takenAlready();
    }
    let left = this.size;
    return new ReadableStream<Uint8Array>({
      start: (controller): void => {
        if (left === 0) this.#close(controller);
      },
      pull: async (controller): Promise<void> => {
        try {
          const chunk = this.#archive.readNow(this) ?? await this.#archive.read(this);
          if (this.#closed) return;
          left -= chunk!.length;
          controller.enqueue(chunk!);
          if (left === 0) this.#close(controller);
        } catch (problem) {
          this.#close();
          throw problem;
        }
      },
      cancel: (): void => this.#close(),
    }, { highWaterMark: 0 });
  }

  #close(controller?: ReadableStreamDefaultController): void {
    this.#closed = true;
    controller?.close();
    this.#onClosed?.();
  }

  #takenAlready(): TypeError {
    return new TypeError(
      `Cannot read the body of tar entry ${quote(this.path)}: it can be taken only once`,
    );
  }
}
