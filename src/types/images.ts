import type { EmptyObjectSet, StringMap } from "./common.ts";
import type { ContainerConfig } from "./container_config.ts";
import type { StorageDriverData } from "./containers.ts";
import type { HealthcheckJSON } from "./health.ts";
import type { ImageIdentity } from "./image_identity.ts";
import type { OCIDescriptor, OCIPlatform } from "./oci.ts";

/** An image in a list. */
export interface ImageSummary {
  /** The image's id, a digest. */
  Id: string;
  /** The id of the image that it was built on; often empty. */
  ParentId: string;
  /** Its names, each `repository:tag`. */
  RepoTags: string[] | null;
  /** Its names by content, each `repository@digest`. */
  RepoDigests: string[] | null;
  /** When it was created, in seconds since 1970. */
  Created: number;
  /** The size of all its layers, in bytes. */
  Size: number;
  /** The size of the layers that other images have too, in bytes; -1 when not counted. */
  SharedSize: number;
  /** The same as `Size`. Until API 1.43. */
  VirtualSize?: number;
  /** Labels. */
  Labels: StringMap | null;
  /** How many containers use it; -1 when not counted. */
  Containers: number;
  /** Its manifests, one a platform; only when asked for. Since API 1.47. */
  Manifests?: ImageManifestSummary[] | null;
  /** What its name points to. Since API 1.48. */
  Descriptor?: OCIDescriptor | null;
}

/** One manifest of an image for several platforms. Since API 1.47. */
export interface ImageManifestSummary {
  /** The manifest's digest. */
  ID: string;
  /** What points to the manifest. */
  Descriptor: OCIDescriptor;
  /** Whether all of its content is here. */
  Available: boolean;
  /** Its sizes. */
  Size: {
    /** All that is here, in bytes. */
    Total: number;
    /** What is here as it was pulled, in bytes. */
    Content: number;
  };
  /** What the manifest describes. */
  Kind: "image" | "attestation" | "unknown";
  /** The image, for that kind. */
  ImageData?: ImageManifestImage | null;
  /** The attestation, for that kind. */
  AttestationData?: {
    /** The digest of the manifest that is attested. */
    For: string;
  } | null;
}

/** The image that a manifest describes. Since API 1.47. */
export interface ImageManifestImage {
  /** The platform. */
  Platform: OCIPlatform;
  /** The ids of containers that use it. */
  Containers: string[] | null;
  /** Its sizes. */
  Size: {
    /** What is unpacked here, in bytes. */
    Unpacked: number;
  };
  /** Who made it, as far as that is certain. Since API 1.54. */
  Identity?: ImageIdentity | null;
}

/** All that the Engine knows of an image. */
export interface ImageInspect {
  /** The image's id, a digest. */
  Id: string;
  /** Its names, each `repository:tag`. */
  RepoTags: string[] | null;
  /** Its names by content, each `repository@digest`. */
  RepoDigests: string[] | null;
  /** The id of the image that it was built on; absent when empty since API 1.52. */
  Parent?: string;
  /** What was noted when it was made. */
  Comment?: string;
  /** When it was created; absent when unknown since API 1.44. */
  Created?: string | null;
  /** The id of the container that it was made from. Until API 1.44. */
  Container?: string;
  /** That container's configuration. Until API 1.44. */
  ContainerConfig?: ContainerConfig | null;
  /** The version of the Engine that built it; absent when empty since API 1.52. */
  DockerVersion?: string;
  /** Who made it. */
  Author?: string;
  /** What containers of it start with. */
  Config: ImageConfig | null;
  /** The CPU architecture, e.g. `amd64`. */
  Architecture: string;
  /** The kind of CPU. */
  Variant?: string | null;
  /** The operating system. */
  Os: string;
  /** The operating system's version, mostly for Windows. */
  OsVersion?: string | null;
  /** The size of all its layers, in bytes. */
  Size: number;
  /** The same as `Size`. Until API 1.43. */
  VirtualSize?: number;
  /** What the storage driver knows. */
  GraphDriver?: StorageDriverData | null;
  /** Its layers. */
  RootFS: ImageRootFS;
  /** What is known here alone. */
  Metadata?: {
    /** When it was given a name last. */
    LastTagTime?: string | null;
  };
  /** What its name points to. Since API 1.48. */
  Descriptor?: OCIDescriptor | null;
  /** Its manifests, one a platform; only when asked for. Since API 1.48. */
  Manifests?: ImageManifestSummary[] | null;
  /** Who made it, as far as that is certain. Since API 1.53. */
  Identity?: ImageIdentity | null;
}

