import { toFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Filters } from "../../types/common.ts";
import type { ImageSummary } from "../../types/images.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import { compareVersions } from "../../engine/version.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode images}. */
export interface ImagesOptions extends CallOptions {
  /** Only images of this repository, e.g. `busybox` or `busybox:1.36`. */
  name?: string;
  /** Whether only ids are returned. @default {false} */
  quiet?: boolean;
  /** Whether intermediate images are listed too. @default {false} */
  all?: boolean;
  /** What an image must match, e.g. `{ dangling: true }`, `label`, `before`, `since`, `reference`. */
  filters?: Filters;
  /** Asks for a graph as Engines before API 1.7 drew it; later ones refuse it. */
  viz?: boolean;
  /** Whether the size that images share is computed. Since API 1.42. */
  sharedSize?: boolean;
  /** Whether the manifests of images for several platforms are listed. Since API 1.47. */
  manifests?: boolean;
  /** Whether it is told who made an image. Since API 1.54. */
  identity?: boolean;
}

/**
 * Lists images' ids (`GET /images/json`).
 *
 * @param engine The engine.
 * @param options Which images.
 */
export function images(
  engine: Engine,
  options: ImagesOptions & { quiet: true },
): Promise<string[]>;
/**
 * Lists images (`GET /images/json`).
 *
 * @param engine The engine.
 * @param options Which images.
 *
 * @example
 * ```ts no-run
 * import { createEngine, images } from "@longshore/docker/api";
 *
 * for (const { RepoTags, Size } of await images(createEngine())) console.log(RepoTags, Size);
 * ```
 */
export function images(
  engine: Engine,
  options?: ImagesOptions & { quiet?: false | null | undefined },
): Promise<ImageSummary[]>;
/**
 * Lists images or their ids (`GET /images/json`).
 *
 * @param engine The engine.
 * @param options Which images.
 * @throws {InvalidVersion} When `viz` is set and the API version is newer than 1.6.
 */
export function images(
  engine: Engine,
  options?: ImagesOptions,
): Promise<ImageSummary[] | string[]>;
export async function images(
  engine: Engine,
  options: ImagesOptions = {},
): Promise<ImageSummary[] | string[]> {
  const action = "Cannot list images";
  const filters: Filters = { ...options.filters };
  toFilters(filters);
  const version = await engine.negotiate(options);
  requireVersion(action, version, "images", options);
  let filter: string | undefined;
  if (options.name !== undefined) {
    // The parameter that the filter replaced is all that 1.24 knows.
    if (compareVersions(version, "1.25") >= 0) filters.reference = options.name;
    else filter = options.name;
  }
  const list = await engine.json<ImageSummary[]>(action, "GET", "/images/json", options, {
    quiet: false,
    query: query({
      "all": options.all || undefined,
      filter,
      "filters": toFilters(filters),
      "shared-size": options.sharedSize,
      "manifests": options.manifests,
      "identity": options.identity,
    }),
  });
  return options.quiet ? list.map(({ Id }) => Id) : list;
}
