import { concat } from "../bytes/concat.ts";
import { quote } from "../text/quote.ts";
import { isBodyless } from "./header_reader.ts";
import type { EntryInfo, EntryType, TarEntry, TarHeader } from "./types.ts";

type Controller = ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;

/** What an entry reads its body from: the reader of the archive that it is in. */
export interface EntrySource {
  /** Returns the next bytes of the entry's body, `null` at its end, `undefined` when more has to come first. */
  readNow(entry: ArchiveEntry): Uint8Array<ArrayBuffer> | null | undefined;
  /** Resolves with the next bytes of the entry's body, with `null` at its end. */
  read(entry: ArchiveEntry): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Waits for more of the archive. */
  fill(): Promise<void>;
}

/** An entry whose body comes out of an archive. */
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
  readonly #archive: EntrySource;
  #readable: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
  #taken = false;
  #collected: Promise<unknown> | undefined;
  #closed = false;
  #onClosed: (() => void) | undefined;

  /**
   * @param info What the archive says of the entry.
   * @param archive Where the body is read from.
   */
  constructor(info: EntryInfo, archive: EntrySource) {
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
  get readable(): ReadableStream<Uint8Array<ArrayBuffer>> | undefined {
    if (isBodyless(this.header.typeflag)) return undefined;
    return this.#readable ??= this.#createReadable();
  }

  /** Whether somebody reads the body's stream. */
  get isLocked(): boolean {
    return !this.#closed && this.#readable?.locked === true;
  }

  /** Whether a body is being collected that was not there as a whole. */
  get isCollecting(): boolean {
    return this.#collected !== undefined;
  }

  /** Settles when a body that is being collected is whole; never rejects. */
  get collected(): Promise<unknown> | undefined {
    return this.#collected;
  }

  /** Reads the whole body. */
  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#readable !== undefined || this.#taken) return Promise.reject(this.#takenAlready());
    try {
      this.#taken = true;
      const first = this.#archive.readNow(this);
      if (first === null) return Promise.resolve(new Uint8Array(0));
      if (first?.length === this.size) return Promise.resolve(first);
      const bytes = this.#collect(first === undefined ? [] : [first]);
      this.#collected = bytes.then(() => {}, () => {}).then(() => this.#collected = undefined);
      return bytes;
    } catch (problem) {
      return Promise.reject(problem);
    }
  }

  /** Reads the whole body as UTF-8 text. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** Resolves once nobody reads the body's stream: it ended, was cancelled, or is not locked. */
  released(): Promise<void> {
    if (!this.isLocked) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onClosed = resolve;
    });
  }

  /** Reads what is left of the body when its stream is cancelled; left to the next entry if not there. */
  protected drain?(): Promise<void>;

  async #collect(chunks: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
    for (;;) {
      const chunk = await this.#archive.read(this);
      if (chunk === null) return concat(chunks, this.size);
      chunks.push(chunk);
    }
  }

  #createReadable(): ReadableStream<Uint8Array<ArrayBuffer>> {
    if (this.#taken) throw this.#takenAlready();
    let left = this.size;
    const pass = (chunk: Uint8Array<ArrayBuffer>, controller: Controller): void => {
      if (this.#closed) return;
      left -= chunk.length;
      controller.enqueue(chunk);
      if (left === 0) this.#close(controller);
    };
    const wait = async (controller: Controller): Promise<void> => {
      let chunk = this.#archive.readNow(this);
      for (; chunk === undefined; chunk = this.#archive.readNow(this)) await this.#archive.fill();
      pass(chunk!, controller);
    };
    const fail = (problem: unknown): never => {
      this.#close();
      throw problem;
    };
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller): void => {
        if (left === 0) this.#close(controller);
      },
      pull: (controller): Promise<void> | void => {
        try {
          // A promise less where the bytes are there already.
          const chunk = this.#archive.readNow(this);
          return chunk ? pass(chunk, controller) : wait(controller).catch(fail);
        } catch (problem) {
          fail(problem);
        }
      },
      cancel: (): Promise<void> | void =>
        this.drain?.().finally(() => this.#close()) ?? this.#close(),
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
