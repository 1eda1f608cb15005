import { toBody } from "../../convert/data.ts";
import { cancelBody, type RequestBody } from "../../http/upload.ts";

/**
 * Makes a call that sends data; the source of data that is not sent, for whatever reason, is
 * cancelled, so that what it holds, such as a file or a connection, is freed.
 *
 * @param data What the caller gave.
 * @param argument The argument's name, for errors.
 * @param send Checks everything else and sends the data.
 * @throws {TypeError} When it is no data, or a stream that is being read already.
 */
export async function sendingData<T>(
  data: unknown,
  argument: string,
  send: (body: RequestBody) => Promise<T>,
): Promise<T> {
  const body = toBody(data, argument);
  try {
    return await send(body);
  } catch (error) {
    // A source that was sent from was cancelled with the request; to do it again is harmless.
    if (body instanceof Uint8Array || !body.stream.locked) cancelBody(body, error);
    throw error;
  }
}
