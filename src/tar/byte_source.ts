import { requireBytes } from "../bytes/require_bytes.ts";
import type { StreamReader, StreamReadResult } from "../bytes/stream_reader.ts";

/** Where bytes come from: the least that the reader and writer of archives need of a stream. */
export interface ByteSource {
  /** Resolves with the next bytes, with `null` at the end. */
  read(): Promise<Uint8Array | null>;
  /** Says that no more bytes are wanted; a pending `read` settles. */
  cancel(reason?: unknown): Promise<void>;
}

/** Reads a stream as a source; the stream is locked from now on. */
export function streamSource(stream: ReadableStream<Uint8Array>): ByteSource {
  const reader: StreamReader<Uint8Array> = stream.getReader();
  return {
    read: () => reader.read().then(valueOf),
    cancel: (reason) => reader.cancel(reason),
  };
}

function valueOf({ done, value }: StreamReadResult<Uint8Array>): Uint8Array | null {
  return done ? null : requireBytes(value);
}

/** Gives bytes that are in memory already. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  let left: Uint8Array | null = bytes;
  return {
    read(): Promise<Uint8Array | null> {
      const chunk = left;
      left = null;
      return Promise.resolve(chunk);
    },
    cancel: () => Promise.resolve(),
  };
}
