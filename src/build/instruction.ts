/** Where an instruction stands in a Dockerfile, and the lines around it. */
export interface InstructionLines {
  /** The number of its first line, from 1. */
  readonly startLine: number;
  /** The number of its last line. */
  readonly endLine: number;
  /** Lines of the Dockerfile: its own and a few around them. */
  readonly source: readonly SourceLine[];
}

/** A line of a Dockerfile. */
export interface SourceLine {
  /** Its number, from 1. */
  readonly number: number;
  /** Its text. */
  readonly text: string;
  /** Whether it is one of those that are meant. */
  readonly isMeant: boolean;
}

/** How many lines before and behind are shown. */
const AROUND = 3;

/**
 * Finds the instruction that a step carries out; `null` when none has its words.
 *
 * @param dockerfile The Dockerfile's text.
 * @param step The step's name, e.g. `[build 2/3] RUN make`.
 */
export function findInstruction(dockerfile: string, step: string): InstructionLines | null {
  const wanted = squeeze(step.replace(/^\[[^\]]*\]\s*/, ""));
  const lines = dockerfile.split(/\r?\n/);
  let start = 0;
  let words = "";
  for (const [index, line] of lines.entries()) {
    const isComment = /^\s*#/.test(line);
    if (words === "") {
      if (isComment || line.trim() === "") continue;
      start = index;
    } else if (isComment || line.trim() === "") continue;
    const goesOn = /\\\s*$/.test(line);
    words += ` ${line.replace(/\\\s*$/, "")}`;
    if (goesOn && index < lines.length - 1) continue;
    if (squeeze(words) === wanted) return showLines(lines, start + 1, index + 1);
    words = "";
  }
  return null;
}

/**
 * Takes lines with a few around them.
 *
 * @param lines All lines.
 * @param startLine The number of the first line that is meant.
 * @param endLine The number of the last one.
 */
export function showLines(
  lines: readonly string[],
  startLine: number,
  endLine: number,
): InstructionLines {
  const first = Math.max(1, startLine - AROUND);
  const last = Math.min(lines.length, endLine + AROUND);
  const source: SourceLine[] = [];
  for (let number = first; number <= last; number++) {
    const isMeant = number >= startLine && number <= endLine;
    source.push({ number, text: lines[number - 1]!, isMeant });
  }
  // An empty end of the file says nothing.
  while (source.at(-1)?.text === "" && source.at(-1)!.number > endLine) source.pop();
  return { startLine, endLine, source };
}

/** Leaves of blanks one, and of the first word its capitals: builders write it in their own way. */
function squeeze(words: string): string {
  const text = words.trim().replace(/\s+/g, " ");
  return text.replace(/^\w+/, (word) => word.toUpperCase());
}
