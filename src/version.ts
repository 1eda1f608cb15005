// Written by tools/write_client.ts.
/** The version of this client, as its `User-Agent` tells it. */
export const CLIENT_VERSION = "0.1.0";
