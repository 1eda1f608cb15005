import { integerFrom } from "../../convert/checks.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { containerLines } from "../container_lines.ts";
import { refuseUnknown } from "../../operation/check_options.ts";
import type { ContainerCondition } from "./condition.ts";
import { Hopeless, type WaitTarget } from "./target.ts";

/** Options of {@linkcode logLine}. */
export interface LogLineOptions {
  /** How many lines must match. @default {1} */
  times?: number | null | undefined;
}

/**
 * Waits until lines of the container's log hold a text or match a pattern; those that are there count.
 *
 * @param pattern The text, anywhere in a line, or the pattern.
 * @param options How many lines.
 */
export function logLine(
  pattern: string | RegExp,
  options: LogLineOptions = {},
): ContainerCondition {
  if (!(pattern instanceof RegExp) && (typeof pattern !== "string" || pattern === "")) {
    throw wrongShape("pattern", pattern, "a text that is not empty, or a RegExp");
  }
  refuseUnknown("Cannot wait for a log line", options, ["times"]);
  const times = integerFrom(1)(options.times ?? 1, "times");
  const shown = pattern instanceof RegExp ? String(pattern) : JSON.stringify(pattern);
  const description = `has written ${times === 1 ? "a line" : `${times} lines`} with ${shown}`;
  return { description, hold: (target) => untilWritten(target, matcher(pattern), times) };
}

function matcher(pattern: string | RegExp): (text: string) => boolean {
  // The caller's own object is not touched: a global pattern remembers where it was.
  return typeof pattern === "string"
    ? (text) => text.includes(pattern)
    : (text) => text.search(pattern) !== -1;
}

async function untilWritten(
  target: WaitTarget,
  matches: (text: string) => boolean,
  times: number,
): Promise<void> {
  // What removes itself at its end tells its exit code to those who wait by then.
  void target.ended();
  let found = 0;
  let since: string | undefined;
  for (;;) {
    target.saw("log", `${found} of ${times} lines`);
    const call = { ...target.call, ...(since === undefined ? {} : { since }) };
    const lines = await containerLines(target.engine, target.id, { ...call, follow: true });
    for await (const { text } of lines) {
      if (!matches(text)) continue;
      if (++found === times) return;
      target.saw("log", `${found} of ${times} lines`);
    }
    // The log ends with the container: either it is started again, or that was all.
    const { State } = await target.inspect();
    if (State.Status === "created") await target.unlessEnded(whenStarted(target));
    else if (!State.Running && !State.Restarting) {
      throw new Hopeless(
        `the container ended with exit code ${State.ExitCode} after ${found} of ${times} lines`,
        State.ExitCode,
      );
    } else if (!State.FinishedAt.startsWith("0001-")) since = State.FinishedAt;
  }
}

async function whenStarted(target: WaitTarget): Promise<void> {
  await target.poll(async () => (await target.inspect()).State.Status !== "created");
}
