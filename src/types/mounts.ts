import type { DriverConfigJSON, StringMap } from "./common.ts";

/** What is mounted; `npipe` is Windows only, `cluster` since API 1.42, `image` since API 1.48. */
export type MountType = "bind" | "volume" | "tmpfs" | "npipe" | "cluster" | "image";

/** How mounts below a bind mount travel between host and container. */
export type MountPropagation =
  | "private"
  | "rprivate"
  | "shared"
  | "rshared"
  | "slave"
  | "rslave";

/** How far a mount's two sides may differ for a while (only Docker Desktop heeds it). */
export type MountConsistency = "default" | "consistent" | "cached" | "delegated";

/** A mount that a container or a service asks for. */
export interface MountJSON {
  /** The path inside the container. */
  Target: string;
  /** The volume's name, the host's path or the image; none for `tmpfs` and for a nameless volume. */
  Source?: string | null;
  /** What is mounted. */
  Type?: MountType;
  /** Whether the container can only read. */
  ReadOnly?: boolean;
  /** How far the two sides may differ. */
  Consistency?: MountConsistency;
  /** Options of a `bind` mount. */
  BindOptions?: BindOptions;
  /** Options of a `volume` mount. */
  VolumeOptions?: VolumeOptions;
  /** Options of an `image` mount. Since API 1.48. */
  ImageOptions?: ImageMountOptions;
  /** Options of a `tmpfs` mount. */
  TmpfsOptions?: TmpfsOptions;
}

/** Options of a `bind` mount. */
export interface BindOptions {
  /** How mounts below this one travel. */
  Propagation?: MountPropagation;
  /** Whether mounts below the source are left out. Since API 1.40. */
  NonRecursive?: boolean;
  /** Whether a missing source is made as a directory on the host. Since API 1.42. */
  CreateMountpoint?: boolean;
  /** Whether only the mount itself is read-only, and not what is mounted below. Since API 1.44. */
  ReadOnlyNonRecursive?: boolean;
  /** Whether it is an error when mounts below cannot be made read-only too. Since API 1.44. */
  ReadOnlyForceRecursive?: boolean;
}

/** Options of a `volume` mount. */
export interface VolumeOptions {
  /** Whether a new volume stays empty, instead of taking what the image has at the target. */
  NoCopy?: boolean;
  /** Labels of a volume that the mount makes. */
  Labels?: StringMap;
  /** The driver of a volume that the mount makes. */
  DriverConfig?: Partial<DriverConfigJSON>;
  /** A path inside the volume to mount instead of its root. Since API 1.45. */
  Subpath?: string;
}

/** Options of an `image` mount. Since API 1.48. */
export interface ImageMountOptions {
  /** A path inside the image to mount instead of its root. */
  Subpath?: string;
}

/** Options of a `tmpfs` mount. */
export interface TmpfsOptions {
  /** The greatest size in bytes. */
  SizeBytes?: number;
  /** The permission bits as a number, e.g. 0o1770. */
  Mode?: number;
  /** Mount options, each `[name]` or `[name, value]`. Since API 1.46. */
  Options?: string[][];
}

/** A mount that a container has. */
export interface MountPoint {
  /** What is mounted. */
  Type?: MountType;
  /** The volume's name. */
  Name?: string;
  /** Where the data is on the host. */
  Source: string;
  /** The path inside the container. */
  Destination: string;
  /** The volume's driver. */
  Driver?: string;
  /** The mount's options as the user wrote them, separated by commas. */
  Mode: string;
  /** Whether the container can write. */
  RW: boolean;
  /** How mounts below this one travel. */
  Propagation: MountPropagation | "";
}
