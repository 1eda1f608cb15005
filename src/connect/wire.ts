import type { Duplex as NodeDuplex } from "node:stream";
import type { Duplex } from "./types.ts";

/** A connection as a Node stream, for a protocol that is laid over it. */
export interface Wire extends NodeDuplex {
  /** Why the connection takes nothing any more: what is laid over it may not pass that on. */
  readonly failure: Error | null;
  /** Stops reading from the connection. */
  hold(): void;
  /** Goes on reading from the connection. */
  letGo(): void;
  /** Lets the connection keep the process alive. */
  ref(): void;
  /** Lets the process end while the connection is open. */
  unref(): void;
}

let WireClass: (new (below: Duplex) => Wire) | undefined;

/**
 * Wraps an open connection.
 *
 * @param below The connection.
 */
export async function createWire(below: Duplex): Promise<Wire> {
  // Loaded by the first call: a static import would be hoisted to the start of a bundle, and an
  // await at the top of a module keeps `require()` from loading it.
  WireClass ??= defineWire((await import("node:stream")).Duplex);
  return new WireClass(below);
}

function defineWire(Base: typeof NodeDuplex): new (below: Duplex) => Wire {
  return class extends Base implements Wire {
    readonly #below: Duplex;
    #held: Promise<void> | null = null;
    #letGo: () => void = () => {};
    failure: Error | null = null;

    constructor(below: Duplex) {
      super({ allowHalfOpen: true });
      this.#below = below;
    }

    hold(): void {
      this.#held ??= new Promise((resolve) => this.#letGo = resolve);
    }

    letGo(): void {
      this.#held = null;
      this.#letGo();
    }

    ref(): void {
      this.#below.ref();
    }

    unref(): void {
      this.#below.unref();
    }

    override _read(): void {
      this.#pull().then((bytes) => this.push(bytes), (error) => this.destroy(error));
    }

    override _write(
      bytes: Uint8Array,
      _encoding: string,
      done: (error?: Error | null) => void,
    ): void {
      this.#below.write(bytes).then(() => done(), (error) => {
        this.failure = error;
        done(error);
      });
    }

    override _final(done: (error?: Error | null) => void): void {
      this.#below.closeWrite().then(() => done(), done);
    }

    override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
      this.#below.close();
      done(error);
    }

    async #pull(): Promise<Uint8Array | null> {
      while (this.#held !== null) await this.#held;
      return await this.#below.read();
    }
  };
}
