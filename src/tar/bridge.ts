/** The reading end of a bridge. */
export interface BridgeSource<T> {
  /** Resolves with the next item that was written, with `null` once the writable is closed. */
  read(): Promise<T | null>;
  /** Fails the writable: whoever writes gets the reason. */
  cancel(reason?: unknown): Promise<void>;
}

/** A writable and what reads from it. */
export interface Bridge<T> {
  /** Where items go in; a write ends when its item was taken. */
  readonly writable: WritableStream<T>;
  /** Where they come out. */
  readonly source: BridgeSource<T>;
}

interface Waiting<T> {
  resolve(item: T | null): void;
  reject(reason: unknown): void;
}

interface Offered<T> {
  item: T;
  taken(): void;
  refused(reason: unknown): void;
}

/** Makes a writable whose items are read one by one, with nothing kept between. */
export function createBridge<T>(): Bridge<T> {
  let controller: WritableStreamDefaultController;
  let offered: Offered<T> | undefined;
  let waiting: Waiting<T> | undefined;
  let failure: { reason: unknown } | undefined;
  let closed = false;
  const fail = (reason: unknown): void => {
    failure ??= { reason };
    offered?.refused(reason);
    waiting?.reject(reason);
    offered = waiting = undefined;
  };
  const writable = new WritableStream<T>({
    start(given): void {
      controller = given;
      // The `abort` below is only called once a write in flight has ended, and that may wait for us.
      const { signal } = given as unknown as { signal: AbortSignal };
      signal.addEventListener("abort", () => fail(signal.reason));
    },
    write(item): Promise<void> | void {
      if (waiting !== undefined) {
        waiting.resolve(item);
        waiting = undefined;
        return;
      }
      return new Promise((taken, refused) => {
        offered = { item, taken, refused };
      });
    },
    close(): void {
      closed = true;
      waiting?.resolve(null);
      waiting = undefined;
    },
    abort: fail,
  });
  const source: BridgeSource<T> = {
    read(): Promise<T | null> {
      if (failure !== undefined) return Promise.reject(failure.reason);
      if (offered !== undefined) {
        const { item, taken } = offered;
        offered = undefined;
        taken();
        return Promise.resolve(item);
      }
      if (closed) return Promise.resolve(null);
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      });
    },
    cancel(reason): Promise<void> {
      if (failure === undefined && !closed) {
        fail(reason);
        controller.error(reason);
      }
      return Promise.resolve();
    },
  };
  return { writable, source };
}
