import type { Duplex } from "./types.ts";

// Loaded when it runs: a static import would be hoisted to the start of a bundle.
const NodeDuplex: typeof import("node:stream").Duplex = (await import("node:stream")).Duplex;

/** A connection as a Node stream, for a protocol that is laid over it. */
export class Wire extends NodeDuplex {
  readonly #below: Duplex;
  #held: Promise<void> | null = null;
  #letGo: () => void = () => {};

  /**
   * Wraps an open connection.
   *
   * @param below The connection.
   */
  constructor(below: Duplex) {
    super({ allowHalfOpen: true });
    this.#below = below;
  }

  /** Stops reading from the connection. */
  hold(): void {
    this.#held ??= new Promise((resolve) => this.#letGo = resolve);
  }

  /** Goes on reading from the connection. */
  letGo(): void {
    this.#held = null;
    this.#letGo();
  }

  /** Lets the connection keep the process alive. */
  ref(): void {
    this.#below.ref();
  }

  /** Lets the process end while the connection is open. */
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
    this.#below.write(bytes).then(() => done(), done);
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
}
