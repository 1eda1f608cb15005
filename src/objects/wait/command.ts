import { type Command, toCommand } from "../../convert/command.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { lastLines } from "../../text/last_lines.ts";
import { execInContainer } from "../exec.ts";
import { showCommand } from "../process_io.ts";
import type { ContainerCondition } from "./condition.ts";

/**
 * Waits until a command that is executed in the container ends with exit code 0; it is tried again
 * and again.
 *
 * @param words The command; a string is split as a shell splits words.
 */
export function command(words: Command): ContainerCondition {
  const list = toCommand(words, "command");
  if (list.length === 0) throw wrongShape("command", words, "a command of at least one word");
  const shown = showCommand(list);
  return {
    description: `passes ${shown}`,
    hold: (target) => {
      target.saw(shown, `${shown} has not ended`);
      return target.poll(async () => {
        const { engine, id, call } = target;
        const result = await execInContainer(engine, id, list, { ...call, check: false });
        const said = lastLines(result.stderr) || lastLines(result.stdout);
        target.saw(shown, `${shown} ended with exit code ${result.exitCode}${said && `: ${said}`}`);
        return result.exitCode === 0;
      });
    },
  };
}
