import { requireBytes } from "../bytes/require_bytes.ts";
import { whenAborted } from "../bytes/abort_listeners.ts";
import { concat } from "../bytes/concat.ts";
import { DockerError } from "../errors.ts";
import type { RequestBody } from "../http/request_body.ts";
import type { Platform } from "../platform/types.ts";
import { isRecord } from "./checks.ts";
import { show } from "./refuse.ts";

/** A file of this machine, named by its path. */
export interface FileData {
  /** The path. */
  readonly file: string;
}

/**
 * Bytes to send: text (as UTF-8), bytes at hand, a `Blob`, a stream, whatever gives chunks one by one,
 * such as Node's `Readable`, or `{ file: path }`.
 */
export type Data =
  | string
  | Uint8Array
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | FileData;

/** What opens files; an `Engine` does. */
export interface FileOpener {
  /** Resolves with what reads files. */
  platform(): Promise<Pick<Platform, "files">>;
}

const ACCEPTED = "a string, bytes, a Blob, a ReadableStream, an AsyncIterable of bytes " +
  "(Node's Readable is one), or { file: path }";
/** What a tar archive has at least, in bytes. */
const BLOCK = 512;

/**
 * Checks data that is sent later.
 *
 * @param data The data.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When it is none of the accepted forms, or a stream that something else reads.
 */
export function toData(data: unknown, argument: string): Data {
  if (data instanceof ReadableStream && data.locked) {
    throw new TypeError(`Cannot send ${argument}: the stream is being read already`);
  }
  if (typeof data === "string" && !data.isWellFormed()) {
    throw new TypeError(`Cannot send ${argument}: the text has half a surrogate pair`);
  }
  const isBytes = ArrayBuffer.isView(data) || data instanceof ArrayBuffer || data instanceof Blob;
  if (isDetached(data)) {
    throw new TypeError(`Cannot send ${argument}: its bytes were handed to somebody else`);
  }
  if (typeof data === "string" || isBytes || data instanceof ReadableStream) return data as Data;
  if (isFileData(data) || isIterable(data)) return data;
  throw new TypeError(`Cannot send ${argument}: expected ${ACCEPTED}`);
}

/**
 * Makes a request body of data; a stream is sent as it comes, never collected.
 *
 * @param data The data.
 * @param argument The argument's name, for errors.
 * @param opener What opens files.
 * @throws {TypeError} When it is none of the accepted forms, or a stream that something else reads.
 */
export function toBody(data: unknown, argument: string, opener: FileOpener): RequestBody {
  const checked = toData(data, argument);
  if (typeof checked === "string") return new TextEncoder().encode(checked);
  if (checked instanceof Uint8Array) return checked;
  if (checked instanceof ArrayBuffer) return new Uint8Array(checked);
  if (ArrayBuffer.isView(checked)) {
    return new Uint8Array(checked.buffer as ArrayBuffer, checked.byteOffset, checked.byteLength);
  }
  if (checked instanceof Blob) return { stream: checked.stream(), length: checked.size };
  if (checked instanceof ReadableStream) return { stream: checked };
  if (isFileData(checked)) return { stream: fileStream(checked.file, argument, opener) };
  return { stream: iteratedStream(checked, argument) };
}

/**
 * Refuses a text where an archive is meant: it is the path of one, most likely.
 *
 * @param data The archive.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When it is a text that is too short for an archive.
 */
export function toArchive(data: Data, argument: string): Data {
  if (typeof data !== "string" || data.length >= BLOCK) return data;
  throw new TypeError(
    `Cannot send ${argument}: the text ${show(data)} is no archive; for a file give { file: ${
      show(data)
    } }`,
  );
}

/**
 * Makes a request body of a tar archive.
 *
 * @param data The archive.
 * @param argument The argument's name, for errors.
 * @param opener What opens files.
 * @throws {TypeError} When it is none of the accepted forms, or a text that is too short for an archive.
 */
