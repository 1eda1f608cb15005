import type { BuildCacheRecord } from "./build.ts";
import type { ContainerSummary } from "./containers.ts";
import type { ImageSummary } from "./images.ts";
import type { Volume } from "./volumes.ts";

/** What takes disk space; up to API 1.52 in lists, from API 1.52 in one sum for each kind. */
export interface DiskUsage {
  /** The size of all layers, in bytes. Until API 1.52. */
  LayersSize?: number;
  /** The images. Until API 1.52. */
  Images?: ImageSummary[] | null;
  /** The containers. Until API 1.52. */
  Containers?: ContainerSummary[] | null;
  /** The volumes. Until API 1.52. */
  Volumes?: Volume[] | null;
  /** The build cache. Since API 1.39. Until API 1.52. */
  BuildCache?: BuildCacheRecord[] | null;
  /** The size of the build cache, in bytes. Since API 1.31. Until API 1.41. */
  BuilderSize?: number;
  /** The sum of the images. Since API 1.52. */
  ImageUsage?: DiskUsageSum<ImageSummary> | null;
  /** The sum of the containers. Since API 1.52. */
  ContainerUsage?: DiskUsageSum<ContainerSummary> | null;
  /** The sum of the volumes. Since API 1.52. */
  VolumeUsage?: DiskUsageSum<Volume> | null;
  /** The sum of the build cache. Since API 1.52. */
  BuildCacheUsage?: DiskUsageSum<BuildCacheRecord> | null;
}

/**
 * What one kind of object takes. Since API 1.52.
 *
 * @typeParam Item The kind of object.
 */
export interface DiskUsageSum<Item> {
  /** How many are in use. */
  ActiveCount?: number;
  /** How many there are. */
  TotalCount?: number;
  /** What a removal of the unused ones would win, in bytes. */
  Reclaimable?: number;
  /** What all of them take, in bytes. */
  TotalSize?: number;
  /** The objects; only when asked for in full. */
  Items?: Item[] | null;
}
