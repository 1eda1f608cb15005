import { ProtocolError } from "../errors.ts";
import { quote } from "../text/quote.ts";
import { isPage, page } from "./page.ts";

/**
 * Reads an answer that is JSON.
 *
 * @param action What was attempted, for errors.
 * @param text The answer.
 * @throws {ProtocolError} When it is none.
 */
export function parseAnswer<T>(action: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    const shown = isPage(text) ? page(text) : quote(text);
    throw new ProtocolError(`${action}: the engine answered ${shown}, which is not JSON`, {
      cause,
    });
  }
}
