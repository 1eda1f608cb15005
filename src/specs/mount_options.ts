import {
  integerFrom,
  isRecord,
  listOf,
  oneOf,
  toBoolean,
  toFilledText,
  toFlag,
  toRecord,
  toText,
  toTexts,
} from "../convert/checks.ts";
import { type Labels, toLabels } from "../convert/labels.ts";
import { wrongShape } from "../convert/refuse.ts";
import { toBytes } from "../convert/size.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";
import type { DriverConfigJSON } from "../types/common.ts";
import type { MountConsistency, MountJSON, MountPropagation, MountType } from "../types/mounts.ts";
import { type DriverConfig, toDriverConfig } from "./driver_config.ts";

/**
 * Options of a mount in memory: `{ uid: 1000, noexec: true }`, `"uid=1000,noexec"`, or the Engine's
 * list of `[name]` and `[name, value]`.
 */
export type TmpfsMountOptions =
  | string
  | Readonly<Record<string, string | number | boolean>>
  | readonly (readonly string[])[];

/** Options of a {@linkcode Mount}. */
export interface MountOptions
  extends EngineSpelt<Omit<MountJSON, "Target" | "Source">>, ExtraFields {
  /** What is mounted; `cluster` since API 1.42, `image` since API 1.48. @default {"volume"} */
  type?: MountType | null | undefined;
  /** Whether the container can only read. @default {false} */
  readOnly?: boolean | null | undefined;
  /** How far the two sides may differ for a while. Since API 1.28. */
  consistency?: MountConsistency | null | undefined;
  /** How mounts below this one travel between host and container. For `bind`. */
  propagation?: MountPropagation | null | undefined;
  /** Whether mounts below the source are left out. For `bind`. Since API 1.40. @default {false} */
  nonRecursive?: boolean | null | undefined;
  /** Whether a missing source is made as a directory on the host. For `bind`. Since API 1.42. @default {false} */
  createMountpoint?: boolean | null | undefined;
  /** Whether what is mounted below a read-only mount stays writable. For `bind`. Since API 1.44. @default {false} */
  readOnlyNonRecursive?: boolean | null | undefined;
  /** Whether it is an error when mounts below cannot be made read-only too. For `bind`. Since API 1.44. @default {false} */
  readOnlyForceRecursive?: boolean | null | undefined;
  /** Whether a new volume stays empty, instead of taking what the image has there. For `volume`. @default {false} */
  noCopy?: boolean | null | undefined;
  /** Labels of a volume that the mount makes. For `volume`. */
  labels?: Labels | null | undefined;
  /** The driver of a volume that the mount makes. For `volume`. */
  driverConfig?: DriverConfig | DriverConfigJSON | null | undefined;
  /** A path inside the volume or image to mount. For `volume` and, since 1.48, `image`. Since API 1.45. */
  subpath?: string | null | undefined;
  /** The greatest size: bytes, or a string such as `"64m"`. For `tmpfs`. */
  tmpfsSize?: number | string | null | undefined;
  /** The permission bits, e.g. `0o1770`. For `tmpfs`. */
  tmpfsMode?: number | null | undefined;
  /** Mount options, e.g. `{ uid: 1000, noexec: true }`. For `tmpfs`. Since API 1.46. */
  tmpfsOptions?: TmpfsMountOptions | null | undefined;
}

/** What a mount takes. */
export const MOUNT_FIELDS: Fields<MountOptions> = fieldsOf<MountOptions>({
  Target: engineField(toFilledText),
  Source: engineField(toText),
  type: inBody("Type", oneOf("bind", "volume", "tmpfs", "npipe", "cluster", "image"), {
    words: { cluster: { since: "1.42" }, image: { since: "1.48" } },
  }),
  readOnly: inBody("ReadOnly", toBoolean),
  consistency: inBody(
    "Consistency",
    oneOf("default", "consistent", "cached", "delegated"),
    { since: "1.28" },
  ),
  propagation: inBody(
    "BindOptions.Propagation",
    oneOf("private", "rprivate", "shared", "rshared", "slave", "rslave"),
  ),
  nonRecursive: inBody("BindOptions.NonRecursive", toFlag, { since: "1.40" }),
  createMountpoint: inBody("BindOptions.CreateMountpoint", toFlag, { since: "1.42" }),
  readOnlyNonRecursive: inBody("BindOptions.ReadOnlyNonRecursive", toFlag, { since: "1.44" }),
  readOnlyForceRecursive: inBody("BindOptions.ReadOnlyForceRecursive", toFlag, {
    since: "1.44",
  }),
  noCopy: inBody("VolumeOptions.NoCopy", toFlag),
  labels: inBody("VolumeOptions.Labels", toLabels),
  driverConfig: inBody("VolumeOptions.DriverConfig", toDriverConfig),
  subpath: inBody("VolumeOptions.Subpath", toFilledText, { since: "1.45" }),
  ImageOptions: engineField(toRecord, { since: "1.48" }),
  "ImageOptions.Subpath": engineField(toText),
  tmpfsSize: inBody("TmpfsOptions.SizeBytes", toBytes),
  tmpfsMode: inBody("TmpfsOptions.Mode", integerFrom(0, 0o7777)),
  tmpfsOptions: inBody("TmpfsOptions.Options", toTmpfsOptions, { since: "1.46" }),
});

function toTmpfsOptions(value: unknown, argument: string): string[][] {
  if (Array.isArray(value)) return listOf(toTexts)(value, argument);
  if (typeof value === "string") {
    return value.split(",").filter((one) => one !== "").map((one) => {
      const equals = one.indexOf("=");
      return equals < 0 ? [one] : [one.slice(0, equals), one.slice(equals + 1)];
    });
  }
  if (!isRecord(value)) {
    throw wrongShape(argument, value, '{ uid: 1000, noexec: true } or "uid=1000,noexec"');
  }
  const options: string[][] = [];
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined || item === null || item === false) continue;
    if (item === true) options.push([name]);
    else if (typeof item === "string" || Number.isFinite(item)) options.push([name, String(item)]);
    else {throw wrongShape(
        `${argument}[${JSON.stringify(name)}]`,
        item,
        "a string, a number, true or false",
      );}
  }
  return options;
}
