import { showLines, type SourceLine } from "../build/instruction.ts";
import { toLine } from "./text.ts";

const RULE = "-".repeat(20);

/**
 * Writes lines of a file, those that are meant marked.
 *
 * @param file The file's name.
 * @param startLine The number of the first line that is meant.
 * @param source The lines.
 */
export function sourceLines(
  file: string,
  startLine: number,
  source: readonly SourceLine[],
): string[] {
  const lines = source.map(({ number, text, isMeant }) => {
    const mark = isMeant ? ">>>" : "   ";
    return `${String(number).padStart(4)} | ${mark} ${toLine(text)}`.trimEnd();
  });
  return [toLine(`${file}:${startLine}`), RULE, ...lines, RULE];
}

/**
 * Writes the lines of a file that something is about; nothing when it has no such lines.
 *
 * @param file The file's name.
 * @param text The file's text.
 * @param startLine The number of the first line, from 1.
 * @param endLine The number of the last line.
 */
export function linesOfText(
  file: string,
  text: string,
  startLine: number,
  endLine: number,
): string[] {
  const all = text.split(/\r?\n/);
  if (text === "" || startLine < 1 || startLine > all.length) return [];
  const { source } = showLines(all, startLine, Math.max(startLine, Math.min(endLine, all.length)));
  return sourceLines(file, startLine, source);
}
