import { ProtocolError } from "../errors.ts";
import { quote } from "../text/quote.ts";

/** An archive is broken, or what was to be written does not fit what its header says. */
export class TarError extends ProtocolError {
  /** The class's own name, kept when names are minified. */
  override name = "TarError";
  /** The path of the entry at fault; `undefined` when it was not known yet. */
  readonly entry: string | undefined;
  /** Where the entry's first header begins, in bytes from the archive's start. */
  readonly offset: number;

  /**
   * Makes an error about one entry, or the archive as a whole.
   *
   * @param action What was attempted, e.g. `read` or `write`.
   * @param entry The path of the entry at fault, if it is known.
   * @param offset Where the entry's first header begins.
   * @param problem What is wrong, in a few words.
   * @param cause The error behind this one.
   */
  constructor(
    action: string,
    entry: string | undefined,
    offset: number,
    problem: string,
    cause?: unknown,
  ) {
    const subject = entry === undefined ? "tar archive" : `tar entry ${quote(entry)}`;
    super(`Cannot ${action} ${subject} at byte ${offset}: ${problem}`, { cause });
    this.entry = entry;
    this.offset = offset;
  }
}
