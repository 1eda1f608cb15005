/** A name and a value; names are in lower case. */
export type HeaderField = readonly [name: string, value: string];

/** The fields that HPACK has numbers for, from 1. */
export const STATIC_TABLE: readonly HeaderField[] = [
  ...list(":authority", ":method GET", ":method POST", ":path /", ":path /index.html"),
  ...list(":scheme http", ":scheme https", ":status 200", ":status 204", ":status 206"),
  ...list(":status 304", ":status 400", ":status 404", ":status 500", "accept-charset"),
  ...list("accept-encoding gzip, deflate", "accept-language", "accept-ranges", "accept"),
  ...list("access-control-allow-origin", "age", "allow", "authorization", "cache-control"),
  ...list("content-disposition", "content-encoding", "content-language", "content-length"),
  ...list("content-location", "content-range", "content-type", "cookie", "date", "etag"),
  ...list("expect", "expires", "from", "host", "if-match", "if-modified-since"),
  ...list("if-none-match", "if-range", "if-unmodified-since", "last-modified", "link"),
  ...list("location", "max-forwards", "proxy-authenticate", "proxy-authorization", "range"),
  ...list("referer", "refresh", "retry-after", "server", "set-cookie"),
  ...list("strict-transport-security", "transfer-encoding", "user-agent", "vary", "via"),
  ...list("www-authenticate"),
];

function list(...fields: string[]): HeaderField[] {
  return fields.map((field) => {
    const space = field.indexOf(" ");
    return space === -1 ? [field, ""] : [field.slice(0, space), field.slice(space + 1)];
  });
}
