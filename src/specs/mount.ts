import { isRecord, toFilledText } from "../convert/checks.ts";
import { wrongShape } from "../convert/refuse.ts";
import type { MountJSON, MountType } from "../types/mounts.ts";
import { MOUNT_FIELDS, type MountOptions } from "./mount_options.ts";

const ACTION = "Cannot create a mount";
/** Which types an option is for. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  propagation: ["bind"],
  nonRecursive: ["bind"],
  createMountpoint: ["bind"],
  readOnlyNonRecursive: ["bind"],
  readOnlyForceRecursive: ["bind"],
  noCopy: ["volume"],
  labels: ["volume"],
  driverConfig: ["volume"],
  subpath: ["volume", "image"],
  tmpfsSize: ["tmpfs"],
  tmpfsMode: ["tmpfs"],
  tmpfsOptions: ["tmpfs"],
};

/** A mount, as the Engine spells it. */
export interface Mount extends MountJSON {
  /** What is mounted. */
  Type: MountType;
  /** Whether the container can only read. */
  ReadOnly: boolean;
}

/**
 * A volume, host path or directory in memory inside a container; for `createHostConfig` and
 * {@linkcode ContainerSpec}.
 *
 * @example A volume, a directory of the host, and a tmpfs
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
export class Mount {
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
    MOUNT_FIELDS.set(this, ACTION, options);
    checkType(this, { __proto__: null, ...options } as Readonly<Record<string, unknown>>);
    checkReadOnly(this);
    if (this.Type === "image" && this.VolumeOptions !== undefined) {
      this.ImageOptions = { ...this.ImageOptions, ...this.VolumeOptions };
      delete this.VolumeOptions;
    }
  }
}

/** Two ways to read-only mounts below exclude each other, and both mean nothing without `readOnly`. */
function checkReadOnly({ BindOptions, ReadOnly }: Mount): void {
  const { ReadOnlyNonRecursive: not, ReadOnlyForceRecursive: all } = BindOptions ?? {};
  if (!not && !all) return;
  if (not && all) {
    throw new TypeError(
      `${ACTION}: readOnlyNonRecursive and readOnlyForceRecursive exclude each other`,
    );
  }
  if (ReadOnly) return;
  const name = not ? "readOnlyNonRecursive" : "readOnlyForceRecursive";
  throw new TypeError(`${ACTION}: ${name} needs readOnly`);
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
  return Array.from(value, (item, index) => toMount(item, `${argument}[${index}]`));
}

function toMount(value: unknown, argument: string): MountJSON {
  if (value instanceof Mount) return value;
  if (isRecord(value) && typeof value.Target === "string") {
    const mount: MountJSON = { Target: value.Target };
    MOUNT_FIELDS.set(mount, `Cannot use ${argument}`, value);
    return mount;
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
