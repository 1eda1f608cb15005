/** What a read brought. */
export type StreamReadResult<T> =
  | { done: false; value: T }
  | { done: true; value?: T | undefined };

/** A stream's reader, as far as the types of all runtimes agree on it. */
export interface StreamReader<T> {
  /** Resolves with the next item, or with the end. */
  read(): Promise<StreamReadResult<T>>;
  /** Gives the rest of the stream up. */
  cancel(reason?: unknown): Promise<void>;
}
