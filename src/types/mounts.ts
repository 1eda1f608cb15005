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
  Source?: string | null | undefined;
  /** What is mounted. */
  Type?: MountType | undefined;
  /** Whether the container can only read. */
  ReadOnly?: boolean | undefined;
  /** How far the two sides may differ. */
  Consistency?: MountConsistency | undefined;
  /** Options of a `bind` mount. */
  BindOptions?: BindOptions | undefined;
  /** Options of a `volume` mount. */
  VolumeOptions?: VolumeOptions | undefined;
  /** Options of an `image` mount. Since API 1.48. */
  ImageOptions?: ImageMountOptions | undefined;
  /** Options of a `tmpfs` mount. */
  TmpfsOptions?: TmpfsOptions | undefined;
}

/** Options of a `bind` mount. */
export interface BindOptions {
  /** How mounts below this one travel. */
  Propagation?: MountPropagation | undefined;
  /** Whether mounts below the source are left out. Since API 1.40. */
  NonRecursive?: boolean | undefined;
  /** Whether a missing source is made as a directory on the host. Since API 1.42. */
  CreateMountpoint?: boolean | undefined;
  /** Whether only the mount itself is read-only, and not what is mounted below. Since API 1.44. */
  ReadOnlyNonRecursive?: boolean | undefined;
  /** Whether it is an error when mounts below cannot be made read-only too. Since API 1.44. */
  ReadOnlyForceRecursive?: boolean | undefined;
}

/** Options of a `volume` mount. */
export interface VolumeOptions {
  /** Whether a new volume stays empty, instead of taking what the image has at the target. */
  NoCopy?: boolean | undefined;
  /** Labels of a volume that the mount makes. */
  Labels?: StringMap | undefined;
  /** The driver of a volume that the mount makes. */
  DriverConfig?: Partial<DriverConfigJSON> | undefined;
  /** A path inside the volume to mount instead of its root. Since API 1.45. */
  Subpath?: string | undefined;
}

/** Options of an `image` mount. Since API 1.48. */
export interface ImageMountOptions {
  /** A path inside the image to mount instead of its root. */
  Subpath?: string | undefined;
}

/** Options of a `tmpfs` mount. */
export interface TmpfsOptions {
  /** The greatest size in bytes. */
  SizeBytes?: number | undefined;
  /** The permission bits as a number, e.g. 0o1770. */
  Mode?: number | undefined;
  /** Mount options, each `[name]` or `[name, value]`. Since API 1.46. */
  Options?: string[][] | undefined;
}

/** A mount that a container has. */
export interface MountPoint {
  /** What is mounted. */
  Type?: MountType | undefined;
  /** The volume's name. */
  Name?: string | undefined;
  /** Where the data is on the host. */
  Source: string;
  /** The path inside the container. */
  Destination: string;
  /** The volume's driver. */
  Driver?: string | undefined;
  /** The mount's options as the user wrote them, separated by commas. */
  Mode: string;
  /** Whether the container can write. */
  RW: boolean;
  /** How mounts below this one travel. */
  Propagation: MountPropagation | "";
}
