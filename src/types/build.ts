/** A piece of what a builder keeps for later builds. */
export interface BuildCacheRecord {
  /** The piece's id. */
  ID: string;
  /** The piece that it rests on. Until API 1.41. */
  Parent?: string;
  /** The pieces that it rests on; the Engine's key begins with a blank. Since API 1.42. */
  " Parents"?: string[] | null;
  /** The same, should an Engine spell the key as its specification does. Since API 1.42. */
  Parents?: string[] | null;
  /** What it is, e.g. `regular` or `source.local`. */
  Type: string;
  /** The step that made it. */
  Description: string;
  /** Whether it is in use. */
  InUse: boolean;
  /** Whether it is shared. */
  Shared: boolean;
  /** Its size in bytes. */
  Size: number;
  /** When it was made. */
  CreatedAt: string;
  /** When it was last used. */
  LastUsedAt?: string | null;
  /** How often it was used. */
  UsageCount: number;
}

/** What a removal of build cache removed. Since API 1.31. */
export interface BuildPruneReport {
  /** The ids. Since API 1.39. */
  CachesDeleted?: string[] | null;
  /** The disk space won, in bytes. */
  SpaceReclaimed: number;
}
