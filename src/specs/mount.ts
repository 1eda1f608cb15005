import type {
  BindOptions,
  ImageMountOptions,
  MountConsistency,
  MountJSON,
  MountPropagation,
  MountType,
  TmpfsOptions,
  VolumeOptions,
} from "../types/mounts.ts";
import type { DriverConfigJSON } from "../types/common.ts";
import {
  integerFrom,
  isRecord,
  oneOf,
  toBoolean,
  toFilledText,
  toRecord,
} from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { type Labels, toLabels } from "../convert/labels.ts";
import { wrongShape } from "../convert/refuse.ts";
import { toBytes } from "../convert/size.ts";
import type { DriverConfig } from "./driver_config.ts";

/** Options of a {@linkcode Mount}. */
export interface MountOptions extends EngineFields {
  /** What is mounted; `image` since API 1.48. @default {"volume"} */
  type?: MountType;
  /** Whether the container can only read. @default {false} */
  readOnly?: boolean;
  /** How far the two sides may differ for a while. */
  consistency?: MountConsistency;
  /** How mounts below this one travel between host and container. For `bind`. */
  propagation?: MountPropagation;
  /** Whether a new volume stays empty, instead of taking what the image has there. For `volume`. @default {false} */
  noCopy?: boolean;
  /** Labels of a volume that the mount makes. For `volume`. */
  labels?: Labels;
  /** The driver of a volume that the mount makes. For `volume`. */
  driverConfig?: DriverConfig | DriverConfigJSON;
  /** A path inside the volume or image to mount. For `volume` (since API 1.45) and `image`. */
  subpath?: string;
  /** The greatest size: bytes, or a string such as `"64m"`. For `tmpfs`. */
  tmpfsSize?: number | string;
  /** The permission bits, e.g. `0o1770`. For `tmpfs`. */
  tmpfsMode?: number;
}

const ACTION = "Cannot create a mount";
const FIELDS: Fields<MountOptions> = {
  type: ["Type", oneOf("bind", "volume", "tmpfs", "npipe", "cluster", "image")],
  readOnly: ["ReadOnly", toBoolean],
  consistency: ["Consistency", oneOf("default", "consistent", "cached", "delegated")],
  propagation: [
    "BindOptions.Propagation",
    oneOf("private", "rprivate", "shared", "rshared", "slave", "rslave"),
  ],
  noCopy: ["VolumeOptions.NoCopy", toNoCopy],
  labels: ["VolumeOptions.Labels", toLabels],
  driverConfig: ["VolumeOptions.DriverConfig", toRecord],
  subpath: ["VolumeOptions.Subpath", toFilledText],
  tmpfsSize: ["TmpfsOptions.SizeBytes", toBytes],
  tmpfsMode: ["TmpfsOptions.Mode", integerFrom(0, 0o7777)],
};
/** Which types an option is for. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  propagation: ["bind"],
  noCopy: ["volume"],
  labels: ["volume"],
  driverConfig: ["volume"],
  subpath: ["volume", "image"],
  tmpfsSize: ["tmpfs"],
  tmpfsMode: ["tmpfs"],
};

/**
 * A volume, host path or folder in memory inside a container; for `createHostConfig` and
 * {@linkcode ContainerSpec}.
 *
 * @example A volume, a folder of the host, and one in memory
 * ```ts no-run
 * import { Mount } from "@longshore/docker";
 *
 * const mounts = [
 *   new Mount("/data", "database"),
 *   new Mount("/etc/app", "/srv/app", { type: "bind", readOnly: true }),
 *   new Mount("/tmp", null, { type: "tmpfs", tmpfsSize: "64m" }),
 * ];
 * ```
 */
