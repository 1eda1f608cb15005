import { ProtocolError } from "../errors.ts";
import { encodeText } from "./request_head.ts";
import { WebSocketParser } from "./websocket_parser.ts";

/** The connection that a websocket runs over. */
export interface WebSocketTransport {
  /** Resolves with what one read brought, or with `null` at the end. */
  next(): Promise<Uint8Array[] | null>;
  /** Sends bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Closes the connection both ways. */
  cancel(reason?: unknown): void;
  /** Says in an error of what is made of the bytes which call they belong to. */
  explain?(error: unknown): unknown;
}

/** The constant of RFC 6455 that a server proves with that it speaks the protocol. */
const ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const BINARY = 0x82;
const CLOSE = 0x88;
const PONG = 0x8a;
/** The status 1000. */
const NORMAL_CLOSURE: Uint8Array = Uint8Array.of(0x03, 0xe8);

/** Makes a random key for the request of a websocket. */
export function webSocketKey(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}

/**
 * Computes what the server answers to a key.
 *
 * @param key The request's `Sec-WebSocket-Key`.
 * @returns The answer's `Sec-WebSocket-Accept`.
 */
export async function webSocketAccept(key: string): Promise<string> {
  const bytes = new Uint8Array(encodeText(key + ACCEPT_SUFFIX));
  const digest = await crypto.subtle.digest("SHA-1", bytes);
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

/** The client's side of a websocket: the payloads of messages in both directions, without their bounds. */
export class WebSocketConnection {
  readonly #transport: WebSocketTransport;
  readonly #parser: WebSocketParser;
  #failure: { reason: unknown } | null = null;
  #closed = false;
  /** Messages that the peer has not taken yet. */
  #writing = 0;
  #ponging = false;
  /** The last ping that came while an answer was on its way. */
  #ping: Uint8Array | null = null;

  /**
   * Takes over a connection whose handshake is done.
   *
   * @param transport The connection.
   */
  constructor(transport: WebSocketTransport) {
    this.#transport = transport;
    this.#parser = new WebSocketParser((payload) => this.#answerPing(payload));
  }

  /**
   * Resolves with the next payloads, at least one, or with `null` once the peer has closed.
   *
   * @throws {ProtocolError} When the peer breaks the protocol, ends without closing, or closes with an error.
   */
  async next(): Promise<Uint8Array<ArrayBuffer>[] | null> {
    if (this.#failure !== null) throw this.#failure.reason;
    const out: Uint8Array<ArrayBuffer>[] = [];
    try {
      while (out.length === 0 && !this.#parser.closed && !this.#closed) {
        const batch = await this.#transport.next();
        if (batch === null) {
          if (this.#closed) return null;
          throw new ProtocolError("Cannot read the websocket: it ended without being closed");
        }
        for (const bytes of batch) this.#parser.push(bytes, out);
      }
    } catch (error) {
      const reason = this.#transport.explain?.(error) ?? error;
      this.cancel(reason);
      // What came before the failure is delivered first.
      if (out.length === 0) throw reason;
      this.#failure = { reason };
    }
    if (out.length > 0) return out;
    await this.#answerClose();
    return null;
  }

  /** Sends bytes as one message; resolves once the system has taken them. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#writing++;
    try {
      await this.#send(BINARY, bytes);
    } finally {
      this.#writing--;
    }
  }

  /** Rejects: a websocket has no half-close. */
  closeWrite(): Promise<void> {
    return Promise.reject(
      new TypeError(
        "Cannot end the input of a websocket: it has no half-close; use close(), or attach without ws",
      ),
    );
  }

  /** Closes the connection both ways. */
  cancel(reason?: unknown): void {
    this.#closed = true;
    this.#transport.cancel(reason);
  }

  /** Answers pings, the last of those that a slow peer sends meanwhile: they may be many. */
  async #answerPing(payload: Uint8Array): Promise<void> {
    this.#ping = payload;
    if (this.#ponging) return;
    this.#ponging = true;
    try {
      while (this.#ping !== null) {
        const answer: Uint8Array = this.#ping;
        this.#ping = null;
        await this.#send(PONG, answer);
      }
    } catch {
      // The next read says what happened.
    }
    this.#ponging = false;
  }

  async #answerClose(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // A peer that closes while it takes nothing is not waited for.
    const answered = this.#send(CLOSE, NORMAL_CLOSURE).catch(() => {});
    if (this.#writing === 0) await answered;
    this.#transport.cancel();
  }

  #send(type: number, payload: Uint8Array): Promise<void> {
    return this.#transport.write(maskedFrame(type, payload));
  }
}

/** Makes a whole frame; what a client sends is masked with random bytes. */
function maskedFrame(type: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const extended = length < 126 ? 0 : length < 0x10000 ? 2 : 8;
  const start = 2 + extended + 4;
  const frame = new Uint8Array(start + length);
  frame[0] = type;
  frame[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127);
  const view = new DataView(frame.buffer);
  if (extended === 2) view.setUint16(2, length);
  if (extended === 8) view.setBigUint64(2, BigInt(length));
  const mask = crypto.getRandomValues(frame.subarray(start - 4, start));
  for (let index = 0; index < length; index++) {
    frame[start + index] = payload[index]! ^ mask[index & 3]!;
  }
  return frame;
}
