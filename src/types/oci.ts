import type { StringMap } from "./common.ts";

/** A reference to content by its digest, as the Open Container Initiative defines it. */
export interface OCIDescriptor {
  /** The content's media type. */
  mediaType: string;
  /** The content's digest, e.g. `sha256:...`. */
  digest: string;
  /** The content's size in bytes. */
  size: number;
  /** Where else the content can be had. */
  urls?: string[] | null;
  /** Free notes on the content. */
  annotations?: StringMap | null;
  /** The content itself, in base64. */
  data?: string | null;
  /** The platform that the content is for. */
  platform?: OCIPlatform | null;
  /** The media type of an artifact that is no image. */
  artifactType?: string | null;
}

/** A platform as the Open Container Initiative spells it. */
export interface OCIPlatform {
  /** The CPU architecture, e.g. `amd64`. */
  architecture: string;
  /** The operating system, e.g. `linux`. */
  os: string;
  /** The operating system's version, mostly for Windows. */
  "os.version"?: string;
  /** What the operating system must offer. */
  "os.features"?: string[] | null;
  /** The variant of the CPU, e.g. `v7` for `arm`. */
  variant?: string;
}
