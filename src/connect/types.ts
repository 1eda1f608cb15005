import type { StopSignal } from "../bytes/stopper.ts";

/**
 * One two-way byte connection, the only thing the HTTP core knows of a runtime's sockets.
 *
 * One `read` is in flight at a time. A buffer that `read` hands out belongs to the caller: the
 * adapter never touches it again.
 */
export interface Duplex {
  /** Resolves with the next bytes, with `null` at the end of the input; rejects when cut. */
  read(): Promise<Uint8Array | null>;
  /**
   * Resolves once every byte has been handed to the system: a slow peer slows the caller. Writes may
   * overlap: each goes out whole, in the order of the calls. The bytes must not change until then.
   */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Sends text as UTF-8 as {@linkcode Duplex.write} sends its bytes, for what is short and sent often;
   * left out where that costs no less.
   *
   * @returns `null` when the system has taken all of it: as a rule it does, and nobody has to wait.
   */
  writeText?(text: string): Promise<void> | null;
  /**
   * Sends parts as {@linkcode Duplex.write} sends their bytes joined, with nothing between them; left
   * out where that gains nothing over as many writes.
   */
  writeParts?(parts: readonly Uint8Array[]): Promise<void>;
  /**
   * Ends the output, behind all that was written, and keeps reading: the peer sees the end of its
   * input. Calling it again is harmless; a write that comes later rejects.
   */
  closeWrite(): Promise<void>;
  /** Closes both ways at once; all that is pending rejects. Calling it again is harmless. */
  close(): void;
  /** Lets the connection keep the process alive (the state it starts in). */
  ref(): void;
  /** Lets the process end while the connection is open. */
  unref(): void;
}

/** Opens connections to one engine. */
export interface Connector {
  /** The address as it is shown in errors, e.g. `unix:///var/run/docker.sock`; never a secret. */
  readonly address: string;
  /** The `Host` header's value; `localhost` where the transport has no host. */
  readonly host: string;
  /** What comes before every path, e.g. `/engine` of `https://proxy/engine`; empty as a rule. */
  readonly basePath: string;
  /**
   * Opens a connection.
   *
   * @param signal Stops the attempt, and rejects with the signal's reason.
   * @throws {ConnectionError} When nothing answers at the address; the cause says why.
   */
  connect(signal?: StopSignal): Promise<Duplex>;
  /**
   * Calls back once after a time, and keeps no process alive meanwhile.
   *
   * @param milliseconds The time, up to 2^31 - 1.
   * @param onTime What is called.
   * @returns Takes the call back.
   */
  startTimer(milliseconds: number, onTime: () => void): () => void;
}
