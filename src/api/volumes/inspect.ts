import { toVolumeName, type VolumeReference } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { Volume } from "../../types/volumes.ts";

/** What {@linkcode inspectVolume} asks of the Engine. */
export const INSPECT: Operation<CallOptions> = operation("GET /volumes/{name}", {});

/**
 * Returns what the Engine knows of a volume (`GET /volumes/{name}`).
 *
 * @param engine The engine.
 * @param name The volume.
 * @param options The call's own options.
 * @throws {NotFound} When there is no such volume.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectVolume } from "@longshore/docker/api";
 *
 * const { Driver, Labels } = await inspectVolume(createEngine(), "scratch");
 * console.log(Driver, Labels);
 * ```
 */
export async function inspectVolume(
  engine: Engine,
  name: VolumeReference,
  options: CallOptions = {},
): Promise<Volume> {
  const volume = toVolumeName(name, "name");
  return await INSPECT.call(engine, `Cannot inspect volume "${volume}"`, [volume], options).json({
    shape: "object",
  });
}
