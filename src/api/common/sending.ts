import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { cancelBody, type RequestBody } from "../../http/upload.ts";

/**
 * Learns the API version and refuses what it does not know of a call that sends data; the source of
 * data that is not sent then is cancelled, so that what it holds, such as a connection, is freed.
 *
 * @param engine The engine.
 * @param action What is attempted, for errors.
 * @param method The method's name.
 * @param options The call's options.
 * @param body The data.
 */
export async function requireVersionToSend(
  engine: Engine,
  action: string,
  method: string,
  options: CallOptions,
  body: RequestBody | undefined,
): Promise<void> {
  try {
    requireVersion(action, await engine.negotiate(options), method, options);
  } catch (error) {
    if (body !== undefined) cancelBody(body, error);
    throw error;
  }
}
