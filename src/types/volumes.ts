import type { ClusterVolume, ClusterVolumeSpec } from "./cluster_volumes.ts";
import type { StringMap } from "./common.ts";

/** The request for a volume. */
export interface VolumeCreateBody {
  /** The name; the Engine makes one up if there is none. */
  Name?: string | undefined;
  /** The driver. */
  Driver?: string | undefined;
  /** Options of the driver. */
  DriverOpts?: StringMap | null | undefined;
  /** Labels. */
  Labels?: StringMap | null | undefined;
  /** How a swarm's storage plugin makes it. Since API 1.42. */
  ClusterVolumeSpec?: ClusterVolumeSpec | null | undefined;
}

/** A volume. */
export interface Volume {
  /** The name. */
  Name: string;
  /** The driver. */
  Driver: string;
  /** Where it is on the host. */
  Mountpoint: string;
  /** When it was created. Since API 1.31. */
  CreatedAt?: string | undefined;
  /** What the driver tells of it. */
  Status?: Record<string, unknown> | null | undefined;
  /** Labels. */
  Labels: StringMap | null;
  /** Whether it is known on this host or in the whole cluster. */
  Scope: "local" | "global";
  /** Options of the driver. Since API 1.25. */
  Options?: StringMap | null | undefined;
  /** How it is used; only in answers about disk space. */
  UsageData?: VolumeUsage | null | undefined;
  /** What the swarm knows of it. Since API 1.42. */
  ClusterVolume?: ClusterVolume | null | undefined;
}

/** How a volume is used. */
export interface VolumeUsage {
  /** Its size in bytes; -1 when the driver does not tell. */
  Size: number;
  /** How many containers refer to it; -1 when that is not known. */
  RefCount: number;
}

/** The answer to a request for all volumes. */
export interface VolumeList {
  /** The volumes. */
  Volumes: Volume[] | null;
  /** What went wrong with some drivers. */
  Warnings: string[] | null;
}

/** What a removal of unused volumes removed. Since API 1.25. */
export interface VolumesPruneReport {
  /** The names. */
  VolumesDeleted: string[] | null;
  /** The disk space won, in bytes. */
  SpaceReclaimed: number;
}
