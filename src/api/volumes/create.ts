import { toFilledText, toRecord, toTextMap } from "../../convert/checks.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
  RETURNED_FIELD,
} from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import {
  CLUSTER_VOLUME_FIELDS,
  type ClusterVolumeSpecOptions,
  toClusterVolumeSpec,
} from "../../specs/cluster_volume_spec.ts";
import type { ClusterVolumeSpec } from "../../types/cluster_volumes.ts";
import type { Volume, VolumeCreateBody } from "../../types/volumes.ts";

/** Options of {@linkcode createVolume}. */
export interface CreateVolumeOptions
  extends CallOptions, EngineSpelt<VolumeCreateBody>, ExtraFields {
  /** The name; the Engine makes one up without it. */
  name?: string | null | undefined;
  /** The driver. @default {"local"} */
  driver?: string | null | undefined;
  /** Options of the driver, e.g. `{ type: "tmpfs", device: "tmpfs", o: "size=10m" }`. */
  driverOpts?: Readonly<Record<string, string | number | boolean>> | null | undefined;
  /** Labels. */
  labels?: Labels | null | undefined;
  /** How a swarm's storage plugin makes it: the volume is one of the whole swarm then. Since API 1.42. */
  clusterVolumeSpec?: ClusterVolumeSpec | ClusterVolumeSpecOptions | null | undefined;
}

const FIELDS: Fields<CreateVolumeOptions> = fieldsOf<CreateVolumeOptions>({
  name: inBody("Name", toFilledText),
  driver: inBody("Driver", toFilledText),
  driverOpts: inBody("DriverOpts", toTextMap),
  labels: inBody("Labels", toLabels),
  clusterVolumeSpec: inBody("ClusterVolumeSpec", toClusterVolumeSpec, {
    since: "1.42",
    zeroAsks: true,
    fields: CLUSTER_VOLUME_FIELDS,
  }),
  // An inspection has other names for these, and more.
  Options: inBody("DriverOpts", toTextMap),
  ClusterVolume: inBody("ClusterVolumeSpec", toSpecOf, {
    since: "1.42",
    fields: CLUSTER_VOLUME_FIELDS,
  }),
  CreatedAt: RETURNED_FIELD,
  Mountpoint: RETURNED_FIELD,
  Scope: RETURNED_FIELD,
  Status: RETURNED_FIELD,
  UsageData: RETURNED_FIELD,
});

/** What {@linkcode createVolume} asks of the Engine. */
export const CREATE: Operation<CreateVolumeOptions> = operation<
  CreateVolumeOptions,
  CreateVolumeOptions
>("POST /volumes/create", {}, { fields: FIELDS });

/**
 * Creates a volume (`POST /volumes/create`).
 *
 * @param engine The engine.
 * @param options The volume's name, driver and labels.
 * @returns The volume; one that has the same name and driver is returned as it is.
 * @throws {Conflict} When another driver has a volume of that name.
 *
 * @example
 * ```ts no-run
 * import { createEngine, createVolume } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { Mountpoint } = await createVolume(engine, {
 *   name: "scratch",
 *   driver: "local",
 *   driverOpts: { type: "tmpfs", device: "tmpfs", o: "size=10m" },
 * });
 * console.log(Mountpoint);
 * ```
 */
export async function createVolume(
  engine: Engine,
  options: CreateVolumeOptions = {},
): Promise<Volume> {
  const name = options?.name ?? options?.Name;
  const action = typeof name === "string" && name !== ""
    ? `Cannot create volume "${name}"`
    : "Cannot create a volume";
  return await CREATE.call(engine, action, [], options).json();
}

function toSpecOf(value: unknown, argument: string): ClusterVolumeSpec {
  return toClusterVolumeSpec(toRecord(value, argument).Spec, `${argument}.Spec`);
}
