import { ProtocolError } from "../errors.ts";

/** The most characters that one line may have. */
const LINE_LIMIT = 16 * 1024 * 1024;

/** Takes a stream of UTF-8 text apart into lines, synchronously; a CR before the LF is dropped. */
export class LineParser {
  // Deno's decoder drops a mark of the byte order at the beginning of any piece: only the first is one.
  readonly #decoder: InstanceType<typeof TextDecoder> = new TextDecoder("utf-8", {
    ignoreBOM: true,
  });
  #rest = "";
  #begun = false;

  /**
   * Adds the lines that are complete to `out`, without their line ends.
   *
   * @param bytes What was received.
   * @param out Where the lines are added.
   * @throws {ProtocolError} When a line is too long.
   */
  push(bytes: Uint8Array, out: string[]): void {
    const text = this.#decoder.decode(bytes, { stream: true });
    let start = 0;
    if (!this.#begun && text !== "") {
      this.#begun = true;
      if (text.startsWith("\ufeff")) start = 1;
    }
    for (let end = text.indexOf("\n", start); end !== -1; end = text.indexOf("\n", start)) {
      // What was kept is only appended to until the line's end is there: it is copied once.
      const line = this.#rest + text.slice(start, end);
      this.#rest = "";
      out.push(line.endsWith("\r") ? line.slice(0, -1) : line);
      start = end + 1;
    }
    this.#rest += text.slice(start);
    if (this.#rest.length > LINE_LIMIT) {
      throw new ProtocolError(`Cannot read a line: it has more than ${LINE_LIMIT} characters`);
    }
  }

  /**
   * Says that the stream has ended.
   *
   * @param out Where a last line without a line end is added.
   */
  end(out: string[]): void {
    const text = this.#rest + this.#decoder.decode();
    this.#rest = "";
    if (text !== "") out.push(text);
  }
}
