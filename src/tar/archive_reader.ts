import { ArchiveEntry } from "./archive_entry.ts";
import type { ByteSource } from "./byte_source.ts";
import { quote } from "../text/quote.ts";
import { Unpacker, type UnpackerOptions } from "./unpacker.ts";

/** Feeds an {@linkcode Unpacker} from a source, just as far as its entries and bodies are asked for. */
export class ArchiveReader {
  readonly #source: ByteSource;
  readonly #unpacker: Unpacker;
  readonly #Entry: typeof ArchiveEntry;
  #filling: Promise<void> | undefined;
  #current: ArchiveEntry | undefined;
  #drained = false;
  #cancelled = false;

  /**
   * @param source The archive.
   * @param options How it is read.
   * @param Entry What its entries are made of.
   */
  constructor(
    source: ByteSource,
    options?: UnpackerOptions,
    Entry: typeof ArchiveEntry = ArchiveEntry,
  ) {
    this.#source = source;
    this.#unpacker = new Unpacker(options);
    this.#Entry = Entry;
  }

  /** How many bytes of the current entry's body were not taken yet. */
  get bodyLeft(): number {
    return this.#unpacker.bodyLeft;
  }

  /** The entry whose body can be read. */
  get current(): ArchiveEntry | undefined {
    return this.#current;
  }

  /** Goes to the next entry, over what is left of the current one's body; `null` after the last. */
  async next(): Promise<ArchiveEntry | null> {
    // A body that is collected is wanted whole, even if nobody waits for it before going on.
    await this.#current?.collected;
    for (;;) {
      const entry = this.nextNow();
      if (entry !== undefined) return entry ?? await this.#drain();
      await this.fill();
      if (this.#cancelled) return null;
    }
  }

  /**
   * Goes to the next entry if its header is there already, and no body is being collected.
   *
   * @returns The entry, `null` after the last one, `undefined` when one has to wait.
   */
  nextNow(): ArchiveEntry | null | undefined {
    if (this.#current?.isCollecting) return undefined;
    this.#current = undefined;
    try {
      const found = this.#unpacker.next();
      if (typeof found === "object") return this.#current = new this.#Entry(found, this);
      return found === "end" ? null : undefined;
    } catch (problem) {
      this.#giveUp(problem);
      throw problem;
    }
  }

  async #drain(): Promise<null> {
    try {
      // The filling after the end is read too: the source can then close by itself, and tell when
      // it was cut.
      while (!this.#drained) await this.fill();
      return null;
    } catch (problem) {
      this.#giveUp(problem);
      throw problem;
    }
  }

  /**
   * Takes the next bytes of an entry's body that are there already.
   *
   * @returns A view, `null` at the end of the body, `undefined` when bytes are missing.
   */
  readNow(entry: ArchiveEntry): Uint8Array<ArrayBuffer> | null | undefined {
    if (entry !== this.#current) {
      throw new TypeError(
        `Cannot read the body of tar entry ${
          quote(entry.path)
        }: the reader went on to another entry`,
      );
    }
    try {
      // Compressors and Blobs are typed to take nothing that may be in shared memory.
      const view = this.#unpacker.read() as Uint8Array<ArrayBuffer> | undefined;
      return view ?? (this.#unpacker.bodyLeft === 0 ? null : undefined);
    } catch (problem) {
      this.#giveUp(problem);
      throw problem;
    }
  }

  /** Takes the next bytes of an entry's body; `null` at its end. */
  async read(entry: ArchiveEntry): Promise<Uint8Array<ArrayBuffer> | null> {
    for (;;) {
      const view = this.readNow(entry);
      if (view !== undefined) return view;
      await this.fill();
    }
  }

  /** Stops reading, and tells the source. */
  cancel(reason?: unknown): Promise<void> {
    this.#cancelled = true;
    this.#current = undefined;
    return this.#source.cancel(reason);
  }

  /** Waits for the next bytes of the source, or for its end. */
  fill(): Promise<void> {
    return this.#filling ??= this.#source.read().then(this.#take);
  }

  readonly #take = (chunk: Uint8Array | null): void => {
    this.#filling = undefined;
    if (chunk !== null) return this.#unpacker.push(chunk);
    this.#drained = true;
    this.#unpacker.end();
  };

  #giveUp(problem: unknown): void {
    this.#source.cancel(problem).catch(() => {});
  }
}
