import { ErrorCode, Http2Error } from "./errors.ts";

/** The largest window. */
export const MAX_WINDOW: number = 2 ** 31 - 1;
/** The window of a connection, and of a stream before settings came. */
export const DEFAULT_WINDOW = 65_535;
/** How much the peer may send on the connection before it hears of it. */
export const CONNECTION_WINDOW: number = 1024 * 1024;
/** How much the peer may send on a stream before it is taken. */
export const STREAM_WINDOW: number = 256 * 1024;
/** How many streams the peer may have open. */
export const MAX_STREAMS = 128;
/** The most bytes of a header block, and of the fields in it: an ignore file may have thousands of lines. */
export const HEADER_LIMIT: number = 1024 * 1024;
/** The size of the table that the peer's header blocks may use. */
export const TABLE_LIMIT = 4096;

/** How many frames one header block may come in. */
const MAX_CONTINUATIONS = 1024;
/** How many more streams may be given up than are carried through. */
const MAX_RESETS = 200;
/** How many frames that change nothing may come in a row. */
const MAX_IDLE = 1000;
/** How many answers to frames may wait to be sent. */
const MAX_ANSWERS = 1000;

/** Counts what costs this side work and the peer nothing. */
export class Calm {
  #resets = 0;
  #idle = 0;
  #answers = 0;

  /** A stream was given up. */
  reset(): void {
    if (++this.#resets > MAX_RESETS) this.#lose("it gives up one stream after the other");
  }

  /** A stream was carried through. */
  finished(): void {
    if (this.#resets > 0) this.#resets--;
  }

  /** A frame came that changes nothing. */
  idle(): void {
    if (++this.#idle > MAX_IDLE) this.#lose(`${this.#idle} frames in a row change nothing`);
  }

  /** A frame came that brings something. */
  useful(): void {
    this.#idle = 0;
  }

  /** A frame came that must be answered. */
  answer(): void {
    if (++this.#answers > MAX_ANSWERS) this.#lose("it asks and does not read the answers");
  }

  /** All answers are on their way. */
  answered(): void {
    this.#answers = 0;
  }

  /** A header block goes on in another frame. */
  continued(count: number, size: number): void {
    if (count > MAX_CONTINUATIONS) this.#lose(`its headers come in more than ${count - 1} frames`);
    if (size > HEADER_LIMIT) this.#lose(`its headers take more than ${HEADER_LIMIT} bytes`);
  }

  #lose(problem: string): never {
    throw new Http2Error(ErrorCode.enhanceYourCalm, problem);
  }
}
