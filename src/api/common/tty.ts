import { ofCall } from "../../operation/call.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { compareVersions } from "../../engine/version.ts";
import { inspectContainer } from "../containers/inspect.ts";

const MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

/**
 * Tells, without looking at a byte of it, whether a container's output comes in frames.
 *
 * From API 1.42 the answer's Content-Type says so; before, the container's own tty setting does,
 * and is asked for while the answer is on its way.
 *
 * @param engine The engine.
 * @param id The container.
 * @param options The call's own options.
 * @returns A function that decides, given the answer's Content-Type.
 */
export async function multiplexing(
  engine: Engine,
  id: string,
  options: CallOptions,
): Promise<(contentType: string | undefined) => Promise<boolean>> {
  const version = await engine.negotiate(options);
  const inspect = async (): Promise<boolean> => {
    const { Config } = await inspectContainer(engine, id, ofCall(options));
    return Config?.Tty !== true;
  };
  if (compareVersions(version, "1.42") < 0) {
    const multiplexed = inspect();
    // The answer's own failure comes first; this one is reported by whoever awaits it.
    multiplexed.catch(() => {});
    return () => multiplexed;
  }
  return async (contentType) => {
    if (contentType === MULTIPLEXED) return true;
    if (contentType === "application/vnd.docker.raw-stream") return false;
    return await inspect();
  };
}