export function toArchiveBody(data: Data, argument: string, opener: FileOpener): RequestBody {
  return toBody(toArchive(data, argument), argument, opener);
}

/** Tells whether the memory of bytes was transferred, e.g. to a worker: nothing would be sent. */
function isDetached(data: unknown): boolean {
  const buffer = ArrayBuffer.isView(data) ? data.buffer : data;
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength > 0) return false;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

function isFileData(data: unknown): data is FileData {
  return isRecord(data) && typeof data.file === "string" && data.file !== "" &&
    Object.keys(data).length === 1;
}

function isIterable(data: unknown): data is AsyncIterable<Uint8Array | string> {
  return typeof data === "object" && data !== null && Symbol.asyncIterator in data;
}

/** Reads a file that is opened when the first of it is wanted. */
function fileStream(
  file: string,
  argument: string,
  opener: FileOpener,
): ReadableStream<Uint8Array> {
  async function* read(): AsyncGenerator<Uint8Array> {
    const { files } = await opener.platform();
    const fail = (problem: string, cause?: unknown): DockerError =>
      new DockerError(
        `Cannot send ${argument}: ${show(file)} ${problem}`,
        cause === undefined ? undefined : { cause },
      );
    const info = await files.stat(file).catch((cause) => {
      throw fail("is out of reach", cause);
    });
    if (info === null) throw fail("does not exist");
    if (info.kind === "directory") throw fail("is a directory");
    const reader = files.stream(file).getReader();
    try {
      for (;;) {
        const step = await reader.read().catch((cause) => {
          throw fail("cannot be read", cause);
        });
        if (step.done) return;
        yield step.value;
      }
    } finally {
      await reader.cancel().catch(() => {});
    }
  }
  return iteratedStream(read(), argument);
}

/** Pulls chunks one by one; what gives them is told when no more are wanted. */
function iteratedStream(
  chunks: AsyncIterable<unknown>,
  argument: string,
): ReadableStream<Uint8Array> {
  let iterator: AsyncIterator<unknown> | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(controller): Promise<void> {
      iterator ??= chunks[Symbol.asyncIterator]();
      const { done, value } = await iterator.next();
      if (done) return controller.close();
      if (typeof value === "string" && value.isWellFormed()) {
        return controller.enqueue(new TextEncoder().encode(value));
      }
      if (value instanceof Uint8Array) return controller.enqueue(value);
      await iterator.return?.();
      const problem = typeof value === "string"
        ? "'s text has half a surrogate pair"
        : ` is ${show(value)}; expected bytes`;
      throw new TypeError(`Cannot send ${argument}: a chunk${problem}`);
    },
    async cancel(): Promise<void> {
      iterator ??= chunks[Symbol.asyncIterator]();
      await iterator.return?.();
    },
  }, { highWaterMark: 0 });
}

/**
 * Returns a body as a stream.
 *
 * @param body The body.
 */
export function bodyStream(body: RequestBody): ReadableStream<Uint8Array> {
  if (!(body instanceof Uint8Array)) return body.stream;
  return new ReadableStream<Uint8Array>({
    start(controller): void {
      controller.enqueue(body);
      controller.close();
    },
  });
}

/**
 * Reads a body to its end.
 *
 * @param body The body; something small.
 * @param signal Ends the reading; what is read from is cancelled then.
 */
export async function bodyBytes(
  body: RequestBody,
  signal?: AbortSignal | null | undefined,
): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  const reader = body.stream.getReader();
  // What fails while it is cancelled has nobody left to tell.
  const onAbort = (): void => void reader.cancel(signal?.reason).catch(() => {});
  if (signal?.aborted) onAbort();
  const forget = whenAborted(signal, onAbort);
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      chunks.push(requireBytes(read.value));
    }
  } finally {
    forget();
  }
  signal?.throwIfAborted();
  return concat(chunks);
}
