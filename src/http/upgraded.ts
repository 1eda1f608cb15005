import type { Body } from "./body.ts";
import type { HttpConnection } from "./connection.ts";
import type { HttpResponse } from "./exchange.ts";
import type { ResponseHead } from "./response_head.ts";

/** A connection after an upgrade: raw bytes both ways, those that came behind the head included. */
export class UpgradedConnection {
  /** The status line and headers of the answer. */
  readonly head: ResponseHead;
  readonly #body: Body;
  readonly #connection: HttpConnection;

  readonly #onDropped: (action: string) => void;

  /**
   * @param response The answer.
   * @param onDropped Told when a connection that {@linkcode closeWhenDropped} is asked for is dropped.
   */
  constructor(response: HttpResponse, onDropped: (action: string) => void) {
    this.head = response.head;
    this.#body = response.body;
    this.#connection = response.connection;
    this.#onDropped = onDropped;
  }

  /** Sees to it that the connection is closed when nobody can read it any more. */
  closeWhenDropped(): void {
    this.#body.closeWhenDropped(this.#onDropped);
  }

  /** Resolves with what one read brought, or with `null` at the end. */
  next(): Promise<Uint8Array<ArrayBuffer>[] | null> {
    return this.#body.next();
  }

  /** Sends bytes; resolves once the system has taken them. */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#connection.write(bytes);
    } catch (error) {
      throw this.explain(error);
    }
  }

  /** Ends this side's output; the peer's keeps coming. */
  async closeWrite(): Promise<void> {
    try {
      await this.#connection.closeWrite();
    } catch (error) {
      throw this.explain(error);
    }
  }

  /** Says in an error of what is made of the bytes what was attempted, and whom it was asked of. */
  explain(error: unknown): unknown {
    return this.#body.explain(error);
  }

  /** Closes the connection both ways. */
  cancel(reason?: unknown): void {
    this.#body.cancel(reason);
  }
}
