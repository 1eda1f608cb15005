import {
  isRecord,
  listOf,
  oneOf,
  toEmpty,
  toFilledText,
  toRecord,
  toText,
  toTextMap,
  toTexts,
} from "../convert/checks.ts";
import { wrongShape } from "../convert/refuse.ts";
import { toBytes } from "../convert/size.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
  isEngineSpelt,
} from "../operation/fields.ts";
import { refuseMisspelt } from "../operation/misspelt_fields.ts";
import { unknownOption } from "../text/unknown_option.ts";
import { objectOf } from "./whole.ts";
import type {
  ClusterVolumeFileSystem,
  ClusterVolumeSecret,
  ClusterVolumeSpec,
  Topology,
} from "../types/cluster_volumes.ts";

/** How a swarm's storage plugin makes a volume, in the names of the command line. */
export interface ClusterVolumeSpecOptions extends EngineSpelt<ClusterVolumeSpec>, ExtraFields {
  /** A name under which several volumes can be mounted as one. */
  group?: string | null | undefined;
  /** Whether one node or several may use it at a time. @default {"single"} */
  scope?: "single" | "multi" | null | undefined;
  /** Which tasks may use it at a time. @default {"none"} */
  sharing?: "none" | "readonly" | "onewriter" | "all" | null | undefined;
  /** Whether it is a bare device or has a file system. @default {"block"} */
  type?: "block" | "mount" | null | undefined;
  /** Secrets of the swarm that the plugin is given, by the plugin's names for them. */
  secrets?: Readonly<Record<string, string>> | null | undefined;
  /** Places of which it must be reachable from one, e.g. `[{ region: "R1", zone: "Z2" }]`. */
  topologyRequired?: readonly (Readonly<Record<string, string>> | Topology)[] | null | undefined;
  /** Places from which it should be reachable, the best first. */
  topologyPreferred?: readonly (Readonly<Record<string, string>> | Topology)[] | null | undefined;
  /** The least size: bytes, or a string such as `"10g"`. */
  requiredBytes?: number | string | null | undefined;
  /** The greatest size: bytes, or a string such as `"10g"`. */
  limitBytes?: number | string | null | undefined;
  /** Whether tasks may use it now. @default {"active"} */
  availability?: "active" | "pause" | "drain" | null | undefined;
}

const ACCESS_MODE = ["Scope", "Sharing", "MountVolume", "BlockVolume"];
const FILE_SYSTEM: Fields<ClusterVolumeFileSystem> = fieldsOf<ClusterVolumeFileSystem>({
  FsType: engineField(toText),
  MountFlags: engineField(toTexts),
});

/** What a swarm's volume takes. */
export const CLUSTER_VOLUME_FIELDS: Fields<ClusterVolumeSpecOptions> = fieldsOf<
  ClusterVolumeSpecOptions
>({
  group: inBody("Group", toFilledText),
  scope: inBody("AccessMode.Scope", oneOf("single", "multi")),
  sharing: inBody("AccessMode.Sharing", oneOf("none", "readonly", "onewriter", "all")),
  type: inBody("AccessMode", toAccessType),
  "AccessMode.MountVolume": engineField(objectOf("{ FsType, MountFlags }", FILE_SYSTEM)),
  "AccessMode.BlockVolume": engineField(toEmpty),
  secrets: inBody("Secrets", toSecrets),
  topologyRequired: inBody("AccessibilityRequirements.Requisite", listOf(toTopology)),
  topologyPreferred: inBody("AccessibilityRequirements.Preferred", listOf(toTopology)),
  requiredBytes: inBody("CapacityRange.RequiredBytes", toBytes),
  limitBytes: inBody("CapacityRange.LimitBytes", toBytes),
  availability: inBody("Availability", oneOf("active", "pause", "drain")),
});

/**
 * Reads how a swarm's volume is made: options, or the Engine's object, which passes as it is.
 *
 * @param value The specification.
 * @param argument The argument's name, for errors.
 */
export function toClusterVolumeSpec(value: unknown, argument: string): ClusterVolumeSpec {
  if (!isRecord(value)) {
    throw wrongShape(argument, value, "{ scope, sharing, type ... } or { AccessMode ... }");
  }
  const action = `Cannot use ${argument}`;
  const spec: ClusterVolumeSpec = {};
  if (Object.keys(value).length > 0 && isEngineSpelt(value)) {
    refuseMisspelt(CLUSTER_VOLUME_FIELDS, action, Object.assign(spec, value));
    return spec;
  }
  CLUSTER_VOLUME_FIELDS.set(spec, action, value);
  // The Engine wants all of it; the defaults are those of the command line.
  spec.AccessMode = { Scope: "single", Sharing: "none", ...spec.AccessMode };
  if (spec.AccessMode.MountVolume == null) spec.AccessMode.BlockVolume ??= {};
  spec.Availability ??= "active";
  return spec;
}

function toAccessType(value: unknown, argument: string): Record<string, unknown> {
  if (isRecord(value)) {
    const unknown = Object.keys(value).find((name) => !ACCESS_MODE.includes(name));
    if (unknown === undefined) return value;
    throw unknownOption(`Cannot use ${argument}`, unknown, ACCESS_MODE);
  }
  return oneOf("block", "mount")(value, argument) === "mount"
    ? { MountVolume: {} }
    : { BlockVolume: {} };
}

function toSecrets(value: unknown, argument: string): ClusterVolumeSecret[] {
  if (!Array.isArray(value)) {
    return Object.entries(toTextMap(value, argument)).map(([Key, Secret]) => ({ Key, Secret }));
  }
  return Array.from(value, (item, index) => {
    const name = `${argument}[${index}]`;
    const { Key, Secret, ...others } = toRecord(item, name);
    if (Object.keys(others).length > 0) throw wrongShape(name, item, "{ Key, Secret }");
    return { Key: toText(Key, `${name}.Key`), Secret: toText(Secret, `${name}.Secret`) };
  });
}

function toTopology(value: unknown, argument: string): Topology {
  const { Segments, ...others } = toRecord(value, argument);
  const isEngines = isRecord(Segments) && Object.keys(others).length === 0;
  return { Segments: toTextMap(isEngines ? Segments : value, argument) };
}
