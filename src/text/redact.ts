const ADDRESS_REGEXP = /\/\/[^\s"'<>()]+/g;
const SLASH = 0x2f;
/** Records are no deeper than a few levels; a peer may send what it likes. */
const DEEPEST = 100;

/**
 * Takes credentials and queries out of the addresses within a text: a password or token may be there.
 *
 * @param text What an error would show.
 */
export function redact(text: string): string {
  return text.includes("//") ? text.replace(ADDRESS_REGEXP, redactAddress) : text;
}

/**
 * The same for all texts within a value as records hold it: JSON, and the bytes of a build's log.
 *
 * @param value The value; it is not changed.
 * @param depth How deep it stands. What is nested deeper than any record is not shown.
 */
export function redactAll(value: unknown, depth: number = 0): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST) return "***";
  if (ArrayBuffer.isView(value)) return value instanceof Uint8Array ? redactBytes(value) : value;
  if (Array.isArray(value)) return value.map((item) => redactAll(item, depth + 1));
  const fields = Object.entries(value).map(([key, item]) => [key, redactAll(item, depth + 1)]);
  return Object.fromEntries(fields);
}

/** A letter a byte: what is no address keeps its bytes, whatever their encoding. */
function redactBytes(bytes: Uint8Array): Uint8Array {
  if (!bytes.some((byte, index) => byte === SLASH && bytes[index + 1] === SLASH)) return bytes;
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const shown = redact(text);
  return shown === text ? bytes : Uint8Array.from(shown, (letter) => letter.charCodeAt(0));
}

/** An address from its slashes on. */
function redactAddress(text: string): string {
  const end = text.slice(2).search(/[/?#]/);
  const authority = end === -1 ? text.slice(2) : text.slice(2, 2 + end);
  const rest = end === -1 ? "" : text.slice(2 + end);
  const user = authority.lastIndexOf("@");
  const host = user === -1 ? authority : `***@${authority.slice(user + 1)}`;
  const query = rest.indexOf("?");
  return `//${host}${query === -1 ? rest : `${rest.slice(0, query + 1)}***`}`;
}
