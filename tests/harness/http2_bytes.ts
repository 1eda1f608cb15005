/**
 * Writes HTTP/2 frames by hand, wrong ones too, for tests.
 *
 * @module
 */
import { frameHead, FrameReader, PREFACE } from "../../src/h2/frames.ts";
import { encodeHeaders } from "../../src/h2/hpack_encoder.ts";

/** Joins bytes. */
export function join(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** A frame with any content. */
export function rawFrame(
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array | number[] = [],
): Uint8Array {
  const content = payload instanceof Uint8Array ? payload : new Uint8Array(payload);
  return join(frameHead(type, flags, stream, content.length), content);
}

/** The bytes of numbers of 32 bits. */
export function uint32(...numbers: number[]): number[] {
  return numbers.flatMap((n) => [n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255]);
}

/** What a client begins with. */
export const GREETING: Uint8Array = join(PREFACE, rawFrame(4, 0, 0));

/** A request as gRPC makes it. */
export function requestBlock(path = "/test/Method"): Uint8Array {
  return encodeHeaders([
    [":method", "POST"],
    [":scheme", "http"],
    [":path", path],
    [":authority", "localhost"],
    ["content-type", "application/grpc"],
  ]);
}

/** Reads the frames that were sent, as `type/stream/flags` with the payload. */
export function framesOf(
  bytes: Uint8Array,
): { type: number; flags: number; stream: number; payload: Uint8Array }[] {
  const reader = new FrameReader();
  reader.push(bytes);
  const frames = [];
  for (let frame = reader.next(); frame !== null; frame = reader.next()) frames.push(frame);
  return frames;
}
