import type { Duplex } from "../../src/connect/types.ts";

/** Two ends of a connection in memory: what one writes the other reads; a write waits to be read. */
export function duplexPair(): [Duplex, Duplex] {
  const [there, back] = [new Pipe(), new Pipe()];
  return [endOf(back, there), endOf(there, back)];
}

/** One direction. */
class Pipe {
  #pieces: { bytes: Uint8Array; taken: () => void }[] = [];
  #reader: ((bytes: Uint8Array | null) => void) | undefined;
  #isEnded = false;

  write(bytes: Uint8Array): Promise<void> {
    if (this.#isEnded) return Promise.reject(new Error("the connection is closed"));
    // The reader gets bytes of its own, as from a socket.
    const copy = bytes.slice();
    if (this.#reader !== undefined) {
      this.#reader(copy);
      this.#reader = undefined;
      return Promise.resolve();
    }
    return new Promise((taken) => this.#pieces.push({ bytes: copy, taken }));
  }

  read(): Promise<Uint8Array | null> {
    const piece = this.#pieces.shift();
    if (piece !== undefined) {
      piece.taken();
      return Promise.resolve(piece.bytes);
    }
    if (this.#isEnded) return Promise.resolve(null);
    return new Promise((resolve) => this.#reader = resolve);
  }

  end(): void {
    this.#isEnded = true;
    this.#reader?.(null);
    this.#reader = undefined;
  }

  drop(): void {
    for (const { taken } of this.#pieces.splice(0)) taken();
    this.end();
  }
}

function endOf(input: Pipe, output: Pipe): Duplex {
  return {
    read: () => input.read(),
    write: (bytes) => output.write(bytes),
    closeWrite(): Promise<void> {
      output.end();
      return Promise.resolve();
    },
    close(): void {
      output.end();
      input.drop();
    },
    ref(): void {},
    unref(): void {},
  };
}