/** The layers of an image. */
export interface ImageRootFS {
  /** The kind, `layers`. */
  Type: string;
  /** The digests of the layers, the lowest first. */
  Layers?: string[] | null;
}

/**
 * What containers of an image start with. Up to API 1.49 the Engine also sends the other fields of a
 * container's configuration, always empty.
 */
export interface ImageConfig {
  /** The user. */
  User?: string;
  /** Ports to expose, e.g. `{ "80/tcp": {} }`. */
  ExposedPorts?: EmptyObjectSet | null;
  /** The environment, each `NAME=value`. */
  Env?: string[] | null;
  /** The command's words. */
  Cmd?: string[] | null;
  /** How the Engine finds out whether a container is well. */
  Healthcheck?: HealthcheckJSON | null;
  /** Whether the command is escaped already (Windows). */
  ArgsEscaped?: boolean | null;
  /** Paths that become nameless volumes, e.g. `{ "/data": {} }`. */
  Volumes?: EmptyObjectSet | null;
  /** The working directory of the process. */
  WorkingDir?: string;
  /** The words that come before the command. */
  Entrypoint?: string[] | null;
  /** What the image's `ONBUILD` lines say. */
  OnBuild?: string[] | null;
  /** Labels. */
  Labels?: StringMap | null;
  /** The signal that asks the process to end. */
  StopSignal?: string | null;
  /** The words of the shell that runs lines. */
  Shell?: string[] | null;
  /** Of containers, and without a meaning here. Until API 1.49. */
  Hostname?: string;
  /** Of containers, and without a meaning here. Until API 1.49. */
  Domainname?: string;
  /** Of containers, and without a meaning here. Until API 1.49. */
  AttachStdin?: boolean;
  /** Of containers, and without a meaning here. Until API 1.49. */
  AttachStdout?: boolean;
  /** Of containers, and without a meaning here. Until API 1.49. */
  AttachStderr?: boolean;
  /** Of containers, and without a meaning here. Until API 1.49. */
  Tty?: boolean;
  /** Of containers, and without a meaning here. Until API 1.49. */
  OpenStdin?: boolean;
  /** Of containers, and without a meaning here. Until API 1.49. */
  StdinOnce?: boolean;
  /** Of containers, and without a meaning here. Until API 1.49. */
  Image?: string;
}

/** One step of how an image came to be. */
export interface ImageHistoryItem {
  /** The image's id after this step; `<missing>` where it is not here. */
  Id: string;
  /** When the step was made, in seconds since 1970. */
  Created: number;
  /** What the step did. */
  CreatedBy: string;
  /** The image's names after this step. */
  Tags: string[] | null;
  /** The size that the step added, in bytes. */
  Size: number;
  /** What was noted. */
  Comment: string;
}

/** One effect of an image's removal: exactly one field is there. */
export interface ImageDeleteItem {
  /** A name that was taken off. */
  Untagged?: string;
  /** The id of a layer or an image that is gone. */
  Deleted?: string;
}

/** What a removal of unused images removed. */
export interface ImagesPruneReport {
  /** Each effect. */
  ImagesDeleted: ImageDeleteItem[] | null;
  /** The disk space won, in bytes. */
  SpaceReclaimed: number;
}

/** A repository that a search found. */
export interface ImageSearchResult {
  /** The repository's name. */
  name: string;
  /** What its owner says of it. */
  description: string;
  /** Whether the registry vouches for it. */
  is_official: boolean;
  /** Whether the registry builds it; no longer of use. */
  is_automated?: boolean;
  /** How many people like it. */
  star_count: number;
}
