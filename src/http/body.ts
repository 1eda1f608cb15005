import { ConnectionError, DockerError } from "../errors.ts";
import { concat } from "../bytes/concat.ts";
import type { BodyDecoder } from "./body_decoder.ts";
import type { HttpConnection } from "./connection.ts";
import { nameCall } from "./name_call.ts";

/** What a body needs to know of the exchange that it belongs to. */
export interface BodyOwner {
  /** What was attempted, for errors. */
  readonly action: string;
  /** The engine's address, for errors. */
  readonly address: string;
  /** The longest silence allowed while the body is read, in seconds; 0 is without limit. */
  readonly idle: number;
  /**
   * Called once, when the body was read to its end, was given up or has failed.
   *
   * @param clean Whether it was read to its end.
   * @param reason Why not.
   */
  finish(clean: boolean, reason?: unknown): void;
}

/** Closes the connections of bodies that nobody can read any more. */
const dropped: FinalizationRegistry<() => void> = new FinalizationRegistry((close) => close());

/** A response body, read in batches of views straight from the connection. */
export class Body {
  readonly #connection: HttpConnection;
  readonly #decoder: BodyDecoder;
  readonly #owner: BodyOwner;
  #finished = false;
  #failure: { reason: unknown } | null = null;
  #watched = false;

  constructor(connection: HttpConnection, decoder: BodyDecoder, owner: BodyOwner) {
    this.#connection = connection;
    this.#decoder = decoder;
    this.#owner = owner;
    if (decoder.done) this.#finish(true);
  }

  /**
   * Resolves with the next pieces of the body, all that one read brought, or with `null` at its end.
   *
   * @throws {ProtocolError} When the body is cut or malformed.
   * @throws {TimeoutError} When nothing arrives for too long.
   */
  async next(): Promise<Uint8Array<ArrayBuffer>[] | null> {
    try {
      while (!this.#finished) {
        if (this.#owner.idle > 0) {
          this.#connection.limit(this.#owner.action, "idle", this.#owner.idle);
        }
        const bytes = await this.#connection.read();
        if (this.#finished) break;
        if (bytes === null) {
          this.#decoder.end();
          this.#finish(false);
          return null;
        }
        // Nobody's silence counts while the reader takes its time.
        this.#connection.deadline = Infinity;
        const pieces: Uint8Array<ArrayBuffer>[] = [];
        this.#decode(bytes, pieces);
        if (pieces.length > 0) return pieces;
      }
    } catch (error) {
      // A read that was pending when the body was given up has nothing to say.
      if (!this.#finished) this.#fail(this.#explain(error));
    }
    if (this.#failure !== null) throw this.#failure.reason;
    return null;
  }

  /**
   * Reads the body to its end.
   *
   * @param limit The most bytes to keep; what comes behind is left out, and the connection closed.
   */
  async bytes(limit: number = Infinity): Promise<Uint8Array<ArrayBuffer>> {
    const pieces: Uint8Array<ArrayBuffer>[] = this.#takeRest();
    let length = 0;
    for (const piece of pieces) length += piece.length;
    while (length < limit && !this.#finished) {
      const batch = await this.next();
      if (batch === null) break;
      for (const piece of batch) {
        pieces.push(piece);
        length += piece.length;
      }
    }
    if (this.#failure !== null) throw this.#failure.reason;
    if (length >= limit) this.cancel();
    const whole = concat(pieces, length);
    return length > limit ? whole.subarray(0, limit) : whole;
  }

  /** Takes what came with the head: for a small answer that is all of it. */
  #takeRest(): Uint8Array<ArrayBuffer>[] {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    if (this.#finished) return pieces;
    try {
      this.#connection.check();
      const rest = this.#connection.takeRest();
      if (rest !== null) this.#decode(rest, pieces);
    } catch (error) {
      const reason = this.explain(error);
      this.#fail(reason);
      throw reason;
    }
    return pieces;
  }

  #decode(bytes: Uint8Array<ArrayBuffer>, pieces: Uint8Array<ArrayBuffer>[]): void {
    const used = this.#decoder.decode(bytes, pieces);
    if (!this.#decoder.done) return;
    if (used < bytes.length) this.#connection.unread(bytes.subarray(used));
    this.#finish(true);
  }

  /**
   * Sees to it that the connection is closed when the body is dropped before its end.
   *
   * @param onDropped Told of it, with what was attempted.
   */
  closeWhenDropped(onDropped: (action: string) => void): void {
    if (this.#finished) return;
    this.#watched = true;
    // Neither knows the body.
    const [connection, { action }] = [this.#connection, this.#owner];
    const close = (): void => {
      connection.abort(new DockerError(`${action}: its answer was dropped`));
      onDropped(action);
    };
    dropped.register(this, close, this);
  }

  /** Whether nothing more comes. */
  get ended(): boolean {
    return this.#finished;
  }

  /** Lets the process live for it again. */
  ref(): void {
    if (!this.#finished) this.#connection.duplex.ref();
  }

  /** Lets the process end although the body is not read to its end. */
  unref(): void {
    if (!this.#finished) this.#connection.duplex.unref();
  }

  /** Gives the rest of the body up and frees its connection at once. */
  cancel(reason?: unknown): void {
    if (this.#finished) return;
    if (reason !== undefined) {
      this.#failure = { reason };
      this.#connection.abort(reason);
    }
    this.#finish(false, reason);
  }

  /** Says in an error of what is made of the bytes what was attempted, and whom it was asked of. */
  explain(error: unknown): unknown {
    return nameCall(error, this.#owner.action, this.#owner.address);
  }

  #fail(reason: unknown): void {
    this.#failure = { reason };
    this.#finish(false, reason);
  }

  #finish(clean: boolean, reason?: unknown): void {
    if (this.#finished) return;
    this.#finished = true;
    if (this.#watched) dropped.unregister(this);
    this.#owner.finish(clean, reason);
  }

  #explain(error: unknown): unknown {
    if (this.#connection.failed || error instanceof DockerError) return this.explain(error);
    return new ConnectionError(
      this.#owner.address,
      "the connection was lost while the answer was read",
      error,
      this.#owner.action,
    );
  }
}
