import type { CallOptions, Engine } from "../../engine/engine.ts";
import { inspectContainer } from "../containers/inspect.ts";
import { type Multiplexing, multiplexing } from "./tty.ts";

/**
 * Tells whether a container's output comes in frames; see {@linkcode multiplexing}.
 *
 * @param engine The engine.
 * @param id The container.
 * @param version The API version in use.
 * @param options The call's own options.
 */
export function containerMultiplexing(
  engine: Engine,
  id: string,
  version: string,
  options: CallOptions,
): Promise<Multiplexing> {
  return multiplexing(engine, version, options, async (engine, options) => {
    const { Config } = await inspectContainer(engine, id, options);
    return Config?.Tty === true;
  });
}
