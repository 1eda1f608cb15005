import { toFlag } from "../../convert/checks.ts";
import { toVolumeName, type VolumeReference } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";

/** Options of {@linkcode removeVolume}. */
export interface RemoveVolumeOptions extends CallOptions {
  /** Whether a volume goes whose driver has lost it already. Since API 1.25. @default {false} */
  force?: boolean | null | undefined;
}

/** What {@linkcode removeVolume} asks of the Engine. */
export const REMOVE: Operation<RemoveVolumeOptions> = operation("DELETE /volumes/{name}", {
  force: inQuery("force", toFlag, { since: "1.25" }),
});

/**
 * Removes a volume (`DELETE /volumes/{name}`).
 *
 * @param engine The engine.
 * @param name The volume.
 * @param options Whether a volume goes whose driver has lost it already.
 * @returns True.
 * @throws {NotFound} When there is no such volume.
 * @throws {Conflict} When a container uses it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeVolume } from "@longshore/docker/api";
 *
 * await removeVolume(createEngine(), "scratch");
 * ```
 */
export async function removeVolume(
  engine: Engine,
  name: VolumeReference,
  options: RemoveVolumeOptions = {},
): Promise<true> {
  const volume = toVolumeName(name, "name");
  return await REMOVE.call(engine, `Cannot remove volume "${volume}"`, [volume], options).empty();
}
