import type { BuildStatus } from "../types/build_trace.ts";
import type { Step, Steps } from "./steps.ts";
import { linesOfText } from "./source_lines.ts";
import { cut, justify, secondsText, sizeText, toLine } from "./text.ts";

/** How many of the last lines that a running step has printed are shown. */
const SHOWN_LOGS = 5;

/** How much room there is for the lines of a build. */
export interface Room {
  /** The terminal's width. */
  readonly columns: number;
  /** The most lines. */
  readonly rows: number;
}

/**
 * Writes the lines of a BuildKit build that goes on.
 *
 * @param steps The steps.
 * @param now The time, in seconds since 1970.
 * @param room Where there is not enough, steps that have ended are left out first.
 */
export function liveStepLines(steps: Steps, now: number, room: Room): string[] {
  const { columns, rows } = room;
  const groups = steps.all.map((step) => ({
    step,
    lines: [...stepLines(step, now, columns), ...logLines(step, columns)],
  }));
  let extra = 1 + groups.reduce((sum, { lines }) => sum + lines.length, 0) - rows;
  const lines: string[] = [];
  for (const group of groups) {
    if (extra > 0 && group.step.vertex.completed !== null) extra -= group.lines.length;
    else lines.push(...group.lines);
  }
  const last = lines.length < rows ? lines : lines.slice(lines.length - rows + 1);
  return [cut(headLine(steps, now), columns), ...last];
}

/**
 * Writes the lines of a BuildKit build that has ended: all of them, and what steps that failed printed.
 *
 * @param steps The steps.
 * @param now The time, in seconds since 1970.
 * @param columns The terminal's width.
 */
export function finalStepLines(steps: Steps, now: number, columns: number): string[] {
  const lines = [cut(headLine(steps, now), columns)];
  for (const step of steps.all) lines.push(...stepLines(step, now, columns));
  return [...lines, ...failureLines(steps), ...warningLines(steps)];
}

/** Writes what steps that failed have printed. */
export function failureLines({ all }: Steps): string[] {
  const lines: string[] = [];
  for (const step of all) {
    if (step.vertex.error === "" || step.logs.length === 0 || isCancelled(step)) continue;
    lines.push("------", ` > ${toLine(step.vertex.name)}:`);
    for (const { time, text } of step.logs) lines.push(`${time.toFixed(3)} ${text}`);
    lines.push("------");
  }
  return lines;
}

/** Writes what a builder warned of: a line each, and the lines that it is about. */
export function warningLines({ warnings }: Steps): string[] {
  return warnings.flatMap(({ short, file, source, ranges, url }) => {
    const range = ranges[0];
    const place = file === ""
      ? ""
      : ` (${file}${range === undefined ? "" : `:${range.startLine}`})`;
    const line = toLine(`WARNING: ${short}${place}${url === "" ? "" : ` ${url}`}`);
    if (range === undefined) return [line];
    return [line, ...linesOfText(file, source, range.startLine, range.endLine)];
  });
}

/**
 * Writes what goes on within a step: its name, and how far it is.
 *
 * @param status What goes on.
 */
export function statusText({ id, name, current, total }: BuildStatus): string {
  const text = toLine(name === "" || name === id ? id : `${name} ${id}`);
  if (total > 0) return `${text} ${sizeText(current)} / ${sizeText(total)}`;
  return current > 0 ? `${text} ${sizeText(current)}` : text;
}

/** Tells whether a step was ended because another one failed. */
export function isCancelled({ vertex }: Step): boolean {
  return vertex.error.endsWith("context canceled");
}

function headLine(steps: Steps, now: number): string {
  const done = steps.all.filter(({ vertex }) => vertex.completed !== null).length;
  const isDone = done === steps.count;
  const time = secondsText((isDone ? steps.latest : now) - (steps.began ?? now));
  return `[+] Building ${time} (${done}/${steps.count})${isDone ? " FINISHED" : ""}`;
}

function stepLines(step: Step, now: number, columns: number): string[] {
  const { vertex, statuses } = step;
  const mark = vertex.error !== "" ? isCancelled(step) ? "CANCELED " : "ERROR " : "";
  const left = ` => ${mark}${vertex.cached ? "CACHED " : ""}${toLine(vertex.name)}`;
  const lines = [justify(left, lasted(vertex.started, vertex.completed, now), columns)];
  for (const status of statuses.values()) {
    const end = status.completed ?? vertex.completed;
    const time = lasted(status.started ?? vertex.started, end, now);
    lines.push(justify(` => => ${statusText(status)}`, time, columns));
  }
  return lines;
}

function logLines({ vertex, logs }: Step, columns: number): string[] {
  if (vertex.completed !== null) return [];
  return logs.slice(-SHOWN_LOGS).map(({ text }) => cut(` => => # ${text}`, columns));
}

function lasted(started: number | null, completed: number | null, now: number): string {
  const end = completed ?? now;
  return secondsText(end - (started ?? end));
}
