import type { Duplex } from "../connect/types.ts";
import { ProtocolError, TimeoutError, type TimeoutPhase } from "../errors.ts";
import { concat } from "../bytes/concat.ts";
import { HEAD_LIMIT, parseResponseHead, type ResponseHead } from "./response_head.ts";

/** Called when a limit in time was set, with the moment on the clock of `performance.now()`. */
export type DeadlineListener = (at: number) => void;

/** What a connection is in use for. */
export interface ConnectionUser {
  /** Called once when this side ends the connection because of a failure. */
  onFailure(reason: unknown): void;
}

/**
 * One connection with the bytes read ahead, a limit in time, and the reason it was ended for.
 *
 * While it is idle one read is left pending, so that a peer that goes away is noticed before the
 * next request is written.
 */
export class HttpConnection {
  /** The byte connection below. */
  readonly duplex: Duplex;
  /** Whether an earlier request was answered on it. */
  reused = false;
  /** When the current phase has taken too long, on the clock of `performance.now()`. */
  deadline: number = Infinity;
  /** When the whole exchange has taken too long, on the same clock. */
  end: number = Infinity;
  /** Its place among the connections in use; -1 while it is not. */
  place = -1;
  /** When its last response was read to the end, on the same clock. */
  idleSince = 0;
  /** Told of a failure, as long as it is in use. */
  user: ConnectionUser | null = null;

  readonly #onDeadline: DeadlineListener;
  #rest: Uint8Array<ArrayBuffer> | null = null;
  #pending: Promise<Uint8Array<ArrayBuffer> | null> | null = null;
  #onEnd: ((connection: HttpConnection) => void) | null = null;
  /** The read that was left pending is done: whoever has taken it for a request learns of it later. */
  readonly #onRead = (): void => {
    if (this.#pending !== null) this.#onEnd!(this);
  };
  #failure: { reason: unknown } | null = null;
  #phase: TimeoutPhase = "head";
  #seconds = 0;
  #totalSeconds = 0;
  #action = "";

  /**
   * Wraps a byte connection.
   *
   * @param duplex The byte connection.
   * @param onDeadline Told of each limit in time that is set.
   */
  constructor(duplex: Duplex, onDeadline: DeadlineListener) {
    this.duplex = duplex;
    this.#onDeadline = onDeadline;
  }

  /** Whether it was ended by this side. */
  get failed(): boolean {
    return this.#failure !== null;
  }

  /** Whether bytes were read that no one has taken. */
  get hasRest(): boolean {
    return this.#rest !== null;
  }

  /** Rejects what is pending, and all that follows, with `reason`, and closes the connection. */
  abort(reason: unknown): void {
    if (this.#failure !== null) return;
    this.#failure = { reason };
    this.close();
    this.user?.onFailure(reason);
  }

  /** Closes the connection: it is used no more. */
  close(): void {
    this.deadline = this.end = Infinity;
    this.duplex.close();
  }

  /** Throws the reason that the connection was ended for, if it was. */
  check(): void {
    if (this.#failure !== null) throw this.#failure.reason;
  }

  /**
   * Sets the limit of the phase that begins now; 0 seconds is none.
   *
   * @param action What is attempted, for the error.
   * @param phase The phase.
   * @param seconds The limit.
   */
  limit(action: string, phase: TimeoutPhase, seconds: number): void {
    if (seconds <= 0 || seconds === Infinity) {
      this.deadline = Infinity;
      return;
    }
    this.#action = action;
    this.#phase = phase;
    this.#seconds = seconds;
    this.deadline = performance.now() + seconds * 1000;
    this.#onDeadline(this.deadline);
  }

  /**
   * Sets the limit of the exchange that begins now.
   *
   * @param action What is attempted, for the error.
   * @param seconds The limit as it was given.
   * @param end When it has passed, on the clock of `performance.now()`.
   */
  limitTotal(action: string, seconds: number, end: number): void {
    this.#action = action;
    this.#totalSeconds = seconds;
    this.end = end;
    this.#onDeadline(end);
  }

  /**
   * Ends the connection if a limit has passed.
   *
   * @param now The time on the clock of `performance.now()`.
   * @returns When the next limit passes.
   */
  expire(now: number): number {
    if (this.end <= now) {
      this.abort(new TimeoutError(this.#action, "total", this.#totalSeconds));
    } else if (this.deadline <= now) {
      this.abort(new TimeoutError(this.#action, this.#phase, this.#seconds));
    } else return Math.min(this.deadline, this.end);
    return Infinity;
  }

  /** Why the connection was ended by this side, or `error` when it was not. */
  reasonOr(error: unknown): unknown {
    return this.#failure === null ? error : this.#failure.reason;
  }

  /** Takes the bytes that were read too far, if there are any. */
  takeRest(): Uint8Array<ArrayBuffer> | null {
    const rest = this.#rest;
    this.#rest = null;
    return rest;
  }

  /**
   * Starts to read what comes next. A connection that is ended meanwhile settles in the runtime's own
   * way: {@linkcode check} and {@linkcode reasonOr} tell the reason.
   */
  receive(): Promise<Uint8Array<ArrayBuffer> | null> {
    const pending = this.#pending ?? this.#read();
    this.#pending = null;
    return pending;
  }

  /** What a socket reads is never in shared memory, which compressors and Blobs are typed to refuse. */
  #read(): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.duplex.read() as Promise<Uint8Array<ArrayBuffer> | null>;
  }

  /** Resolves with the next bytes, or with `null` at the end of the input. */
  async read(): Promise<Uint8Array<ArrayBuffer> | null> {
    this.check();
    const rest = this.takeRest();
    if (rest !== null) return rest;
    try {
      const bytes = await this.receive();
      this.check();
      return bytes;
    } catch (error) {
      throw this.reasonOr(error);
    }
  }

  /** Sends bytes; resolves once the system has taken them. */
  async write(bytes: Uint8Array): Promise<void> {
    this.check();
    try {
      await this.duplex.write(bytes);
    } catch (error) {
      throw this.reasonOr(error);
    }
  }

  /** Ends this side's output. */
  async closeWrite(): Promise<void> {
    this.check();
    try {
      await this.duplex.closeWrite();
    } catch (error) {
      throw this.reasonOr(error);
    }
  }

  /** Gives bytes back that were read too far; at least one. */
  unread(bytes: Uint8Array<ArrayBuffer>): void {
    this.#rest = bytes;
  }

  /**
   * Reads ahead while the connection is idle.
   *
   * @param onEnd Called when the peer ended it or sent what nobody asked for.
   */
  watch(onEnd: (connection: HttpConnection) => void): void {
    this.#onEnd = onEnd;
    this.#pending = this.#read();
    this.#pending.then(this.#onRead, this.#onRead);
  }

  /** Reads a response head; what came behind it stays for {@linkcode read}. */
  async readHead(): Promise<ResponseHead> {
    let parts: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    while (true) {
      const bytes = await this.read();
      if (bytes === null) {
        throw new ProtocolError(
          `Cannot read the response head: the peer ended the connection after ${size} bytes of it`,
        );
      }
      parts.push(bytes);
      size += bytes.length;
      // Parsing starts over each time, so it waits for a line end: single bytes stay cheap.
      if (!bytes.includes(10) && size <= HEAD_LIMIT) continue;
      const whole = concat(parts, size);
      const head = parseResponseHead(whole);
      if (head !== null) {
        if (head.size < whole.length) this.unread(whole.subarray(head.size));
        return head;
      }
      parts = [whole];
    }
  }
}
