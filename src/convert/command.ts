import { show, wrongShape } from "./refuse.ts";

/** A command or entry point: the words, or one string that is split as a shell splits words. */
export type Command = string | readonly string[];

/**
 * Reads a command: a list of words stays as it is, a string is split by {@linkcode splitCommand}.
 *
 * @param value The command.
 * @param argument The argument's name, for errors.
 * @returns The words.
 */
export function toCommand(value: unknown, argument: string): string[] {
  if (typeof value === "string") return splitCommand(value, argument);
  // A copy has no gaps, which `some` would pass over.
  const words: unknown[] = Array.isArray(value) ? [...value] : [undefined];
  if (words.every((word) => typeof word === "string")) return words;
  throw wrongShape(argument, value, "a string or a list of strings");
}

/**
 * Splits a command as a POSIX shell splits words: at blanks, with `'...'`, `"..."` and backslashes.
 *
 * Nothing is expanded, and operators, `#` and `~` are plain characters.
 *
 * @param text The command.
 * @param argument The argument's name, for errors.
 * @returns The words.
 * @throws {TypeError} When a quote is not closed or the text ends with a lone backslash.
 */
export function splitCommand(text: string, argument: string = "command"): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let index = 0;
  while (index < text.length) {
    const start = index;
    const character = text[index++]!;
    if (BLANKS.includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'") {
      index = text.indexOf("'", index);
      if (index < 0) throw unclosed(argument, text, "single quote", start);
      word = (word ?? "") + text.slice(start + 1, index++);
    } else if (character === '"') {
      const [part, end] = readDoubleQuoted(text, index);
      if (end < 0) throw unclosed(argument, text, "double quote", start);
      word = (word ?? "") + part;
      index = end;
    } else if (character === "\\") {
      if (index === text.length) throw unclosed(argument, text, "backslash", start);
      const escaped = text[index++]!;
      if (escaped !== "\n") word = (word ?? "") + escaped;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

const BLANKS = " \t\r\n";
/** What a backslash inside double quotes takes the meaning from; before others it is itself. */
const ESCAPED_IN_QUOTES = '$`"\\\n';

/** Reads on from behind an opening double quote; the end is -1 when there is no closing one. */
function readDoubleQuoted(text: string, start: number): [part: string, end: number] {
  let part = "";
  let index = start;
  while (index < text.length) {
    const character = text[index++]!;
    if (character === '"') return [part, index];
    const next = text[index];
    if (character === "\\" && next !== undefined && ESCAPED_IN_QUOTES.includes(next)) {
      index++;
      if (next !== "\n") part += next;
    } else {
      part += character;
    }
  }
  return ["", -1];
}

function unclosed(argument: string, text: string, what: string, index: number): TypeError {
  const problem = what === "backslash" ? "escapes nothing" : "is not closed";
  return new TypeError(
    `Cannot split ${argument} ${show(text, argument)}: the ${what} at character ${index + 1} ` +
      `${problem}; a list of words needs no quoting`,
  );
}
