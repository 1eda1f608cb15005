import type { ProgressDetail, ProgressRecord } from "../types/progress.ts";
import { bar, cut, sizeText, toLine } from "./text.ts";

/** A line of a pull, push or load: one a layer. */
interface LayerLine {
  readonly id: string;
  status: string;
  detail: ProgressDetail | null;
}

/** The widest bar, and the narrowest that says anything. */
const BAR = { most: 52, least: 12 };
/** Room for numbers such as `12.34MB/123.4MB`. */
const NUMBERS = 18;

/** Keeps a line for each layer of a pull, push or load. */
export class LayerLines {
  readonly #layers: Map<string, LayerLine> = new Map();

  /** Whether there is none. */
  get isEmpty(): boolean {
    return this.#layers.size === 0;
  }

  /** Takes note of a record that has an id. */
  take(record: ProgressRecord): void {
    const id = record.id!;
    const detail = hasNumbers(record.progressDetail) ? record.progressDetail : null;
    const status = record.status ?? "";
    const layer = this.#layers.get(id);
    if (layer === undefined) this.#layers.set(id, { id, status, detail });
    else {
      layer.status = status;
      layer.detail = detail;
    }
  }

  /** Forgets all of them. */
  clear(): void {
    this.#layers.clear();
  }

  /**
   * Writes the lines.
   *
   * @param columns The terminal's width.
   * @param rows The most lines; those of layers that wait or are done are left out first.
   */
  lines(columns: number, rows: number = Infinity): string[] {
    let layers = [...this.#layers.values()];
    for (let extra = layers.length - rows; extra > 0; extra = 0) {
      layers = layers.filter((layer) => layer.detail !== null || extra-- <= 0);
      layers = layers.slice(0, rows);
    }
    return layers.map((layer) => cut(layerText(layer, columns), columns));
  }
}

/**
 * Tells whether a record says how far something is.
 *
 * @param detail The record's numbers.
 */
export function hasNumbers(detail: ProgressDetail | null | undefined): detail is ProgressDetail {
  return (detail?.current ?? 0) > 0 || (detail?.total ?? 0) > 0;
}

function layerText({ id, status, detail }: LayerLine, columns: number): string {
  const text = toLine(`${id}: ${status}`);
  if (detail === null) return text;
  const { current = 0, total = 0 } = detail;
  const numbers = detail.hidecounts ? "" : numbersText(detail);
  if (total <= 0) return `${text} ${numbers}`;
  const room = Math.min(BAR.most, columns - text.length - NUMBERS - 2);
  if (room < BAR.least) return `${text} ${numbers}`;
  return `${text} ${bar(current / total, room)} ${numbers}`;
}

function numbersText({ current = 0, total = 0, units }: ProgressDetail): string {
  const known = total > 0 && current <= total;
  if (units) return known ? `${current}/${total} ${toLine(units)}` : `${current} ${toLine(units)}`;
  return known ? `${sizeText(current)}/${sizeText(total)}` : sizeText(current);
}
