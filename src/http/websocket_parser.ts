import { ProtocolError } from "../errors.ts";

const CONTINUATION = 0;
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const NORMAL_CLOSURE = 1000;
const GOING_AWAY = 1001;
/** A header without mask: two bytes, and up to eight of length. */
const HEADER_LIMIT = 10;
const CONTROL_LIMIT = 125;

/** Takes the frames of a websocket's server apart, synchronously. */
export class WebSocketParser {
  /** Whether the peer has closed in good order. */
  closed = false;
  readonly #onPing: (payload: Uint8Array) => void;
  readonly #header: Uint8Array = new Uint8Array(HEADER_LIMIT);
  #headerFilled = 0;
  #type = 0;
  #left = 0;
  #inFrame = false;
  #inMessage = false;
  #control: number[] = [];

  /**
   * Makes a parser.
   *
   * @param onPing Called with the payload of each ping.
   */
  constructor(onPing: (payload: Uint8Array) => void) {
    this.#onPing = onPing;
  }

  /**
   * Adds the payloads within `bytes`, or pieces of them, to `out`; what comes behind a close is ignored.
   *
   * @param bytes What was received.
   * @param out Where views of the payloads are added.
   * @throws {ProtocolError} When the peer breaks the protocol or closes with an error.
   */
  push(bytes: Uint8Array, out: Uint8Array[]): void {
    let index = 0;
    while (index < bytes.length && !this.closed) {
      if (!this.#inFrame) {
        this.#header[this.#headerFilled++] = bytes[index++]!;
        this.#readHeader();
        continue;
      }
      const data = bytes.subarray(index, index + this.#left);
      index += data.length;
      this.#left -= data.length;
      if (this.#type >= CLOSE) this.#control.push(...data);
      else out.push(data);
      if (this.#left === 0) this.#endFrame();
    }
  }

  #readHeader(): void {
    const header = this.#header;
    const filled = this.#headerFilled;
    if (filled < 2) return;
    const short = header[1]! & 0x7f;
    const size = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (filled < size) return;
    const view = new DataView(header.buffer);
    const length = size === 10
      ? view.getUint32(2) * 0x100000000 + view.getUint32(6)
      : size === 4
      ? view.getUint16(2)
      : short;
    this.#checkHeader(header[0]!, header[1]!, length);
    this.#headerFilled = 0;
    this.#left = length;
    this.#inFrame = true;
    if (length === 0) this.#endFrame();
  }

  #checkHeader(first: number, second: number, length: number): void {
    const type = first & 0x0f;
    const final = (first & 0x80) !== 0;
    if ((first & 0x70) !== 0) this.#fail("a frame uses an extension that was not agreed on");
    if ((second & 0x80) !== 0) this.#fail("a frame of the server is masked");
    if (!Number.isSafeInteger(length)) this.#fail(`a frame is said to have ${length} bytes`);
    if (type === CLOSE || type === PING || type === PONG) {
      if (!final || length > CONTROL_LIMIT) this.#fail("a control frame is too long or in parts");
    } else if (type === CONTINUATION) {
      if (!this.#inMessage) this.#fail("a frame continues a message that has not begun");
      this.#inMessage = !final;
    } else if (type === TEXT || type === BINARY) {
      if (this.#inMessage) this.#fail("a message begins within another");
      this.#inMessage = !final;
    } else {
      this.#fail(`a frame has the unknown type ${type}`);
    }
    this.#type = type;
  }

  #endFrame(): void {
    this.#inFrame = false;
    if (this.#type < CLOSE) return;
    const payload = Uint8Array.from(this.#control);
    this.#control = [];
    if (this.#type === PING) this.#onPing(payload);
    if (this.#type === CLOSE) this.#close(payload);
  }

  #close(payload: Uint8Array): void {
    this.closed = true;
    if (payload.length < 2) return;
    const code = payload[0]! * 256 + payload[1]!;
    if (code === NORMAL_CLOSURE || code === GOING_AWAY) return;
    const reason = new TextDecoder().decode(payload.subarray(2));
    this.#fail(`the engine closed it with code ${code}${reason === "" ? "" : `: ${reason}`}`);
  }

  #fail(problem: string): never {
    throw new ProtocolError(`Cannot read the websocket: ${problem}`);
  }
}
