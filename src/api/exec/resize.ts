import { integerFrom } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode execResize}. */
export interface ExecResizeOptions extends CallOptions {
  /** The terminal's height, in lines. */
  height: number;
  /** The terminal's width, in characters. */
  width: number;
}

/** Checks a height or width of a terminal, in characters. */
const toSize = integerFrom(0, 65535);

/** Resizes a command's terminal: see {@linkcode APIClient.execResize}. */
export async function execResize(
  engine: Engine,
  execId: Reference,
  options: ExecResizeOptions,
): Promise<true> {
  const id = toId(execId, "execId");
  const action = `Cannot resize the terminal of exec "${id}"`;
  if (options?.height == null || options.width == null) {
    throw new TypeError(`${action}: expected both { height, width }`);
  }
  const { height, width } = options;
  return await engine.empty(action, "POST", path`/exec/${id}/resize`, options, {
    query: query({ h: toSize(height, "height"), w: toSize(width, "width") }),
  });
}
