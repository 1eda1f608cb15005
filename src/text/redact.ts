const ADDRESS_REGEXP = /\/\/[^\s"'<>()]+/g;

/**
 * Takes credentials and queries out of the addresses within a text: a password or token may be there.
 *
 * @param text What an error would show.
 */
export function redact(text: string): string {
  return text.includes("//") ? text.replace(ADDRESS_REGEXP, redactAddress) : text;
}

/**
 * The same for all texts within a JSON value.
 *
 * @param value The value; it is not changed.
 */
export function redactAll(value: unknown): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null) return value;
  const text = JSON.stringify(value);
  if (text === undefined || !text.includes("//")) return value;
  return JSON.parse(text, (_, item) => typeof item === "string" ? redact(item) : item);
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
