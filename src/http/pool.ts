import { whenAborted } from "../bytes/abort_listeners.ts";
import { Stopper } from "../bytes/stopper.ts";
import type { Connector } from "../connect/types.ts";
import { ConnectionError, TimeoutError, type TimeoutPhase } from "../errors.ts";
import { BusyConnections } from "./busy_connections.ts";
import { HttpConnection } from "./connection.ts";

/**
 * How long a connection above the pool's size stays idle before it is closed, in milliseconds: bursts
 * of calls that follow each other shall not open connections anew.
 */
const SPARE_IDLE_MS = 10_000;

/** How long opening a connection may take. */
export interface OpenLimit {
  /** What takes too long then. */
  readonly phase: TimeoutPhase;
  /** The limit as it was given, for the error. */
  readonly seconds: number;
  /** What is left of it; `Infinity` is without limit. */
  readonly milliseconds: number;
}

/** A connection on its way. */
interface Opening {
  readonly stopper: Stopper;
  readonly action: string;
  readonly limit: OpenLimit;
  /** When it has taken too long, on the clock of `performance.now()`. */
  readonly deadline: number;
}

/** Keeps connections for use again, and watches the limits in time of those in use. */
export class Pool {
  readonly #connector: Connector;
  readonly #size: number;
  readonly #idle: HttpConnection[] = [];
  readonly #busy = new BusyConnections();
  readonly #opening = new Set<Opening>();
  readonly #listen = (at: number): void => this.#wake(at);
  readonly #drop = (connection: HttpConnection): void => this.#removeIdle(connection);
  #stopTimer: (() => void) | null = null;
  #wakeAt = Infinity;
  #closed = false;

  /**
   * Makes an empty pool.
   *
   * @param connector Opens the connections.
   * @param size How many idle connections are kept.
   */
  constructor(connector: Connector, size: number) {
    this.#connector = connector;
    this.#size = size;
  }

  /** Takes an idle connection, the one used last, or returns `null` when there is none. */
  takeIdle(): HttpConnection | null {
    const connection = this.#idle.pop();
    if (connection === undefined) return null;
    connection.duplex.ref();
    this.#busy.add(connection);
    return connection;
  }

  /**
   * Opens a connection.
   *
   * @param action What it is for, for errors.
   * @param limit How long it may take.
   * @param signal Stops the attempt.
   * @throws {ConnectionError} When nothing answers at the address.
   * @throws {TimeoutError} When it takes too long.
   */
  async open(action: string, limit: OpenLimit, signal?: AbortSignal): Promise<HttpConnection> {
    if (this.#closed) throw this.#closedError();
    const stopper = new Stopper();
    const deadline = performance.now() + limit.milliseconds;
    const opening: Opening = { stopper, action, limit, deadline };
    const forget = whenAborted(signal, () => stopper.abort(signal!.reason));
    this.#opening.add(opening);
    this.#wake(deadline);
    try {
      const duplex = await this.#connector.connect(stopper);
      if (stopper.aborted) {
        duplex.close();
        throw stopper.reason;
      }
      const connection = new HttpConnection(duplex, this.#listen);
      this.#busy.add(connection);
      return connection;
    } finally {
      forget();
      this.#opening.delete(opening);
    }
  }

  /** Takes back a connection whose response was read to the end. */
  release(connection: HttpConnection): void {
    this.#busy.delete(connection);
    connection.deadline = connection.end = Infinity;
    if (this.#closed || connection.failed || connection.hasRest) {
      connection.close();
      return;
    }
    connection.reused = true;
    connection.idleSince = performance.now();
    connection.duplex.unref();
    this.#idle.push(connection);
    connection.watch(this.#drop);
    if (this.#idle.length > this.#size) this.#wake(this.#idle[0]!.idleSince + SPARE_IDLE_MS);
  }

  /** Closes a connection that cannot be used again. */
  discard(connection: HttpConnection): void {
    this.#busy.delete(connection);
    connection.close();
  }

  /** Closes every connection; calls that are under way reject. */
  close(): void {
    this.#closed = true;
    if (this.#busy.size + this.#opening.size > 0) {
      const reason = this.#closedError();
      for (const connection of this.#busy.all()) connection.abort(reason);
      for (const { stopper } of this.#opening) stopper.abort(reason);
    }
    const idle = this.#idle.splice(0);
    for (const connection of idle) connection.close();
    this.#stopTimer?.();
    this.#stopTimer = null;
    this.#wakeAt = Infinity;
  }

  /** Whether it was closed. */
  get isClosed(): boolean {
    return this.#closed;
  }

  #closedError(): ConnectionError {
    return new ConnectionError(this.#connector.address, "the client was closed");
  }

  #removeIdle(connection: HttpConnection): void {
    const index = this.#idle.lastIndexOf(connection);
    if (index === -1) return;
    this.#idle.splice(index, 1);
    connection.close();
  }

  /** Sees to it that the timer runs at `at` or earlier: one timer serves all connections. */
  #wake(at: number): void {
    if (at >= this.#wakeAt) return;
    this.#wakeAt = at;
    this.#stopTimer?.();
    const delay = Math.min(Math.max(Math.ceil(at - performance.now()), 1), 0x7fffffff);
    this.#stopTimer = this.#connector.startTimer(delay, () => this.#sweep());
  }

  #sweep(): void {
    this.#stopTimer = null;
    this.#wakeAt = Infinity;
    const now = performance.now();
    let next = Infinity;
    for (const { stopper, action, limit, deadline } of this.#opening) {
      if (deadline > now) next = Math.min(next, deadline);
      else stopper.abort(new TimeoutError(action, limit.phase, limit.seconds));
    }
    for (const connection of this.#busy.all()) {
      next = Math.min(next, connection.expire(now));
    }
    next = Math.min(next, this.#closeSpare(now));
    if (next < Infinity) this.#wake(next);
  }

  /** Closes the spare connections that nobody has used for long; returns when the next one is due. */
  #closeSpare(now: number): number {
    const idle = this.#idle;
    const spare = Math.max(idle.length - this.#size, 0);
    let due = 0;
    // The one that has been idle for longest is first.
    while (due < spare && idle[due]!.idleSince + SPARE_IDLE_MS <= now) due++;
    for (const connection of idle.splice(0, due)) connection.close();
    return due < spare ? idle[0]!.idleSince + SPARE_IDLE_MS : Infinity;
  }
}
