import type { BuildRecord } from "../types/build_trace.ts";
import { LayerLines } from "./layer_lines.ts";
import { LiveBlock } from "./live_block.ts";
import { isLayerRecord, plainText } from "./plain_drawing.ts";
import { finalStepLines, liveStepLines, type Room } from "./step_lines.ts";
import { Steps } from "./steps.ts";
import type { Drawing } from "./types.ts";

/** Draws records on a terminal: what goes on is drawn again in place, all else line by line. */
export class TerminalDrawing implements Drawing {
  readonly #room: () => Room;
  readonly #block: LiveBlock = new LiveBlock();
  readonly #layers: LayerLines = new LayerLines();
  #steps: Steps | null = null;
  #text = "";
  #isAtStart = true;
  #now = 0;
  /** What is added to this machine's time to have the engine's. */
  #skew = 0;

  /**
   * Makes a drawing.
   *
   * @param room Returns the terminal's size.
   */
  constructor(room: () => Room) {
    this.#room = room;
  }

  get isTicking(): boolean {
    return this.#steps !== null;
  }

  take(record: BuildRecord): void {
    if (record.trace !== undefined) {
      if (this.#steps === null) {
        this.#startBlock();
        this.#steps = new Steps();
      }
      const { latest } = this.#steps;
      this.#steps.take(record.trace);
      if (this.#steps.latest > latest) this.#skew = NaN;
    } else if (isLayerRecord(record)) {
      if (this.#layers.isEmpty) this.#startBlock();
      this.#layers.take(record);
    } else {
      const text = plainText(record);
      if (text === "") return;
      this.#leave();
      this.#text += text;
      this.#isAtStart = text.endsWith("\n");
    }
  }

  flush(now: number): string {
    const before = this.#text;
    this.#text = "";
    const lines = this.#lines(this.#engineTime(now));
    return before + (lines === null ? "" : this.#block.draw(lines));
  }

  end(now: number): string {
    this.#engineTime(now);
    this.#leave();
    const text = this.#isAtStart ? this.#text : `${this.#text}\n`;
    this.#text = "";
    this.#isAtStart = true;
    return text;
  }

  /** Ends what was drawn in place; it stays as it is. */
  #leave(): void {
    const { columns } = this.#room();
    if (this.#steps !== null) {
      const now = Number.isNaN(this.#skew) ? this.#steps.latest : this.#now;
      this.#text += this.#block.leave(finalStepLines(this.#steps, now, columns));
      this.#steps = null;
    } else if (!this.#layers.isEmpty) {
      this.#text += this.#block.leave(this.#layers.lines(columns));
      this.#layers.clear();
    }
  }

  #startBlock(): void {
    this.#leave();
    if (!this.#isAtStart) this.#text += "\n";
    this.#isAtStart = true;
  }

  #lines(now: number): string[] | null {
    const { columns, rows } = this.#room();
    // The last line is the cursor's.
    const room = { columns, rows: rows - 1 };
    if (this.#steps !== null) return liveStepLines(this.#steps, now, room);
    return this.#layers.isEmpty ? null : this.#layers.lines(columns, room.rows);
  }

  /** Steps are timed by the engine, whose clock may be another. */
  #engineTime(now: number): number {
    if (this.#steps === null) return now;
    if (Number.isNaN(this.#skew)) this.#skew = this.#steps.latest - now;
    return this.#now = now + this.#skew;
  }
}
