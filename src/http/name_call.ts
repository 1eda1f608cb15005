import { ProtocolError } from "../errors.ts";

/**
 * Says in the error of a parser, which knows bytes alone, what was attempted and whom it was asked of.
 *
 * @param error What was thrown: any but a parser's is returned as it is.
 * @param action What was attempted, e.g. `Cannot list containers`.
 * @param address The engine's address.
 */
export function nameCall(error: unknown, action: string, address: string): unknown {
  if (!(error instanceof ProtocolError) || error.message.startsWith(action)) return error;
  const message = error.message.replace(
    /^Cannot ([^:]*)/,
    (_, doing: string) => `${action}: cannot ${doing} from ${address}`,
  );
  return new ProtocolError(message, { cause: error });
}