export class Mount implements MountJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** The path inside the container. */
  declare Target: string;
  /** The volume's name, the host's path or the image. */
  declare Source?: string;
  /** What is mounted. */
  declare Type: MountType;
  /** Whether the container can only read. */
  declare ReadOnly: boolean;
  /** How far the two sides may differ. */
  declare Consistency?: MountConsistency;
  /** Options of a `bind` mount. */
  declare BindOptions?: BindOptions;
  /** Options of a `volume` mount. */
  declare VolumeOptions?: VolumeOptions;
  /** Options of an `image` mount. */
  declare ImageOptions?: ImageMountOptions;
  /** Options of a `tmpfs` mount. */
  declare TmpfsOptions?: TmpfsOptions;

  /**
   * Makes a mount.
   *
   * @param target The path inside the container.
   * @param source The volume's name, the host's path or the image; `null` for a nameless volume and for `tmpfs`.
   * @param options What is mounted and how.
   * @throws {TypeError} When an option has another shape or is for another type of mount.
   * @throws {RangeError} When an option's value is not allowed.
   */
  constructor(target: string, source: string | null, options: MountOptions = {}) {
    this.Target = toFilledText(target, "target");
    if (source !== null && source !== undefined && source !== "") {
      this.Source = toFilledText(source, "source");
    }
    this.Type = "volume" as MountType;
    this.ReadOnly = false;
    setFields(this, ACTION, options, FIELDS);
    checkType(this, options as Readonly<Record<string, unknown>>);
    if (this.Type === "image" && this.VolumeOptions !== undefined) {
      this.ImageOptions = { ...this.ImageOptions, ...this.VolumeOptions };
      delete this.VolumeOptions;
    }
  }
}

/** Refuses options that are for another type of mount, and a missing or useless source. */
function checkType(mount: Mount, options: Readonly<Record<string, unknown>>): void {
  const type = mount.Type;
  for (const [name, types] of Object.entries(TYPES)) {
    const given = options[name];
    if (given === undefined || given === null || given === false) continue;
    if (!types.includes(type)) {
      const meant = types.map((one) => `"${one}"`).join(" or ");
      throw new TypeError(`${ACTION}: ${name} is for mounts of type ${meant}, not "${type}"`);
    }
  }
  if (mount.Source === undefined && ["bind", "npipe", "image"].includes(type)) {
    throw new TypeError(`${ACTION}: a mount of type "${type}" needs a source`);
  }
  if (mount.Source !== undefined && type === "tmpfs") {
    throw new TypeError(`${ACTION}: a mount of type "tmpfs" has no source; give null`);
  }
}

/** Leaves `false` out: it is the Engine's default, and not allowed on other types of mounts. */
function toNoCopy(value: unknown, argument: string): true | undefined {
  return toBoolean(value, argument) || undefined;
}

const MOUNT_REGEXP = /^((?:[a-z]:\\)?[^:]+)(?::((?:[a-z]:\\)?[^:]+))?(?::(ro|rw))?$/i;

/**
 * Reads a list of mounts: instances, the Engine's objects, and strings `source:target[:ro|:rw]`.
 *
 * @param value The mounts.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When one of them has another shape.
 */
export function toMounts(value: unknown, argument: string): MountJSON[] {
  if (!Array.isArray(value)) throw wrongShape(argument, value, "a list of mounts");
  return value.map((item, index) => toMount(item, `${argument}[${index}]`));
}

function toMount(value: unknown, argument: string): MountJSON {
  if (isRecord(value) && typeof value.Target === "string") {
    return { ...value, Target: value.Target };
  }
  const match = typeof value === "string" ? MOUNT_REGEXP.exec(value) : null;
  if (match === null) {
    throw wrongShape(argument, value, 'a Mount, { Target, Source, Type }, or "source:target:ro"');
  }
  const [, first, second, mode] = match;
  if (second === undefined) return new Mount(first!, null);
  const bind = /^([/.~\\]|[a-z]:\\)/i.test(first!);
  return new Mount(second, first!, { type: bind ? "bind" : "volume", readOnly: mode === "ro" });
}
