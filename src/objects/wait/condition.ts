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
