import { concat } from "../bytes/concat.ts";
import { Flag, frameHead, FrameType, numberFrame } from "./frames.ts";
import type { HeaderField } from "./header_fields.ts";
import { encodeHeaders } from "./hpack_encoder.ts";

const NOTHING = new Uint8Array(0);
/** How a header block says that the table's size is 0. */
const NO_TABLE = new Uint8Array([0x20]);

/** Frames that wait to be sent. */
export class FrameWriter {
  #parts: Uint8Array[] = [];
  #size = 0;
  #hasSentHeaders = false;

  /** How many bytes wait. */
  get size(): number {
    return this.#size;
  }

  /** Takes the bytes that wait. */
  take(): Uint8Array[] {
    const parts = this.#parts;
    this.#parts = [];
    this.#size = 0;
    return parts;
  }

  /** Adds bytes as they are. */
  push(...parts: Uint8Array[]): void {
    for (const part of parts) {
      this.#parts.push(part);
      this.#size += part.length;
    }
  }

  /** Adds a frame that is made of numbers of 32 bits. */
  numbers(type: number, stream: number, ...numbers: number[]): void {
    this.push(numberFrame(type, stream, ...numbers));
  }

  /** Adds a header block, in as many frames as it takes. */
  headers(stream: number, fields: readonly HeaderField[], end: boolean, limit: number): void {
    // The table that is not used is given up at once: a peer that makes it smaller waits to hear so.
    const block = concat([this.#hasSentHeaders ? NOTHING : NO_TABLE, encodeHeaders(fields)]);
    this.#hasSentHeaders = true;
    let flags: number = end ? Flag.endStream : 0;
    let type: number = FrameType.headers;
    let offset = 0;
    do {
      const part = block.subarray(offset, offset + limit);
      offset += part.length;
      if (offset >= block.length) flags |= Flag.endHeaders;
      this.push(frameHead(type, flags, stream, part.length), part);
      type = FrameType.continuation;
      flags = 0;
    } while (offset < block.length);
  }

  /** Adds bytes of a stream, in as many frames as they take; without any, the end alone. */
  data(stream: number, bytes: Uint8Array, end: boolean, limit: number): void {
    let offset = 0;
    do {
      const part = bytes.subarray(offset, offset + limit);
      offset += part.length;
      const flags = end && offset === bytes.length ? Flag.endStream : 0;
      this.push(frameHead(FrameType.data, flags, stream, part.length), part);
    } while (offset < bytes.length);
  }
}
