import { ByteQueue } from "../bytes/queue.ts";
import { concat } from "../bytes/concat.ts";
import { ErrorCode, Http2Error } from "./errors.ts";

/** The kinds of frames. */
export const FrameType = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goAway: 7,
  window: 8,
  continuation: 9,
} as const;

/** What a frame's flags say; the same bit means one thing or the other, by the frame's kind. */
export const Flag = { ack: 1, endStream: 1, endHeaders: 4, padded: 8, priority: 32 } as const;

/** The settings that are used. */
export const Setting = {
  tableSize: 1,
  enablePush: 2,
  maxStreams: 3,
  initialWindow: 4,
  maxFrame: 5,
  maxHeaders: 6,
} as const;

/** What a client sends first. */
export const PREFACE: Uint8Array = new TextEncoder().encode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** The most bytes of a frame's content, unless the receiver allows more. */
export const FRAME_LIMIT = 16_384;

const HEAD_SIZE = 9;

/** A frame. */
export interface Frame {
  /** Its kind. */
  readonly type: number;
  /** What is said of it. */
  readonly flags: number;
  /** The stream's number; 0 is the connection. */
  readonly stream: number;
  /** Its content. */
  readonly payload: Uint8Array;
}

/** Takes the bytes of a connection apart. */
export class FrameReader {
  readonly #queue = new ByteQueue();

  /** Adds bytes as they come. */
  push(bytes: Uint8Array): void {
    this.#queue.push(bytes);
  }

  /** Whether bytes of a frame are there that is not whole. */
  get isWithinFrame(): boolean {
    return this.#queue.length > 0;
  }

  /**
   * Takes the preface of a client.
   *
   * @returns Whether it is there as a whole.
   * @throws {Http2Error} When other bytes come first.
   */
  takePreface(): boolean {
    const size = Math.min(this.#queue.length, PREFACE.length);
    const start = this.#queue.peek(size)!;
    if (start.some((byte, index) => byte !== PREFACE[index])) {
      throw new Http2Error(ErrorCode.protocolError, "it does not begin with the preface");
    }
    return this.#queue.take(PREFACE.length) !== null;
  }

  /**
   * Takes the next frame, or returns `null` while it is not whole.
   *
   * @throws {Http2Error} When it is larger than allowed: its head is enough to tell.
   */
  next(): Frame | null {
    const head = this.#queue.peek(HEAD_SIZE);
    if (head === null) return null;
    const length = head[0]! << 16 | head[1]! << 8 | head[2]!;
    if (length > FRAME_LIMIT) {
      throw new Http2Error(
        ErrorCode.frameSizeError,
        `a frame has ${length} bytes, more than ${FRAME_LIMIT}`,
      );
    }
    if (this.#queue.length < HEAD_SIZE + length) return null;
    this.#queue.discard(HEAD_SIZE);
    return {
      type: head[3]!,
      flags: head[4]!,
      stream: uint31(head, 5),
      payload: this.#queue.take(length)!,
    };
  }
}

/**
 * Reads a number of 31 bits.
 *
 * @param bytes Where it is.
 * @param offset Where it begins.
 */
export function uint31(bytes: Uint8Array, offset: number): number {
  return (bytes[offset]! & 0x7f) << 24 | bytes[offset + 1]! << 16 | bytes[offset + 2]! << 8 |
    bytes[offset + 3]!;
}

/**
 * Writes a frame's head.
 *
 * @param type The kind.
 * @param flags What is said of it.
 * @param stream The stream's number.
 * @param length How many bytes its content has.
 */
export function frameHead(
  type: number,
  flags: number,
  stream: number,
  length: number,
): Uint8Array {
  const head = new Uint8Array(HEAD_SIZE);
  const view = new DataView(head.buffer);
  view.setUint32(0, length << 8 | type);
  head[4] = flags;
  view.setUint32(5, stream);
  return head;
}

/**
 * Writes a frame that is made of numbers of 32 bits.
 *
 * @param type The kind.
 * @param stream The stream's number.
 * @param numbers The numbers.
 */
export function numberFrame(type: number, stream: number, ...numbers: number[]): Uint8Array {
  const payload = new Uint8Array(numbers.length * 4);
  const view = new DataView(payload.buffer);
  for (const [index, number] of numbers.entries()) view.setUint32(index * 4, number);
  return concat([frameHead(type, 0, stream, payload.length), payload]);
}

/**
 * Writes settings.
 *
 * @param settings The settings' numbers and values.
 */
export function settingsFrame(settings: readonly (readonly [number, number])[]): Uint8Array {
  const payload = new Uint8Array(settings.length * 6);
  const view = new DataView(payload.buffer);
  for (const [index, [id, value]] of settings.entries()) {
    view.setUint16(index * 6, id);
    view.setUint32(index * 6 + 2, value);
  }
  return concat([frameHead(FrameType.settings, 0, 0, payload.length), payload]);
}
