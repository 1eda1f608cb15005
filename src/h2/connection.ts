import { concat } from "../bytes/concat.ts";
import type { Duplex } from "../connect/types.ts";
import { ProtocolError } from "../errors.ts";
import { type CoreEvents, Http2Core, type Role } from "./core.ts";
import type { CoreStream } from "./core_stream.ts";
import { ErrorCode, errorName, Http2Error, StreamReset } from "./errors.ts";
import type { HeaderField } from "./header_fields.ts";
import { Http2Stream, type StreamOwner } from "./stream.ts";

/** How many bytes may wait to be sent before streams have to wait. */
const BACKLOG = 256 * 1024;
/** How much a stream sends before it is the next one's turn. */
const TURN = 64 * 1024;
/** How much is joined in room that is used again: heads of frames come on top. */
const ROOM: number = BACKLOG + 1024;
/** How long a farewell may take, in milliseconds. */
const PATIENCE = 40;

/** How a connection is made. */
export interface Http2Options {
  /** Who this side is. */
  role: Role;
  /** Called with each stream that the peer opens; must not throw. */
  onStream?: (stream: Http2Stream, headers: readonly HeaderField[]) => void;
}

/**
 * An HTTP/2 connection over any two-way byte connection, in either role. It begins at once, and
 * keeps reading whatever the streams do.
 */
export class Http2Connection {
  /** Resolves when the connection is over: with `null` after an orderly end, otherwise with the reason. */
  readonly closed: Promise<unknown>;
  readonly #duplex: Duplex;
  readonly #core: Http2Core;
  readonly #streams: Map<CoreStream, Http2Stream> = new Map();
  readonly #blocked: Set<Http2Stream> = new Set();
  readonly #owner: StreamOwner;
  #resolveClosed!: (reason: unknown) => void;
  #isWriting = false;
  #room = new Uint8Array(0);
  #written: Promise<void> = Promise.resolve();
  #isOver = false;
  #isClosing = false;

