import { ArchiveEntry } from "./archive_entry.ts";
import type { ArchiveReader } from "./archive_reader.ts";
import { allowByob } from "./byob.ts";
import type { OldStyleFormat, PosixUstarFormat } from "./std_names.ts";
import type { EntryInfo } from "./types.ts";

/** An entry as `@std/tar` gives it. */
export class StdEntry extends ArchiveEntry {
  readonly #from: ArchiveReader;
  #isPrepared = false;

  /**
   * @param info What the archive says of the entry.
   * @param archive Where the body is read from.
   */
  constructor(info: EntryInfo, archive: ArchiveReader) {
    super(info, archive);
    this.#from = archive;
    if (info.header.magic === "") dropLaterFields(info.header);
  }

  /** The body as a stream; `undefined` for links, directories, devices and fifos. */
  override get readable(): ReadableStream<Uint8Array<ArrayBuffer>> | undefined {
    const readable = super.readable;
    if (readable === undefined || this.#isPrepared) return readable;
    this.#isPrepared = true;
    return allowByob(readable);
  }

  /** Whoever cancels a body hears of an archive that was cut within it. */
  protected override async drain(): Promise<void> {
    while (await this.#from.read(this) !== null);
  }
}

/** The header of the oldest format has no such fields at all. */
function dropLaterFields(header: OldStyleFormat & Partial<PosixUstarFormat>): void {
  delete header.magic;
  delete header.version;
  delete header.uname;
  delete header.gname;
  delete header.devmajor;
  delete header.devminor;
  delete header.prefix;
}
