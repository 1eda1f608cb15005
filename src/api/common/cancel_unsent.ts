/**
 * Makes a call that sends data. When it fails before the data is read, for whatever reason, a
 * stream is cancelled, so that what it holds, such as a file or a connection, is freed.
 *
 * @param data What the caller gave.
 * @param send Checks the call and sends it.
 */
export async function cancelUnsent<T>(data: unknown, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    // A locked stream is somebody else's, or was cancelled with the request.
    if (data instanceof ReadableStream && !data.locked) {
      // A source that fails while it is cancelled has nobody left to tell.
      data.cancel(error).catch(() => {});
    }
    throw error;
  }
}