  /**
   * Begins a connection.
   *
   * @param duplex The byte connection, which belongs to this one now.
   * @param options Who this side is.
   */
  constructor(duplex: Duplex, options: Http2Options) {
    this.#duplex = duplex;
    this.closed = new Promise((resolve) => this.#resolveClosed = resolve);
    this.#core = new Http2Core(options.role, this.#events(options));
    this.#owner = {
      sendHeaders: (stream, fields, end) => {
        this.#core.sendHeaders(stream, fields, end);
        this.#afterSending(stream);
      },
      sendData: (stream, bytes, end) => {
        const most = Math.min(TURN, BACKLOG - this.#core.outputSize);
        const sent = this.#core.sendData(stream, bytes, end, Math.max(0, most));
        this.#afterSending(stream);
        return sent;
      },
      consume: (stream, size) => {
        this.#core.consume(stream, size);
        this.#write();
      },
      reset: (stream, code) => {
        this.#streams.delete(stream);
        this.#core.reset(stream, code);
        this.#write();
      },
      block: (stream) => this.#blocked.add(stream),
    };
    this.#write();
    this.#read();
  }

  /** Whether the connection has ended. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** How many streams are open. */
  get streamCount(): number {
    return this.#core.streamCount;
  }

  /**
   * Opens a stream, as the client.
   *
   * @param headers The request's fields, those with a colon first.
   * @param end Whether nothing follows.
   * @throws {Http2Error} When the peer takes no more streams, or the connection is over.
   */
  request(headers: readonly HeaderField[], end = false): Http2Stream {
    if (this.#isOver) throw new Http2Error(ErrorCode.refusedStream, "it is over");
    const core = this.#core.open();
    const stream = new Http2Stream(core, this.#owner);
    this.#streams.set(core, stream);
    stream.sendHeaders(headers, end);
    return stream;
  }

  /** Says farewell and closes; streams that are open end. Calling it again is harmless. */
  async close(): Promise<void> {
    if (this.#isOver || this.#isClosing) return;
    this.#isClosing = true;
    await this.#sayFarewell(ErrorCode.noError);
    this.#end(null);
  }

  /** Ends the connection at once. */
  abort(reason: unknown): void {
    this.#end(reason);
  }

  #events({ onStream }: Http2Options): CoreEvents {
    return {
      onHeaders: (core, fields) => {
        const known = this.#streams.get(core);
        if (known !== undefined) return known.takeHeaders(fields);
        const stream = new Http2Stream(core, this.#owner);
        this.#streams.set(core, stream);
        stream.takeHeaders(fields);
        onStream?.(stream, fields);
      },
      onData: (core, bytes) => this.#streams.get(core)?.takeData(bytes),
      onEnd: (core) => {
        const stream = this.#streams.get(core);
        this.#afterSending(core);
        stream?.takeEnd();
      },
      onReset: (core, code) => {
        const stream = this.#streams.get(core);
        this.#streams.delete(core);
        // The peer may say so when it has all it wants of a stream that ended in order.
        stream?.fail(new StreamReset(code, "the peer"));
      },
      onWindow: () => this.#resume(),
      onGoAway: (code) => {
        if (code === ErrorCode.noError) return;
        this.#end(
          new ProtocolError(`The peer has ended the HTTP/2 connection: ${errorName(code)}`),
        );
      },
    };
  }

  #afterSending(stream: CoreStream): void {
    if (stream.localEnded && stream.remoteEnded) this.#streams.delete(stream);
    this.#write();
  }

  async #read(): Promise<void> {
    try {
      while (!this.#isOver) {
        const bytes = await this.#duplex.read();
        if (this.#isOver) return;
        if (bytes === null) {
          const isCut = !this.#isClosing &&
            (this.#core.isWithinFrame || this.#streams.size > 0);
          return this.#end(
            isCut ? new ProtocolError("The HTTP/2 connection was ended within its streams") : null,
          );
        }
        this.#core.receive(bytes);
        this.#write();
      }
    } catch (error) {
      if (error instanceof Http2Error && !this.#isOver) await this.#sayFarewell(error.reason);
      this.#end(this.#unlessClosing(error));
    }
  }

  /** A peer that hears a farewell may be gone at once: that is no failure. */
  #unlessClosing(error: unknown): unknown {
    return this.#isClosing ? null : error;
  }

  /** Tries to send a farewell: a peer that does not read is not waited for. */
  async #sayFarewell(code: number): Promise<void> {
    this.#core.goAway(code);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => timer = setTimeout(resolve, PATIENCE));
    await Promise.race([this.#write(), late]);
    clearTimeout(timer);
  }

  /** Writes all that waits to be sent; one write at a time. */
  #write(): Promise<void> {
    if (!this.#isWriting) {
      this.#isWriting = true;
      this.#written = this.#writeAll();
    }
    return this.#written;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#core.outputSize > 0 && !this.#isOver) {
        // What else is sent in this moment goes with it.
        await undefined;
        await this.#duplex.write(this.#join(this.#core.takeOutput()));
        this.#resume();
      }
    } catch (error) {
      this.#end(this.#unlessClosing(error));
    } finally {
      this.#isWriting = false;
    }
  }

  /** Joins bytes in room that is used again and again: a write is done before the next one begins. */
  #join(parts: readonly Uint8Array[]): Uint8Array {
    let size = 0;
    for (const part of parts) size += part.length;
    if (size > ROOM || parts.length === 1) return concat(parts, size);
    if (this.#room.length < size) this.#room = new Uint8Array(size > TURN ? ROOM : TURN);
    size = 0;
    for (const part of parts) {
      this.#room.set(part, size);
      size += part.length;
    }
    return this.#room.subarray(0, size);
  }

  /** Lets those send on that had to wait, in turn. */
  #resume(): void {
    for (const stream of [...this.#blocked]) {
      if (this.#core.outputSize >= BACKLOG) return;
      this.#blocked.delete(stream);
      stream.flush();
    }
  }

  #end(reason: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const why = reason ?? new ProtocolError("The HTTP/2 connection was closed");
    const streams = [...this.#streams.values()];
    this.#streams.clear();
    this.#blocked.clear();
    for (const stream of streams) stream.fail(why);
    this.#duplex.close();
    this.#resolveClosed(reason);
  }
}
