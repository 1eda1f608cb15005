/** A connection to an SSH agent. */
export interface AgentConnection {
  /** Resolves with the next bytes, or with `null` at the end. */
  read(): Promise<Uint8Array | null>;
  /** Sends bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends this side's output. */
  closeWrite(): Promise<void>;
  /** Closes the connection. */
  close(): void;
}

/** Opens a connection to an SSH agent. */
export type OpenAgent = (signal: AbortSignal) => Promise<AgentConnection>;
