import { ConnectionError, ProtocolError, TimeoutError } from "../errors.ts";

/**
 * Says in the error of a parser or of a connection, which know bytes alone, what was attempted and whom
 * it was asked of.
 *
 * @param error What was thrown: any but these, and one that says so already, is returned as it is.
 * @param action What was attempted, e.g. `Cannot list containers`.
 * @param address The engine's address.
 */
export function nameCall(error: unknown, action: string, address: string): unknown {
  if (error instanceof ConnectionError && error.message.startsWith("Cannot reach ")) {
    return nameCaller(error, action);
  }
  if (!(error instanceof ProtocolError) || error.message.startsWith(action)) return error;
  const message = error.message.replace(
    /^Cannot ([^:]*)/,
    (_, doing: string) => `${action}: cannot ${doing} from ${address}`,
  );
  return new ProtocolError(message, { cause: error });
}

/**
 * Says what was attempted in the error of a question that was asked for it, such as which API version
 * the engine speaks.
 *
 * @param error What was thrown: any but those of connections and limits in time is returned as it is.
 * @param action What was attempted.
 */
export function nameCaller(error: unknown, action: string): unknown {
  if (error instanceof ConnectionError) {
    return new ConnectionError(error.address, error.problem, error.cause, action);
  }
  if (error instanceof TimeoutError) return new TimeoutError(action, error.phase, error.seconds);
  return error;
}
