import { codeOf, ConnectionError, messageOf } from "../errors.ts";

/** Makes the errors of one open connection. */
export interface LostErrors {
  /** Makes the error of a connection that broke while it was used. */
  lost(doing: string, cause: unknown): ConnectionError;
  /** Makes the error of whatever is asked of a connection that this side has closed. */
  closed(): ConnectionError;
  /** Makes the error of a write behind the end of the output. */
  ended(): ConnectionError;
}

/**
 * Makes the errors of connections to an address.
 *
 * @param address The address as errors show it.
 * @param describeFirst Words a cause before the general words do; `undefined` leaves it to them.
 */
export function lostErrors(
  address: string,
  describeFirst: (cause: unknown) => string | undefined = () => undefined,
): LostErrors {
  return {
    lost(doing, cause): ConnectionError {
      if (cause instanceof ConnectionError) return cause;
      const own = describeFirst(cause);
      if (own !== undefined) return new ConnectionError(address, own, cause);
      const problem = LOST[codeOf(cause)] ?? messageOf(cause);
      return new ConnectionError(
        address,
        `the connection was lost while ${doing}: ${problem}`,
        cause,
      );
    },
    closed: () => new ConnectionError(address, "the connection was closed"),
    ended: () => new ConnectionError(address, "the output was ended before this write"),
  };
}

/** Makes an error with a system's code where the runtime gave only the fact. */
export function systemError(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

const LOST: Record<string, string> = {
  EPIPE: "the engine closed it",
  ECONNRESET: "the engine reset it",
  ETIMEDOUT: "the engine's host stopped answering",
};
