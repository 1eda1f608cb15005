import { concat } from "../bytes/concat.ts";
import { CoreStream } from "./core_stream.ts";
import { ErrorCode, Http2Error } from "./errors.ts";
import { FrameWriter } from "./frame_writer.ts";
import {
  Flag,
  type Frame,
  FRAME_LIMIT,
  frameHead,
  FrameReader,
  FrameType,
  PREFACE,
  Setting,
  settingsFrame,
  uint31,
} from "./frames.ts";
import { fieldValue, findFieldProblem, type HeaderField } from "./header_fields.ts";
import { HpackDecoder } from "./hpack_decoder.ts";
import {
  Calm,
  CONNECTION_WINDOW,
  DEFAULT_WINDOW,
  HEADER_LIMIT,
  MAX_STREAMS,
  MAX_WINDOW,
  STREAM_WINDOW,
  TABLE_LIMIT,
} from "./limits.ts";

/** Who a side of a connection is: the client opens streams. */
export type Role = "client" | "server";

/** What the core tells of what has come. */
export interface CoreEvents {
  /** Headers have come, or trailers where headers came before. */
  onHeaders(stream: CoreStream, fields: HeaderField[]): void;
  /** Bytes have come; they are a view. */
  onData(stream: CoreStream, bytes: Uint8Array): void;
  /** The peer has sent all. */
  onEnd(stream: CoreStream): void;
  /** A stream was given up, by the peer or because the peer broke the rules on it. */
  onReset(stream: CoreStream, code: number): void;
  /** More may be sent, on a stream or on all of them. */
  onWindow(): void;
  /** The peer takes no more streams. */
  onGoAway(code: number): void;
}

/**
 * HTTP/2 without a connection: bytes that came go in, what follows from them is told, bytes to be
 * sent are taken out. The same for both roles.
 */
export class Http2Core {
  readonly #role: Role;
  readonly #events: CoreEvents;
  readonly #reader = new FrameReader();
  readonly #decoder = new HpackDecoder(TABLE_LIMIT, HEADER_LIMIT);
  readonly #calm = new Calm();
  readonly #streams: Map<number, CoreStream> = new Map();
  readonly #output = new FrameWriter();
  #state: "preface" | "settings" | "open" = "preface";
  #headers: { frame: Frame; parts: Uint8Array[]; size: number } | null = null;
  #sendWindow = DEFAULT_WINDOW;
  #receiveWindow = CONNECTION_WINDOW;
  #initialWindow = DEFAULT_WINDOW;
  #frameLimit = FRAME_LIMIT;
  #peerStreams = MAX_WINDOW;
  #lastPeerStream = 0;
  #nextStream = 1;
  #isClosing = false;

