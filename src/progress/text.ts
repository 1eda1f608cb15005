/** Matches what would move the cursor or change colours: escape sequences and control characters. */
// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-_]|[\x00-\x1f\x7f-\x9f]/g;

/**
 * Makes a text fit to stand within a line: without control characters.
 *
 * @param text The text.
 */
export function toLine(text: string): string {
  return text.replaceAll("\t", " ").replace(CONTROL_REGEXP, "");
}

/**
 * Cuts a text that is wider than a number of columns, and ends it in "..." then.
 *
 * @param text The text, a line.
 * @param columns The columns.
 */
export function cut(text: string, columns: number): string {
  // What has no more characters than columns has no more than two columns each.
  if (text.length * 2 <= columns || widthOf(text) <= columns) return text;
  const dots = ".".repeat(Math.max(0, Math.min(3, columns)));
  let width = dots.length;
  let end = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > columns) break;
    end += character.length;
  }
  return text.slice(0, end) + dots;
}

/**
 * Returns how many columns a text takes on a terminal.
 *
 * @param text The text, a line.
 */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x300) width++;
    else if (/\p{Mark}|\u200d|\ufe0f/u.test(character)) continue;
    else width += isWide(code) ? 2 : 1;
  }
  return width;
}

/** Tells whether a terminal gives a character two columns: East Asian letters and emoji. */
function isWide(code: number): boolean {
  return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
}

/**
 * Writes a text at the left and another at the right end of a line.
 *
 * @param left The text that is cut when there is no room.
 * @param right The text that is not.
 * @param columns The line's width.
 */
export function justify(left: string, right: string, columns: number): string {
  const room = columns - right.length - 1;
  if (room < 10) return cut(left, columns);
  const text = cut(left, room);
  return text + " ".repeat(room - widthOf(text) + 1) + right;
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/**
 * Writes a number of bytes for people, with up to four digits: `12.34MB`.
 *
 * @param bytes The number.
 */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(4))}${UNITS[unit]}`;
}

/**
 * Draws a bar: `[=====>     ]`.
 *
 * @param done How much of it is filled, from 0 to 1.
 * @param columns Its width with the brackets.
 */
export function bar(done: number, columns: number): string {
  const room = columns - 2;
  const filled = Math.min(room, Math.max(0, Math.floor(done * room)));
  const head = filled < room ? ">" : "=";
  return `[${"=".repeat(Math.max(0, filled - (filled < room ? 0 : 1)))}${head}${
    " ".repeat(Math.max(0, room - filled - 1))
  }]`;
}

/**
 * Writes a duration: `1.3s`.
 *
 * @param seconds The duration; what is negative is none.
 */
export function secondsText(seconds: number): string {
  return `${Math.max(0, seconds).toFixed(1)}s`;
}
