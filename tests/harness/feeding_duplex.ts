import type { Duplex } from "../../src/connect/types.ts";

/** A connection that gives the pieces, one a read, and then its end; it takes whatever is written. */
export function feeding(pieces: Uint8Array[]): Duplex {
  let next = 0;
  return {
    read: () => Promise.resolve(pieces[next++] ?? null),
    write: () => Promise.resolve(),
    closeWrite: () => Promise.resolve(),
    close: () => {},
    ref: () => {},
    unref: () => {},
  };
}
