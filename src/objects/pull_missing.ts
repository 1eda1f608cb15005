import { pull } from "../api/images/pull.ts";
import type { CallOptions } from "../engine/call_options.ts";
import type { Engine } from "../engine/engine.ts";
import { drain } from "./progress.ts";
import type { PullingOptions } from "./pulling.ts";

/**
 * Pulls an image that a task needs, to the end.
 *
 * @param engine The engine.
 * @param image The image's name.
 * @param options Credentials and the platform.
 */
export async function pullMissing(
  engine: Engine,
  image: string,
  options: PullingOptions & CallOptions & { platform?: string | null | undefined },
): Promise<void> {
  const { onProgress, authConfig, platform, signal, timeouts } = options;
  const call = { authConfig, signal, timeouts, decode: true as const };
  const records = await pull(engine, image, platform == null ? call : { ...call, platform });
  await drain(records, onProgress);
}
