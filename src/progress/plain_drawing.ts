import type { BuildRecord } from "../types/build_trace.ts";
import type { ProgressRecord } from "../types/progress.ts";
import { hasNumbers } from "./layer_lines.ts";
import { failureLines, isCancelled, statusText, warningLines } from "./step_lines.ts";
import { type Step, Steps } from "./steps.ts";
import { secondsText, toLine } from "./text.ts";
import type { Drawing } from "./types.ts";

/** Draws records as lines that are written once. */
export class PlainDrawing implements Drawing {
  readonly isTicking = false;
  readonly #statuses: Map<string, string> = new Map();
  readonly #steps: Steps = new Steps();
  #text = "";
  #isAtStart = true;

  take(record: BuildRecord): void {
    if (record.trace !== undefined) this.#takeTrace(record);
    else if (isLayerRecord(record)) {
      const { id = "", status = "" } = record;
      // How far something is would be a line each time.
      if (hasNumbers(record.progressDetail) || this.#statuses.get(id) === status) return;
      this.#statuses.set(id, status);
      this.#line(toLine(`${id}: ${status}`));
    } else this.#write(plainText(record));
  }

  flush(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }

  end(): string {
    for (const line of failureLines(this.#steps)) this.#line(line);
    for (const line of warningLines(this.#steps)) this.#line(line);
    if (!this.#isAtStart) this.#write("\n");
    return this.flush();
  }

  #takeTrace({ trace }: BuildRecord): void {
    const { begun, printed, settled, ended } = this.#steps.take(trace!);
    const left = new Set(ended);
    const busy = new Set([...printed, ...settled].map(({ step }) => step));
    for (const step of begun) {
      this.#line(`#${step.number} ${toLine(step.vertex.name)}`);
      // A step that ends at once is told as one, not among others that begin.
      if (!busy.has(step) && left.delete(step)) this.#end(step);
    }
    for (const { step, log } of printed) {
      this.#line(`#${step.number} ${log.time.toFixed(3)} ${log.text}`);
    }
    for (const { step, status } of settled) {
      const time = secondsText(status.completed! - (status.started ?? status.completed!));
      this.#line(`#${step.number} ${statusText(status)} ${time} done`);
    }
    for (const step of left) this.#end(step);
  }

  #end(step: Step): void {
    const { vertex, number } = step;
    const time = secondsText(vertex.completed! - (vertex.started ?? vertex.completed!));
    if (isCancelled(step)) this.#line(`#${number} CANCELED`);
    else if (vertex.error !== "") this.#line(`#${number} ERROR: ${toLine(vertex.error)}`);
    else this.#line(vertex.cached ? `#${number} CACHED` : `#${number} DONE ${time}`);
  }

  #line(text: string): void {
    this.#write(this.#isAtStart ? `${text}\n` : `\n${text}\n`);
  }

  #write(text: string): void {
    if (text === "") return;
    this.#text += text;
    this.#isAtStart = text.endsWith("\n");
  }
}

/**
 * Tells whether a record is about one of several things that go on at the same time.
 *
 * @param record The record.
 */
export function isLayerRecord(record: ProgressRecord): boolean {
  if (!record.id || record.aux !== undefined || record.stream) return false;
  return record.progressDetail !== undefined && record.progressDetail !== null ||
    record.progress !== undefined;
}

/**
 * Writes a record that stands for itself; nothing for one that is not meant for people.
 *
 * @param record The record.
 */
export function plainText(record: ProgressRecord): string {
  const { id, status, stream } = record;
  if (stream) return stream;
  const failure = record.errorDetail?.message ?? record.error;
  if (failure !== undefined) return `ERROR: ${failure}\n`;
  if (!status || record.aux !== undefined) return "";
  return toLine(id ? `${id}: ${status}` : status) + "\n";
}
