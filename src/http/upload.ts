import { concat } from "../bytes/concat.ts";
import type { StreamReader, StreamReadResult } from "../bytes/stream_reader.ts";
import type { Duplex } from "../connect/types.ts";
import { cancelBody, type StreamBody } from "./request_body.ts";
import { encodeText } from "./request_head.ts";

/** A chunk up to this is copied next to its size line where writing in parts gains nothing else. */
const JOIN_LIMIT = 16 * 1024;
const CRLF = encodeText("\r\n");

/** The most bytes that one write takes: so much has to get through within the limit in time. */
const WRITE_LIMIT = 256 * 1024;

/** Sends a stream as a request body; the source's failure is told apart from the connection's. */
export class Upload {
  readonly #duplex: Duplex;
  readonly #body: StreamBody;
  readonly #beforeWrite: () => void;
  readonly #afterWrite: () => void;
  #reader: StreamReader<Uint8Array> | null = null;
  #stopped = false;
  /** Whether the whole body was sent. */
  sent = false;
  /** Why the source failed, if it did. */
  sourceFailure: { reason: unknown } | null = null;

  /**
   * Prepares to send.
   *
   * @param duplex The connection.
   * @param body The body.
   * @param beforeWrite Called before each write, so that a peer that takes nothing is noticed.
   * @param afterWrite Called after each write.
   */
  constructor(duplex: Duplex, body: StreamBody, beforeWrite: () => void, afterWrite: () => void) {
    this.#duplex = duplex;
    this.#body = body;
    this.#beforeWrite = beforeWrite;
    this.#afterWrite = afterWrite;
  }

  /** Sends the whole body; resolves when it is sent or was stopped, rejects when either side failed. */
  async run(): Promise<void> {
    if (this.#stopped) return;
    const reader = this.#reader = this.#body.stream.getReader();
    const length = this.#body.length;
    let sent = 0;
    try {
      while (!this.#stopped) {
        const { done, value } = await this.#pull(reader);
        if (this.#stopped) return;
        if (done) break;
        if (!(value instanceof Uint8Array)) {
          this.#fail(new TypeError("Cannot send the request body: the stream gave no Uint8Array"));
        }
        if (value.length === 0) continue;
        sent += value.length;
        if (length !== undefined && sent > length) {
          this.#fail(
            new RangeError(
              `Cannot send the request body: the stream gave more than the ${length} bytes announced`,
            ),
          );
        }
        if (length === undefined) await this.#writeChunk(value);
        else await this.#write(value);
      }
      if (this.#stopped) return;
      if (length !== undefined && sent < length) {
        this.#fail(
          new RangeError(
            `Cannot send the request body: the stream gave ${sent} of the ${length} bytes announced`,
          ),
        );
      }
      if (length === undefined) await this.#write(encodeText("0\r\n\r\n"));
      this.sent = true;
    } catch (error) {
      this.stop(error);
      throw error;
    }
  }

  /** Stops sending and cancels the source. */
  stop(reason: unknown): void {
    if (this.#stopped || this.sent) return;
    this.#stopped = true;
    if (this.#reader === null) cancelBody(this.#body, reason);
    else this.#reader.cancel(reason).catch(() => {});
  }

  async #pull(
    reader: StreamReader<Uint8Array>,
  ): Promise<StreamReadResult<Uint8Array>> {
    try {
      return await reader.read();
    } catch (reason) {
      return this.#fail(reason);
    }
  }

  #fail(reason: unknown): never {
    if (!this.#stopped) this.sourceFailure = { reason };
    throw reason;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.length && !this.#stopped; start += WRITE_LIMIT) {
      const whole = bytes.length <= WRITE_LIMIT;
      this.#beforeWrite();
      await this.#duplex.write(whole ? bytes : bytes.subarray(start, start + WRITE_LIMIT));
      this.#afterWrite();
    }
  }

  async #writeChunk(bytes: Uint8Array): Promise<void> {
    const parts = [encodeText(`${bytes.length.toString(16)}\r\n`), bytes, CRLF];
    const duplex = this.#duplex;
    if (duplex.writeParts !== undefined && bytes.length <= WRITE_LIMIT) {
      this.#beforeWrite();
      await duplex.writeParts(parts);
      this.#afterWrite();
    } else if (bytes.length <= JOIN_LIMIT) await this.#write(concat(parts));
    else for (const part of parts) await this.#write(part);
  }
}
