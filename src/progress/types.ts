import type { BuildRecord } from "../types/build_trace.ts";

/** Where progress is drawn. */
export interface ProgressOutput {
  /** Whether lines can be drawn again in place, by the usual escape codes. */
  readonly isTerminal: boolean;
  /** Returns the terminal's width, in characters; asked before each drawing. */
  columns(): number;
  /** Returns the terminal's height, in lines; asked before each drawing. */
  rows(): number;
  /** Writes text; a slow reader slows the drawing. */
  write(text: string): void | Promise<void>;
}

/** Draws records as text. */
export interface Drawing {
  /** Whether what is drawn changes with time, too. */
  readonly isTicking: boolean;
  /** Takes note of a record. */
  take(record: BuildRecord): void;
  /**
   * Returns what is to be written for the records so far.
   *
   * @param now The time, in seconds since 1970.
   */
  flush(now: number): string;
  /**
   * Returns what is to be written when no more records come.
   *
   * @param now The time, in seconds since 1970.
   */
  end(now: number): string;
}
