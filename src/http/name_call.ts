import { ConnectionError, ProtocolError } from "../errors.ts";

/**
 * Says in the error of a parser or of a connection, which know bytes alone, what was attempted and whom
 * it was asked of.
 *
 * @param error What was thrown: any but these, and one that says so already, is returned as it is.
 * @param action What was attempted, e.g. `Cannot list containers`.
 * @param address The engine's address.
 */
export function nameCall(error: unknown, action: string, address: string): unknown {
  if (error instanceof ConnectionError) {
    const start = `Cannot reach the engine at ${error.address}: `;
    if (!error.message.startsWith(start)) return error;
    return new ConnectionError(
      error.address,
      error.message.slice(start.length),
      error.cause,
      action,
    );
  }
  if (!(error instanceof ProtocolError) || error.message.startsWith(action)) return error;
  const message = error.message.replace(
    /^Cannot ([^:]*)/,
    (_, doing: string) => `${action}: cannot ${doing} from ${address}`,
  );
  return new ProtocolError(message, { cause: error });
}
