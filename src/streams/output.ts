import { type BatchStream, batchStream } from "./batch_stream.ts";
import { type Frame, FrameParser, SystemErrorFrame } from "./frames.ts";
import { TextCollector } from "./text_collector.ts";

/** Bytes as they are read: what one read brought, or `null` at the end. */
export interface ByteBatches {
  /** Resolves with the next pieces, at least one, or with `null` at the end. */
  next(): Promise<Uint8Array<ArrayBuffer>[] | null>;
  /** Frees the connection. */
  cancel(reason?: unknown): void;
  /** Says in an error of what is made of the bytes which call they belong to. */
  explain?(error: unknown): unknown;
}

/** The output of a process that was read to its end. */
export interface CollectedOutput {
  /** What the process wrote to its standard output, as UTF-8. */
  stdout: string;
  /** What the process wrote to its standard error, as UTF-8; empty with a tty. */
  stderr: string;
}

/** Makes the error of an Engine that reports one within the stream. */
export type SystemErrorHandler = (explanation: string) => Error;

/**
 * Streams a process's output as bytes, without frame headers.
 *
 * @param source The wire's bytes.
 * @param multiplexed Whether they come in frames.
 * @param onError Makes the error of a frame in which the Engine reports one.
 */
export function payloadStream(
  source: ByteBatches,
  multiplexed: boolean,
  onError: SystemErrorHandler,
): BatchStream<Uint8Array<ArrayBuffer>> {
  return batchStream(multiplexed ? payloads(source, onError) : source);
}

/**
 * Streams a process's output as frames in order of arrival; without multiplexing all is stdout.
 *
 * @param source The wire's bytes.
 * @param multiplexed Whether they come in frames.
 * @param onError Makes the error of a frame in which the Engine reports one.
 */
export function frameStream(
  source: ByteBatches,
  multiplexed: boolean,
  onError: SystemErrorHandler,
): BatchStream<Frame> {
  return batchStream(multiplexed ? frames(source, onError) : rawFrames(source));
}

/**
 * Reads a process's output to its end, as one text in order of arrival.
 *
 * @param source The wire's bytes.
 * @param multiplexed Whether they come in frames.
 * @param onError Makes the error of a frame in which the Engine reports one.
 */
export async function collectText(
  source: ByteBatches,
  multiplexed: boolean,
  onError: SystemErrorHandler,
): Promise<string> {
  const text = new TextCollector();
  const from = multiplexed ? payloads(source, onError) : source;
  for (let batch = await from.next(); batch !== null; batch = await from.next()) {
    for (const piece of batch) text.push(piece);
  }
  return text.end();
}

/**
 * Reads a process's output to its end, stdout and stderr told apart.
 *
 * @param source The wire's bytes.
 * @param multiplexed Whether they come in frames.
 * @param onError Makes the error of a frame in which the Engine reports one.
 */
export async function collectOutput(
  source: ByteBatches,
  multiplexed: boolean,
  onError: SystemErrorHandler,
): Promise<CollectedOutput> {
  const stdout = new TextCollector();
  const stderr = new TextCollector();
  const from = multiplexed ? frames(source, onError) : rawFrames(source);
  for (let batch = await from.next(); batch !== null; batch = await from.next()) {
    for (const frame of batch) (frame.stream === "stderr" ? stderr : stdout).push(frame.data);
  }
  return { stdout: stdout.end(), stderr: stderr.end() };
}

/**
 * Says in an error of what is made of bytes which call they belong to, as far as their source knows.
 *
 * @param source Where the bytes come from.
 * @param error What was thrown.
 */
export function explained(source: ByteBatches, error: unknown): unknown {
  return source.explain === undefined ? error : source.explain(error);
}

interface Source<T> {
  next(): Promise<T[] | null>;
  cancel(reason: unknown): void;
}

function payloads(
  source: ByteBatches,
  onError: SystemErrorHandler,
): Source<Uint8Array<ArrayBuffer>> {
  return parsed(
    source,
    onError,
    (parser, bytes, out: Uint8Array<ArrayBuffer>[]) => parser.payload(bytes, out),
  );
}

function frames(source: ByteBatches, onError: SystemErrorHandler): Source<Frame> {
  return parsed(source, onError, (parser, bytes, out: Frame[]) => parser.push(bytes, out));
}

function rawFrames(source: ByteBatches): Source<Frame> {
  return {
    async next(): Promise<Frame[] | null> {
      const batch = await source.next();
      return batch === null ? null : batch.map((data) => ({ stream: "stdout", data }));
    },
    cancel: (reason) => source.cancel(reason),
  };
}

function parsed<T>(
  source: ByteBatches,
  onError: SystemErrorHandler,
  parse: (parser: FrameParser, bytes: Uint8Array<ArrayBuffer>, out: T[]) => void,
): Source<T> {
  const parser = new FrameParser();
  let failure: { reason: unknown } | null = null;
  return {
    async next(): Promise<T[] | null> {
      if (failure !== null) throw failure.reason;
      const out: T[] = [];
      try {
        while (out.length === 0) {
          const batch = await source.next();
          if (batch === null) {
            parser.end();
            return null;
          }
          for (const bytes of batch) parse(parser, bytes, out);
        }
      } catch (error) {
        const reason = error instanceof SystemErrorFrame
          ? onError(error.message)
          : explained(source, error);
        source.cancel(reason);
        // What came before the failure is delivered first.
        if (out.length === 0) throw reason;
        failure = { reason };
      }
      return out;
    },
    cancel: (reason) => source.cancel(reason),
  };
}
