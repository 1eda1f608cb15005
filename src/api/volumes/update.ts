import { toVersionIndex, type VersionIndex } from "../../convert/object_version.ts";
import { toVolumeName, type VolumeReference } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { ofCall } from "../../operation/call.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import {
  type ClusterVolumeSpecOptions,
  toClusterVolumeSpec,
} from "../../specs/cluster_volume_spec.ts";
import type { ClusterVolumeSpec } from "../../types/cluster_volumes.ts";
import type { NodeAvailability } from "../../types/swarm.ts";
import { toAvailability } from "../common/swarm_node.ts";
import { inspectVolume } from "./inspect.ts";

/** Options of {@linkcode updateVolume}. */
export interface UpdateVolumeOptions extends CallOptions {
  /** Whether tasks may use the volume now; the only thing that Engines up to now change. */
  availability?: NodeAvailability | null | undefined;
  /** The whole specification; as it is now if left out. */
  clusterVolumeSpec?: ClusterVolumeSpec | ClusterVolumeSpecOptions | null | undefined;
}

/** What {@linkcode updateVolume} asks of the Engine. */
export const UPDATE: Operation<UpdateVolumeOptions> = operation("PUT /volumes/{name}", {
  availability: ofClient(toAvailability),
  clusterVolumeSpec: ofClient(toClusterVolumeSpec),
}, { since: "1.42" });

/**
 * Changes a volume of the whole swarm, one that a storage plugin made (`PUT /volumes/{name}`). Since
 * API 1.42.
 *
 * @param engine The engine.
 * @param name The volume.
 * @param version The version that is changed, as `ClusterVolume` of {@linkcode inspectVolume} has it.
 * @param options What is changed.
 * @returns True.
 * @throws {NotFound} When there is no such volume.
 * @throws {TypeError} When it is no volume of the swarm, or nothing is to be changed.
 * @throws {APIError} When it was changed meanwhile, or the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectVolume, updateVolume } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { ClusterVolume } = await inspectVolume(engine, "shared");
 * await updateVolume(engine, "shared", ClusterVolume!.Version!, { availability: "drain" });
 * ```
 */
export async function updateVolume(
  engine: Engine,
  name: VolumeReference,
  version: VersionIndex,
  options: UpdateVolumeOptions = {},
): Promise<true> {
  const volume = toVolumeName(name, "name");
  const action = `Cannot update volume "${volume}"`;
  const index = toVersionIndex(version, "version");
  const { availability, clusterVolumeSpec } = UPDATE.read(action, options);
  if (availability === undefined && clusterVolumeSpec === undefined) {
    throw new TypeError(`${action}: nothing is to be changed; give availability`);
  }
  // Under its name the Engine finds the volume and then does not: it wants the id.
  await UPDATE.call(engine, action, [volume], options).negotiate();
  const { ClusterVolume } = await inspectVolume(engine, volume, ofCall(options));
  const call = UPDATE.call(engine, action, [ClusterVolume?.ID ?? volume], options);
  const spec = clusterVolumeSpec === undefined
    ? ClusterVolume?.Spec
    : toClusterVolumeSpec(clusterVolumeSpec, "clusterVolumeSpec");
  if (spec === undefined) throw new TypeError(`${action}: it is no volume of a swarm`);
  const Spec: ClusterVolumeSpec = availability === undefined
    ? spec
    : { ...spec, Availability: availability };
  return await call.empty({ query: { version: index }, json: { Spec } });
}