  /**
   * Makes a core; what has to be sent first is in its output.
   *
   * @param role Who this side is.
   * @param events Told of what comes.
   */
  constructor(role: Role, events: CoreEvents) {
    this.#role = role;
    this.#events = events;
    if (role === "client") this.#output.push(PREFACE);
    this.#output.push(settingsFrame([
      ...(role === "client" ? [[Setting.enablePush, 0] as const] : []),
      [Setting.maxStreams, MAX_STREAMS],
      [Setting.initialWindow, STREAM_WINDOW],
      [Setting.maxHeaders, HEADER_LIMIT],
    ]));
    this.#output.numbers(FrameType.window, 0, CONNECTION_WINDOW - DEFAULT_WINDOW);
    if (role === "client") this.#state = "settings";
  }

  /** How many bytes wait to be sent. */
  get outputSize(): number {
    return this.#output.size;
  }

  /** How many streams are open. */
  get streamCount(): number {
    return this.#streams.size;
  }

  /** Whether bytes have come that are no whole frame, or headers that are not whole. */
  get isWithinFrame(): boolean {
    return this.#reader.isWithinFrame || this.#headers !== null;
  }

  /** Takes the bytes that wait to be sent. */
  takeOutput(): Uint8Array[] {
    this.#calm.answered();
    return this.#output.take();
  }

  /**
   * Takes bytes in as they came.
   *
   * @throws {Http2Error} When the peer breaks the rules: {@linkcode goAway} is what is left to say.
   */
  receive(bytes: Uint8Array): void {
    this.#reader.push(bytes);
    if (this.#state === "preface") {
      if (!this.#reader.takePreface()) return;
      this.#state = "settings";
    }
    for (let frame = this.#reader.next(); frame !== null; frame = this.#reader.next()) {
      if (this.#state === "settings") {
        if (frame.type !== FrameType.settings || frame.flags & Flag.ack) {
          throw broken("settings do not come first");
        }
        this.#state = "open";
      }
      this.#take(frame);
    }
  }

  /**
   * Opens a stream, as the client.
   *
   * @throws {Http2Error} When the peer takes no more.
   */
  open(): CoreStream {
    if (this.#isClosing || this.#streams.size >= this.#peerStreams) {
      throw new Http2Error(ErrorCode.refusedStream, "the peer takes no more streams");
    }
    const stream = this.#addStream(this.#nextStream);
    this.#nextStream += 2;
    return stream;
  }

  /** Sends headers or trailers. */
  sendHeaders(stream: CoreStream, fields: readonly HeaderField[], end: boolean): void {
    if (stream.isReset || stream.localEnded) return;
    this.#output.headers(stream.id, fields, end, this.#frameLimit);
    if (end) this.#endLocally(stream);
  }

  /**
   * Sends as much as the windows allow.
   *
   * @param bytes What is to be sent; nothing only to end the stream.
   * @param end Whether the stream ends behind it.
   * @param most The most to send now.
   * @returns How many bytes are taken.
   */
  sendData(stream: CoreStream, bytes: Uint8Array, end: boolean, most: number): number {
    if (stream.isReset || stream.localEnded) return bytes.length;
    const sent = Math.max(
      0,
      Math.min(most, bytes.length, stream.sendWindow, this.#sendWindow),
    );
    const ends = end && sent === bytes.length;
    if (sent > 0 || ends) {
      this.#output.data(stream.id, bytes.subarray(0, sent), ends, this.#frameLimit);
      stream.sendWindow -= sent;
      this.#sendWindow -= sent;
    }
    if (ends) this.#endLocally(stream);
    return sent;
  }

  /** Gives a stream up. */
  reset(stream: CoreStream, code: number): void {
    if (stream.isReset) return;
    stream.isReset = true;
    this.#streams.delete(stream.id);
    this.#output.numbers(FrameType.reset, stream.id, code);
  }

  /** Lets the peer send as much again on a stream as was taken of it. */
  consume(stream: CoreStream, size: number): void {
    stream.consumed += size;
    if (stream.remoteEnded || stream.isReset || stream.consumed < STREAM_WINDOW / 2) return;
    stream.receiveWindow += stream.consumed;
    this.#output.numbers(FrameType.window, stream.id, stream.consumed);
    stream.consumed = 0;
  }

  /** Tells the peer that nothing more is taken. */
  goAway(code: number): void {
    this.#isClosing = true;
    this.#output.numbers(FrameType.goAway, 0, this.#lastPeerStream, code);
  }

  #take(frame: Frame): void {
    if (this.#headers !== null) {
      const { frame: first } = this.#headers;
      if (frame.type !== FrameType.continuation || frame.stream !== first.stream) {
        throw broken("something comes between the frames of a header block");
      }
      return this.#takeContinuation(frame);
    }
    switch (frame.type) {
      case FrameType.data:
        return this.#takeData(frame);
      case FrameType.headers:
        return this.#takeHeaders(frame);
      case FrameType.priority:
        if (frame.stream === 0) throw broken("a priority is of no stream");
        return this.#calm.idle();
      case FrameType.reset:
        return this.#takeReset(frame);
      case FrameType.settings:
        return this.#takeSettings(frame);
      case FrameType.push:
        throw broken("it pushes, which it was told not to");
      case FrameType.ping:
        return this.#takePing(frame);
      case FrameType.goAway:
        return this.#takeGoAway(frame);
      case FrameType.window:
        return this.#takeWindow(frame);
      case FrameType.continuation:
        throw broken("headers go on that did not begin");
      default:
        this.#calm.idle();
    }
  }

  #takeData(frame: Frame): void {
    const size = frame.payload.length;
    // What the connection is lent is given back at once, so that half of it, more than any frame, is
    // always there: a slow reader must not starve the others.
    this.#receiveWindow -= size;
    if (this.#receiveWindow <= CONNECTION_WINDOW / 2) {
      const credit = CONNECTION_WINDOW - this.#receiveWindow;
      this.#output.numbers(FrameType.window, 0, credit);
      this.#receiveWindow += credit;
    }
    const stream = this.#find(frame);
    if (stream === undefined) return this.#calm.idle();
    stream.receiveWindow -= size;
    if (stream.receiveWindow < 0) throw overflow("it sends more than a stream's window");
    if (stream.remoteEnded || !stream.hasHeaders) {
      return this.#refuse(stream, ErrorCode.streamClosed);
    }
    const bytes = unpad(frame, 0);
    if (bytes.length < size) this.consume(stream, size - bytes.length);
    if (bytes.length > 0) {
      this.#calm.useful();
      this.#events.onData(stream, bytes);
    } else if (!(frame.flags & Flag.endStream)) this.#calm.idle();
    if (frame.flags & Flag.endStream) this.#endRemotely(stream);
  }

  #takeHeaders(frame: Frame): void {
    if (frame.stream === 0) throw broken("headers are of no stream");
    const part = unpad(frame, frame.flags & Flag.priority ? 5 : 0);
    if (frame.flags & Flag.endHeaders) return this.#takeFields(frame, part);
    this.#headers = { frame, parts: [part], size: part.length };
  }

  #takeContinuation(frame: Frame): void {
    const headers = this.#headers!;
    headers.parts.push(frame.payload);
    headers.size += frame.payload.length;
    this.#calm.continued(headers.parts.length, headers.size);
    if (!(frame.flags & Flag.endHeaders)) return;
    this.#headers = null;
    this.#takeFields(headers.frame, concat(headers.parts, headers.size));
  }

  #takeFields(frame: Frame, block: Uint8Array): void {
    // Decoded whatever becomes of the stream: the table is the connection's.
    const fields = this.#decoder.decode(block);
    const isEnd = (frame.flags & Flag.endStream) !== 0;
    let stream = this.#streams.get(frame.stream);
    if (stream === undefined) {
      if (this.#isOwn(frame.stream)) {
        if (frame.stream >= this.#nextStream) throw broken("it answers what was not asked");
        return this.#calm.idle();
      }
      if (this.#role === "client") throw broken("a server opens a stream");
      if (frame.stream <= this.#lastPeerStream) return this.#calm.idle();
      this.#lastPeerStream = frame.stream;
      stream = this.#addStream(frame.stream);
      if (this.#streams.size > MAX_STREAMS || this.#isClosing) {
        return this.#refuse(stream, ErrorCode.refusedStream);
      }
    }
    if (stream.remoteEnded) return this.#refuse(stream, ErrorCode.streamClosed);
    const of = stream.hasHeaders ? "trailers" : this.#role === "server" ? "request" : "response";
    if (findFieldProblem(fields, of) !== null || (of === "trailers" && !isEnd)) {
      return this.#refuse(stream, ErrorCode.protocolError);
    }
    this.#calm.useful();
    // What only says that the answer takes its time is no answer.
    const isInterim = of === "response" && fieldValue(fields, ":status")!.startsWith("1");
    if (isInterim && !isEnd) return this.#calm.idle();
    stream.hasHeaders = true;
    this.#events.onHeaders(stream, fields);
    if (isEnd) this.#endRemotely(stream);
  }

  #takeReset(frame: Frame): void {
    if (frame.payload.length !== 4) throw misfit("a reset");
    const stream = this.#find(frame);
    if (stream === undefined) return this.#calm.idle();
    stream.isReset = true;
    this.#streams.delete(stream.id);
    this.#calm.reset();
    this.#events.onReset(stream, uint31(frame.payload, 0));
  }

  #takeSettings(frame: Frame): void {
    const { payload } = frame;
    if (frame.stream !== 0) throw broken("settings are of a stream");
    if (frame.flags & Flag.ack) {
      if (payload.length > 0) throw misfit("settings that are taken");
      return;
    }
    if (payload.length % 6 !== 0) throw misfit("settings");
    const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
    for (let offset = 0; offset < payload.length; offset += 6) {
      this.#set(view.getUint16(offset), view.getUint32(offset + 2));
    }
    this.#calm.answer();
    this.#output.push(frameHead(FrameType.settings, Flag.ack, 0, 0));
  }

  #set(id: number, value: number): void {
    if (id === Setting.initialWindow) {
      if (value > MAX_WINDOW) throw overflow("its windows are too large");
      const change = value - this.#initialWindow;
      this.#initialWindow = value;
      for (const stream of this.#streams.values()) {
        stream.sendWindow += change;
        if (stream.sendWindow > MAX_WINDOW) throw overflow("its windows become too large");
      }
      if (change > 0) this.#events.onWindow();
    } else if (id === Setting.maxFrame) {
      if (value < FRAME_LIMIT || value >= 2 ** 24) throw broken(`its frames have ${value} bytes`);
      // Larger ones would keep short answers waiting.
      this.#frameLimit = Math.min(value, 2 * FRAME_LIMIT);
    } else if (id === Setting.maxStreams) {
      this.#peerStreams = value;
    } else if (id === Setting.enablePush && value > 1) {
      throw broken("a setting that is 0 or 1 is neither");
    }
  }

  #takePing(frame: Frame): void {
    if (frame.stream !== 0) throw broken("a ping is of a stream");
    if (frame.payload.length !== 8) throw misfit("a ping");
    if (frame.flags & Flag.ack) return this.#calm.idle();
    this.#calm.answer();
    this.#output.push(frameHead(FrameType.ping, Flag.ack, 0, 8), frame.payload);
  }

  #takeGoAway(frame: Frame): void {
    if (frame.stream !== 0) throw broken("a farewell is of a stream");
    if (frame.payload.length < 8) throw misfit("a farewell");
    this.#isClosing = true;
    const last = uint31(frame.payload, 0);
    const code = uint31(frame.payload, 4);
    for (const stream of [...this.#streams.values()]) {
      if (!this.#isOwn(stream.id) || stream.id <= last) continue;
      this.#streams.delete(stream.id);
      stream.isReset = true;
      this.#events.onReset(stream, ErrorCode.refusedStream);
    }
    this.#events.onGoAway(code);
  }

  #takeWindow(frame: Frame): void {
    if (frame.payload.length !== 4) throw misfit("a window");
    const credit = uint31(frame.payload, 0);
    if (frame.stream === 0) {
      if (credit === 0) throw broken("the connection's window grows by nothing");
      this.#sendWindow += credit;
      if (this.#sendWindow > MAX_WINDOW) throw overflow("the connection's window is too large");
      return this.#events.onWindow();
    }
    const stream = this.#find(frame);
    if (stream === undefined) return this.#calm.idle();
    if (credit === 0) return this.#refuse(stream, ErrorCode.protocolError);
    stream.sendWindow += credit;
    if (stream.sendWindow > MAX_WINDOW) return this.#refuse(stream, ErrorCode.flowControlError);
    this.#events.onWindow();
  }

  /** Finds a frame's stream; none when it is over. */
  #find(frame: Frame): CoreStream | undefined {
    const { stream: id } = frame;
    const last = this.#isOwn(id) ? this.#nextStream - 1 : this.#lastPeerStream;
    if (id === 0 || id > last) throw broken("a frame is of a stream that was not opened");
    return this.#streams.get(id);
  }

  /** Whether this side opens streams of such a number. */
  #isOwn(id: number): boolean {
    return (id % 2 === 1) === (this.#role === "client");
  }

  #addStream(id: number): CoreStream {
    const stream = new CoreStream(id, this.#initialWindow, STREAM_WINDOW);
    this.#streams.set(id, stream);
    return stream;
  }

  /** Gives a stream up on which the peer broke the rules. */
  #refuse(stream: CoreStream, code: number): void {
    this.reset(stream, code);
    this.#calm.reset();
    this.#events.onReset(stream, code);
  }

  #endLocally(stream: CoreStream): void {
    stream.localEnded = true;
    if (stream.remoteEnded) this.#finish(stream);
  }

  #endRemotely(stream: CoreStream): void {
    stream.remoteEnded = true;
    this.#events.onEnd(stream);
    if (stream.localEnded && !stream.isReset) this.#finish(stream);
  }

  #finish(stream: CoreStream): void {
    if (this.#streams.delete(stream.id)) this.#calm.finished();
  }
}

/** Takes the padding off a frame's content, and what stands before it. */
function unpad({ flags, payload }: Frame, before: number): Uint8Array {
  const isPadded = (flags & Flag.padded) !== 0;
  const padding = isPadded ? payload[0] ?? Infinity : 0;
  const start = (isPadded ? 1 : 0) + before;
  if (start + padding > payload.length) throw broken("a frame has more padding than content");
  return payload.subarray(start, payload.length - padding);
}

function broken(problem: string): Http2Error {
  return new Http2Error(ErrorCode.protocolError, problem);
}

function overflow(problem: string): Http2Error {
  return new Http2Error(ErrorCode.flowControlError, problem);
}

function misfit(what: string): Http2Error {
  return new Http2Error(ErrorCode.frameSizeError, `the frame of ${what} has the wrong size`);
}
