import { integerFrom } from "../../convert/checks.ts";
import { refuseUnknown } from "../../operation/check_options.ts";
import type { ContainerCondition } from "./condition.ts";
import { Hopeless } from "./target.ts";

/** Options of {@linkcode exited}. */
export interface ExitedOptions {
  /** The exit code that is expected; any without it. */
  exitCode?: number | null | undefined;
}

/**
 * Waits until the container has ended, told by the Engine.
 *
 * @param options The exit code that is expected: another one makes the wait fail.
 */
export function exited(options: ExitedOptions = {}): ContainerCondition {
  refuseUnknown("Cannot wait for the exit", options, ["exitCode"]);
  const { exitCode } = options;
  if (exitCode != null) integerFrom(0, 255)(exitCode, "exitCode");
  return {
    description: exitCode == null ? "has ended" : `has ended with exit code ${exitCode}`,
    async hold(target): Promise<void> {
      target.saw("end", "it has not ended");
      const code = await target.ended();
      if (exitCode != null && code !== exitCode) {
        throw new Hopeless(`the container ended with exit code ${code}`, code);
      }
    },
  };
}
