const ENCODER = new TextEncoder();
const TOKEN_REGEXP = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\0-\x08\x0a-\x1f\x7f]/;
const FRAMING_REGEXP = /^(content-length|transfer-encoding)$/i;
const TARGET_REGEXP = /^\/[!-~]*$/;

/** Headers by name; one with several values is sent as often. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Writes header lines, each ended by CR LF.
 *
 * @param headers Names and values; an `undefined` value leaves the header out.
 * @throws {TypeError} When a name is no token or says how long the body is, or a value has a control character. The value is not shown: it may be a secret.
 */
export function headerLines(headers: Headers): string {
  let lines = "";
  for (const name in headers) {
    if (!Object.hasOwn(headers, name)) continue;
    const value = headers[name];
    if (value === undefined) continue;
    if (typeof value !== "string") {
      for (const one of value) lines += headerLines({ [name]: one });
      continue;
    }
    if (!TOKEN_REGEXP.test(name)) {
      throw new TypeError(
        `Cannot send the header ${JSON.stringify(name)}: the name is not a token`,
      );
    }
    if (FRAMING_REGEXP.test(name)) {
      throw new TypeError(
        `Cannot send the header "${name}": it follows from the body, give that its length instead`,
      );
    }
    if (CONTROL_REGEXP.test(value)) {
      throw new TypeError(
        `Cannot send the header "${name}": the value has a control character, such as a line break`,
      );
    }
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

/**
 * Checks a request target, path and query as they go over the wire.
 *
 * @param target E.g. `/v1.41/containers/json?all=1`.
 * @throws {TypeError} When it does not begin with a slash, or has a blank, a control or a non-ASCII character.
 */
export function checkTarget(target: string): void {
  if (TARGET_REGEXP.test(target)) return;
  throw new TypeError(
    `Cannot request ${
      JSON.stringify(target.split("?", 1)[0]!.slice(0, 200))
    }: a path begins with "/" and has its blanks, line breaks and non-ASCII characters percent-encoded`,
  );
}

/**
 * Writes a request head.
 *
 * @param method E.g. `GET`.
 * @param target The checked path and query.
 * @param lines The header lines, each ended by CR LF.
 */
export function requestHead(method: string, target: string, lines: string): string {
  return `${method} ${target} HTTP/1.1\r\n${lines}\r\n`;
}

/** Encodes text as UTF-8 bytes. */
export function encodeText(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/** Takes the lines away that a call has headers of its own for: `Host`, for one, is sent once. */
export function withoutNames(lines: string, headers: Headers): string {
  const own = Object.keys(headers).filter((name) => headers[name] !== undefined)
    .map((name) => `${name.toLowerCase()}:`);
  const all = lines.split("\r\n");
  const kept = all.filter((line) => {
    const name = line.slice(0, line.indexOf(":") + 1).toLowerCase();
    return name === "" || !own.includes(name);
  });
  return kept.length === all.length ? lines : kept.join("\r\n");
}
