import { ProtocolError } from "../errors.ts";

/** A piece of a container's output. */
export interface Frame {
  /** Where the process wrote it. */
  stream: "stdout" | "stderr";
  /** The bytes, a view of what was received. A large frame comes in several pieces. */
  data: Uint8Array<ArrayBuffer>;
}

const HEADER_SIZE = 8;
/** The frame type of the Engine's own error message. */
const SYSTEM_ERROR = 3;
/** The most bytes of an error message that are kept. */
const MESSAGE_LIMIT = 64 * 1024;

/** What an Engine says in a frame of its own before it ends a multiplexed stream. */
export class SystemErrorFrame extends ProtocolError {
  /** The class's own name, kept when names are minified. */
  override name = "SystemErrorFrame";
}

/** Takes the Engine's multiplexed stream apart, synchronously. */
export class FrameParser {
  readonly #header: Uint8Array = new Uint8Array(HEADER_SIZE);
  #headerFilled = 0;
  #type = 0;
  #left = 0;
  #message: Uint8Array[] = [];
  #messageSize = 0;
  #received = 0;

  /**
   * Adds the frames within `bytes`, or pieces of them, to `out`.
   *
   * @param bytes What was received.
   * @param out Where the frames are added, in order of arrival.
   * @throws {ProtocolError} When a header is not one, or when the Engine reports an error.
   */
  push(bytes: Uint8Array, out: Frame[]): void {
    const { length } = bytes;
    let index = 0;
    while (index < length && (this.#left > 0 || this.#headerFilled > 0)) {
      index = this.#continueFrame(bytes, index, out);
    }
    index = addWholeFrames(bytes, index, out);
    while (index < length) index = this.#continueFrame(bytes, index, out);
    this.#received += length;
  }

  /**
   * Moves the payloads within `bytes` together and adds them to `out` as one view, if there are any.
   *
   * @param bytes What was received; its content is moved.
   * @param out Where the view is added, also when what follows it is refused.
   * @throws {ProtocolError} When a header is not one, or when the Engine reports an error.
   */
  payload(bytes: Uint8Array, out: Uint8Array[]): void {
    const length = bytes.length;
    let index = 0;
    let start = 0;
    let end = 0;
    try {
      while (index < length) {
        if (this.#left === 0) {
          const whole = this.#headerFilled === 0 ? wholeFrameSize(bytes, index) : -1;
          if (whole === -1) {
            index = this.#readHeader(bytes, index);
            continue;
          }
          index += HEADER_SIZE;
          if (end === start) start = end = index;
          else bytes.copyWithin(end, index, index + whole);
          end += whole;
          index += whole;
          continue;
        }
        const size = Math.min(this.#left, length - index);
        this.#left -= size;
        if (this.#type === SYSTEM_ERROR) {
          this.#addMessage(bytes.slice(index, index + size));
        } else {
          if (end === start) start = end = index;
          else if (end < index) bytes.copyWithin(end, index, index + size);
          end += size;
        }
        index += size;
      }
      this.#received += length;
    } finally {
      if (end > start) out.push(bytes.subarray(start, end));
    }
  }

  /**
   * Says that the stream has ended.
   *
   * @throws {ProtocolError} When it ended within a frame.
   */
  end(): void {
    if (this.#headerFilled > 0) {
      throw new ProtocolError(
        `Cannot read the multiplexed stream: it ended after ${this.#headerFilled} of the ${HEADER_SIZE} bytes of a frame header`,
      );
    }
    if (this.#left > 0) {
      throw new ProtocolError(
        `Cannot read the multiplexed stream: it ended ${this.#left} bytes before the end of a frame`,
      );
    }
  }

  /** Reads what there is of a header, or of what it announced; returns where that ends. */
  #continueFrame(bytes: Uint8Array, start: number, out: Frame[]): number {
    if (this.#left === 0) return this.#readHeader(bytes, start);
    const end = Math.min(start + this.#left, bytes.length);
    // What was read is never in shared memory, which compressors and Blobs are typed to refuse.
    const data = bytes.subarray(start, end) as Uint8Array<ArrayBuffer>;
    this.#left -= data.length;
    if (this.#type === SYSTEM_ERROR) this.#addMessage(data);
    else out.push({ stream: this.#type === 2 ? "stderr" : "stdout", data });
    return end;
  }

  #readHeader(bytes: Uint8Array, start: number): number {
    let header = bytes;
    let at = start;
    let next = start + HEADER_SIZE;
    const position = this.#received + start - this.#headerFilled;
    if (this.#headerFilled > 0 || next > bytes.length) {
      const part = bytes.subarray(start, start + HEADER_SIZE - this.#headerFilled);
      this.#header.set(part, this.#headerFilled);
      this.#headerFilled += part.length;
      next = start + part.length;
      if (this.#headerFilled < HEADER_SIZE) return next;
      this.#headerFilled = 0;
      header = this.#header;
      at = 0;
    }
    const type = header[at]!;
    if (type > SYSTEM_ERROR || (header[at + 1]! | header[at + 2]! | header[at + 3]!) !== 0) {
      const shown = Array.from(
        header.subarray(at, at + HEADER_SIZE),
        (byte) => byte.toString(16).padStart(2, "0"),
      ).join(" ");
      throw new ProtocolError(
        `Cannot read the multiplexed stream: ${shown} after ${position} bytes is no frame header`,
      );
    }
    this.#type = type;
    this.#left = ((header[at + 4]! << 24) | (header[at + 5]! << 16) | (header[at + 6]! << 8) |
      header[at + 7]!) >>> 0;
    if (type === SYSTEM_ERROR && this.#left === 0) this.#addMessage(new Uint8Array(0));
    return next;
  }

  #addMessage(data: Uint8Array): void {
    if (this.#messageSize < MESSAGE_LIMIT) {
      this.#message.push(data);
      this.#messageSize += data.length;
    }
    if (this.#left > 0) return;
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const text = this.#message.map((part) => decoder.decode(part, { stream: true })).join("");
    throw new SystemErrorFrame(text.trim() || "the engine gave no reason");
  }
}

/**
 * Adds the frames that begin at `start` and are there whole, up to the first that is not plain
 * output; returns where it begins. This loop is what a busy stream spends its time in.
 */
function addWholeFrames(bytes: Uint8Array, start: number, out: Frame[]): number {
  const { buffer, byteOffset } = bytes as Uint8Array<ArrayBuffer>;
  let index = start;
  let count = out.length;
  const first = wholeFrameSize(bytes, index);
  if (first > 0) out.length += Math.ceil((bytes.length - start) / (HEADER_SIZE + first));
  for (let size = first; size !== -1; size = wholeFrameSize(bytes, index)) {
    if (size > 0) {
      // The constructor costs less than subarray().
      const data = new Uint8Array(buffer, byteOffset + index + HEADER_SIZE, size);
      out[count++] = { stream: bytes[index] === 2 ? "stderr" : "stdout", data };
    }
    index += HEADER_SIZE + size;
  }
  out.length = count;
  return index;
}

/** The size of the frame of plain output that begins at `index`; -1 when it is not there whole. */
function wholeFrameSize(bytes: Uint8Array, index: number): number {
  if (index + HEADER_SIZE > bytes.length) return -1;
  const plain = (bytes[index + 1]! | bytes[index + 2]! | bytes[index + 3]!) === 0;
  if (!plain || bytes[index]! >= SYSTEM_ERROR) return -1;
  const size = ((bytes[index + 4]! << 24) | (bytes[index + 5]! << 16) |
    (bytes[index + 6]! << 8) | bytes[index + 7]!) >>> 0;
  return index + HEADER_SIZE + size > bytes.length ? -1 : size;
}
