import { wrongShape } from "../../convert/refuse.ts";
import type { WaitTarget } from "./target.ts";

/** What a container can be waited for: see {@linkcode healthy}, {@linkcode logLine}, {@linkcode portOpen} and the others. */
export interface ContainerCondition {
  /** What is waited for, behind "until the container", e.g. `is healthy`. */
  readonly description: string;
  /**
   * Resolves once the condition holds; rejects when it never will.
   *
   * @internal
   */
  hold(target: WaitTarget): Promise<void>;
}

/**
 * Refuses what is no condition.
 *
 * @param value What the caller gave.
 * @param argument The argument's name, for errors.
 */
export function toCondition(value: unknown, argument: string): ContainerCondition {
  const condition = value as ContainerCondition | null | undefined;
  if (typeof condition?.hold === "function") return condition;
  const examples = "healthy() or logLine(...)";
  const expected = typeof value === "function"
    ? `a condition, which ${examples} returns`
    : `a condition such as ${examples}`;
  throw wrongShape(argument, value, expected);
}
