import type { ObjectVersion, StringMap } from "./common.ts";

/** What a swarm knows of a volume. Since API 1.42. */
export interface ClusterVolume {
  /** Its id in the swarm. */
  ID?: string | undefined;
  /** Its version, for an update. */
  Version?: ObjectVersion | undefined;
  /** When it was created. */
  CreatedAt?: string | undefined;
  /** When it was changed. */
  UpdatedAt?: string | undefined;
  /** How it was asked for. */
  Spec?: ClusterVolumeSpec | undefined;
  /** What the storage plugin made. */
  Info?: ClusterVolumeInfo | null | undefined;
  /** On which nodes it is. */
  PublishStatus?: ClusterVolumePublishStatus[] | null | undefined;
}

/** How a swarm's storage plugin makes a volume. Since API 1.42. */
export interface ClusterVolumeSpec {
  /** A name under which several volumes can be mounted as one. */
  Group?: string | undefined;
  /** Who may use it, and how. */
  AccessMode?: ClusterVolumeAccessMode | null | undefined;
  /** From where it must be reachable. */
  AccessibilityRequirements?: TopologyRequirement | null | undefined;
  /** Its size. */
  CapacityRange?: CapacityRange | null | undefined;
  /** Secrets of the swarm that the plugin is given. */
  Secrets?: ClusterVolumeSecret[] | null | undefined;
  /** Whether tasks may use it now. */
  Availability?: "active" | "pause" | "drain" | undefined;
}

/** Who may use a swarm's volume, and how. Since API 1.42. */
export interface ClusterVolumeAccessMode {
  /** Whether one node or several may use it at a time. */
  Scope?: "single" | "multi" | undefined;
  /** Which tasks may use it at a time. */
  Sharing?: "none" | "readonly" | "onewriter" | "all" | undefined;
  /** Options of a volume with a file system; set, if it is one. */
  MountVolume?: ClusterVolumeFileSystem | null | undefined;
  /** Set if it is a bare device. */
  BlockVolume?: Record<string, never> | null | undefined;
}

/** The file system of a swarm's volume. Since API 1.42. */
export interface ClusterVolumeFileSystem {
  /** The file system's type, e.g. `ext4`. */
  FsType?: string | undefined;
  /** Flags of the mount. */
  MountFlags?: string[] | null | undefined;
}

/** A secret that a storage plugin is given. Since API 1.42. */
export interface ClusterVolumeSecret {
  /** The plugin's name for it. */
  Key: string;
  /** The secret's name or id. */
  Secret: string;
}

/** From where a volume must be reachable. Since API 1.42. */
export interface TopologyRequirement {
  /** At least one of these. */
  Requisite?: Topology[] | null | undefined;
  /** These first. */
  Preferred?: Topology[] | null | undefined;
}

/** A place in a cluster. Since API 1.42. */
export interface Topology {
  /** The place, e.g. `{ region: "R1", zone: "Z2" }`. */
  Segments?: StringMap | null | undefined;
}

/** The size of a volume, in bytes; 0 leaves a side open. Since API 1.42. */
export interface CapacityRange {
  /** The least. */
  RequiredBytes?: number | undefined;
  /** The most. */
  LimitBytes?: number | undefined;
}

/** What a storage plugin made. Since API 1.42. */
export interface ClusterVolumeInfo {
  /** The size in bytes; 0 when not known. */
  CapacityBytes?: number | undefined;
  /** What the plugin notes. */
  VolumeContext?: StringMap | null | undefined;
  /** The plugin's id for it. */
  VolumeID?: string | undefined;
  /** From where it is reachable. */
  AccessibleTopology?: Topology[] | null | undefined;
}

/** How a volume stands on one node. Since API 1.42. */
export interface ClusterVolumePublishStatus {
  /** The node's id. */
  NodeID?: string | undefined;
  /** Whether it is there, on its way or being taken off. */
  State?:
    | "pending-publish"
    | "published"
    | "pending-node-unpublish"
    | "pending-controller-unpublish";
  /** What the plugin notes. */
  PublishContext?: StringMap | null | undefined;
}
