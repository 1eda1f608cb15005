import type { HttpConnection } from "./connection.ts";

/**
 * The connections in use, in no order.
 *
 * A `Set` to which something is added and taken away for each request makes a new table every few
 * times, and Bun keeps all of them until it collects everything: its heap would creep.
 */
export class BusyConnections {
  readonly #connections: HttpConnection[] = [];

  /** How many there are. */
  get size(): number {
    return this.#connections.length;
  }

  /** Adds a connection that is not among them. */
  add(connection: HttpConnection): void {
    connection.place = this.#connections.length;
    this.#connections.push(connection);
  }

  /** Takes a connection away, if it is among them. */
  delete(connection: HttpConnection): void {
    const { place } = connection;
    if (place === -1) return;
    connection.place = -1;
    const last = this.#connections.pop()!;
    if (last === connection) return;
    this.#connections[place] = last;
    last.place = place;
  }

  /** All that are there now: some may go while they are gone through. */
  all(): HttpConnection[] {
    return [...this.#connections];
  }
}
