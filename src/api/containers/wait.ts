import type { Reference } from "../../convert/reference.ts";
import type { Engine } from "../../engine/engine.ts";
import { registerWait, type WaitOptions } from "./register_wait.ts";

/**
 * Waits until a container stops (`POST /containers/{id}/wait`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param options What is waited for, and how long, in seconds.
 * @returns The exit code, -1 when the Engine gives none.
 * @throws {NotFound} When there is no such container.
 * @throws {TimeoutError} When it takes longer than `timeout`.
 *
 * @example
 * ```ts no-run
 * import { createEngine, wait } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * console.log(await wait(engine, "job", { timeout: 300 }));
 * ```
 */
export async function wait(
  engine: Engine,
  container: Reference,
  options: WaitOptions = {},
): Promise<number> {
  const registered = await registerWait(engine, container, options);
  return await registered.exitCode();
}
